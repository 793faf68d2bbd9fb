"""When rounds happen: one thread, one loop, whose next step follows from the replica's rows alone.

Something waits, or the hub's contact interval is over: a round. A round fails: wait a random part
of a delay that doubles from two seconds to a quarter of an hour. What only a person can mend stops
the loop until somebody wakes it.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from random import SystemRandom
from threading import Event, Thread
from time import monotonic
from typing import Any, Self

from sync.client.exchange import exchange_once
from sync.client.files import Progress
from sync.client.pace import Pace
from sync.client.port import Link
from sync.client.replica import Replica
from sync.client.round import Round
from sync.errors import (
    EpochNeeded,
    HistoryForked,
    HubBusy,
    HubNotKnown,
    HubUnreachable,
    MachineRevoked,
    MachineUnknown,
    ReplicaDiverged,
    SyncError,
    WrongHub,
)

FIRST_DELAY_S = 2.0
LONGEST_DELAY_S = 900.0
SPREAD_S = 60.0  # over which desks come back whose line is up again
POLL_S = 3.0  # how soon something new is noticed without `wake`

_NEEDS_PERSON = (
    EpochNeeded,
    HistoryForked,
    HubNotKnown,
    MachineRevoked,
    MachineUnknown,
    ReplicaDiverged,
    WrongHub,
)
_UNEXPECTED = "unexpected"

_log = logging.getLogger(__name__)


class Phase(StrEnum):
    IDLE = "idle"  # nothing waits
    PAUSED = "paused"  # a person wants no rounds; none follows before they want them again
    EXCHANGING = "exchanging"
    WAITING = "waiting"  # the last round failed; another follows by itself
    NEEDS_PERSON = "needs_person"  # no other follows before `wake`
    STOPPED = "stopped"


@dataclass(frozen=True, kw_only=True, slots=True)
class LoopStatus:
    """What a person is told of the loop; the queue itself is asked of the replica."""

    phase: Phase
    last_contact_at: datetime | None = None
    last_round: Round | None = None
    trouble: str = ""  # code of what the last round failed with
    details: dict[str, str] | None = None  # of that error
    next_try_at: datetime | None = None
    progress: Progress | None = None  # of the files of the round that runs


def _by_chance() -> float:
    return SystemRandom().random()


def _tell_nobody(_status: LoopStatus) -> None:
    pass


class SyncLoop:
    """Runs rounds in a thread of its own until it is stopped."""

    def __init__(
        self,
        replica: Replica,
        open_link: Callable[[], Link],
        *,
        clock: Callable[[], datetime],
        chance: Callable[[], float] = _by_chance,
        pace: Pace | None = None,
        has_route: Callable[[], bool] = lambda: True,
        poll_s: float = POLL_S,
        changed: Callable[[LoopStatus], None] = _tell_nobody,
    ) -> None:
        self._replica = replica
        self._open_link = open_link
        self._clock = clock
        self._chance = chance
        self._has_route = has_route
        self._poll_s = poll_s
        self._changed = changed
        self._woken = Event()
        self._stopping = Event()
        self._failures = 0
        self._link: Link | None = None
        self._pace = pace or Pace()
        self._status = LoopStatus(phase=Phase.IDLE)
        self._thread = Thread(target=self._run, name="sync", daemon=True)

    @property
    def status(self) -> LoopStatus:
        return self._status

    def start(self) -> Self:
        self._thread.start()
        return self

    def wake(self) -> None:
        """Run a round now, whatever the loop waits for."""
        self._woken.set()

    def stop(self, *, timeout_s: float = 5.0) -> None:
        """End the loop; a round on a stalled line is left behind and touches nothing any more."""
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        wait_s = 0.0
        while self._rest(wait_s):
            wait_s = self._pause() if self._is_paused() else self._round()
        self._hang_up()
        self._tell(phase=Phase.STOPPED, next_try_at=None)

    def _rest(self, seconds: float) -> bool:
        """Wait for the time, for `wake`, or for something to send; False to stop."""
        until = monotonic() + seconds
        if self._status.phase is Phase.NEEDS_PERSON:
            self._woken.wait()
        had_route = True
        while (left := until - monotonic()) > 0 and not self._woken.wait(min(left, self._poll_s)):
            if self._status.phase is Phase.IDLE and self._has_work():
                break
            if self._status.phase is not Phase.PAUSED and self._is_paused():
                break
            if self._status.phase is Phase.WAITING:
                has_route = self._has_route()
                if has_route and not had_route:  # the line is back: soon, but not all at once
                    until = min(until, monotonic() + SPREAD_S * self._chance())
                had_route = has_route
        self._woken.clear()
        return not self._stopping.is_set()

    def _has_work(self) -> bool:
        try:
            return bool(self._replica.outbox(self._replica.acked(), 1))
        except Exception:  # noqa: BLE001  the round will meet it again and tell it
            return True

    def _is_paused(self) -> bool:
        try:
            return self._replica.modes().is_paused
        except Exception:  # noqa: BLE001  the round will meet it again and tell it
            return False

    def _pause(self) -> float:
        """Nothing but looking whether rounds are wanted again."""
        if self._status.phase is not Phase.PAUSED:
            self._failures = 0
            self._tell(phase=Phase.PAUSED, trouble="", details=None, next_try_at=None)
        return self._poll_s

    def _should_stop(self) -> bool:
        return self._stopping.is_set() or self._is_paused()

    def _round(self) -> float:
        """One round; how long to wait after it, in seconds.

        A round that brought something over before it failed was a good line that dropped: the next
        comes as soon as after a first failure. Else a long queue would wait ever longer.
        """
        self._tell(phase=Phase.EXCHANGING, next_try_at=None)
        before = self._reached()
        try:
            if self._link is None:
                self._link = self._open_link()
            done = exchange_once(
                self._replica,
                self._link,
                pace=self._pace,
                should_stop=self._should_stop,
                progress=self._note_progress,
            )
        except SyncError as error:
            self._forgive(before)
            if isinstance(error, HubUnreachable):
                self._hang_up()
            return self._after_failure(error.code, error.details, error)
        except Exception as error:  # noqa: BLE001  the loop must outlive whatever broke
            self._forgive(before)
            stack = "".join(traceback.format_tb(error.__traceback__))  # lines of code, no values
            _log.error("round failed: %s\n%s", type(error).__name__, stack)
            return self._after_failure(getattr(error, "code", _UNEXPECTED), {}, error)
        self._failures = 0
        self._tell(
            phase=Phase.IDLE,
            last_contact_at=self._clock(),
            last_round=done,
            trouble="",
            details=None,
            progress=None,
            next_try_at=self._clock() + timedelta(seconds=done.next_contact_s),
        )
        return float(done.next_contact_s)

    def _hang_up(self) -> None:
        """The line went away: none of its connections is believed to be alive."""
        if self._link is not None:
            self._link.close()
            self._link = None

    def _note_progress(self, progress: Progress) -> None:
        if progress.bytes_done:
            self._failures = 0
        self._tell(progress=progress)

    def _reached(self) -> object:
        """How far the hub has our log."""
        try:
            return self._replica.acked()
        except Exception:  # noqa: BLE001  the round will meet it again and tell it
            return None

    def _forgive(self, before: object) -> None:
        if self._reached() != before:
            self._failures = 0

    def _after_failure(self, code: str, details: dict[str, str], error: Exception) -> float:
        told = {"trouble": code, "details": details, "progress": None}
        if isinstance(error, _NEEDS_PERSON):
            self._tell(phase=Phase.NEEDS_PERSON, **told)
            return 0.0
        self._failures += 1
        longest = min(LONGEST_DELAY_S, FIRST_DELAY_S * float(2 ** min(self._failures - 1, 16)))
        wait_s = longest * self._chance()
        if isinstance(error, HubBusy):
            wait_s = max(wait_s, float(error.details.get("retry_after_s", 0)))
        next_try_at = self._clock() + timedelta(seconds=wait_s)
        self._tell(phase=Phase.WAITING, next_try_at=next_try_at, **told)
        return wait_s

    def _tell(self, **changes: Any) -> None:
        self._status = replace(self._status, **changes)
        self._changed(self._status)

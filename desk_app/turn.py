"""A person's turn at the desk: how it begins, the sync loop beside it, how it ends.

Loaded while the person types their password: it needs every part of the desk.
"""

from __future__ import annotations

import platform
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import quote

from desk_app.enrolling import enrol_desk, invited_by
from desk_app.meeting import BringingLink
from desk_app.obeying import obey
from desk_app.opening import opened_desk
from desk_app.published import install_published
from desk_app.pulse import Pulse
from desk_app.relaying import services_of
from desk_app.signing.errors import SigningError
from desk_app.store.durable import held
from desk_app.store.errors import StoreError
from desk_app.store.sessions import SessionAct
from desk_app.usecases.empty_tray import empty_tray
from desk_app.usecases.prove_results import prove_results
from desk_app.usecases.set_password import set_password
from sync.client.link import has_route
from sync.client.loop import LoopStatus, Phase, SyncLoop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from desk_app.clock import Clock
    from desk_app.desk import Desk
    from desk_app.present import Present
    from sync.client.round import Round

_PROOFS_A_ROUND = 3  # timestamps fetched after a round; the rest after the next


def signed_in(
    data: Path, *, user: str, password: str, clock: Clock
) -> AbstractContextManager[Desk]:
    """The turn of who proves to be this user; raises as `opening.opened_desk`."""
    return _turn(opened_desk(data, user=user, password=password, clock=clock))


def enrolled(
    data: Path, *, hub: str, code: str, admin: str, password: str, clock: Clock
) -> AbstractContextManager[Desk]:
    """The turn of a new desk's first admin; `hub`: its address, or the folder of a stick.

    Without a code that of the invitation on the stick counts. Raises as `enrolling.enrol_desk`,
    and InvitationMissing, InvitationsMany.
    """
    code = code or invited_by(Path(hub))
    file = None if hub.startswith(("http://", "https://")) else request_file(Path(hub))
    address = "" if file else hub
    return _turn(
        enrol_desk(
            data, hub=address, code=code, admin=admin, password=password, file=file, clock=clock
        )
    )


def request_file(folder: Path) -> Path:
    """Where this machine's request to enrol lies on a stick that other machines use too."""
    return folder.expanduser() / f"{quote(platform.node() or 'may', safe='')}.enrol"


def end_turn(desk: Desk) -> None:
    """Note that the desk is locked and empty its tray; close the turn next."""
    desk.key.forget()
    desk.store.sessions.note(desk.user.number, SessionAct.LOCKED, at=desk.clock.now())
    with suppress(Exception):  # a page somebody holds open must not keep the desk open
        empty_tray(desk)


def change_password(desk: Desk, present: Present, *, old: str, new: str) -> None:
    """Raises WrongPassword, UserLockedOut, WeakPassword."""
    present.prove(desk, old)
    set_password(desk, desk.user.number, new)


@contextmanager
def _turn(opening: AbstractContextManager[Desk]) -> Iterator[Desk]:
    with ExitStack() as stack:
        desk = stack.enter_context(opening)
        desk.store.sessions.note(desk.user.number, SessionAct.SIGNED_IN, at=desk.clock.now())
        if desk.store.doubt is None:
            stack.callback(Pulse(desk).start().stop)
            line = Line(desk)
            stack.callback(line.close)
            desk.store.rounds.moved = line.begin
            line.begin()
        yield desk


class Line:
    """What runs beside an open desk as long as it knows where its hub is."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._gate = Lock()
        self._running = ExitStack()
        self._is_closed = False

    def begin(self) -> None:
        """Run by the address known now; what ran by another ends first."""
        with self._gate:
            self._running.close()
            if self._is_closed or not self._desk.journal.identity.hub_url:
                return
            self._running.callback(Beside(self._desk).start().stop)
            for service in services_of(self._desk):
                self._running.callback(service.stop)

    def close(self) -> None:
        with self._gate:
            self._is_closed = True
            self._running.close()


class Beside:
    """The sync loop of an open desk; a round holds the machine's sync lock and is written down."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._round = ExitStack()
        self._is_exchanging = False
        self._rate = 0.0  # as the round at work has shown last
        self._loop = SyncLoop(
            desk.replica,
            lambda: BringingLink(desk),
            clock=desk.clock.now,
            has_route=lambda: has_route(desk.journal.identity.hub_url),
            changed=self._changed,
        )

    def start(self) -> Beside:
        self._loop.start()
        return self

    def stop(self) -> None:
        self._loop.stop(timeout_s=2.0)

    def _changed(self, status: LoopStatus) -> None:
        """Called by the loop's own thread at every step of a round."""
        self._desk.store.rounds.running = status.progress
        self._rate = status.progress.rate if status.progress else self._rate
        if status.phase is Phase.EXCHANGING:
            if not self._is_exchanging:
                self._round.enter_context(held(self._desk.store.places.lock("sync")))
            self._is_exchanging = True
            return
        self._is_exchanging = False
        self._round.close()
        with suppress(StoreError):  # the desk was locked meanwhile
            if status.phase is Phase.IDLE and status.last_round is not None:
                counts = _counts(status.last_round) | rate_of(self._rate)
                self._rate = 0.0
                self._desk.store.rounds.note("ok", counts, at=self._desk.clock.now())
                install_published(self._desk)
                with suppress(SigningError):  # told where results are signed
                    prove_results(self._desk, most=_PROOFS_A_ROUND)
            elif status.trouble and status.phase is not Phase.STOPPED:
                self._desk.store.rounds.note(status.trouble, {}, at=self._desk.clock.now())
            if status.phase in {Phase.IDLE, Phase.NEEDS_PERSON}:
                obey(self._desk.store, self._desk.clock)


def rate_of(rate: float) -> dict[str, int]:
    """As a round is written down; nothing where no file moved."""
    return {"rate": round(rate)} if rate > 0 else {}


def _counts(round_: Round) -> dict[str, int]:
    return {name: value for name, value in asdict(round_).items() if isinstance(value, int)}

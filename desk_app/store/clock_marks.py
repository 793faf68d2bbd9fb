"""What this machine's clock is worth: what the hub last said of the time, and how long ago.

The journal holds a mark of it at start and whenever it changes; every batch tells it anew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from desk_app.domain.events import ClockMarked
from desk_app.domain.work_calendar import VIETNAM
from desk_app.store import machine
from desk_app.store.numbering import trust_day
from desk_app.store.settings import put_setting
from sync.protocol.frame import ClockMark

if TYPE_CHECKING:
    from desk_app.store.database import Database
    from desk_app.store.entries import Entry
    from desk_app.store.journal import Journal

_TRUSTED = "trusted_time"
_MARKED = "clock_marked"
_NOTABLE_SECONDS = 60  # an offset that moved by less is the line's delay, not the clock
_BOOT_BYTES = 4


class Clock(Protocol):
    """The part of desk_app.clock.Clock that is needed here."""

    def now(self) -> datetime: ...

    def monotonic_ms(self) -> int: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class TrustedTime:
    """What a hub said last, and this machine's clocks at that moment."""

    hub_at: datetime
    offset_s: int  # hub minus device
    device_at: datetime
    monotonic_ms: int
    boot: str

    def age(self, clock: Clock) -> timedelta:
        """How long ago, by the clock that nobody sets while the machine stays on."""
        if self.boot and self.boot == machine.boot_id():
            return timedelta(milliseconds=clock.monotonic_ms() - self.monotonic_ms)
        return max(timedelta(0), clock.now() - self.device_at)

    def earliest_now(self, clock: Clock) -> datetime:
        """It is at least this late, whatever the wall clock shows."""
        return self.hub_at + self.age(clock)


def trusted_time(database: Database) -> TrustedTime | None:
    """What the hub said last; None before the first round."""
    text = database.value("SELECT value FROM settings WHERE name = ?", (_TRUSTED,))
    if text is None:
        return None
    plain = json.loads(text)
    return TrustedTime(
        hub_at=datetime.fromtimestamp(plain["hub_at"], UTC),
        offset_s=plain["offset_s"],
        device_at=datetime.fromtimestamp(plain["device_at"], UTC),
        monotonic_ms=plain["monotonic_ms"],
        boot=plain["boot"],
    )


def trust_hub_time(database: Database, clock: Clock, hub_time: int, offset_s: int | None) -> None:
    """Keep what the hub says, inside a transaction; `hub_time` in Unix seconds.

    `offset_s` None: it came on a stick, late by nobody knows how much. It says only that it is no
    earlier than that, and never that a day of ours was a wrong one.
    """
    if offset_s is None:
        known = trusted_time(database)
        if known is None or known.earliest_now(clock).timestamp() >= hub_time:
            return
        offset_s = known.offset_s
    put_setting(
        database,
        _TRUSTED,
        {
            "hub_at": hub_time,
            "offset_s": offset_s,
            "device_at": int(clock.now().timestamp()),
            "monotonic_ms": clock.monotonic_ms(),
            "boot": machine.boot_id(),
        },
    )
    trust_day(database, datetime.fromtimestamp(hub_time, VIETNAM).date())


def clock_mark(database: Database, clock: Clock) -> ClockMark:
    """What a batch tells of the clock."""
    trusted = trusted_time(database)
    boot = sha256(machine.boot_id().encode()).digest()[:_BOOT_BYTES]
    now = int(clock.now().timestamp())
    if trusted is None:
        return ClockMark(now=now, boot=boot)
    return ClockMark(
        now=now,
        offset_s=trusted.offset_s,
        age_s=int(trusted.age(clock).total_seconds()),
        boot=boot,
    )


def clock_event(database: Database, clock: Clock) -> ClockMarked:
    """The journal's own mark of the clock."""
    trusted = trusted_time(database)
    return ClockMarked(
        monotonic_ms=clock.monotonic_ms(),
        boot=machine.boot_id(),
        trusted_at=trusted.hub_at if trusted else None,
        trusted_age_seconds=int(trusted.age(clock).total_seconds()) if trusted else 0,
    )


def mark_clock(journal: Journal, database: Database, clock: Clock, *, actor: int) -> Entry | None:
    """Put a mark of the clock into the journal where its worth changed since the last one.

    That is after a start of the machine, after the first word of a hub, and when the clock moved
    against the hub's by a minute. Returns None where there is nothing to tell.
    """
    trusted = trusted_time(database)
    offset_s = trusted.offset_s if trusted else None
    text = database.value("SELECT value FROM settings WHERE name = ?", (_MARKED,))
    last = json.loads(text) if text else {}
    if last and last["boot"] == machine.boot_id() and not _moved(last["offset_s"], offset_s):
        return None
    with journal.writing() as tx:
        entry = tx.append(
            clock_event(database, clock), entity=last.get("entity"), actor=actor, at=clock.now()
        )
        marked = {"boot": machine.boot_id(), "offset_s": offset_s, "entity": entry.entity}
        put_setting(database, _MARKED, marked)
    return entry


def _moved(before: int | None, now: int | None) -> bool:
    if before is None or now is None:
        return before is not now
    return abs(now - before) >= _NOTABLE_SECONDS

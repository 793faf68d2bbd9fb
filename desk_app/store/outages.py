"""When power or the line was away (nhật ký sự cố), kept by the desk itself.

Power: the last heartbeat of a turn that never ended, to the next start, where the machine itself
was started anew in between. The line: from the first try that did not reach the hub to the first
that did; where nobody tried for two hours, only as far as it was tried.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from desk_app.store.settings import get_setting, put_setting

if TYPE_CHECKING:
    from desk_app.store.database import Database

OUTAGES_SCHEMA: Final = (
    """
    CREATE TABLE outages (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('power', 'line')),
        since INTEGER NOT NULL,
        until INTEGER NOT NULL CHECK (until >= since)
    ) STRICT
    """,
    "CREATE INDEX outages_by_time ON outages (since)",
)
SHORTEST: Final = timedelta(minutes=10)
_PULSE = "pulse"  # setting: the last heartbeat, and of which start of the machine
_LINE = "line_away"  # setting: since when and until when nothing reached the hub
_UNTRIED: Final = timedelta(hours=2)


class Away(StrEnum):
    """What was away."""

    POWER = "power"
    LINE = "line"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outage:
    kind: Away
    since: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """One start of the machine: its name where the system tells one, and how long ago it was."""

    boot: str
    up_s: float

    def is_after(self, at: datetime, boot: str, *, now: datetime) -> bool:
        """Whether the machine was started after that moment of another start."""
        if self.boot and boot:
            return self.boot != boot
        return now - timedelta(seconds=self.up_s) > at


class Outages:
    """Moments are kept to the second; nothing shorter than ten minutes is."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, start: Start, *, at: datetime) -> None:
        """A turn begins: what the last one did not live to tell is written down."""
        with self._database.writing():
            last = get_setting(self._database, _PULSE)
            if last and start.is_after(_moment(last["at"]), last["boot"], now=at):
                self._keep(Away.POWER, _moment(last["at"]), at)
            self._put_pulse(start, at)

    def beat(self, start: Start, *, at: datetime) -> None:
        """The turn goes on."""
        with self._database.writing():
            self._put_pulse(start, at)

    def end(self) -> None:
        """The turn ends as it should: what comes after is nobody's outage."""
        with self._database.writing():
            put_setting(self._database, _PULSE, None)

    def tried(self, *, reached: bool, at: datetime) -> None:
        """A round was tried; within the caller's transaction."""
        open_: dict[str, Any] | None = get_setting(self._database, _LINE)
        if open_ and at - _moment(open_["last"]) > _UNTRIED:
            self._keep(Away.LINE, _moment(open_["since"]), _moment(open_["last"]))
            open_ = None
        now = int(at.timestamp())
        if not reached:
            since = open_["since"] if open_ else now
            put_setting(self._database, _LINE, {"since": since, "last": now})
        elif open_ is not None or get_setting(self._database, _LINE) is not None:
            if open_ is not None:
                self._keep(Away.LINE, _moment(open_["since"]), at)
            put_setting(self._database, _LINE, None)

    def between(self, since: datetime, before: datetime) -> list[Outage]:
        """Those that touch the time, the earliest first; one that lasts, as far as it is known."""
        rows = self._database.rows(
            "SELECT kind, since, until FROM outages WHERE since < ? AND until >= ? ORDER BY since",
            (int(before.timestamp()), int(since.timestamp())),
        )
        found = [
            Outage(kind=Away(kind), since=_moment(begun), until=_moment(ended))
            for kind, begun, ended in rows
        ]
        open_ = get_setting(self._database, _LINE)
        if open_:
            lasting = Outage(
                kind=Away.LINE, since=_moment(open_["since"]), until=_moment(open_["last"])
            )
            if lasting.until - lasting.since >= SHORTEST and since <= lasting.until < before:
                found.append(lasting)
        return found

    def _put_pulse(self, start: Start, at: datetime) -> None:
        put_setting(self._database, _PULSE, {"at": int(at.timestamp()), "boot": start.boot})

    def _keep(self, kind: Away, since: datetime, until: datetime) -> None:
        if until - since >= SHORTEST:
            self._database.insert(
                "INSERT INTO outages (kind, since, until) VALUES (?, ?, ?)",
                (kind, int(since.timestamp()), int(until.timestamp())),
            )


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)

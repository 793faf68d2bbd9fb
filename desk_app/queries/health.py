"""Whether all is well with the desk: what `desk doctor` and Settings show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.rights import Act
from desk_app.store.clock_marks import trusted_time
from desk_app.store.device_secret import SecretHome
from desk_app.store.errors import StoreError

if TYPE_CHECKING:
    from desk_app.desk import Desk


class Level(StrEnum):
    WELL = "well"
    WARNING = "warning"  # works, and a person should know
    TROUBLE = "trouble"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    name: str  # its words are doctor.<name>
    level: Level
    detail: str  # numbers and codes, no words that need a language


def examine(desk: Desk) -> list[Finding]:
    """Look at the file, the chain, the lanes, the clock, the secret and the tray; reads only."""
    desk.require(Act.LOOK)
    return [
        _database(desk),
        _chain(desk),
        _lanes(desk),
        _clock(desk),
        _secret(desk),
        _tray(desk),
    ]


def _database(desk: Desk) -> Finding:
    damaged = desk.store.database.damaged_pages()
    return Finding(name="database", level=_level(not damaged), detail="; ".join(damaged[:3]))


def _chain(desk: Desk) -> Finding:
    try:
        checked = desk.journal.verify_chain()
    except StoreError as error:
        detail = " ".join([error.code, *error.details.values()])
        return Finding(name="chain", level=Level.TROUBLE, detail=detail)
    return Finding(name="chain", level=Level.WELL, detail=str(checked))


def _lanes(desk: Desk) -> Finding:
    detail = ", ".join(f"{lane.first:04d}-{lane.last:04d}" for lane in desk.lanes)
    return Finding(name="lanes", level=Level.WELL if desk.lanes else Level.WARNING, detail=detail)


def _clock(desk: Desk) -> Finding:
    """Well unless the clock stands before a day the province has already seen."""
    trusted = trusted_time(desk.store.database)
    if trusted is None:
        return Finding(name="clock", level=Level.WELL, detail="")
    behind = vietnam_day(desk.clock.now()) < vietnam_day(trusted.earliest_now(desk.clock))
    return Finding(name="clock", level=_level(not behind), detail=f"{trusted.offset_s} s")


def _secret(desk: Desk) -> Finding:
    home = desk.store.unlocked.secret_home
    level = Level.WARNING if home is SecretHome.FILE else Level.WELL
    return Finding(name="secret", level=level, detail=home)


def _tray(desk: Desk) -> Finding:
    return Finding(name="tray", level=Level.WELL, detail=str(len(desk.tray.pages())))


def _level(is_well: bool) -> Level:  # noqa: FBT001 - a claim into its level
    return Level.WELL if is_well else Level.TROUBLE

"""Dossier codes and register numbers: what was given out, and what comes next.

Codes come from the machine's lanes, the same range every day, so they are unique without a network
for any length of time. The day of a code never goes back: a clock set back gets temporary numbers,
until the hub's own time has shown that the later day was the wrong one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain.dossier_code import (
    CodeMalformed,
    DossierCode,
    Lane,
    TemporaryNumber,
    next_code,
    parse_code,
    parse_temporary,
)
from desk_app.store.errors import CodeTaken, RecordRefused
from desk_app.store.settings import get_setting, put_setting

if TYPE_CHECKING:
    from datetime import date, datetime

    from desk_app.store.database import Database

_LAST_CODE_DAY = "last_code_day"
_REGISTER_FLOOR = "register_floor"  # setting, by year: lines up to here are not ours to give


class WhyTemporary(StrEnum):
    """Why a temporary number was given; to be told to the clerk."""

    NO_LANE = "no_lane"  # the province has granted this machine no numbers
    LANE_EXHAUSTED = "lane_exhausted"  # the day's numbers are used up
    CLOCK_BEHIND = "clock_behind"  # the clock stands before the day of the last code


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeGrant:
    code: str
    temporary: bool
    why: WhyTemporary | None = None  # of a temporary one


def granted_code(
    database: Database, *, writer: tuple[int, int], organisation: str, day: date
) -> CodeGrant:
    """The code the next dossier of that day gets; `claim_code` takes it, so ask and claim once."""
    machine, epoch = writer
    lanes = lanes_of(database, organisation=organisation, epoch=epoch)
    if not lanes:
        why = WhyTemporary.NO_LANE
    elif day.isoformat() < last_code_day(database):
        why = WhyTemporary.CLOCK_BEHIND
    else:
        highest = {lane: used for lane in lanes if (used := _highest(database, lane, day))}
        code = next_code(lanes, day, highest_used=highest)
        if code is not None:
            return CodeGrant(code=str(code), temporary=False)
        why = WhyTemporary.LANE_EXHAUSTED
    used = database.value(
        "SELECT max(number) FROM numbers WHERE organisation = '' AND day = ? AND is_temporary = 1",
        (day.isoformat(),),
    )
    number = TemporaryNumber(machine=machine, epoch=epoch, day=day, number=(used or 0) + 1)
    return CodeGrant(code=str(number), temporary=True, why=why)


def claim_code(database: Database, code: str, *, temporary: bool, entity: int) -> None:
    """Note the code as given to the entity, for ever; raises CodeTaken.

    Another system's code, which is not ours to count, is passed over.
    """
    try:
        found = parse_temporary(code) if temporary else parse_code(code)
    except CodeMalformed:
        return
    organisation = found.organisation if isinstance(found, DossierCode) else ""
    if isinstance(found, DossierCode) and found.ministry:
        return
    try:
        database.execute(
            "INSERT INTO numbers VALUES (?, ?, ?, ?, ?)",
            (organisation, found.day.isoformat(), int(temporary), found.number, entity),
        )
    except RecordRefused as error:
        raise CodeTaken(code=code) from error
    if not temporary and found.day.isoformat() > last_code_day(database):
        put_setting(database, _LAST_CODE_DAY, found.day.isoformat())


def last_code_day(database: Database) -> str:
    """The day of the last official code, YYYY-MM-DD; empty before the first."""
    text = database.value("SELECT value FROM settings WHERE name = ?", (_LAST_CODE_DAY,))
    return str(text).strip('"') if text else ""


def trust_day(database: Database, day: date) -> None:
    """The hub says it is this day: a later last day came from a wrong clock and binds no longer."""
    if last_code_day(database) > day.isoformat():
        put_setting(database, _LAST_CODE_DAY, day.isoformat())


def next_register_number(database: Database, year: int) -> int:
    """The next line of the year's register; `claim_register_number` takes it."""
    used = int(database.value("SELECT max(number) FROM registers WHERE year = ?", (year,)) or 0)
    return max(used, int(get_setting(database, f"{_REGISTER_FLOOR}.{year}") or 0)) + 1


def skip_register_lines(database: Database, year: int, lines: int) -> None:
    """Leave lines of the register to receptions that are not back here yet; in a transaction."""
    floor = next_register_number(database, year) - 1 + lines
    put_setting(database, f"{_REGISTER_FLOOR}.{year}", floor)


def claim_register_number(database: Database, *, year: int, number: int, entity: int) -> None:
    """Note the line as the entity's; raises RecordRefused where it is taken."""
    database.execute("INSERT INTO registers VALUES (?, ?, ?)", (year, number, entity))


def grant_lane(database: Database, lane: Lane, *, epoch: int, at: datetime) -> None:
    """Keep a lane the hub granted to this epoch; inside a transaction. Safe to repeat."""
    database.execute(
        "INSERT OR IGNORE INTO lanes VALUES (?, ?, ?, ?, ?)",
        (lane.organisation, epoch, lane.first, lane.last, int(at.timestamp())),
    )


def lanes_of(database: Database, *, organisation: str, epoch: int) -> list[Lane]:
    rows = database.rows(
        "SELECT first, last FROM lanes WHERE organisation = ? AND epoch = ? ORDER BY first",
        (organisation, epoch),
    )
    return [Lane(organisation=organisation, first=first, last=last) for first, last in rows]


def _highest(database: Database, lane: Lane, day: date) -> int | None:
    """The highest number the lane gave on the day, or None."""
    found: int | None = database.value(
        """
        SELECT max(number) FROM numbers
        WHERE organisation = ? AND day = ? AND is_temporary = 0 AND number BETWEEN ? AND ?
        """,
        (lane.organisation, day.isoformat(), lane.first, lane.last),
    )
    return found

"""Where the dossiers of a period stand at its end, counted as the monthly report counts them.

The columns follow the report of procedures solved (tiếp nhận, đã giải quyết, đang giải quyết):
received in the period and carried over from before it is what was done in it and is still open.
The trap: a dossier is judged by what is known today. A supplement asked for after the period's end
moves its promise, and with it the figures of that period.
"""

from __future__ import annotations

from collections import Counter
from enum import IntFlag, StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_DAY_SECONDS = 86_400
_VIETNAM_SECONDS = 7 * 3600  # ahead of UTC all year
ONLINE = "online"


class Trait(IntFlag):
    """What the index asks of a dossier beside its dates."""

    SOLVED = 1  # it ended with a result
    E_RESULT = 2  # the result is a signed file
    DIGITISED = 4  # a paper of it is a file, or was taken from a database
    REUSED = 8  # a paper of it was digitised for an earlier dossier
    PAID = 16  # money was taken
    CASHLESS = 32  # some of it not in cash


class Life(NamedTuple):
    """A dossier that was received, as a report counts it; moments in Unix seconds."""

    row: int  # its row in the lists
    procedure: str
    channel: str
    status: str
    handler: str
    received: int
    ended: int | None  # by the rule of the index
    last: int | None  # the moment it is late after; None where nothing was promised
    asked: int | None  # the only supplement request, while it is waited for
    supplements: int  # requests after reception
    trips: int  # how often the citizen came
    traits: int  # of Trait
    at_province: bool  # the province has accepted all of it


class Figure(StrEnum):
    """A column of the report; the key of its words is `report.figure.<value>`."""

    ENTERED = "entered"  # received and carried over
    BY_WIRE = "online"  # received in the period, online
    BY_HAND = "by_hand"  # received in the period, at the counter or by post
    CARRIED = "carried"  # received before, open when the period began
    DONE = "done"
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    DONE_FREE = "done_free"  # done, nothing was promised
    OPEN = "open"
    IN_TIME = "in_time"
    OVERDUE = "overdue"
    OPEN_FREE = "open_free"  # open, nothing is promised

    @property
    def parts(self) -> frozenset[Figure]:
        """The columns it is the sum of; itself where it is none."""
        return _SUMS.get(self, frozenset({self}))


RECEIVED = frozenset({Figure.BY_WIRE, Figure.BY_HAND})
_SUMS = {
    Figure.ENTERED: RECEIVED | {Figure.CARRIED},
    Figure.DONE: frozenset({Figure.EARLY, Figure.ON_TIME, Figure.LATE, Figure.DONE_FREE}),
    Figure.OPEN: frozenset({Figure.IN_TIME, Figure.OVERDUE, Figure.OPEN_FREE}),
}
Place = tuple[Figure, Figure]  # how it came into the period, how it stands at its end


def place_of(life: Life, *, since: int, until: int) -> Place:
    """Its two columns for the seconds from `since` until before `until`."""
    if life.received < since:
        return Figure.CARRIED, standing(life, until=until)
    came = Figure.BY_WIRE if life.channel == ONLINE else Figure.BY_HAND
    return came, standing(life, until=until)


def is_of(life: Life, *, since: int, until: int) -> bool:
    """Whether it was received in the period, or before it and not ended then."""
    if since <= life.received < until:
        return True
    return life.received < since and (life.ended is None or life.ended >= since)


def standing(life: Life, *, until: int) -> Figure:
    """As `punctuality.judge` at the last second before `until`, with what was done kept apart."""
    is_done = life.ended is not None and life.ended < until
    if life.supplements > 1:
        return Figure.LATE if is_done else Figure.OVERDUE
    if life.last is None:
        return Figure.DONE_FREE if is_done else Figure.OPEN_FREE
    if life.ended is not None and is_done:
        return _finished(life.ended, life.last)
    seen = until - 1 if life.asked is None else min(life.asked, until - 1)
    return Figure.IN_TIME if seen <= life.last else Figure.OVERDUE


def count(
    placed: Iterable[tuple[Life, Place]], *, by: Callable[[Life], str]
) -> dict[str, Counter[Figure]]:
    """The columns of every row of a table, without the sums."""
    cells = Counter((by(life), *place) for life, place in placed)
    rows: dict[str, Counter[Figure]] = {}
    for (key, came, stands), number in cells.items():
        row = rows.setdefault(key, Counter())
        row[came] += number
        row[stands] += number
    return rows


def total(row: Mapping[Figure, int], figure: Figure) -> int:
    """What stands in a column of a counted row, its sums too."""
    return sum(row.get(part, 0) for part in figure.parts)


def _finished(ended: int, last: int) -> Figure:
    if ended > last:
        return Figure.LATE
    return Figure.ON_TIME if _day(ended) == _day(last) else Figure.EARLY


def _day(second: int) -> int:
    return (second + _VIETNAM_SECONDS) // _DAY_SECONDS

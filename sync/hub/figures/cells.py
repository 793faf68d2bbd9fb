"""What a dossier's course adds to the cells, and the rows of both."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from sync.hub.figure_rules import Course
from sync.hub.figure_tables import NEVER, cells
from sync.hub.figures.spans import CELLS, begins

CAME, OPEN, DONE = "came", "open", "done"

_AT_ONCE = 500
_MOST_SECOND = 2**35  # a thousand years; a broken clock is counted there


class CourseRow(NamedTuple):
    """A row of `courses`, in the order of its columns."""

    scope: str
    ent: int
    org: str
    procedure: str
    received: int
    came: str
    began_as: str
    turns_at: int
    turns_to: str
    ended: int
    ended_as: str
    trips: int


class Step(NamedTuple):
    """One dossier more, or less, in a cell, by the second it is about."""

    org: str
    half: str
    mark: str
    second: int
    number: int


class Cell(NamedTuple):
    org: str
    span: str
    begins: int
    half: str
    mark: str


Sums = dict[Cell, list[int]]  # number, trips, again


def row_of(scope: str, ent: int, course: Course) -> CourseRow:
    return CourseRow(
        scope,
        ent,
        course.org,
        course.procedure,
        _bound(course.received),
        course.came,
        course.began_as,
        NEVER if course.turns_at is None else _bound(course.turns_at),
        course.turns_to,
        NEVER if course.ended is None else _bound(course.ended),
        course.ended_as,
        course.trips,
    )


def steps_of(row: CourseRow) -> Iterator[Step]:
    """How a course moves the numbers of those open and done."""
    org, stands = row.org, row.began_as
    yield Step(org, OPEN, stands, row.received, 1)
    if row.turns_at < row.ended:
        yield Step(org, OPEN, stands, row.turns_at, -1)
        stands = row.turns_to
        yield Step(org, OPEN, stands, row.turns_at, 1)
    if row.ended != NEVER:
        yield Step(org, OPEN, stands, row.ended, -1)
        yield Step(org, DONE, row.ended_as, row.ended, 1)


def add_course(sums: Sums, row: CourseRow, *, sign: int = 1) -> None:
    """Add a course to sums of cells, or take it out again (-1)."""
    again = int(row.trips > 1)
    for span in CELLS:
        came = sums[Cell(row.org, span, begins(span, row.received), CAME, row.came)]
        came[0] += sign
        came[1] += sign * row.trips
        came[2] += sign * again
        for org, half, mark, second, number in steps_of(row):
            sums[Cell(org, span, begins(span, second), half, mark)][0] += sign * number


def new_sums() -> Sums:
    return defaultdict(lambda: [0, 0, 0])


def write_sums(connection: Connection, sums: Sums) -> None:
    """Add sums to the cells, in one order, so that no two writers wait for each other in a ring."""
    rows = [_cell_row(cell, told) for cell, told in sorted(sums.items()) if any(told)]
    spelt = sqlite if connection.dialect.name == "sqlite" else postgresql
    fresh = spelt.insert(cells)
    adds = fresh.on_conflict_do_update(
        index_elements=[column.name for column in cells.primary_key.columns],
        set_={name: cells.c[name] + fresh.excluded[name] for name in ("number", "trips", "again")},
    )
    for some in portions(rows, _AT_ONCE):
        connection.execute(adds, some)


def portions(rows: list[Any], size: int) -> Iterable[list[Any]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _cell_row(cell: Cell, told: list[int]) -> dict[str, Any]:
    number, trips, again = told
    return {**cell._asdict(), "number": number, "trips": trips, "again": again}


def _bound(second: int) -> int:
    return max(0, min(_MOST_SECOND, second))

"""The cells made anew from the courses, or all of it from the changes; for an operator in doubt."""

from collections import Counter

from sqlalchemy import delete, select

from sync.hub.copying import add_rows
from sync.hub.figure_tables import cells, courses, figure_cursors
from sync.hub.figures.cells import CAME, Cell, CourseRow, Sums, new_sums, portions, steps_of
from sync.hub.figures.following import follow
from sync.hub.figures.spans import CELLS, begins
from sync.hub.hub import Hub

_AT_ONCE = 20_000
_CLOSE = 3_600  # seconds that lie in one week and month alike

Dated = Counter[tuple[str, str, str, int]]  # organisation, half, mark, hour


def recount(hub: Hub) -> int:
    """Make all cells anew from the courses; how many courses there are."""
    with hub.database.writing() as connection:
        connection.execute(select(figure_cursors).with_for_update()).all()
        numbers: Dated = Counter()
        trips: Dated = Counter()
        again: Dated = Counter()
        count = 0
        found = connection.execute(select(courses).execution_options(stream_results=True))
        for some in found.partitions(_AT_ONCE):
            count += len(some)
            for row in some:
                _add(CourseRow(*row), numbers, trips, again)
        connection.execute(delete(cells))
        rows = [(*cell, *told) for cell, told in sorted(_sums(numbers, trips, again).items())]
        for some_rows in portions([row for row in rows if any(row[-3:])], _AT_ONCE):
            add_rows(connection, cells, some_rows)
    return count


def count_afresh(hub: Hub) -> int:
    """Make courses and cells anew from the changes; how many records were looked at."""
    with hub.database.writing() as connection:
        for table in (figure_cursors, courses, cells):
            connection.execute(delete(table))
    return follow(hub)


def _add(row: CourseRow, numbers: Dated, trips: Dated, again: Dated) -> None:
    """By the hour: many courses then share what is counted once more for each span."""
    came = (row.org, CAME, row.came, row.received // _CLOSE)
    numbers[came] += 1
    trips[came] += row.trips
    if row.trips > 1:
        again[came] += 1
    for org, half, mark, second, number in steps_of(row):
        numbers[org, half, mark, second // _CLOSE] += number


def _sums(numbers: Dated, trips: Dated, again: Dated) -> Sums:
    sums = new_sums()
    for place, dated in enumerate((numbers, trips, again)):
        for (org, half, mark, hour), number in dated.items():
            for span in CELLS:
                cell = Cell(org, span, begins(span, hour * _CLOSE), half, mark)
                sums[cell][place] += number
    return sums

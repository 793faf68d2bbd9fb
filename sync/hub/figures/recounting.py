"""The cells made anew from the courses, or all of it from the changes; for an operator in doubt.

The database counts, some organisations in each transaction and on PostgreSQL several transactions
beside each other: on SQLite, desks that write meanwhile wait for one commune's dossiers, not for a
province's.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Date,
    DateTime,
    Integer,
    Text,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from sync.hub.figure_tables import NEVER, cells, courses, figure_cursors
from sync.hub.figures.cells import CAME, DONE, OPEN, portions
from sync.hub.figures.following import follow
from sync.hub.figures.spans import Span
from sync.hub.hub import Hub
from sync.hub.statements import Prepared, among

_WHOSE = "orgs"
_ORGS_AT_ONCE = 16  # of a transaction on PostgreSQL, which reads the whole table for it
_WORKERS = 4  # connections, each of them a process of the database
_WORK_MEMORY = "64MB"  # of each, so that sums stay off the disk
_DAY_S = 86_400
_VIETNAM_S = 7 * 3600  # ahead of UTC all year
_TO_MONDAY = 3  # days from a Monday to the first day of Unix time


def recount(hub: Hub) -> int:
    """Make all cells anew from the courses; how many courses there are."""
    with hub.database.reading() as connection:
        query = select(courses.c.org, func.count()).group_by(courses.c.org)
        counts = {row[0]: int(row[1]) for row in connection.execute(query)}
        known = connection.execute(select(cells.c.org).distinct()).scalars()
        orgs = sorted({*counts, *known})
    is_shared = hub.database.engine.dialect.name == "postgresql"
    several, workers = (_ORGS_AT_ONCE, _WORKERS) if is_shared else (1, 1)
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(partial(_recount_some, hub), portions(orgs, several)))
    return sum(counts.values())


def count_afresh(hub: Hub) -> int:
    """Make courses and cells anew from the changes; how many records were looked at."""
    with hub.database.writing() as connection:
        for table in (figure_cursors, courses, cells):
            connection.execute(delete(table))
    return follow(hub)


def _recount_some(hub: Hub, orgs: Sequence[str]) -> None:
    """The cells of some organisations, while nobody follows."""
    with hub.database.writing() as connection:
        _stop_followers(connection)
        connection.execute(delete(cells).where(cells.c.org.in_(orgs)))
        _COUNT_AGAIN.run(connection, **{_WHOSE: list(orgs)})


def _stop_followers(connection: Connection) -> None:
    """Until the transaction ends; on SQLite there is one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f'LOCK TABLE "{figure_cursors.name}" IN SHARE MODE'))
        connection.execute(text(f"SET LOCAL work_mem = '{_WORK_MEMORY}'"))


def _counted() -> Any:
    """The rows of `cells`: all steps, added up by week and by month."""
    steps = _steps().cte("steps")
    lengths = ((Span.WEEK, steps.c.monday), (Span.MONTH, steps.c.first_of_month))
    spread = union_all(
        *(
            select(
                steps.c.org,
                _word(span.value).label("span"),
                (first * _DAY_S - _VIETNAM_S).label("begins"),
                steps.c.half,
                steps.c.mark,
                steps.c.number,
                steps.c.trips,
                steps.c.again,
            )
            for span, first in lengths
        )
    ).subquery()
    sums = [
        _whole(func.sum(column)) for column in (spread.c.number, spread.c.trips, spread.c.again)
    ]
    key = [spread.c.org, spread.c.span, spread.c.begins, spread.c.half, spread.c.mark]
    return select(*key, *sums).group_by(*key).having(or_(*(one != 0 for one in sums)))


def _steps() -> Any:
    """How courses move the numbers of those who came, are open and are done."""
    came, turned, ended = _received(), _turned(), _ended()
    none = literal(0, BigInteger)

    def step(rows: Any, half: str, mark: Any, number: Any, *visits: Any) -> Any:
        trips, again = visits or (none, none)
        return select(
            rows.c.org,
            rows.c.monday,
            rows.c.first_of_month,
            _word(half).label("half"),
            mark.label("mark"),
            number.label("number"),
            trips.label("trips"),
            again.label("again"),
        )

    return union_all(
        step(came, CAME, came.c.after, came.c.number, came.c.trips, came.c.again),
        step(came, OPEN, came.c.mark, came.c.number),
        step(turned, OPEN, turned.c.mark, -turned.c.number),
        step(turned, OPEN, turned.c.after, turned.c.number),
        step(ended, OPEN, ended.c.mark, -ended.c.number),
        step(ended, DONE, ended.c.after, ended.c.number),
    )


def _received() -> Any:
    """How they came and the mark they began under."""
    visits = (courses.c.trips, case((courses.c.trips > 1, 1), else_=0).label("again"))
    dated = _dated(courses.c.received, courses.c.began_as, courses.c.came, *visits).subquery()
    return _added(dated, "trips", "again").cte("received")


def _turned() -> Any:
    """Those that became late before they ended."""
    dated = _dated(courses.c.turns_at, courses.c.began_as, courses.c.turns_to)
    return _added(dated.where(courses.c.turns_at < courses.c.ended).subquery()).cte("turned")


def _ended() -> Any:
    """The mark they stood under and the one they ended as."""
    is_turned = courses.c.turns_at < courses.c.ended
    stood = case((is_turned, courses.c.turns_to), else_=courses.c.began_as)
    dated = _dated(courses.c.ended, stood, courses.c.ended_as)
    return _added(dated.where(courses.c.ended != NEVER).subquery()).cte("ended")


def _dated(second: Any, mark: Any, after: Any, *more: Any) -> Any:
    """Each course by the day of one of its moments, the mark before it and the one after."""
    marks = (mark.label("mark"), after.label("after"))
    return select(courses.c.org, _day(second).label("day"), *marks, *more).where(
        among(courses.c.org, _WHOSE)
    )


def _added(dated: Any, *names: str) -> Any:
    """By what weeks and months share of each other: few more rows than weeks."""
    kept = [column for column in dated.c if column.name != "day"]
    monday = _monday(dated.c.day).label("monday")
    first = _first_of_month(dated.c.day).label("first_of_month")
    placed = select(*kept, monday, first).subquery()
    key = [placed.c[name] for name in ("org", "monday", "first_of_month", "mark", "after")]
    sums = [_whole(func.sum(placed.c[name])).label(name) for name in names]
    return select(*key, func.count().label("number"), *sums).group_by(*key)


def _day(second: Any) -> Any:
    """The day in Viet Nam, counted from the first of Unix time."""
    return (second + _VIETNAM_S) // _DAY_S


def _monday(day: Any) -> Any:
    return day - (day + _TO_MONDAY) % 7


class _first_of_month(GenericFunction[int]):  # noqa: N801  a function of SQL
    """The first day of a day's month, both counted from the first of Unix time."""

    type = BigInteger()
    inherit_cache = True


@compiles(_first_of_month, "sqlite")
def _on_sqlite(told: _first_of_month, compiler: SQLCompiler, **how: Any) -> str:
    (day,) = told.clauses
    seconds = func.strftime("%s", day * _DAY_S, "unixepoch", "start of month")
    return compiler.process(cast(cast(seconds, BigInteger) // _DAY_S, BigInteger), **how)


@compiles(_first_of_month, "postgresql")
def _on_postgresql(told: _first_of_month, compiler: SQLCompiler, **how: Any) -> str:
    (day,) = told.clauses
    epoch = cast(literal("1970-01-01", Text), Date)
    on = cast(epoch + cast(day, Integer), DateTime)  # of no time zone
    month = cast(func.date_trunc("month", on), Date)
    return compiler.process(cast(month - epoch, BigInteger), **how)


def _word(value: str) -> Any:
    return literal(value, Text)


def _whole(number: Any) -> Any:
    """PostgreSQL would give a sum of whole numbers as a decimal."""
    return cast(number, BigInteger)


_COUNT_AGAIN = Prepared(
    insert(cells).from_select([column.name for column in cells.columns], _counted())
)

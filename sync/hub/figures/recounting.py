"""The cells made anew from the courses, or all of it from the changes; for an operator in doubt.

The database counts, one organisation after another, each in a transaction of its own: desks that
write meanwhile wait for one commune's dossiers, not for a province's.
"""

from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Date,
    DateTime,
    Insert,
    Integer,
    Text,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    union,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from sync.hub.figure_tables import NEVER, cells, courses, figure_cursors
from sync.hub.figures.cells import CAME, DONE, OPEN
from sync.hub.figures.following import follow
from sync.hub.figures.spans import Span
from sync.hub.hub import Hub

_WHOSE = "whose"
_DAY_S = 86_400
_VIETNAM_S = 7 * 3600  # ahead of UTC all year
_TO_MONDAY = 3  # days from a Monday to the first day of Unix time


def recount(hub: Hub) -> int:
    """Make all cells anew from the courses; how many courses there are."""
    with hub.database.reading() as connection:
        known = union(select(courses.c.org), select(cells.c.org))
        orgs = sorted(connection.execute(known).scalars())
    return sum(_recount_one(hub, org) for org in orgs)


def count_afresh(hub: Hub) -> int:
    """Make courses and cells anew from the changes; how many records were looked at."""
    with hub.database.writing() as connection:
        for table in (figure_cursors, courses, cells):
            connection.execute(delete(table))
    return follow(hub)


def _recount_one(hub: Hub, org: str) -> int:
    """The cells of one organisation, while nobody follows."""
    with hub.database.writing() as connection:
        _stop_followers(connection)
        connection.execute(delete(cells).where(cells.c.org == org))
        connection.execute(_count_again(), {_WHOSE: org})
        count = select(func.count()).select_from(courses).where(courses.c.org == org)
        return int(connection.execute(count).scalar_one())


def _stop_followers(connection: Connection) -> None:
    """Until the transaction ends; on SQLite there is one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f'LOCK TABLE "{figure_cursors.name}" IN EXCLUSIVE MODE'))


@cache
def _count_again() -> Insert:
    """Made once: it is long."""
    return insert(cells).from_select([column.name for column in cells.columns], _counted())


def _counted() -> Any:
    """The rows of `cells`: the steps of each day, added up by week and by month."""
    steps = _steps().cte("steps")
    lengths = ((Span.WEEK, _monday(steps.c.day)), (Span.MONTH, _first_of_month(steps.c.day)))
    spread = union_all(
        *(
            select(
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
    key = [spread.c.span, spread.c.begins, spread.c.half, spread.c.mark]
    return select(_whose(), *key, *sums).group_by(*key).having(or_(*(one != 0 for one in sums)))


def _steps() -> Any:
    """How the courses of a day move the numbers of those who came, are open and are done."""
    came, turned, ended = _received(), _turned(), _ended()
    none = literal(0, BigInteger)

    def step(rows: Any, half: str, mark: Any, number: Any, *visits: Any) -> Any:
        trips, again = visits or (none, none)
        return select(
            rows.c.day,
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
    """By day, how they came and the mark they began under."""
    visits = (courses.c.trips, case((courses.c.trips > 1, 1), else_=0).label("again"))
    dated = _dated(courses.c.received, courses.c.began_as, courses.c.came, *visits).subquery()
    sums = [
        _whole(func.sum(column)).label(column.name) for column in (dated.c.trips, dated.c.again)
    ]
    return _by_day(dated, *sums).cte("received")


def _turned() -> Any:
    """By day, those that became late before they ended."""
    dated = _dated(courses.c.turns_at, courses.c.began_as, courses.c.turns_to)
    return _by_day(dated.where(courses.c.turns_at < courses.c.ended).subquery()).cte("turned")


def _ended() -> Any:
    """By day, the mark they stood under and the one they ended as."""
    is_turned = courses.c.turns_at < courses.c.ended
    stood = case((is_turned, courses.c.turns_to), else_=courses.c.began_as)
    dated = _dated(courses.c.ended, stood, courses.c.ended_as)
    return _by_day(dated.where(courses.c.ended != NEVER).subquery()).cte("ended")


def _dated(second: Any, mark: Any, after: Any, *more: Any) -> Any:
    """Each course by the day of one of its moments, the mark before it and the one after."""
    day = _day(second).label("day")
    return select(day, mark.label("mark"), after.label("after"), *more).where(
        courses.c.org == _whose()
    )


def _by_day(dated: Any, *sums: Any) -> Any:
    key = (dated.c.day, dated.c.mark, dated.c.after)
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


def _whose() -> Any:
    """The organisation, told when the statement is run."""
    return bindparam(_WHOSE, type_=Text())


def _word(value: str) -> Any:
    return literal(value, Text)


def _whole(number: Any) -> Any:
    """PostgreSQL would give a sum of whole numbers as a decimal."""
    return cast(number, BigInteger)

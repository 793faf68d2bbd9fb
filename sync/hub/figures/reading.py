"""Reading the figures of a period: from the cells, and for what is open now from the courses.

A running period is counted until now. What a broken clock dates later than now is counted in the
cells of its own day all the same.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, case, func, select, union_all

from sync.hub.figure_rules import Formulas, Share
from sync.hub.figure_tables import IS_OPEN, NEVER, cells, courses
from sync.hub.figures.cells import CAME, DONE, OPEN
from sync.hub.figures.spans import Span, begins, next_begins


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A week, month, quarter or year, in Unix seconds; `until` is never after `now`'s second."""

    span: Span
    since: int
    ends: int  # the first second after all of it
    now: int

    @property
    def is_running(self) -> bool:
        return self.now < self.ends

    @property
    def until(self) -> int:
        return self.now + 1 if self.is_running else self.ends


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """Dossiers of a period by their marks."""

    came: Counter[str] = field(default_factory=Counter)
    stands: Counter[str] = field(default_factory=Counter)
    visits: Counter[str] = field(default_factory=Counter)  # dossiers, trips, again: received ones

    @property
    def mean_trips(self) -> Fraction | None:
        dossiers = self.visits["dossiers"]
        return Fraction(self.visits["trips"], dossiers) if dossiers else None

    def columns(self, formulas: Formulas) -> dict[str, int]:
        return dict(formulas.columns(self.came, self.stands))

    def shares(self, formulas: Formulas) -> dict[str, Share]:
        """By the measure."""
        return {one.measure: one for one in formulas.shares(self.came, self.stands)}


def period_at(span: Span, second: int, *, now: int) -> Period:
    """The period of that length that a moment lies in."""
    since = begins(span, second)
    return Period(span=span, since=since, ends=next_begins(span, since), now=now)


def beside(period: Period, *, steps: int) -> Period:
    """The period before (-1) or after (1) it."""
    inside = period.since - 1 if steps < 0 else period.ends
    return period_at(period.span, inside, now=period.now)


def tallies(
    connection: Connection, period: Period, formulas: Formulas, *, org: str = ""
) -> dict[str, Tally]:
    """Of every organisation that has dossiers of the period, or of one."""
    found: dict[str, Tally] = defaultdict(Tally)
    for row in connection.execute(_flows(period, org)):
        unit, half, mark, number, trips, again = tuple(row)
        tally = found[unit]
        (tally.came if half == CAME else tally.stands)[mark] += number
        if half == CAME:
            visits = tally.visits
            visits["dossiers"] += number
            visits["trips"] += trips
            visits["again"] += again
    for row in connection.execute(_stock(period, org, until=period.since)):
        unit, _, number = tuple(row)
        found[unit].came[formulas.carried] += number
    query = _open_now(period, org) if period.is_running else _stock(period, org, until=period.ends)
    for row in connection.execute(query):
        unit, mark, number = tuple(row)
        found[unit].stands[mark] += number
    return {org: _clean(tally) for org, tally in found.items()}


def open_at(connection: Connection, now: int, formulas: Formulas) -> dict[str, Mapping[str, int]]:
    """The columns of what is open now, of every organisation that has any."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    period = Period(span=Span.WEEK, since=now, ends=now + 1, now=now)
    for row in connection.execute(_open_now(period, "")):
        org, mark, number = tuple(row)
        found[org][mark] += number
    return {org: formulas.columns({}, marks) for org, marks in found.items()}


def whole(found: dict[str, Tally]) -> Tally:
    """All organisations together."""
    came, stands, visits = Counter[str](), Counter[str](), Counter[str]()
    for tally in found.values():
        came.update(tally.came)
        stands.update(tally.stands)
        visits.update(tally.visits)
    return _clean(Tally(came=came, stands=stands, visits=visits))


def progress(
    connection: Connection, last: Period, formulas: Formulas, *, count: int, org: str = ""
) -> list[tuple[Period, Tally]]:
    """The period and those before it, the oldest first; of a running one as it stands now."""
    periods = [last]
    while len(periods) < count:
        periods.insert(0, beside(periods[0], steps=-1))
    sums = _by_cell(connection, periods[0], last, org)
    open_before = Counter(
        {
            row.mark: row.number
            for row in _totals(connection, _stock(periods[0], org, until=periods[0].since))
        }
    )
    told = []
    for period in periods:
        came, stands, visits = Counter[str](), Counter[str](), Counter[str]()
        came[formulas.carried] = open_before.total()
        for half, mark, number, trips, again in sums.get(period.since, ()):
            if half == OPEN:
                open_before[mark] += number
            elif half == DONE:
                stands[mark] += number
            else:
                came[mark] += number
                visits.update(dossiers=number, trips=trips, again=again)
        stands.update(
            {row.mark: row.number for row in _totals(connection, _open_now(period, org))}
            if period.is_running
            else open_before
        )
        told.append((period, _clean(Tally(came=came, stands=stands, visits=visits))))
    return told


def _by_cell(
    connection: Connection, first: Period, last: Period, org: str
) -> dict[int, list[tuple[str, str, int, int, int]]]:
    """The sums of cells as long as the periods, by where a period begins."""
    sums = [func.sum(column) for column in (cells.c.number, cells.c.trips, cells.c.again)]
    query = (
        select(cells.c.begins, cells.c.half, cells.c.mark, *sums)
        .where(
            cells.c.span == first.span.cell.value,
            cells.c.begins >= first.since,
            cells.c.begins < last.ends,
            *_of(org),
        )
        .group_by(cells.c.begins, cells.c.half, cells.c.mark)
    )
    found: dict[int, list[tuple[str, str, int, int, int]]] = defaultdict(list)
    for row in connection.execute(query):
        begin, half, mark, number, trips, again = tuple(row)
        told = (half, mark, int(number), int(trips), int(again))
        found[begins(first.span, begin)].append(told)
    return found


def _flows(period: Period, org: str) -> Any:
    """Who came and what was done in the period."""
    return (
        select(
            cells.c.org,
            cells.c.half,
            cells.c.mark,
            _whole_number(cells.c.number).label("number"),
            _whole_number(cells.c.trips).label("trips"),
            _whole_number(cells.c.again).label("again"),
        )
        .where(
            cells.c.span == period.span.cell.value,
            cells.c.half.in_((CAME, DONE)),
            cells.c.begins >= period.since,
            cells.c.begins < period.ends,
            *_of(org),
        )
        .group_by(cells.c.org, cells.c.half, cells.c.mark)
    )


def _stock(period: Period, org: str, *, until: int) -> Any:
    """What was open when a period began that begins then: what is open, less all changes since.

    The changes since are few, and those of the period itself are read anyway; the changes before
    are all that a province ever did.
    """
    last = case((courses.c.turns_at < NEVER, courses.c.turns_to), else_=courses.c.began_as)
    here = (
        select(courses.c.org, last.label("mark"), func.count().label("number"))
        .where(IS_OPEN, *_whose(org))
        .group_by(courses.c.org, last)
    )
    since = (
        select(cells.c.org, cells.c.mark, (-_whole_number(cells.c.number)).label("number"))
        .where(
            cells.c.span == period.span.cell.value,
            cells.c.half == OPEN,
            cells.c.begins >= until,
            *_of(org),
        )
        .group_by(cells.c.org, cells.c.mark)
    )
    both = union_all(here, since).subquery()
    return select(both.c.org, both.c.mark, _whole_number(both.c.number).label("number")).group_by(
        both.c.org, both.c.mark
    )


def _open_now(period: Period, org: str) -> Any:
    stands = case((courses.c.turns_at < period.until, courses.c.turns_to), else_=courses.c.began_as)
    mark = stands.label("mark")
    return (
        select(courses.c.org, mark, func.count().label("number"))
        .where(IS_OPEN, *_whose(org))
        .group_by(courses.c.org, mark)
    )


def _totals(connection: Connection, query: Any) -> Sequence[Any]:
    """The marks of a query over all organisations."""
    found = query.subquery()
    return connection.execute(
        select(found.c.mark, _whole_number(found.c.number).label("number")).group_by(found.c.mark)
    ).all()


def _whose(org: str) -> list[Any]:
    return [courses.c.org == org] if org else []


def _of(org: str) -> list[Any]:
    return [cells.c.org == org] if org else []


def _whole_number(column: Any) -> Any:
    """PostgreSQL would give a sum of whole numbers as a decimal."""
    return func.sum(column).cast(cells.c.number.type)


def _clean(tally: Tally) -> Tally:
    """Without the marks of nobody."""
    return Tally(came=+tally.came, stands=+tally.stands, visits=+tally.visits)

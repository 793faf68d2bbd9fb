"""The dossiers behind a figure: those whose marks it counts, the newest first."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, false, or_, select

from sync.hub.figure_rules import Formulas, Pick
from sync.hub.figure_tables import NEVER, courses
from sync.hub.figures.reading import Period, tallies, whole
from sync.hub.tables import dossiers

PAGE = 50
AGAIN = Pick(column="again")  # who came more than once


class Behind(NamedTuple):
    """One dossier that a figure counts; nothing in it is about a person."""

    scope: str
    ent: int
    code: str
    org: str
    procedure: str
    status: str
    received: int
    due_at: int | None
    ended: int
    trips: int

    @property
    def is_over(self) -> bool:
        return self.ended != NEVER


def those_behind(
    connection: Connection,
    period: Period,
    pick: Pick,
    formulas: Formulas,
    *,
    org: str = "",
    start: int = 0,
    most: int = PAGE,
) -> list[Behind]:
    """So many of them from the `start`-th on."""
    is_counted = (
        _came_again(period) if pick == AGAIN else _counted(connection, period, pick, formulas, org)
    )
    query = (
        select(
            courses.c.scope,
            courses.c.ent,
            dossiers.c.code,
            courses.c.org,
            courses.c.procedure,
            dossiers.c.status,
            courses.c.received,
            dossiers.c.due_at,
            courses.c.ended,
            courses.c.trips,
        )
        .join(dossiers, and_(dossiers.c.scope == courses.c.scope, dossiers.c.ent == courses.c.ent))
        .where(is_counted, *([courses.c.org == org] if org else []))
        .order_by(courses.c.received.desc(), courses.c.scope, courses.c.ent)
        .limit(most)
        .offset(start)
    )
    return [Behind(*tuple(row)) for row in connection.execute(query)]


def how_many(
    connection: Connection, period: Period, pick: Pick, formulas: Formulas, org: str
) -> int:
    """As the figure itself says."""
    tally = whole(tallies(connection, period, formulas, org=org))
    if pick == AGAIN:
        return tally.visits["again"]
    if pick.measure:
        share = tally.shares(formulas).get(pick.measure)
        return 0 if share is None else share.hits if pick.is_hit else share.base - share.hits
    return tally.columns(formulas).get(pick.column, 0)


def _came_again(period: Period) -> ColumnElement[bool]:
    return and_(_received(period), courses.c.trips > 1)


def _counted(
    connection: Connection, period: Period, pick: Pick, formulas: Formulas, org: str
) -> ColumnElement[bool]:
    """Dossiers of the marks that the figure counts, each where its mark says something."""
    tally = whole(tallies(connection, period, formulas, org=org))
    came = [mark for mark in tally.came if formulas.is_behind(pick, mark, is_came=True)]
    stands = [mark for mark in tally.stands if formulas.is_behind(pick, mark, is_came=False)]
    is_open = and_(courses.c.received < period.until, courses.c.ended >= period.until)
    is_done = and_(courses.c.ended >= period.since, courses.c.ended < period.until)
    mark = case((courses.c.turns_at < period.until, courses.c.turns_to), else_=courses.c.began_as)
    ways = [
        and_(_received(period), courses.c.came.in_(came)),
        and_(is_done, courses.c.ended_as.in_(stands)),
        and_(is_open, mark.in_(stands)),
    ]
    if formulas.carried in came:
        ways.append(and_(courses.c.received < period.since, courses.c.ended >= period.since))
    return or_(*ways) if came or stands else false()


def _received(period: Period) -> ColumnElement[bool]:
    return and_(courses.c.received >= period.since, courses.c.received < period.until)

"""What citizens thought of it, as they said by the codes of their slips in a period."""

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import Connection, case, func, select

from sync.hub.figures.reading import Period
from sync.hub.figures.spans import day_of
from sync.hub.voice_tables import ratings

_HAPPY = 4  # of five faces, this one and the one above it

_DAY = timedelta(days=1)


class Satisfaction(NamedTuple):
    """How many slips came back, and how many of a happy face."""

    ratings: int = 0
    happy: int = 0

    @property
    def percent(self) -> Fraction | None:
        """From 0 to 100; None of no rating."""
        return Fraction(100 * self.happy, self.ratings) if self.ratings else None


def satisfaction(connection: Connection, period: Period, *, org: str = "") -> Satisfaction:
    """Of one organisation, or of all."""
    return whole(satisfactions(connection, period, org=org).values())


def satisfactions(
    connection: Connection, period: Period, *, org: str = ""
) -> dict[str, Satisfaction]:
    """By the organisation, of those that anybody rated."""
    last = day_of(period.ends) - _DAY
    is_happy = case((ratings.c.face >= _HAPPY, 1), else_=0)
    query = (
        select(ratings.c.org, func.count(), func.sum(is_happy))
        .where(
            ratings.c.rated_on.between(day_of(period.since).isoformat(), last.isoformat()),
            *([ratings.c.org == org] if org else []),
        )
        .group_by(ratings.c.org)
    )
    return {
        unit: Satisfaction(int(count), int(happy))
        for unit, count, happy in connection.execute(query)
    }


def whole(found: Iterable[Satisfaction]) -> Satisfaction:
    """All of them together."""
    told = list(found)
    return Satisfaction(sum(one.ratings for one in told), sum(one.happy for one in told))

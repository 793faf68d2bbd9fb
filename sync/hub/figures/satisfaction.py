"""What citizens thought of it, as they said by the codes of their slips in a period."""

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

    ratings: int
    happy: int

    @property
    def percent(self) -> Fraction | None:
        """From 0 to 100; None of no rating."""
        return Fraction(100 * self.happy, self.ratings) if self.ratings else None


def satisfaction(connection: Connection, period: Period, *, org: str = "") -> Satisfaction:
    """Of one organisation, or of all."""
    last = day_of(period.ends) - _DAY
    is_happy = case((ratings.c.face >= _HAPPY, 1), else_=0)
    query = select(func.count(), func.coalesce(func.sum(is_happy), 0)).where(
        ratings.c.rated_on.between(day_of(period.since).isoformat(), last.isoformat()),
        *([ratings.c.org == org] if org else []),
    )
    count, happy = connection.execute(query).one()
    return Satisfaction(int(count), int(happy))

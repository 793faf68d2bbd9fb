"""Weeks and months of Viet Nam, by the Unix second they begin with; cells are kept by these two."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

_DAY_S = 86_400
_VIETNAM_S = 7 * 3600  # ahead of UTC all year
_EPOCH = date(1970, 1, 1)


class Span(StrEnum):
    """How long a period is; a week begins on Monday. Its words: `web.figures.span.<value>`."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def cell(self) -> "Span":
        """The length of the cells that such a period is made of."""
        return Span.WEEK if self is Span.WEEK else Span.MONTH


CELLS = (Span.WEEK, Span.MONTH)


def day_of(second: int) -> date:
    """The day in Viet Nam."""
    return _EPOCH + timedelta(days=(second + _VIETNAM_S) // _DAY_S)


def second_of(day: date) -> int:
    """The first second of a day in Viet Nam."""
    return (day - _EPOCH).days * _DAY_S - _VIETNAM_S


def begins(span: Span, second: int) -> int:
    """The first second of the period of that length that a moment lies in."""
    return _begins_on(span, (second + _VIETNAM_S) // _DAY_S)


def next_begins(span: Span, begin: int) -> int:
    """The first second after the period that begins so."""
    day = day_of(begin)
    if span is Span.WEEK:
        return begin + 7 * _DAY_S
    months = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}[span]
    after = day.month - 1 + months
    return second_of(date(day.year + after // 12, after % 12 + 1, 1))


def moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


@lru_cache(maxsize=65_536)
def _begins_on(span: Span, number: int) -> int:
    day = _EPOCH + timedelta(days=number)
    match span:
        case Span.WEEK:
            first = day - timedelta(days=day.weekday())
        case Span.MONTH:
            first = day.replace(day=1)
        case Span.QUARTER:
            first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case Span.YEAR:
            first = date(day.year, 1, 1)
    return second_of(first)

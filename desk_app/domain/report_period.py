"""The days a report is about: a day, week, month, quarter or year, or from one day to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from desk_app.domain.errors import RuleBroken
from desk_app.domain.work_calendar import moment

_DAY = timedelta(days=1)
_LONGEST_DAYS = 3660  # ten years


class PeriodWrong(RuleBroken):
    """The last day lies before the first, or the days are more than ten years."""

    code = "period_wrong"


class Span(StrEnum):
    """How long a period is; a week begins on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """Days of Viet Nam, both inside. Raises PeriodWrong."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if not timedelta(0) <= self.last - self.first <= _LONGEST_DAYS * _DAY:
            raise PeriodWrong(first=f"{self.first:%d/%m/%Y}", last=f"{self.last:%d/%m/%Y}")

    @property
    def starts(self) -> datetime:
        return moment(self.first, time.min)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return moment(self.last + _DAY, time.min)

    def seconds(self, now: datetime) -> tuple[int, int]:
        """Its first Unix second and the one after its last; of a running period the next one."""
        return int(self.starts.timestamp()), int(
            min(self.ends, now + timedelta(seconds=1)).timestamp()
        )


def period_of(span: Span, day: date) -> Period:
    """The whole period of that length that the day lies in."""
    match span:
        case Span.DAY:
            return Period(first=day, last=day)
        case Span.WEEK:
            monday = day - day.weekday() * _DAY
            return Period(first=monday, last=monday + 6 * _DAY)
        case Span.MONTH:
            return _months(day.year, day.month, 1)
        case Span.QUARTER:
            return _months(day.year, (day.month - 1) // 3 * 3 + 1, 3)
        case Span.YEAR:
            return _months(day.year, 1, 12)


def span_of(period: Period) -> Span | None:
    """Which whole period it is; None for days from … to …."""
    return next((span for span in Span if period_of(span, period.first) == period), None)


def beside(period: Period, *, steps: int) -> Period:
    """The period before (-1) or after (1) it, of the same length."""
    span = span_of(period)
    days = period.last - period.first + _DAY
    if span is None:
        return Period(first=period.first + steps * days, last=period.last + steps * days)
    edge = period.last + _DAY if steps > 0 else period.first - _DAY
    return period_of(span, edge)


def _months(year: int, month: int, count: int) -> Period:
    after = month - 1 + count
    end = date(year + after // 12, after % 12 + 1, 1)
    return Period(first=date(year, month, 1), last=end - _DAY)

"""The promised time (ngày, giờ hẹn trả), to the minute, with the reason of every day counted.

The trap: a promise that was printed never moves to an earlier time, whatever is counted later
(`later_of`); and the day of receipt is not counted.
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import assert_never

from desk_app.domain.procedure import LimitUnit, TimeLimit
from desk_app.domain.work_calendar import (
    VIETNAM,
    CountedDay,
    Counting,
    DayReason,
    DeskHours,
    WorkCalendar,
    after_desk_minutes,
    desk_minutes_between,
    moment,
    moment_at_minute,
    vietnam_minute,
)

_DAY = timedelta(days=1)
_DAYS_IN_PART_OF_A_MONTH = 30  # Civil Code art. 146.1: half a month is 15 days
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise:
    """When the result is to be there, and how that was counted."""

    due_at: datetime  # Vietnam time, whole minutes
    days: tuple[CountedDay, ...]  # from the day of receipt to the due day, none left out
    calendar: str  # its version
    is_calendar_known: bool  # False: some of the days lie outside what the calendar knows


def due_at(
    received_at: datetime, limit: TimeLimit, calendar: WorkCalendar, *, hours: DeskHours
) -> Promise | None:
    """The promise for an aware moment of receipt; None where no limit is stated.

    - Working days: the day of receipt is not counted; due when the desk closes on the last day,
      half a day when its morning ends. `hours.counting` may let desk hours run at once instead.
    - Hours are desk hours and run from the minute of receipt (Civil Code art. 147.1).
    - Same day: until the desk closes; received after the cut-off or on a day off, until it closes
      on the next working day. The minute of the cut-off itself is not after it.
    - Calendar days, months: the day of receipt is not counted; a month ends on the same day number
      or the month's last; parts of a day count whole. What ends on a day off ends when the desk
      closes on the next working day (Civil Code 2015, art. 147.2, 148).
    """
    start = vietnam_minute(received_at)
    counted = _counted(start, limit, calendar, hours)
    if counted is None:
        return None
    due, days = counted
    known = calendar.knows(days[0].date) and calendar.knows(days[-1].date)
    return Promise(due_at=due, days=days, calendar=calendar.version, is_calendar_known=known)


def later_of(before: datetime | None, after: datetime | None) -> datetime | None:
    """The later of two promises; one that is missing does not take the other away."""
    if before is None or after is None:
        return before or after
    return max(before, after)


def due_less_waiting(
    due: datetime | None, asked_at: datetime | None, supplied_at: datetime
) -> datetime | None:
    """The due time moved by the time spent waiting, as the national index subtracts it (QĐ 766).

    By the clock, whatever the days: a number to judge by. A person is promised `resumed_due_at`.
    """
    if due is None or asked_at is None:
        return due
    return due + max(supplied_at - asked_at, timedelta(0))


def resumed_due_at(
    due: datetime,
    asked_at: datetime,
    supplied_at: datetime,
    *,
    calendar: WorkCalendar,
    hours: DeskHours,
) -> datetime:
    """The promise after a stop of the clock: the desk time left at the stop runs on at its end.

    Never before `due`, which also stands when the dossier was late already as the clock stopped.
    """
    left = desk_minutes_between(asked_at, due, calendar, hours=hours)
    if not left:
        return due
    resumed, _ = after_desk_minutes(vietnam_minute(supplied_at), left, calendar, hours=hours)
    return max(due, resumed)


def may_extend(now: datetime, due: datetime) -> bool:
    """Whether a new date may still be told: at least one day before the promised day."""
    return due.astimezone(VIETNAM).date() - now.astimezone(VIETNAM).date() >= _DAY


def hand_over_by(taken_at: datetime, *, calendar: WorkCalendar, hours: DeskHours) -> datetime:
    """When the handling body must have the dossier (NĐ 118/2025 as amended by 309/2026, 18.2).

    The same working day; taken after the cut-off or on a day off, when the next one starts.
    """
    taken = vietnam_minute(taken_at)
    if calendar.is_working(taken.date()) and taken.time() <= hours.cutoff:
        return moment(taken.date(), hours.afternoon_end)
    return moment(calendar.next_working_day(taken.date()), hours.morning_start)


_Count = tuple[datetime, tuple[CountedDay, ...]]


def _counted(
    start: datetime, limit: TimeLimit, calendar: WorkCalendar, hours: DeskHours
) -> _Count | None:
    match limit.unit:
        case LimitUnit.NOT_STATED:
            return None
        case LimitUnit.SAME_DAY:
            return _same_day(start, calendar, hours)
        case LimitUnit.HOUR:
            return after_desk_minutes(start, _above_zero(limit) * 60, calendar, hours=hours)
        case LimitUnit.HALF_DAY | LimitUnit.WORKING_DAY:
            halves = 2 if limit.unit is LimitUnit.HALF_DAY else 1
            return _working_days(start, _above_zero(limit) / halves, calendar, hours)
        case LimitUnit.CALENDAR_DAY:
            last = start.date() + ceil(_above_zero(limit)) * _DAY
            return _until(last, start.date(), calendar, hours)
        case LimitUnit.MONTH:
            last = _months_later(start.date(), _above_zero(limit))
            return _until(last, start.date(), calendar, hours)
        case _:
            assert_never(limit.unit)


def _above_zero(limit: TimeLimit) -> Fraction:
    if limit.amount <= 0:
        raise ValueError(f"a limit of {limit.amount} {limit.unit}")
    return limit.amount


def _same_day(start: datetime, calendar: WorkCalendar, hours: DeskHours) -> _Count:
    first = calendar.look(start.date())
    if first.counted and start.time() <= hours.cutoff:
        today = replace(first, why=DayReason.SAME_DAY)
        return moment(first.date, hours.afternoon_end), (today,)
    if first.counted:
        first = replace(first, counted=False, why=DayReason.AFTER_CUTOFF)
    later = _days_to(calendar.next_working_day(first.date), after=first.date, calendar=calendar)
    return moment(later[-1].date, hours.afternoon_end), (first, *later)


def _working_days(
    start: datetime, amount: Fraction, calendar: WorkCalendar, hours: DeskHours
) -> _Count:
    if hours.counting is Counting.FROM_THE_MINUTE:
        return after_desk_minutes(start, amount * hours.minutes_a_day, calendar, hours=hours)
    last = start.date()
    for _ in range(ceil(amount)):
        last = calendar.next_working_day(last)
    part = amount - ceil(amount) + 1  # how much of the last day is needed, above 0, at most 1
    days = _days_to(last, after=start.date(), calendar=calendar)
    return _within(last, part, hours), (_reception(start.date(), calendar), *days)


def _within(day: date, part: Fraction, hours: DeskHours) -> datetime:
    """The morning is the first half of the day, the afternoon the second."""
    morning, afternoon = hours.sessions
    (start, end), half = (morning, 2 * part) if 2 * part <= 1 else (afternoon, 2 * part - 1)
    return moment_at_minute(day, ceil(start + half * (end - start)))


def _until(last: date, received_on: date, calendar: WorkCalendar, hours: DeskHours) -> _Count:
    """Every day counts up to the last; when that is off, the limit ends on the next working day."""
    due = last if calendar.is_working(last) else calendar.next_working_day(last)
    counted = [
        replace(day, counted=True, why=DayReason.CALENDAR_DAY)
        for day in _days_to(last, after=received_on, calendar=calendar)
    ]
    moved = [
        replace(day, counted=False, why=DayReason.MOVED_HERE) if day.counted else day
        for day in _days_to(due, after=last, calendar=calendar)
    ]
    days = (_reception(received_on, calendar), *counted, *moved)
    return moment(due, hours.afternoon_end), days


def _reception(day: date, calendar: WorkCalendar) -> CountedDay:
    return replace(calendar.look(day), counted=False, why=DayReason.RECEPTION_DAY)


def _days_to(last: date, *, after: date, calendar: WorkCalendar) -> list[CountedDay]:
    return [calendar.look(after + n * _DAY) for n in range(1, (last - after).days + 1)]


def _months_later(day: date, months: Fraction) -> date:
    """Whole months by day number; a part of one by days, never past the next whole month."""
    whole = int(months)
    days = ceil((months - whole) * _DAYS_IN_PART_OF_A_MONTH)
    reached = _whole_months_later(day, whole) + days * _DAY
    return min(reached, _whole_months_later(day, whole + 1))


def _whole_months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 + months, _MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

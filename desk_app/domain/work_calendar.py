"""Working days and desk hours (ngày làm việc, giờ làm việc), and time counted in them.

The trap: a working day is not Monday to Friday less a fixed list. The calendar knows the holidays,
the Saturdays worked instead and the days a commune was closed; it is dated data and has a version.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

VIETNAM = timezone(timedelta(hours=7))  # no daylight saving since 1975

_DAY = timedelta(days=1)
_SATURDAY = 5
_MINUTES_A_DAY = 24 * 60


class DayReason(StrEnum):
    """Why a day counts or does not; the key of its words is `day.<value>`."""

    WORKING_DAY = "working_day"
    WORKED_INSTEAD = "worked_instead"  # a Saturday or Sunday worked (ngày làm bù)
    CALENDAR_DAY = "calendar_day"  # counts whether worked or not
    SAME_DAY = "same_day"
    RECEPTION_DAY = "reception_day"
    AFTER_CUTOFF = "after_cutoff"  # received after 15:00
    AFTER_HOURS = "after_hours"  # no desk time left in it
    WEEKEND = "weekend"
    DAY_OFF = "day_off"  # the note of the calendar says which
    MOVED_HERE = "moved_here"  # the last day was off, so the limit ends on this one


@dataclass(frozen=True, kw_only=True, slots=True)
class CountedDay:
    """One day between receipt and due time."""

    date: date
    counted: bool
    why: DayReason
    note: str = ""  # what the calendar says of the day, in Vietnamese


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkCalendar:
    """The working days of one desk; Saturdays and Sundays are off unless worked.

    No day is both off and worked: what overrides what is settled before, else ValueError.
    """

    version: str  # kept with every promise
    days_off: frozenset[date]  # beside Saturdays and Sundays
    days_worked: frozenset[date]  # Saturdays and Sundays worked instead
    reasons: Mapping[date, str]  # in Vietnamese, of both kinds of days
    first_day: date  # from the first to the last the holidays are known;
    last_day: date  # outside, only the weekends are

    def __post_init__(self) -> None:
        """Raises ValueError for a day both off and worked."""
        if both := self.days_off & self.days_worked:
            raise ValueError(f"off and worked at once: {min(both)}")

    def look(self, day: date) -> CountedDay:
        """The day as a limit in working days sees it."""
        counted, why = True, DayReason.WORKING_DAY
        if day in self.days_worked:
            why = DayReason.WORKED_INSTEAD
        elif day in self.days_off:
            counted, why = False, DayReason.DAY_OFF
        elif day.weekday() >= _SATURDAY:
            counted, why = False, DayReason.WEEKEND
        return CountedDay(date=day, counted=counted, why=why, note=self.reasons.get(day, ""))

    def is_working(self, day: date) -> bool:
        return self.look(day).counted

    def next_working_day(self, day: date) -> date:
        """The first working day after this one."""
        later = day + _DAY
        while not self.is_working(later):
            later += _DAY
        return later

    def knows(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


class Counting(StrEnum):
    """From when working days run; the province chooses."""

    FROM_NEXT_DAY = "from_next_day"  # the day of receipt is not counted; due when the desk closes
    FROM_THE_MINUTE = "from_the_minute"  # desk hours run at once; due at the same clock time


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskHours:
    """When the desk works, in Vietnam time: dated data of the province; these are usual ones.

    The morning and the afternoon are each half a working day, however long. Times out of order are
    a ValueError.
    """

    morning_start: time = time(7, 30)
    morning_end: time = time(11, 30)
    afternoon_start: time = time(13, 0)
    afternoon_end: time = time(17, 0)
    cutoff: time = time(15, 0)  # received later: due, and handed on, the next working day
    counting: Counting = Counting.FROM_NEXT_DAY

    def __post_init__(self) -> None:
        """Raises ValueError for times out of order."""
        morning_is_well = self.morning_start < self.morning_end <= self.afternoon_start
        if not (morning_is_well and self.afternoon_start < self.afternoon_end >= self.cutoff):
            raise ValueError("desk hours out of order")

    @property
    def sessions(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Morning and afternoon, each from and to a minute of the day."""
        return (
            (_minute(self.morning_start), _minute(self.morning_end)),
            (_minute(self.afternoon_start), _minute(self.afternoon_end)),
        )

    @property
    def minutes_a_day(self) -> int:
        return sum(end - start for start, end in self.sessions)


def moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, VIETNAM)


def moment_at_minute(day: date, minute: int) -> datetime:
    """The moment so many minutes after midnight."""
    return moment(day, time.min) + minute * timedelta(minutes=1)


def vietnam_minute(at: datetime) -> datetime:
    """An aware moment in Vietnam time, its seconds cut off: what paper shows of it."""
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return at.astimezone(VIETNAM).replace(second=0, microsecond=0)


def after_desk_minutes(
    start: datetime, minutes: Fraction | int, calendar: WorkCalendar, *, hours: DeskHours
) -> tuple[datetime, tuple[CountedDay, ...]]:
    """The moment when so much desk time (above 0) has passed, and every day up to it.

    A day counts when it gives some of the time; parts of a minute are rounded up at the end.
    """
    days: list[CountedDay] = []
    day, from_minute, left = start.date(), _minute(start.time()), minutes
    while True:
        seen = calendar.look(day)
        spans = _open_spans(hours, from_minute) if seen.counted else []
        for begin, end in spans:
            if left <= end - begin:
                return moment_at_minute(day, ceil(begin + left)), (*days, seen)
            left -= end - begin
        if seen.counted and not spans:
            seen = replace(seen, counted=False, why=DayReason.AFTER_HOURS)
        days.append(seen)
        day, from_minute = day + _DAY, 0


def desk_minutes_between(
    start: datetime, end: datetime, calendar: WorkCalendar, *, hours: DeskHours
) -> int:
    """Whole minutes of desk time between two moments; 0 when the end lies before the start."""
    first, last = vietnam_minute(start), vietnam_minute(end)
    day, from_minute, total = first.date(), _minute(first.time()), 0
    while day <= last.date():
        to_minute = _minute(last.time()) if day == last.date() else _MINUTES_A_DAY
        if calendar.is_working(day):
            spans = _open_spans(hours, from_minute)
            total += sum(max(0, min(stop, to_minute) - begin) for begin, stop in spans)
        day, from_minute = day + _DAY, 0
    return total


def _open_spans(hours: DeskHours, from_minute: int) -> list[tuple[int, int]]:
    """What is left of the sessions of a day from a minute on."""
    return [(max(start, from_minute), end) for start, end in hours.sessions if end > from_minute]


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute

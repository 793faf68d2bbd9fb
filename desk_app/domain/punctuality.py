"""On time or not: the judgement of the national index (QĐ 766/QĐ-TTg) and the urgency on a screen.

The trap: the work is finished when it is handled (đã xử lý xong), not when the result is handed
over; and a second supplement request makes a dossier overdue whatever its dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain.work_calendar import VIETNAM, moment

if TYPE_CHECKING:
    from desk_app.domain.work_calendar import WorkCalendar

_DAY = timedelta(days=1)


class Punctuality(StrEnum):
    """How the index counts a dossier; the key of its words is `punctuality.<value>`."""

    EARLY = "early"  # sớm hạn: finished on a day before the due day
    ON_TIME = "on_time"  # đúng hạn: finished on the due day, not after the due time
    OVERDUE = "overdue"  # quá hạn: finished after it, or asked for supplements twice
    OPEN_IN_TIME = "open_in_time"  # trong hạn: not finished, not late at the end of the period
    OPEN_OVERDUE = "open_overdue"  # not finished and late
    NOT_COUNTED = "not_counted"  # never received, or without any limit to be late by

    @property
    def is_on_time(self) -> bool:
        """Whether it counts as on time in the share of 1.3."""
        return self in {Punctuality.EARLY, Punctuality.ON_TIME, Punctuality.OPEN_IN_TIME}

    @property
    def is_overdue(self) -> bool:
        return self in {Punctuality.OVERDUE, Punctuality.OPEN_OVERDUE}


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """What the judgement needs of a dossier's course; moments aware, None what has not happened."""

    received: bool  # taken in; before that a refusal or withdrawal ends nothing
    start: datetime | None  # the moment of receipt, or of the competent body's
    due: datetime | None
    refused_at: datetime | None = None
    stopped_at: datetime | None = None
    withdrawn_at: datetime | None = None
    handled_at: datetime | None = None
    returned_at: datetime | None = None
    supplement_requests: int = 0  # after reception
    first_supplement_asked_at: datetime | None = None
    is_waiting: bool = False  # for a supplement, now
    waited: timedelta = timedelta(0)  # for supplements already in
    max_limit: timedelta | None = None  # the longest legal limit, where no due time is set


def judge(course: Course, *, period_end: datetime) -> Punctuality:
    """How a dossier counts at the end of a reporting period, as the index does it.

    Finished means the first of refused, stopped, handled, returned and withdrawn; while it waits
    for its first supplement a dossier is judged by the moment of the request.
    """
    ended_at = ended_moment(course)
    if not course.received and ended_at is None:
        return Punctuality.NOT_COUNTED
    if course.supplement_requests > 1:
        return Punctuality.OVERDUE
    last = last_moment(course)
    if last is None:
        return Punctuality.NOT_COUNTED
    if course.is_waiting and course.first_supplement_asked_at is not None:
        return _open(course.first_supplement_asked_at, last)
    return _open(period_end, last) if ended_at is None else _finished(ended_at, last)


def _finished(ended_at: datetime, last: datetime) -> Punctuality:
    if ended_at > last:
        return Punctuality.OVERDUE
    is_same_day = ended_at.astimezone(VIETNAM).date() == last.astimezone(VIETNAM).date()
    return Punctuality.ON_TIME if is_same_day else Punctuality.EARLY


def _open(seen_at: datetime, last: datetime) -> Punctuality:
    return Punctuality.OPEN_IN_TIME if seen_at <= last else Punctuality.OPEN_OVERDUE


def ended_moment(course: Course) -> datetime | None:
    """The first end; a dossier that was handled ended then, not when it was handed over."""
    ends = [course.stopped_at, course.handled_at or course.returned_at]
    if course.received:
        ends += [course.refused_at, course.withdrawn_at]
    return min((end for end in ends if end is not None), default=None)


def last_moment(course: Course) -> datetime | None:
    """The due time; without one the longest legal limit from the start, less the waiting."""
    if course.due is not None or course.start is None or course.max_limit is None:
        return course.due
    return course.start + course.max_limit + course.waited


class Urgency(StrEnum):
    """How pressing an open dossier is; the key of its words is `urgency.<value>`."""

    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    DUE_SOON = "due_soon"
    OK = "ok"
    NO_DUE = "no_due"  # nothing promised, or the clock is stopped


@dataclass(frozen=True, kw_only=True, slots=True)
class UrgencyBounds:
    """The moments between the urgencies: a list asks for ranges of due times by them."""

    now: datetime  # due before: overdue
    today_ends: datetime  # due before: due today
    soon_ends: datetime  # due before: due soon

    def of(self, due_at: datetime | None) -> Urgency:
        """The urgency of a due time; None where nothing runs."""
        if due_at is None:
            return Urgency.NO_DUE
        if due_at < self.now:
            return Urgency.OVERDUE
        if due_at < self.today_ends:
            return Urgency.DUE_TODAY
        return Urgency.DUE_SOON if due_at < self.soon_ends else Urgency.OK


def urgency_bounds(
    now: datetime, calendar: WorkCalendar, *, soon_working_days: int = 2
) -> UrgencyBounds:
    """The bounds at a moment; soon is until the end of so many working days after today."""
    today = now.astimezone(VIETNAM).date()
    last = today
    for _ in range(soon_working_days):
        last = calendar.next_working_day(last)
    return UrgencyBounds(
        now=now,
        today_ends=moment(today + _DAY, time.min),
        soon_ends=moment(last + _DAY, time.min),
    )

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.punctuality import (
    Course,
    Punctuality,
    Urgency,
    UrgencyBounds,
    judge,
    urgency_bounds,
)
from desk_app.domain.work_calendar import VIETNAM, WorkCalendar


def at(day, hour=9, minute=0):
    return datetime(2026, 10, day, hour, minute, tzinfo=VIETNAM)


PERIOD_END = at(31, 23, 59)
DUE = at(9, 17)


def judged(**course):
    known = {"received": True, "start": at(5), "due": DUE}
    return judge(Course(**(known | course)), period_end=PERIOD_END)


@pytest.mark.parametrize(
    ("course", "verdict"),
    [
        pytest.param({"handled_at": at(8, 23)}, "early", id="the day before"),
        pytest.param({"handled_at": at(9, 8)}, "on_time", id="on the due day"),
        pytest.param({"handled_at": DUE}, "on_time", id="at the due minute"),
        pytest.param({"handled_at": at(9, 17, 1)}, "overdue", id="a minute late"),
        pytest.param({"handled_at": at(8), "returned_at": at(20)}, "early", id="handed over later"),
        pytest.param(
            {"handled_at": at(12), "returned_at": at(8)}, "overdue", id="handled beats returned"
        ),
        pytest.param({"returned_at": at(8)}, "early", id="returned, handling not written"),
        pytest.param({"refused_at": at(8)}, "early", id="refused in time"),
        pytest.param({"refused_at": at(10)}, "overdue", id="refused late"),
        pytest.param({"withdrawn_at": at(8)}, "early", id="withdrawn"),
        pytest.param({"stopped_at": at(12)}, "overdue", id="stopped late"),
        pytest.param(
            {"withdrawn_at": at(8), "stopped_at": at(12)}, "early", id="the first end counts"
        ),
    ],
)
def test_a_finished_dossier_is_judged_by_its_first_end(course, verdict):
    assert judged(**course) == verdict


@pytest.mark.parametrize(
    "course",
    [
        pytest.param({}, id="only registered"),
        pytest.param({"refused_at": at(12)}, id="refused before reception"),
        pytest.param({"withdrawn_at": at(12)}, id="withdrawn before reception"),
        pytest.param({"supplement_requests": 2}, id="asked twice before reception"),
    ],
)
def test_what_was_never_received_is_not_counted(course):
    assert judged(received=False, start=None, due=None, **course) == "not_counted"


@pytest.mark.parametrize(
    "course",
    [
        pytest.param({"handled_at": at(6)}, id="finished early"),
        pytest.param({"is_waiting": True, "first_supplement_asked_at": at(6)}, id="waiting"),
        pytest.param({"due": None}, id="without due time"),
    ],
)
def test_a_second_supplement_request_makes_any_dossier_overdue(course):
    assert judged(supplement_requests=2, **course) is Punctuality.OVERDUE


@pytest.mark.parametrize(
    ("asked_at", "verdict"), [(at(7), "open_in_time"), (at(9, 17, 1), "open_overdue")]
)
def test_while_it_waits_for_its_supplement_the_request_decides(asked_at, verdict):
    waiting = judged(supplement_requests=1, is_waiting=True, first_supplement_asked_at=asked_at)

    assert waiting == verdict


@pytest.mark.parametrize(
    ("due", "verdict"), [(PERIOD_END, "open_in_time"), (at(31, 17), "open_overdue")]
)
def test_an_open_dossier_is_compared_with_the_end_of_the_period(due, verdict):
    assert judged(due=due) == verdict


@pytest.mark.parametrize(
    ("course", "verdict"),
    [
        pytest.param({"handled_at": at(8)}, "on_time", id="just the limit"),
        pytest.param({"handled_at": at(7)}, "early", id="early"),
        pytest.param({"handled_at": at(8, 9, 1)}, "overdue", id="over it"),
        pytest.param(
            {"handled_at": at(10), "waited": timedelta(days=2)}, "on_time", id="less the waiting"
        ),
        pytest.param(
            {"handled_at": at(10, 9, 1), "waited": timedelta(days=2)}, "overdue", id="waited, late"
        ),
        pytest.param({}, "open_overdue", id="open"),
    ],
)
def test_without_a_due_time_the_longest_legal_limit_decides(course, verdict):
    assert judged(due=None, max_limit=timedelta(days=3), **course) == verdict


def test_without_any_limit_a_dossier_is_not_counted():
    assert judged(due=None, handled_at=at(20)) is Punctuality.NOT_COUNTED


def test_a_due_time_counts_before_the_longest_limit():
    assert judged(max_limit=timedelta(days=1), handled_at=at(8)) is Punctuality.EARLY


MOMENTS = st.none() | st.integers(0, 25 * 24 * 60).map(
    lambda minutes: at(5) + timedelta(minutes=minutes)
)
WAITS = st.integers(0, 9).map(lambda days: timedelta(days=days))


@given(
    st.builds(
        Course,
        received=st.booleans(),
        start=st.just(at(5)),
        due=MOMENTS,
        refused_at=MOMENTS,
        stopped_at=MOMENTS,
        withdrawn_at=MOMENTS,
        handled_at=MOMENTS,
        returned_at=MOMENTS,
        supplement_requests=st.integers(0, 2),
        first_supplement_asked_at=MOMENTS,
        is_waiting=st.booleans(),
        waited=WAITS,
        max_limit=WAITS,
    )
)
def test_the_judgement_is_that_of_the_index(course):
    """The algorithm of the index, line by line, beside ours."""
    ends = [course.stopped_at, course.handled_at or course.returned_at]
    if course.received:
        ends += [course.refused_at, course.withdrawn_at]
    end = min((one for one in ends if one), default=None)
    if not course.received and end is None:
        assert judge(course, period_end=PERIOD_END) is Punctuality.NOT_COUNTED
        return
    if course.is_waiting and course.first_supplement_asked_at:
        end = course.first_supplement_asked_at
    end = end or PERIOD_END
    if course.supplement_requests > 1:
        is_on_time = False
    elif course.due:
        is_on_time = end <= course.due
    else:
        is_on_time = end - course.start - course.waited <= course.max_limit

    verdict = judge(course, period_end=PERIOD_END)

    assert verdict.is_on_time == is_on_time
    assert verdict.is_overdue != is_on_time


CALENDAR = WorkCalendar(
    version="test",
    days_off=frozenset({date(2026, 10, 12)}),
    days_worked=frozenset(),
    reasons={},
    first_day=date(2026, 1, 1),
    last_day=date(2026, 12, 31),
)


@pytest.mark.parametrize(
    ("due", "urgency"),
    [
        pytest.param(at(8, 11, 29), "overdue", id="a minute ago"),
        pytest.param(at(8, 11, 30), "due_today", id="now"),
        pytest.param(at(8, 17), "due_today", id="this evening"),
        pytest.param(at(9, 0), "due_soon", id="tomorrow"),
        pytest.param(at(13, 17), "due_soon", id="the second working day from now"),
        pytest.param(at(14, 11), "ok", id="the third"),
        pytest.param(None, "no_due", id="nothing runs"),
    ],
)
def test_urgency_goes_by_working_days(due, urgency):
    bounds = urgency_bounds(at(8, 11, 30), CALENDAR)

    assert bounds.of(due) == urgency


def test_the_bounds_are_moments_a_list_can_ask_for():
    assert urgency_bounds(at(8, 11, 30), CALENDAR, soon_working_days=1) == UrgencyBounds(
        now=at(8, 11, 30), today_ends=at(9, 0), soon_ends=at(10, 0)
    )


@given(MOMENTS, MOMENTS)
def test_what_is_due_later_is_never_more_urgent(one, other):
    bounds = urgency_bounds(at(8, 11, 30), CALENDAR)
    pressing = list(Urgency)

    if one is not None and other is not None:
        first, second = sorted((one, other))
        assert pressing.index(bounds.of(first)) <= pressing.index(bounds.of(second))

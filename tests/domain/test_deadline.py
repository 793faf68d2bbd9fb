from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desk_app.domain.deadline import (
    due_at,
    due_less_waiting,
    hand_over_by,
    later_of,
    may_extend,
    resumed_due_at,
)
from desk_app.domain.procedure import LimitUnit, Mark, TimeLimit
from desk_app.domain.work_calendar import (
    VIETNAM,
    Counting,
    DayReason,
    DeskHours,
    WorkCalendar,
    desk_minutes_between,
)

HOURS = DeskHours()
BY_THE_MINUTE = DeskHours(counting=Counting.FROM_THE_MINUTE)
REASONS = {
    date(2026, 1, 1): "Tết Dương lịch",
    date(2026, 1, 2): "Nghỉ hoán đổi, làm bù thứ Bảy 10/01/2026",
    date(2026, 4, 27): "Nghỉ bù Giỗ Tổ Hùng Vương",
    date(2026, 4, 30): "Ngày Chiến thắng",
    date(2026, 5, 1): "Ngày Quốc tế lao động",
    date(2026, 8, 31): "Nghỉ hoán đổi, làm bù thứ Bảy 22/08/2026",
    date(2026, 9, 1): "Quốc khánh",
    date(2026, 9, 2): "Quốc khánh",
    date(2026, 11, 24): "Ngày Văn hóa Việt Nam",
    date(2027, 1, 1): "Tết Dương lịch",
    **{date(2027, 2, day): "Tết Âm lịch" for day in range(4, 11)},
}
MADE_UP = {
    date(2026, 1, 10): "Làm bù cho 02/01/2026",
    date(2026, 8, 22): "Làm bù cho 31/08/2026",
}
CALENDAR = WorkCalendar(
    version="VN-2026-2027",
    days_off=frozenset(REASONS),
    days_worked=frozenset(MADE_UP),
    reasons=REASONS | MADE_UP,
    first_day=date(2025, 12, 1),
    last_day=date(2027, 12, 31),
)


def limit_of(amount, unit=LimitUnit.WORKING_DAY):
    return TimeLimit(unit=unit, amount=Fraction(amount), mark=Mark.CONFIRMED, text="")


def at(*parts):
    return datetime(*parts, tzinfo=VIETNAM)


def promised(received_at, amount, unit=LimitUnit.WORKING_DAY, *, calendar=CALENDAR, hours=HOURS):
    return due_at(received_at, limit_of(amount, unit), calendar, hours=hours)


@pytest.mark.parametrize(
    ("received_at", "amount", "unit", "due_on"),
    [
        pytest.param(at(2026, 11, 23, 9), 1, "working_day", (2026, 11, 25), id="24/11"),
        pytest.param(at(2026, 11, 23, 9), 3, "working_day", (2026, 11, 27), id="24/11 inside"),
        pytest.param(at(2026, 11, 23, 15, 10), 0, "same_day", (2026, 11, 25), id="after 15:00"),
        pytest.param(at(2027, 2, 2, 9), 5, "working_day", (2027, 2, 16), id="Tết"),
        pytest.param(at(2025, 12, 31, 9), 3, "working_day", (2026, 1, 7), id="2/1 swapped"),
        pytest.param(at(2026, 1, 8, 9), 2, "working_day", (2026, 1, 10), id="due on a Saturday"),
        pytest.param(at(2026, 4, 24, 9), 3, "working_day", (2026, 5, 4), id="27/4, 30/4, 1/5"),
        pytest.param(at(2026, 8, 21, 9), 2, "working_day", (2026, 8, 24), id="22/8 worked"),
        pytest.param(at(2026, 8, 28, 9), 3, "working_day", (2026, 9, 7), id="31/8 to 2/9"),
        pytest.param(at(2026, 12, 30, 9), 3, "working_day", (2027, 1, 5), id="new year"),
    ],
)
def test_the_vectors_of_the_real_calendar(received_at, amount, unit, due_on):
    promise = promised(received_at, amount, LimitUnit(unit))

    assert promise.due_at == at(*due_on, 17)
    assert promise.calendar == "VN-2026-2027"
    assert promise.is_calendar_known


@pytest.mark.parametrize(
    ("received_at", "amount", "unit", "due"),
    [
        pytest.param(at(2026, 10, 5, 9), "7.5", "working_day", at(2026, 10, 15, 11, 30), id="7.5"),
        pytest.param(
            at(2026, 10, 5, 9), "17.5", "working_day", at(2026, 10, 29, 11, 30), id="17.5"
        ),
        pytest.param(
            at(2026, 10, 5, 9), "26.5", "working_day", at(2026, 11, 11, 11, 30), id="26.5"
        ),
        pytest.param(at(2026, 10, 5, 9), "0.25", "working_day", at(2026, 10, 6, 9, 30), id="0.25"),
        pytest.param(at(2026, 10, 5, 9), "1.75", "working_day", at(2026, 10, 7, 15), id="1.75"),
        pytest.param(at(2026, 10, 5, 9), 1, "half_day", at(2026, 10, 6, 11, 30), id="a half day"),
        pytest.param(at(2026, 10, 5, 9), 3, "half_day", at(2026, 10, 7, 11, 30), id="3 halves"),
        pytest.param(at(2026, 10, 5, 9), 2, "hour", at(2026, 10, 5, 11), id="hours of one morning"),
        pytest.param(at(2026, 10, 5, 10, 45), 2, "hour", at(2026, 10, 5, 14, 15), id="over noon"),
        pytest.param(at(2026, 10, 5, 9), 8, "hour", at(2026, 10, 6, 9), id="8 hours, same clock"),
        pytest.param(at(2026, 10, 5, 12), 1, "hour", at(2026, 10, 5, 14), id="received at noon"),
        pytest.param(at(2026, 10, 5, 6), 1, "hour", at(2026, 10, 5, 8, 30), id="before opening"),
        pytest.param(at(2026, 10, 9, 16, 30), 1, "hour", at(2026, 10, 12, 8), id="Friday evening"),
        pytest.param(
            at(2026, 10, 5, 9, 20), "1/3", "hour", at(2026, 10, 5, 9, 40), id="20 minutes"
        ),
        pytest.param(at(2026, 10, 5, 9), "1/7", "hour", at(2026, 10, 5, 9, 9), id="a part up"),
        pytest.param(at(2026, 10, 5, 9), 10, "calendar_day", at(2026, 10, 15, 17), id="10 days"),
        pytest.param(
            at(2026, 10, 5, 9), 5, "calendar_day", at(2026, 10, 12, 17), id="ends Saturday"
        ),
        pytest.param(at(2026, 4, 20, 9), 10, "calendar_day", at(2026, 5, 4, 17), id="ends 30/4"),
        pytest.param(
            at(2026, 10, 5, 9), "0.5", "calendar_day", at(2026, 10, 6, 17), id="part of one"
        ),
        pytest.param(at(2026, 10, 5, 9), 1, "month", at(2026, 11, 5, 17), id="a month"),
        pytest.param(
            at(2026, 1, 30, 9), 1, "month", at(2026, 3, 2, 17), id="30/1 to 28/2, Saturday"
        ),
        pytest.param(at(2026, 10, 31, 9), 1, "month", at(2026, 11, 30, 17), id="31/10 to 30/11"),
        pytest.param(at(2026, 10, 5, 9), "0.5", "month", at(2026, 10, 20, 17), id="half a month"),
        pytest.param(at(2026, 12, 5, 9), 3, "month", at(2027, 3, 5, 17), id="over new year"),
        pytest.param(at(2026, 11, 20, 15), 0, "same_day", at(2026, 11, 20, 17), id="at 15:00"),
        pytest.param(
            at(2026, 11, 20, 15, 1), 0, "same_day", at(2026, 11, 23, 17), id="15:01 Friday"
        ),
        pytest.param(at(2026, 11, 24, 9), 0, "same_day", at(2026, 11, 25, 17), id="on a holiday"),
        pytest.param(at(2026, 1, 10, 9), 0, "same_day", at(2026, 1, 10, 17), id="Saturday worked"),
    ],
)
def test_units_and_fractions_to_the_minute(received_at, amount, unit, due):
    assert promised(received_at, amount, LimitUnit(unit)).due_at == due


@pytest.mark.parametrize(
    ("received_at", "amount", "due"),
    [
        pytest.param(at(2026, 10, 5, 9), 1, at(2026, 10, 6, 9), id="same clock time"),
        pytest.param(at(2026, 10, 9, 16), "1.5", at(2026, 10, 13, 10, 30), id="over the weekend"),
        pytest.param(at(2026, 10, 5, 18), 1, at(2026, 10, 6, 17), id="after hours"),
    ],
)
def test_desk_hours_may_run_from_the_minute_of_receipt(received_at, amount, due):
    assert promised(received_at, amount, hours=BY_THE_MINUTE).due_at == due


def test_each_day_says_whether_it_counts_and_why():
    promise = promised(at(2026, 11, 20, 9), 2)

    assert [(day.date.day, day.counted, day.why, day.note) for day in promise.days] == [
        (20, False, "reception_day", ""),
        (21, False, "weekend", ""),
        (22, False, "weekend", ""),
        (23, True, "working_day", ""),
        (24, False, "day_off", "Ngày Văn hóa Việt Nam"),
        (25, True, "working_day", ""),
    ]


def test_a_same_day_promise_after_the_cutoff_says_so():
    promise = promised(at(2026, 11, 23, 15, 10), 0, LimitUnit.SAME_DAY)

    assert [day.why for day in promise.days] == ["after_cutoff", "day_off", "working_day"]


def test_a_calendar_limit_ending_on_a_day_off_shows_where_it_moved():
    promise = promised(at(2026, 10, 7, 9), 3, LimitUnit.CALENDAR_DAY)

    assert [(day.date.day, day.counted, day.why) for day in promise.days] == [
        (7, False, "reception_day"),
        (8, True, "calendar_day"),
        (9, True, "calendar_day"),
        (10, True, "calendar_day"),
        (11, False, "weekend"),
        (12, False, "moved_here"),
    ]


@pytest.mark.parametrize("minute", [0, 30])
def test_hours_skip_a_day_with_no_desk_time_left(minute):
    promise = promised(at(2026, 11, 23, 17, minute), 1, LimitUnit.HOUR)

    assert [day.why for day in promise.days] == ["after_hours", "day_off", "working_day"]


def test_no_stated_limit_gives_no_promise():
    assert promised(at(2026, 10, 5, 9), 0, LimitUnit.NOT_STATED) is None


def test_seconds_never_push_a_receipt_over_the_cutoff():
    promise = promised(at(2026, 11, 20, 15, 0, 59), 0, LimitUnit.SAME_DAY)

    assert promise.due_at == at(2026, 11, 20, 17)


def test_a_moment_in_utc_is_read_as_the_day_it_is_in_vietnam():
    promise = promised(datetime(2026, 10, 5, 23, tzinfo=UTC), 1)

    assert promise.due_at == at(2026, 10, 7, 17)


def test_a_promise_beyond_the_calendar_says_so():
    assert not promised(at(2027, 12, 31, 9), 1).is_calendar_known
    assert not promised(at(2025, 11, 30, 9), 1).is_calendar_known


@pytest.mark.parametrize("amount", [0, -1])
def test_a_limit_of_nothing_is_a_fault_in_the_data(amount):
    with pytest.raises(ValueError, match="a limit of"):
        promised(at(2026, 10, 5, 9), amount)


def test_a_moment_without_time_zone_is_a_fault():
    with pytest.raises(ValueError, match="time zone"):
        promised(datetime(2026, 10, 5, 9), 1)  # noqa: DTZ001 - the fault itself


def test_a_day_cannot_be_off_and_worked():
    with pytest.raises(ValueError, match="2026-01-10"):
        WorkCalendar(
            version="",
            days_off=frozenset({date(2026, 1, 10)}),
            days_worked=frozenset({date(2026, 1, 10)}),
            reasons={},
            first_day=date.min,
            last_day=date.max,
        )


def test_desk_hours_out_of_order_are_a_fault():
    with pytest.raises(ValueError, match="out of order"):
        DeskHours(morning_end=time(14))
    with pytest.raises(ValueError, match="out of order"):
        DeskHours(cutoff=time(17, 30))


MOMENTS = st.integers(0, 100 * 365 * 86400).map(lambda s: at(2000, 1, 1) + timedelta(seconds=s))
AMOUNTS = st.fractions(Fraction(1, 4), 60, max_denominator=4)
UNITS = st.sampled_from([unit for unit in LimitUnit if unit is not LimitUnit.NOT_STATED])
SETTINGS = st.sampled_from(
    [HOURS, BY_THE_MINUTE, DeskHours(morning_end=time(12), afternoon_start=time(13, 30))]
)


FAR_DAYS = st.sets(st.integers(61, 40_000), max_size=4)


def days_from(first, *, bits, far):
    """Three days before the first on, one a bit; then some far away."""
    near = [first + timedelta(days=n - 3) for n in range(64) if bits >> n & 1]
    return frozenset(near) | {first + timedelta(days=n) for n in far}


@st.composite
def receipts(draw):
    """A moment and any calendar around it."""
    received_at = draw(MOMENTS)
    bits = st.integers(0, 2**64 - 1)
    off = days_from(received_at.date(), bits=draw(bits) & draw(bits), far=draw(FAR_DAYS))
    worked = days_from(received_at.date(), bits=draw(bits) & draw(bits), far=draw(FAR_DAYS))
    calendar = WorkCalendar(
        version="any",
        days_off=off,
        days_worked=worked - off,
        reasons={},
        first_day=date.min,
        last_day=date.max,
    )
    return received_at, calendar


@given(receipts(), AMOUNTS)
def test_the_counted_days_hold_exactly_the_working_days(receipt, amount):
    received_at, calendar = receipt

    promise = promised(received_at, amount, calendar=calendar)

    first, last = received_at.date(), promise.due_at.date()
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    working = [day for day in between if calendar.is_working(day)]
    assert [day.date for day in promise.days if day.counted] == working
    assert len(working) == -(-amount // 1)


@given(receipts(), AMOUNTS, UNITS, SETTINGS)
def test_every_promise_is_whole_and_on_a_working_day_not_before_receipt(
    receipt, amount, unit, hours
):
    received_at, calendar = receipt

    promise = promised(received_at, amount, unit, calendar=calendar, hours=hours)

    first, last = received_at.date(), promise.due_at.date()
    assert promise.due_at >= received_at.replace(second=0, microsecond=0)
    assert calendar.is_working(last)
    assert hours.morning_start <= promise.due_at.time() <= hours.afternoon_end
    assert promise.due_at.second == 0
    assert [day.date for day in promise.days] == [
        first + timedelta(days=n) for n in range((last - first).days + 1)
    ]


@given(receipts(), AMOUNTS, AMOUNTS, UNITS, SETTINGS)
def test_a_longer_limit_is_never_due_earlier(receipt, one, other, unit, hours):
    received_at, calendar = receipt
    shorter, longer = sorted((one, other))

    early = promised(received_at, shorter, unit, calendar=calendar, hours=hours)
    late = promised(received_at, longer, unit, calendar=calendar, hours=hours)

    assert early.due_at <= late.due_at


@given(receipts(), st.timedeltas(timedelta(0), timedelta(days=9)), AMOUNTS, UNITS, SETTINGS)
def test_a_later_receipt_is_never_due_earlier(receipt, later, amount, unit, hours):
    received_at, calendar = receipt

    early = promised(received_at, amount, unit, calendar=calendar, hours=hours)
    late = promised(received_at + later, amount, unit, calendar=calendar, hours=hours)

    assert early.due_at <= late.due_at


@given(receipts(), AMOUNTS, UNITS)
def test_one_more_day_off_never_makes_a_promise_earlier(receipt, amount, unit):
    received_at, calendar = receipt
    before = promised(received_at, amount, unit, calendar=calendar)
    closed = before.days[-1].date
    assume(closed not in calendar.days_worked)
    stormy = WorkCalendar(
        version="storm",
        days_off=calendar.days_off | {closed},
        days_worked=calendar.days_worked,
        reasons={},
        first_day=date.min,
        last_day=date.max,
    )

    after = promised(received_at, amount, unit, calendar=stormy)

    assert after.due_at > before.due_at


@given(receipts(), st.integers(1, 60))
def test_hours_use_exactly_as_much_desk_time(receipt, amount):
    received_at, calendar = receipt

    promise = promised(received_at, amount, LimitUnit.HOUR, calendar=calendar)

    spent = desk_minutes_between(received_at, promise.due_at, calendar, hours=HOURS)
    assert spent == amount * 60


def test_eight_desk_hours_are_one_day_from_the_minute_of_receipt():
    by_hours = promised(at(2026, 10, 5, 9, 17), 8, LimitUnit.HOUR)

    assert promised(at(2026, 10, 5, 9, 17), 1, hours=BY_THE_MINUTE).due_at == by_hours.due_at


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        pytest.param(at(2026, 10, 6, 17), at(2026, 10, 5, 17), at(2026, 10, 6, 17), id="earlier"),
        pytest.param(at(2026, 10, 6, 17), at(2026, 10, 7, 17), at(2026, 10, 7, 17), id="later"),
        pytest.param(at(2026, 10, 6, 17), None, at(2026, 10, 6, 17), id="no new one"),
        pytest.param(None, at(2026, 10, 6, 17), at(2026, 10, 6, 17), id="no old one"),
        pytest.param(None, None, None, id="none at all"),
    ],
)
def test_a_printed_promise_never_moves_earlier(before, after, kept):
    assert later_of(before, after) == kept


def test_the_index_moves_the_due_time_by_the_clock():
    due = at(2026, 10, 9, 17)

    moved = due_less_waiting(due, at(2026, 10, 6, 10), at(2026, 10, 8, 11))

    assert moved == at(2026, 10, 11, 18)
    assert due_less_waiting(None, at(2026, 10, 6, 10), at(2026, 10, 8, 11)) is None
    assert due_less_waiting(due, None, at(2026, 10, 8, 11)) == due
    assert due_less_waiting(due, at(2026, 10, 8, 11), at(2026, 10, 6, 10)) == due


@pytest.mark.parametrize(
    ("asked_at", "supplied_at", "due"),
    [
        pytest.param(at(2026, 10, 8, 9), at(2026, 10, 12, 9), at(2026, 10, 13, 17), id="2 days on"),
        pytest.param(
            at(2026, 10, 8, 9), at(2026, 10, 8, 10), at(2026, 10, 12, 8, 30), id="an hour"
        ),
        pytest.param(at(2026, 10, 8, 9), at(2026, 10, 8, 9), at(2026, 10, 9, 17), id="no wait"),
        pytest.param(at(2026, 10, 12, 9), at(2026, 10, 20, 9), at(2026, 10, 9, 17), id="late"),
        pytest.param(at(2026, 10, 8, 9), at(2026, 10, 6, 9), at(2026, 10, 9, 17), id="clock back"),
    ],
)
def test_after_a_stop_the_desk_time_that_was_left_runs_on(asked_at, supplied_at, due):
    resumed = resumed_due_at(
        at(2026, 10, 9, 17), asked_at, supplied_at, calendar=CALENDAR, hours=HOURS
    )

    assert resumed == due


@given(receipts(), AMOUNTS, *[st.timedeltas(timedelta(0), timedelta(days=40))] * 2)
def test_a_stop_of_the_clock_never_brings_a_promise_forward(receipt, amount, ran, waited):
    received_at, calendar = receipt
    promise = promised(received_at, amount, calendar=calendar)
    asked_at = received_at + ran

    resumed = resumed_due_at(
        promise.due_at, asked_at, asked_at + waited, calendar=calendar, hours=HOURS
    )

    assert resumed >= promise.due_at
    assert calendar.is_working(resumed.date())


@pytest.mark.parametrize(
    ("now", "allowed"),
    [
        pytest.param(at(2026, 10, 8, 23, 59), True, id="the day before"),
        pytest.param(at(2026, 10, 9, 0, 1), False, id="the promised day"),
        pytest.param(at(2026, 10, 10, 9), False, id="late"),
        pytest.param(datetime(2026, 10, 8, 18, tzinfo=UTC), False, id="the promised day, in UTC"),
    ],
)
def test_an_extension_is_told_at_least_a_day_ahead(now, allowed):
    assert may_extend(now, at(2026, 10, 9, 17)) is allowed


@pytest.mark.parametrize(
    ("taken_at", "by"),
    [
        pytest.param(at(2026, 11, 23, 9), at(2026, 11, 23, 17), id="the same day"),
        pytest.param(at(2026, 11, 23, 15), at(2026, 11, 23, 17), id="at 15:00"),
        pytest.param(at(2026, 11, 23, 15, 1), at(2026, 11, 25, 7, 30), id="after, before 24/11"),
        pytest.param(at(2026, 11, 21, 9), at(2026, 11, 23, 7, 30), id="on a Saturday"),
    ],
)
def test_a_dossier_is_handed_on_the_same_day_or_when_the_next_one_starts(taken_at, by):
    assert hand_over_by(taken_at, calendar=CALENDAR, hours=HOURS) == by


def test_the_calendar_says_what_a_day_is():
    assert CALENDAR.look(date(2026, 8, 22)).why is DayReason.WORKED_INSTEAD
    assert CALENDAR.next_working_day(date(2026, 8, 28)) == date(2026, 9, 3)

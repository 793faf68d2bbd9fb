"""What will have gone through the line by when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.forecast import RECORD_BYTES, Habit, Try, forecast, habit

NOW = datetime(2026, 11, 16, 0, 0, tzinfo=UTC)  # 07:00 in Viet Nam
STEADY = Habit(rate=1000.0, shares={}, usual=1.0)


def test_records_go_first_and_files_follow_in_their_order():
    told = forecast(STEADY, now=NOW, records=10, files=[60_000, 30_000])

    begun = timedelta(seconds=10 * RECORD_BYTES / 1000)
    assert told.records_by == NOW + begun
    assert told.files_by == (
        NOW + begun + timedelta(minutes=1),
        NOW + begun + timedelta(seconds=90),
    )


def test_hours_in_which_the_line_is_never_there_carry_nothing():
    morning = Habit(rate=1000.0, shares={7: 0.0, 8: 0.5}, usual=1.0)

    told = forecast(morning, now=NOW, records=0, files=[900_000])

    assert told.files_by == (NOW + timedelta(hours=1, minutes=30),)


def test_what_does_not_fit_within_a_week_is_not_promised():
    told = forecast(Habit(rate=0.1, shares={}, usual=1.0), now=NOW, records=1, files=[10**9, 1])

    assert told.records_by is not None
    assert told.files_by == (None, None)


def test_a_line_whose_speed_nobody_measured_has_no_habit():
    assert habit([]) is None
    assert habit([Try(at=NOW, reached=True)]) is None
    assert habit([Try(at=NOW, reached=False, rate=5.0)]) is None


def test_an_hour_is_judged_by_its_own_tries_once_there_are_enough():
    seven = [Try(at=NOW, reached=reached, rate=100.0) for reached in (True, False, False, False)]
    eight = [Try(at=NOW + timedelta(hours=1), reached=True, rate=300.0)]

    line = habit([*seven, *eight])

    assert line is not None
    assert line.rate == pytest.approx(100.0)
    assert line.shares == {7: 0.25}
    assert line.usual == pytest.approx(2 / 5)


@given(
    st.floats(1, 1e7),
    st.dictionaries(st.integers(0, 23), st.floats(0, 1)),
    st.integers(0, 500),
    st.lists(st.integers(0, 10**8), max_size=6),
)
def test_nothing_is_through_before_what_goes_before_it(rate, shares, records, files):
    told = forecast(
        Habit(rate=rate, shares=shares, usual=0.5), now=NOW, records=records, files=files
    )

    ends = [told.records_by, *told.files_by]
    known = [end for end in ends if end is not None]
    assert known == sorted(known)
    assert ends == known + [None] * (len(ends) - len(known))
    assert all(end >= NOW for end in known)

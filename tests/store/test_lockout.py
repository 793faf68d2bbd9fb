"""Waits after wrong passwords, whatever the clocks do."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desk_app.store.lockout import Lockout, Moment, lockout_of

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@given(
    failures=st.integers(1, 40),
    elapsed=st.floats(0, 2000),
    set_by=st.integers(-(10**9), 10**9),
)
def test_within_one_start_only_time_that_passed_ends_a_wait(failures, elapsed, set_by):
    locked = Lockout(failures=failures, at=AT, boot="b", monotonic=50.0)

    left = locked.seconds_left(
        Moment(at=AT + timedelta(seconds=set_by), boot="b", monotonic=50.0 + elapsed)
    )

    assert locked.wait_seconds <= elapsed + left < locked.wait_seconds + 1 or (
        left == 0 and elapsed >= locked.wait_seconds
    )


@given(failures=st.integers(1, 40), back=st.integers(1, 10**9))
def test_a_clock_before_the_lock_ends_no_wait(failures, back):
    locked = Lockout(failures=failures, at=AT, boot="b", monotonic=50.0)
    now = Moment(at=AT - timedelta(seconds=back), boot="c", monotonic=1.0)

    assert locked.is_before(now)
    assert locked.seconds_left(now) == locked.wait_seconds


@given(failures=st.integers(0, 10**6))
def test_no_wait_is_longer_than_a_quarter_of_an_hour(failures):
    assert 0 <= Lockout(failures=failures).wait_seconds <= 900


@given(failures=st.integers(0, 50), monotonic=st.floats(0, 10**7), boot=st.text(max_size=9))
def test_a_lockout_reads_back_as_it_was_written(failures, monotonic, boot):
    locked = Lockout(failures=failures, at=AT, boot=boot, monotonic=monotonic)

    assert lockout_of(locked.as_json()) == locked

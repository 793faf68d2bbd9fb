"""Days, moments, money and sizes as people write and read them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.ui import formats
from desk_app.ui.connect.acts import AmountUnreadable, MomentUnreadable, amount, day, moment


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("27/11/2026", date(2026, 11, 27), id="as it is printed"),
        pytest.param("1/2/2026", date(2026, 2, 1), id="without noughts"),
        pytest.param("27-11-2026", date(2026, 11, 27), id="with dashes"),
        pytest.param("27.11.2026", date(2026, 11, 27), id="with dots"),
        pytest.param("27112026", date(2026, 11, 27), id="as digits"),
        pytest.param("31/02/2026", None, id="no such day"),
        pytest.param("2026/11/27", None, id="the other way round"),
        pytest.param("mai", None, id="a word"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_day_is_read_as_clerks_type_it(typed, meant):
    assert formats.typed_day(typed) == meant


@given(st.dates(min_value=date(1900, 1, 1)))
def test_what_is_written_is_read_again(value):
    assert formats.typed_day(formats.day(value)) == value


def test_a_moment_is_told_in_vietnam_time_wherever_the_machine_is():
    assert formats.moment(datetime(2026, 11, 27, 9, 30, tzinfo=UTC)) == "16:30 27/11/2026"


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 - made aware below
def test_a_moment_typed_is_the_moment_told(value):
    told = value.replace(second=0, microsecond=0, tzinfo=formats.VIETNAM)

    assert moment(formats.moment(told)) == told
    assert moment(formats.moment(told)).utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize("typed", ["16:30", "27/11/2026", "25:00 27/11/2026", "16:30 31/02/2026"])
def test_half_a_moment_is_none(typed):
    with pytest.raises(MomentUnreadable):
        moment(typed)


@pytest.mark.parametrize("typed", ["150000", "150.000", "150 000", "150.000đ", " 150.000 đ"])
def test_an_amount_is_read_with_or_without_its_dots(typed):
    assert amount(typed) == 150_000


@pytest.mark.parametrize("typed", ["", "-5", "1,5", "một trăm"])
def test_what_is_no_amount_is_told(typed):
    with pytest.raises(AmountUnreadable):
        amount(typed)


def test_no_day_typed_is_no_day():
    assert day("  ") is None


@pytest.mark.parametrize(
    ("vnd", "written"), [(0, "0 đ"), (8_000, "8.000 đ"), (1_250_000, "1.250.000 đ")]
)
def test_money_is_written_with_dots(vnd, written):
    assert formats.money(vnd) == written


@pytest.mark.parametrize(
    ("count", "written"), [(850, "850 B"), (12_345, "12 kB"), (3_400_000, "3,4 MB")]
)
def test_sizes_are_rounded_to_what_people_compare(count, written):
    assert formats.size(count) == written

"""A mandate holds within all its bounds and nowhere else; what stands in the way is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.errors import RuleBroken
from desk_app.domain.mandate import (
    WEEK,
    Mandate,
    MandateHours,
    MandateMissing,
    MandateNotYet,
    MandateOver,
    MandateProcedure,
    MandateUnfit,
    MandateWithdrawn,
    check,
    covering,
)
from desk_app.domain.work_calendar import VIETNAM

SEAL, BIRTH = "2.000815", "1.001193"
GIVEN = Mandate(
    number="12/QĐ-UBND",
    issuer="Chủ tịch UBND xã Hùng Sơn",
    person="Bưu",
    since=date(2026, 11, 23),
    until=date(2026, 12, 31),
    procedures=(SEAL,),
    machines=(7,),
    weekdays=frozenset(range(5)),
    begins=7 * 60,
    ends=17 * 60,
)
MONDAY_NINE = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)


def covers(*mandates, person="buu", machine=7, at=MONDAY_NINE, latest=None, procedure=SEAL):
    return covering(
        mandates,
        person=person,
        machine=machine,
        at=at,
        latest=latest or at,
        procedure=procedure,
    )


def test_within_all_its_bounds_it_holds_whatever_the_accents():
    assert covers(GIVEN) is GIVEN
    assert covers(GIVEN, procedure="") is GIVEN


@pytest.mark.parametrize(
    ("said", "why"),
    [
        pytest.param({"person": "hoa"}, MandateMissing, id="another person"),
        pytest.param({"machine": 8}, MandateMissing, id="another desk"),
        pytest.param({"at": MONDAY_NINE - timedelta(days=3)}, MandateNotYet, id="before its day"),
        pytest.param({"at": datetime(2027, 1, 1, 9, tzinfo=VIETNAM)}, MandateOver, id="after it"),
        pytest.param({"at": MONDAY_NINE.replace(hour=6, minute=59)}, MandateHours, id="too early"),
        pytest.param({"at": MONDAY_NINE.replace(hour=17)}, MandateHours, id="at the closing hour"),
        pytest.param({"at": MONDAY_NINE + timedelta(days=5)}, MandateHours, id="on a Saturday"),
        pytest.param({"procedure": BIRTH}, MandateProcedure, id="another procedure"),
        pytest.param(
            {"latest": datetime(2027, 2, 1, tzinfo=UTC)}, MandateOver, id="by a clock set back"
        ),
    ],
)
def test_outside_a_bound_the_bound_is_told(said, why):
    with pytest.raises(why):
        covers(GIVEN, **said)


def test_its_last_day_is_its_own_by_the_day_of_viet_nam():
    last = datetime(2026, 12, 31, 9, 59, tzinfo=UTC)  # 16:59 here

    assert covers(GIVEN, at=last) is GIVEN


def test_withdrawn_it_holds_no_more():
    with pytest.raises(MandateWithdrawn):
        covers(replace(GIVEN, ended_at=MONDAY_NINE))


def test_of_several_the_one_that_holds_is_taken_and_else_the_nearest_reason_told():
    old = replace(GIVEN, number="1/QĐ-UBND", until=GIVEN.since - timedelta(days=1))
    other = replace(GIVEN, number="2/QĐ-UBND", procedures=(BIRTH,))

    assert covers(old, other, GIVEN) is GIVEN
    with pytest.raises(MandateProcedure):
        covers(other, old)


def test_one_without_narrower_bounds_holds_for_everybody_everywhere():
    broad = Mandate(
        number="3/QĐ-UBND", issuer="UBND tỉnh", person="", since=GIVEN.since, until=GIVEN.until
    )

    assert covers(broad, person="lan", machine=99, procedure=BIRTH) is broad


@given(
    minute=st.integers(0, 1439),
    day=st.dates(date(2026, 11, 1), date(2027, 1, 31)),
    weekdays=st.sets(st.integers(0, 6)),
)
def test_it_holds_exactly_on_its_days_and_hours(minute, day, weekdays):
    at = datetime.combine(day, time(minute // 60, minute % 60), VIETNAM)
    mandate = replace(GIVEN, weekdays=frozenset(weekdays))
    should = (
        GIVEN.since <= day <= GIVEN.until
        and day.weekday() in weekdays
        and GIVEN.begins <= minute < GIVEN.ends
    )

    try:
        covers(mandate, at=at)
    except RuleBroken:
        held = False
    else:
        held = True

    assert held == should


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": " "}, "number"),
        ({"issuer": ""}, "issuer"),
        ({"until": date(2026, 11, 22)}, "until"),
        ({"weekdays": frozenset()}, "weekdays"),
        ({"weekdays": WEEK | {7}}, "weekdays"),
        ({"begins": 1020, "ends": 1020}, "hours"),
        ({"ends": 1441}, "hours"),
    ],
)
def test_one_that_could_never_hold_is_not_given(change, field):
    with pytest.raises(MandateUnfit) as caught:
        check(replace(GIVEN, **change))

    assert caught.value.details["field"] == field


def test_its_texts_are_tidied():
    tidy = check(replace(GIVEN, number=" 12/QĐ-UBND ", procedures=(SEAL, BIRTH, SEAL)))

    assert tidy.number == "12/QĐ-UBND"
    assert tidy.procedures == (BIRTH, SEAL)
    assert tidy.hours == ("07:00", "17:00")

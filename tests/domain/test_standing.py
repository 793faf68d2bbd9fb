"""Where dossiers of a period stand: tables of examples, and sums that agree whatever happened."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.index import (
    MOST_POINTS,
    Group,
    Measure,
    Share,
    Side,
    heard,
    measures_of,
    most_points,
    shares,
    side_of,
    trips,
)
from desk_app.domain.punctuality import Course, Punctuality, judge
from desk_app.domain.report_period import Period, PeriodWrong, Span, beside, period_of, span_of
from desk_app.domain.satisfaction import Satisfaction
from desk_app.domain.standing import (
    RECEIVED,
    Figure,
    Life,
    Trait,
    count,
    is_of,
    place_of,
    standing,
    total,
)
from desk_app.domain.work_calendar import VIETNAM

SINCE = int(datetime(2026, 11, 1, tzinfo=VIETNAM).timestamp())
UNTIL = int(datetime(2026, 12, 1, tzinfo=VIETNAM).timestamp())


def at(day, hour=9, month=11):
    return int(datetime(2026, month, day, hour, tzinfo=VIETNAM).timestamp())


def a_life(**changes):
    fields = {
        "row": 1,
        "procedure": "1.004194",
        "channel": "counter",
        "status": "in_progress",
        "handler": "",
        "received": at(3),
        "ended": None,
        "last": at(10, 17),
        "asked": None,
        "supplements": 0,
        "trips": 1,
        "traits": 0,
        "at_province": False,
    }
    return Life(**(fields | changes))


seconds = st.integers(SINCE - 40 * 86_400, UNTIL + 40 * 86_400)
lives = st.builds(
    Life,
    row=st.integers(1, 9),
    procedure=st.sampled_from(["1.004194", "2.000815"]),
    channel=st.sampled_from(["counter", "post", "online"]),
    status=st.sampled_from(["received", "done"]),
    handler=st.just(""),
    received=seconds,
    ended=st.none() | seconds,
    last=st.none() | seconds,
    asked=st.none() | seconds,
    supplements=st.integers(0, 2),
    trips=st.integers(1, 4),
    traits=st.integers(0, 63),
    at_province=st.booleans(),
)


def placed(some):
    mine = [one for one in some if is_of(one, since=SINCE, until=UNTIL)]
    return [(one, place_of(one, since=SINCE, until=UNTIL)) for one in mine]


@pytest.mark.parametrize(
    ("changes", "figure"),
    [
        pytest.param({"ended": at(9, 23)}, Figure.EARLY, id="the day before"),
        pytest.param({"ended": at(10, 8)}, Figure.ON_TIME, id="on the due day"),
        pytest.param({"ended": at(10, 17) + 1}, Figure.LATE, id="a second late"),
        pytest.param({"ended": at(11), "last": None}, Figure.DONE_FREE, id="nothing promised"),
        pytest.param({"ended": at(5), "supplements": 2}, Figure.LATE, id="asked twice"),
        pytest.param({}, Figure.OVERDUE, id="open after its day"),
        pytest.param({"last": at(5, month=12)}, Figure.IN_TIME, id="open before its day"),
        pytest.param({"last": None}, Figure.OPEN_FREE, id="open, nothing promised"),
        pytest.param({"asked": at(6), "supplements": 1}, Figure.IN_TIME, id="waits, asked in time"),
        pytest.param({"asked": at(12), "supplements": 1}, Figure.OVERDUE, id="waits, asked late"),
        pytest.param({"supplements": 2, "last": at(5, month=12)}, Figure.OVERDUE, id="twice, open"),
        pytest.param({"ended": at(2, month=12)}, Figure.OVERDUE, id="ended after the period"),
    ],
)
def test_a_dossier_stands_in_one_column_at_the_end_of_the_period(changes, figure):
    assert standing(a_life(**changes), until=UNTIL) is figure


@given(lives)
def test_the_columns_agree_with_the_judgement_of_the_index(life):
    waits = life.asked is not None and life.ended is None and life.supplements == 1
    life = life._replace(
        asked=life.asked if waits else None,
        ended=None if life.ended is None else min(life.ended, UNTIL - 1),
    )

    verdict = judge(
        Course(
            received=True,
            start=moment(life.received),
            due=moment(life.last),
            handled_at=moment(life.ended),
            supplement_requests=life.supplements,
            first_supplement_asked_at=moment(life.asked) and moment(min(life.asked, UNTIL - 1)),
            is_waiting=waits,
        ),
        period_end=moment(UNTIL - 1),
    )

    assert standing(life, until=UNTIL) in COLUMNS[verdict]


COLUMNS = {
    Punctuality.EARLY: {Figure.EARLY},
    Punctuality.ON_TIME: {Figure.ON_TIME},
    Punctuality.OVERDUE: {Figure.LATE, Figure.OVERDUE},
    Punctuality.OPEN_IN_TIME: {Figure.IN_TIME},
    Punctuality.OPEN_OVERDUE: {Figure.OVERDUE},
    Punctuality.NOT_COUNTED: {Figure.DONE_FREE, Figure.OPEN_FREE},
}


def moment(second):
    return None if second is None else datetime.fromtimestamp(second, UTC)


@given(st.lists(lives))
def test_what_came_is_what_was_done_and_what_is_open(some):
    rows = count(placed(some), by=lambda life: life.procedure)

    whole = sum(rows.values(), Counter())
    for row in [*rows.values(), whole]:
        assert total(row, Figure.ENTERED) == total(row, Figure.DONE) + total(row, Figure.OPEN)
    assert total(whole, Figure.ENTERED) == len(placed(some))


@given(st.lists(lives))
def test_what_is_open_at_the_end_is_carried_into_the_next_period(some):
    month = 30 * 86_400
    later = [one for one in some if is_of(one, since=UNTIL, until=UNTIL + month)]

    carried = {
        id(one) for one in later if place_of(one, since=UNTIL, until=UNTIL + month)[0] == "carried"
    }

    left_open = {id(one) for one, place in placed(some) if place[1] in Figure.OPEN.parts}
    assert left_open == {one for one in carried if one in {id(life) for life in some}}


@given(st.lists(lives), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_no_share_is_more_than_the_whole_and_no_group_more_than_its_points(
    some, kept, missed, happy
):
    found = shares(placed(some))
    answers = Satisfaction(faces=(1, 0, 0, 0, happy))
    said = heard(answers, kept=kept, promised=kept + missed)

    for group in Group:
        points = [(found | said)[one].points or Fraction(0) for one in measures_of(group)]
        assert 0 <= sum(points) <= MOST_POINTS[group]
    for one, share in found.items():
        sides = Counter(side_of(one, *each) for each in placed(some))
        assert (sides[Side.HIT], sides[Side.HIT] + sides[Side.MISS]) == (share.hits, share.base)
        assert 0 <= share.hits <= share.base <= len(placed(some))


@pytest.mark.parametrize(
    ("measure", "hits", "base", "points"),
    [
        (Measure.PROMISE_KEPT, 93, 100, Fraction("18.6")),
        (Measure.PROMISE_KEPT, 0, 4, Fraction(0)),
        (Measure.E_RESULT, 8, 10, Fraction(6)),
        (Measure.E_RESULT, 4, 10, Fraction(3)),
        (Measure.DIGITISED, 9, 10, Fraction(4)),
        (Measure.REUSED, 2, 10, Fraction("0.5")),
        (Measure.AT_PROVINCE, 9, 10, None),
        (Measure.PROMISE_KEPT, 0, 0, None),
    ],
)
def test_points_follow_the_formulas_of_the_index(measure, hits, base, points):
    assert Share(measure=measure, hits=hits, base=base).points == points


def test_what_the_desk_cannot_weigh_is_counted_without_points():
    counted = [one for group in Group for one in measures_of(group)]

    assert [one for one in counted if not most_points(one)] == [
        Measure.AT_PROVINCE,
        Measure.ONLINE,
        Measure.CASHLESS,
    ]


def test_each_measure_looks_at_its_own_dossiers():
    solved = a_life(ended=at(9), traits=Trait.SOLVED | Trait.E_RESULT, channel="online")
    refused = a_life(ended=at(9))
    paid = {"traits": solved.traits | Trait.PAID | Trait.CASHLESS}
    solved, refused = solved._replace(**paid), refused._replace(traits=Trait.PAID)
    before = a_life(received=at(20, month=10), traits=Trait.DIGITISED, trips=9)
    again = a_life(trips=3, traits=Trait.REUSED | Trait.DIGITISED, at_province=True)

    found = shares(placed([solved, refused, before, again]))

    told = {one.value: (share.hits, share.base) for one, share in found.items()}
    assert told == {
        "at_province": (1, 3),
        "promise_kept": (2, 4),
        "online": (1, 1),
        "e_result": (1, 1),
        "digitised": (1, 3),
        "reused": (1, 3),
        "cashless": (1, 2),
    }
    came = trips(placed([solved, refused, before, again]))
    assert (came.mean, came.again) == (Fraction(5, 3), 1)
    assert {Figure.BY_WIRE, Figure.BY_HAND} == RECEIVED


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        (Span.DAY, date(2026, 11, 23), date(2026, 11, 23)),
        (Span.WEEK, date(2026, 11, 23), date(2026, 11, 29)),
        (Span.MONTH, date(2026, 11, 1), date(2026, 11, 30)),
        (Span.QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
        (Span.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_its_period(span, first, last):
    assert period_of(span, date(2026, 11, 23)) == Period(first=first, last=last)


@given(st.sampled_from(Span), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_periods_follow_each_other_without_a_gap(span, day):
    period = period_of(span, day)

    after = beside(period, steps=1)

    assert period.first <= day <= period.last
    assert after.first == period.last + timedelta(days=1)
    assert span_of(after) is span
    assert beside(after, steps=-1) == period


def test_days_from_one_to_another_move_by_their_own_number():
    period = Period(first=date(2026, 11, 3), last=date(2026, 11, 12))

    assert span_of(period) is None
    assert beside(period, steps=-1) == Period(first=date(2026, 10, 24), last=date(2026, 11, 2))


@pytest.mark.parametrize("last", [date(2026, 11, 2), date(2040, 1, 1)])
def test_a_period_that_is_none_is_refused(last):
    with pytest.raises(PeriodWrong):
        Period(first=date(2026, 11, 3), last=last)


def test_a_running_period_is_counted_until_now():
    period = period_of(Span.MONTH, date(2026, 11, 23))
    now = datetime(2026, 11, 23, 9, 30, tzinfo=VIETNAM)

    assert period.seconds(now) == (SINCE, int(now.timestamp()) + 1)
    assert period.seconds(now + timedelta(days=90)) == (SINCE, UNTIL)

"""Dossiers counted by their marks are the dossiers counted one by one, whatever befell them."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.index import Measure, shares, side_of
from desk_app.domain.marks import (
    CARRIED,
    columns,
    is_in_column,
    life_of,
    marks_of,
    shares_of,
    side_of_mark,
)
from desk_app.domain.standing import Figure, count, is_of, place_of, standing, total
from tests.domain.test_standing import SINCE, UNTIL, a_life, at, lives
from tests.support.samples import a_dossier

sane = lives.map(
    lambda life: life._replace(
        ended=None if life.ended is None else max(life.ended, life.received), at_province=True
    )
)


def marked(some):
    """How many came and stand under each mark, as a table of marks is read."""
    came, stands = Counter(), Counter()
    for life in some:
        marks = marks_of(life)
        if SINCE <= marks.received < UNTIL:
            came[marks.came] += 1
        elif marks.received < SINCE and (marks.ended is None or marks.ended >= SINCE):
            came[CARRIED] += 1
        if marks.received < UNTIL and (marks.ended is None or marks.ended >= UNTIL):
            is_turned = marks.turns_at is not None and marks.turns_at < UNTIL
            stands[marks.turns_to if is_turned else marks.began_as] += 1
        elif marks.ended is not None and SINCE <= marks.ended < UNTIL:
            stands[marks.ended_as] += 1
    return came, stands


def counted(some):
    return [
        (one, place_of(one, since=SINCE, until=UNTIL))
        for one in some
        if is_of(one, since=SINCE, until=UNTIL)
    ]


@given(sane, st.integers(SINCE - 10**7, UNTIL + 10**7))
def test_a_mark_says_how_a_dossier_stands_at_every_moment(life, until):
    marks = marks_of(life)

    told = marks.began_as
    if marks.turns_at is not None and marks.turns_at < until:
        told = marks.turns_to
    if marks.ended is not None and marks.ended < until:
        told = marks.ended_as
    if marks.received < until:
        assert is_in_column(standing(life, until=until), told)


@given(st.lists(sane))
def test_the_columns_and_the_index_of_marks_are_those_of_the_dossiers(some):
    came, stands = marked(some)

    by_hand = counted(some)
    row = count(by_hand, by=lambda _: "").get("", Counter())
    assert columns(came, stands) == {figure: total(row, figure) for figure in Figure}
    assert shares_of(came, stands) == shares(by_hand)


@given(sane)
def test_a_dossier_is_on_the_side_of_a_measure_that_its_marks_are_on(life):
    came, stands = marked([life])
    by_hand = counted([life])

    for measure in Measure:
        sides = {side_of_mark(measure, mark, is_came=True) for mark in came}
        sides |= {side_of_mark(measure, mark, is_came=False) for mark in stands}
        assert sides - {None} == {side_of(measure, *one) for one in by_hand} - {None}


def test_a_late_dossier_turns_a_second_after_its_promise():
    marks = marks_of(a_life(last=at(10, 17)))

    assert (marks.began_as, marks.turns_at, marks.turns_to) == (
        "in_time",
        at(10, 17) + 1,
        "overdue",
    )


def test_a_dossier_tells_its_life_as_the_desk_s_list_does():
    life = life_of(a_dossier())

    assert (life.procedure, life.channel, life.trips, life.ended) == (
        "2.000815",
        "counter",
        1,
        None,
    )
    assert life.last is not None

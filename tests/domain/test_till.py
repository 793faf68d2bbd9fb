"""Closing the till: what should be there, what is, and who counted along."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain import codec, till
from desk_app.domain.till import (
    DENOMINATIONS,
    NothingToClose,
    TillCountWrong,
    TillDiffers,
    TillWitnessMissing,
    decide_closing,
)

COUNTS = st.dictionaries(st.sampled_from(DENOMINATIONS), st.integers(0, 500))
RIGHT = {
    "cash_vnd": 42_000,
    "float_vnd": 0,
    "payments": 2,
    "counts": {20_000: 2, 2_000: 1},
    "left_vnd": 0,
    "reason": "",
    "person": "Hoa",
    "witness": "Lâm",
}


def closing(**changes):
    return decide_closing(**(RIGHT | changes))


def test_what_was_counted_is_what_was_taken():
    event = closing()

    assert (event.counted_vnd, event.difference_vnd) == (42_000, 0)
    assert (event.values, event.counts) == ((20_000, 2_000), (2, 1))


@given(counts=COUNTS, cash=st.integers(0, 10**8), before=st.integers(0, 10**7))
def test_the_difference_is_the_count_less_what_should_be(counts, cash, before):
    event = closing(
        counts=counts, cash_vnd=cash, float_vnd=before, left_vnd=0, reason="đếm lại hai lần"
    )

    counted = sum(value * count for value, count in counts.items())
    assert event.difference_vnd == counted - cash - before
    assert codec.decode(*codec.encode(event)) == event


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"counts": {20_000: 1}}, TillDiffers),
        ({"counts": {20_000: 2, 3_000: 1}}, TillCountWrong),
        ({"counts": {20_000: -1}}, TillCountWrong),
        ({"counts": {20_000: till.MOST_OF_ONE + 1}}, TillCountWrong),
        ({"left_vnd": 42_001}, TillCountWrong),
        ({"left_vnd": -1}, TillCountWrong),
        ({"witness": ""}, TillWitnessMissing),
        ({"witness": "  HOÀ "}, TillWitnessMissing),
        ({"payments": 0, "cash_vnd": 0, "counts": {}}, NothingToClose),
    ],
)
def test_a_closing_that_two_could_not_sign_is_refused(changes, error):
    with pytest.raises(error):
        closing(**changes)


def test_a_till_that_does_not_balance_is_closed_with_its_reason():
    event = closing(counts={20_000: 1}, reason="trả nhầm tiền thừa")

    assert event.difference_vnd == -22_000
    assert event.reason == "trả nhầm tiền thừa"

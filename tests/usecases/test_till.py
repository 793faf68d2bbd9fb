"""The till of a machine: every payment falls into one closing, and the record is printed."""

import pytest

from desk_app.domain.till import NothingToClose, TillDiffers
from desk_app.papers.till import record_number
from desk_app.queries.till import last_closings, till_now
from desk_app.usecases.close_till import close_till
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.record_payment import record_payment
from tests.support.counter import certification, received
from tests.support.words import words_on


def paid(desk, amount, method="cash"):
    record_payment(desk, received(desk, certification()).entity, amount_vnd=amount, method=method)


def closed(desk, counts, **more):
    return close_till(desk, counts=counts, witness="Lâm", **more)


def test_each_payment_falls_into_one_closing_and_what_stays_begins_the_next(desk):
    paid(desk, 20_000)
    paid(desk, 8_000, "transfer")
    closed(desk, {20_000: 1}, left_vnd=20_000)
    paid(desk, 2_000)

    now = till_now(desk)
    assert (now.payments, now.float_vnd, now.cash_vnd, now.expected_vnd) == (
        1,
        20_000,
        2_000,
        22_000,
    )

    closed(desk, {20_000: 1, 2_000: 1})
    second, first = last_closings(desk)
    assert (first.event.payments, second.event.payments) == (2, 1)
    assert (first.event.cash_vnd, second.event.cash_vnd) == (20_000, 2_000)
    assert till_now(desk).expected_vnd == 0


def test_a_difference_is_asked_about_and_nothing_is_closed_before(desk):
    paid(desk, 20_000)

    with pytest.raises(TillDiffers) as refused:
        closed(desk, {10_000: 1})

    assert refused.value.details == {"vnd": "-10000"}
    assert last_closings(desk) == []
    assert till_now(desk).payments == 1


def test_nothing_taken_is_nothing_to_close(desk):
    with pytest.raises(NothingToClose):
        closed(desk, {})


def test_the_record_names_both_and_every_sum(desk):
    paid(desk, 1_250_000)
    paid(desk, 8_000, "transfer")

    row = closed(desk, {500_000: 2, 50_000: 4}, reason="còn thiếu một tờ 50.000", left_vnd=200_000)

    [one] = last_closings(desk)
    printed = print_paper(desk, row)
    words = words_on(desk.files.read(printed.sha256))
    for said in (
        record_number(one),
        "Lâm",
        "1.200.000 đồng",
        "thiếu 50.000 đồng",
        "còn thiếu một tờ 50.000",
        "1.000.000 đồng",
        "8.000 đồng",
    ):
        assert said in words

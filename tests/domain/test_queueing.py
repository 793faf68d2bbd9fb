"""Who is called next: priority first, and nobody for ever last."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.queueing import (
    NobodyWaits,
    NoSuchPriority,
    Priority,
    Ticket,
    TicketState,
    next_up,
    parse_priority,
    waited_minutes,
)

AT = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


def queue(*grounds, field=""):
    return [
        Ticket(number=number, field=field, priority=ground, state=TicketState.WAITING, issued_at=AT)
        for number, ground in enumerate(grounds, start=1)
    ]


def called_in_order(tickets, **asked):
    """The numbers in the order they are called."""
    order = []
    while any(one.state is TicketState.WAITING for one in tickets):
        chosen = next_up(tickets, **asked)
        order.append(chosen.number)
        tickets = [
            replace(one, state=TicketState.CALLED, order=len(order)) if one == chosen else one
            for one in tickets
        ]
    return order


def test_after_two_by_priority_one_is_called_in_turn():
    old, plain = Priority.ELDERLY, Priority.NONE

    order = called_in_order(queue(plain, plain, old, Priority.MERIT, old, old))

    assert order == [3, 4, 1, 5, 6, 2]


@given(st.lists(st.sampled_from(list(Priority)), min_size=1, max_size=40))
def test_everybody_is_called_once_and_nobody_waits_beyond_three_calls_a_place(grounds):
    tickets = queue(*grounds)

    order = called_in_order(tickets)

    assert sorted(order) == [one.number for one in tickets]
    in_turn = [one.number for one in tickets if not one.priority]
    for ahead, number in enumerate(in_turn):
        assert order.index(number) < 3 * (ahead + 1)


def test_a_counter_calls_its_own_fields_and_those_who_named_none():
    tickets = [
        *queue(Priority.NONE, field="Hộ tịch"),
        replace(queue(Priority.NONE, field="Đất đai")[0], number=2),
        replace(queue(Priority.NONE)[0], number=3),
    ]

    assert next_up(tickets, fields=["Đất đai"]).number == 2
    assert next_up(tickets[:1] + tickets[2:], fields=["Đất đai"]).number == 3
    with pytest.raises(NobodyWaits):
        next_up(tickets[:1], fields=["Đất đai"])


def test_the_wait_is_from_the_slip_to_the_first_call():
    one, other, waiting = queue(Priority.NONE, Priority.NONE, Priority.NONE)

    tickets = [
        replace(one, called_at=AT + timedelta(minutes=4)),
        replace(other, called_at=AT + timedelta(minutes=9)),
        waiting,
    ]

    assert waited_minutes(tickets) == 6
    assert waited_minutes([waiting]) is None


def test_a_ground_the_rules_do_not_name_is_none():
    with pytest.raises(NoSuchPriority):
        parse_priority("vip")

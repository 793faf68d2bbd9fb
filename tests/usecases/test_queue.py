"""The queue of the day: numbers, calls, who did not come, and the dossiers of a visit."""

import pytest

from desk_app.domain.queueing import NobodyWaits, Priority, TicketNotThere, TicketState
from desk_app.queries.queue import queue_now
from desk_app.store.queue import Queue
from desk_app.usecases.call_ticket import call_ticket
from desk_app.usecases.end_ticket import end_ticket
from desk_app.usecases.issue_ticket import issue_ticket
from tests.support.counter import received


def test_numbers_run_through_the_day_and_start_again_the_next(desk):
    numbers = [issue_ticket(desk, field="Hộ tịch").number for _ in range(3)]
    desk.clock.pass_by(days=1)

    assert numbers == [1, 2, 3]
    assert issue_ticket(desk).number == 1
    assert len(queue_now(desk).tickets) == 1


def test_calling_the_next_ends_the_visit_before_and_who_did_not_come_may_be_called_again(desk):
    issue_ticket(desk)
    issue_ticket(desk, priority=Priority.PREGNANT)
    desk.clock.pass_by(minutes=5)

    first = call_ticket(desk, counter="1")
    end_ticket(desk, first.number, came=False)
    second = call_ticket(desk, counter="1")
    again = call_ticket(desk, counter="2", number=first.number)

    assert (first.number, second.number, again.number) == (2, 1, 2)
    assert (again.calls, again.counter) == (2, "2")
    now = queue_now(desk)
    assert (now.at("1").number, now.at("2").number, now.minutes) == (1, 2, 5)
    with pytest.raises(NobodyWaits):
        call_ticket(desk, counter="1")
    assert now.at("1") is not None  # nobody came after, so nobody was sent away
    end_ticket(desk, 1, came=True)
    assert queue_now(desk).in_state(TicketState.DONE)[0].number == 1
    with pytest.raises(TicketNotThere):
        end_ticket(desk, 1, came=True)
    with pytest.raises(TicketNotThere):
        call_ticket(desk, counter="1", number=99)


def test_a_visit_keeps_the_dossiers_that_came_of_it(desk):
    queue = Queue(desk.store.database, desk.clock.today())
    number = issue_ticket(desk, field="Chứng thực").number
    queue.join("1", received(desk).entity)  # nobody stands there yet
    call_ticket(desk, counter="1")

    taken = [received(desk).entity, received(desk).entity]
    for entity in taken:
        queue.join("1", entity)

    assert queue.dossiers(number) == taken

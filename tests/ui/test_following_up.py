"""Pages nobody was sure of are settled by their printers while the window is open."""

import pytest

from desk_app.store.prints import PrintState
from desk_app.ui.connect.prints import settle
from desk_app.usecases.choose_printer import choose_printer
from desk_app.usecases.print_paper import print_paper
from locales.catalogue import load
from tests.printing.ipp_printer import COMPLETED, PROCESSING, SmallPrinter, running
from tests.support.counter import received
from tests.support.desks import a_desk

VI = load("vi")


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path) as opened:
        yield opened


def stuck(desk):
    """A page still in the printer when the window stopped waiting for it."""
    entity = received(desk).entity
    return print_paper(desk, desk.prints.of(entity)[0].id).id


def test_a_page_that_came_out_later_is_printed_without_a_question(desk):
    with running(SmallPrinter(in_two_steps=True, job_state=PROCESSING)) as printer:
        choose_printer(desk, printer.uri)
        pages = [stuck(desk), stuck(desk)]
        before = settle(desk, VI)
        printer.job_state = COMPLETED

        after = settle(desk, VI)

    assert (before, after) == (0, 2)
    assert [desk.prints.get(page).state for page in pages] == [PrintState.PRINTED] * 2


def test_a_printer_that_is_off_is_asked_once_a_turn_and_old_pages_never(desk):
    with running(SmallPrinter(in_two_steps=True, job_state=PROCESSING)) as printer:
        choose_printer(desk, printer.uri)
        pages = [stuck(desk), stuck(desk)]
        printer.http_status = 503
        asked = len(printer.requests)
        settle(desk, VI)
        in_one_turn = len(printer.requests) - asked
        desk.clock.pass_by(hours=3)
        settle(desk, VI)

    assert in_one_turn == 1
    assert len(printer.requests) - asked == 1
    assert [desk.prints.get(page).state for page in pages] == [PrintState.UNKNOWN] * 2

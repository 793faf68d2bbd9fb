"""What a person and the printer say of a page that nobody was sure of."""

import pytest

from desk_app.domain.print_reasons import AskedBecause, SpoiltBy
from desk_app.store.errors import WrongPrintStep
from desk_app.store.prints import PrintKind, PrintState
from desk_app.usecases.answer_print import answer_print
from desk_app.usecases.ask_printer import ask_printer
from desk_app.usecases.cancel_print import cancel_print
from desk_app.usecases.choose_printer import choose_printer
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.reprint_paper import reprint_paper
from desk_app.usecases.spoil_print import spoil_print
from printing.errors import PrinterJobForgotten, PrinterUnreachable
from tests.printing.ipp_printer import (
    COMPLETED,
    IDLE,
    PENDING,
    PROCESSING,
    STOPPED,
    SmallPrinter,
    running,
)
from tests.support.counter import printed, residence


@pytest.fixture
def printer():
    with running(SmallPrinter(in_two_steps=True)) as there:
        yield there


@pytest.fixture
def jammed(desk, printer):
    """A receipt that got stuck; the jam is still there."""
    choose_printer(desk, printer.uri)
    printer.job_state = PROCESSING
    print_id = receive_dossier(desk, residence()).print_id
    row = print_paper(desk, print_id, pause=lambda: jam(printer))
    assert (row.state, row.reason) == (PrintState.UNKNOWN, "printer_jammed")
    return row


def jam(printer):
    printer.state, printer.reasons = STOPPED, ("media-jam-error",)


def mend(printer, job_state=COMPLETED):
    printer.state, printer.reasons, printer.job_state = IDLE, ("none",), job_state


def test_once_the_jam_is_out_the_printer_s_word_closes_the_row(desk, printer, jammed):
    mend(printer)

    told = ask_printer(desk, jammed.id)

    assert (told.state, told.kind, told.copy) == (PrintState.PRINTED, PrintKind.ORIGINAL, 0)
    assert len(printer.pages) == 1


def test_while_the_jam_is_there_the_question_stays_and_no_step_is_added(desk, jammed):
    steps = desk.prints.steps(jammed.id)

    told = ask_printer(desk, jammed.id)

    assert told == jammed
    assert desk.prints.steps(jammed.id) == steps


def test_another_trouble_is_noted(desk, printer, jammed):
    printer.reasons = ("media-empty-error",)

    assert ask_printer(desk, jammed.id).reason == "out_of_paper"


def test_a_job_under_another_name_is_not_this_page(desk, printer, jammed):
    """The printer was reset and counts from one again."""
    mend(printer)
    printer.names[0] = "somebody-else"

    told = ask_printer(desk, jammed.id)

    assert (told.state, told.reason) == (PrintState.UNKNOWN, "printer_job_forgotten")
    with pytest.raises(PrinterJobForgotten):
        cancel_print(desk, jammed.id)
    assert printer.cancelled == []


def test_a_printer_that_is_off_leaves_the_question(desk, jammed):
    choose_printer(desk, "tray")
    row = desk.prints.get(jammed.id)
    desk.prints.close(row.id, PrintState.QUEUED, by=1, at=desk.clock.now())
    desk.prints.sent(row.id, printer="ipp://127.0.0.1:9/p", job="1", by=1, at=desk.clock.now())
    desk.prints.lost_sight(by=1, at=desk.clock.now())

    with pytest.raises(PrinterUnreachable):
        ask_printer(desk, row.id)

    assert desk.prints.get(row.id).state is PrintState.UNKNOWN


def test_a_stuck_page_is_taken_back_and_the_next_is_the_original(desk, printer, jammed):
    taken_back = cancel_print(desk, jammed.id)
    mend(printer)

    again = print_paper(desk, reprint_paper(desk, jammed.entity, "receipt"))

    assert (taken_back.state, taken_back.reason) == (PrintState.SPOILED, "printer_job_canceled")
    assert (again.kind, again.state) == (PrintKind.ORIGINAL, PrintState.PRINTED)


def test_a_page_that_was_out_already_is_printed_not_cancelled(desk, printer, jammed):
    mend(printer)

    assert cancel_print(desk, jammed.id).state is PrintState.PRINTED


def test_what_still_waits_here_is_taken_back_at_once(desk):
    print_id = receive_dossier(desk, residence()).print_id

    row = cancel_print(desk, print_id)

    assert (row.state, row.reason) == (PrintState.SPOILED, "cancelled")
    with pytest.raises(WrongPrintStep):
        print_paper(desk, print_id)


def test_a_torn_original_is_spoiled_by_a_person_s_word_alone(desk):
    entity = printed(desk).entity
    (row,) = desk.prints.of(entity)

    spoilt = spoil_print(desk, row.id, SpoiltBy.TORN)
    again = print_paper(desk, reprint_paper(desk, entity, "receipt"))

    assert (spoilt.state, spoilt.reason) == (PrintState.SPOILED, "torn")
    assert (again.kind, again.copy) == (PrintKind.ORIGINAL, 0)
    assert [step.state for step in desk.prints.steps(row.id)][-2:] == ["printed", "spoiled"]
    with pytest.raises(WrongPrintStep):
        spoil_print(desk, row.id, SpoiltBy.TORN)


def test_only_that_word_leads_back_from_printed(desk):
    entity = printed(desk).entity
    (row,) = desk.prints.of(entity)

    with pytest.raises(WrongPrintStep):
        answer_print(desk, row.id, came_out=False)
    with pytest.raises(WrongPrintStep):
        cancel_print(desk, row.id)


def test_a_copy_keeps_the_reason_it_was_asked_for(desk):
    entity = printed(desk).entity

    copy = desk.prints.get(reprint_paper(desk, entity, "receipt", why=AskedBecause.LOST))

    assert (copy.kind, copy.copy, copy.why) == (PrintKind.COPY, 1, "lost")


def test_who_and_where_stands_with_every_step(desk, printer, jammed):
    steps = desk.prints.steps(jammed.id)

    assert [(step.state, step.printer, step.by) for step in steps] == [
        (PrintState.QUEUED, "", desk.user.number),
        (PrintState.SENT, printer.uri, desk.user.number),
        (PrintState.UNKNOWN, printer.uri, desk.user.number),
    ]


def test_a_person_s_answer_stands_against_what_the_printer_says_later(desk, printer):
    choose_printer(desk, printer.uri)
    printer.job_state = PENDING
    print_id = receive_dossier(desk, residence()).print_id

    def answered():
        desk.prints.lost_sight(by=1, at=desk.clock.now())
        answer_print(desk, print_id, came_out=True)
        jam(printer)

    done = print_paper(desk, print_id, pause=answered)

    assert (done.state, done.reason) == (PrintState.PRINTED, "answered")

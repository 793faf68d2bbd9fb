"""The way of a page through the ledger: original once, spoiled, unknown, copy n."""

from dataclasses import replace
from itertools import count

import pytest

from desk_app.store.errors import WrongPrintStep
from desk_app.store.prints import PrintKind, PrintState
from desk_app.usecases.answer_print import answer_print
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.reprint_paper import reprint_paper
from printing.errors import PrinterRefused, PrinterUnreachable, TrayUnwritable
from tests.support.counter import (
    bytes_in_tray,
    on_printer,
    received,
    residence,
)
from tests.support.printers import (
    ANSWER_LOST,
    FAILED,
    JAMMED,
    PRINTED,
    QUEUED,
    ToldPrinter,
)
from tests.support.words import words_on


def test_a_printed_page_lies_in_the_tray_as_it_is_kept(desk):
    done = print_paper(desk, _queued(desk))

    assert (done.state, done.kind, done.copy, done.sheets) == (
        PrintState.PRINTED,
        PrintKind.ORIGINAL,
        0,
        2,
    )
    assert (done.printer, done.job) == ("tray", "H17.20443-261116-0001-receipt.pdf")
    assert bytes_in_tray(desk, done.job) == desk.files.read(done.sha256)
    assert desk.prints.open() == []


def test_what_the_printer_gets_are_the_bytes_that_are_kept_and_a_name_without_a_person(desk):
    printer = ToldPrinter([PRINTED])
    done = print_paper(on_printer(desk, printer), _queued(desk))

    assert printer.pages == [desk.files.read(done.sha256)]
    assert printer.names == ["H17.20443-261116-0001-receipt"]
    assert (done.printer, done.job) == ("ipp://127.0.0.1/ipp/print", "job-1")


def test_the_steps_of_a_page_are_kept(desk):
    done = print_paper(desk, _queued(desk))

    steps = [(step.state, step.by) for step in desk.prints.steps(done.id)]
    assert steps == [(state, desk.user.number) for state in ("queued", "sent", "printed")]


def test_a_slow_printer_is_waited_for(desk):
    pauses = count()
    printer = ToldPrinter([QUEUED, QUEUED, QUEUED, PRINTED])

    done = print_paper(on_printer(desk, printer), _queued(desk), pause=lambda: next(pauses))

    assert done.state is PrintState.PRINTED
    assert next(pauses) == 3


def test_a_page_that_stays_in_the_printer_s_queue_is_asked_about(desk):
    done = print_paper(on_printer(desk, ToldPrinter([QUEUED])), _queued(desk))

    assert done.state is PrintState.UNKNOWN
    assert [one.id for one in desk.prints.open()] == [done.id]


def test_a_jam_leaves_the_page_to_be_asked_about(desk):
    printer = ToldPrinter([JAMMED])
    done = print_paper(on_printer(desk, printer), _queued(desk))

    assert (done.state, done.reason) == (PrintState.UNKNOWN, "printer_jammed")
    assert len(printer.pages) == 1, "nothing is sent a second time by itself"
    with pytest.raises(WrongPrintStep):
        print_paper(on_printer(desk, printer), done.id)
    assert len(printer.pages) == 1


def test_a_jam_leaves_the_copy_uncounted(desk):
    entity = received(desk).entity
    jammed = print_paper(on_printer(desk, ToldPrinter([JAMMED])), desk.prints.of(entity)[0].id)
    answer_print(desk, jammed.id, came_out=False)

    again = print_paper(desk, reprint_paper(desk, entity, "receipt"))

    assert (again.kind, again.copy, again.state) == (PrintKind.ORIGINAL, 0, PrintState.PRINTED)
    assert "BẢN IN LẠI" not in words_on(desk.files.read(again.sha256))
    assert again.sha256 == jammed.sha256, "the same paper again"


def test_a_page_that_came_out_after_all_is_the_original(desk):
    entity = received(desk).entity
    jammed = print_paper(on_printer(desk, ToldPrinter([JAMMED])), desk.prints.of(entity)[0].id)

    answered = answer_print(desk, jammed.id, came_out=True)

    assert (answered.state, answered.reason) == (PrintState.PRINTED, "answered")
    assert desk.prints.get(reprint_paper(desk, entity, "receipt")).kind is PrintKind.COPY


def test_a_page_that_failed_in_the_printer_is_spoiled(desk):
    entity = received(desk).entity
    done = print_paper(
        on_printer(desk, ToldPrinter([QUEUED, FAILED])), desk.prints.of(entity)[0].id
    )

    assert (done.state, done.reason) == (PrintState.SPOILED, "printer_job_failed")
    assert desk.prints.get(reprint_paper(desk, entity, "receipt")).kind is PrintKind.ORIGINAL


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([ANSWER_LOST], id="the answer to the page was lost"),
        pytest.param([QUEUED, PrinterUnreachable(printer="p")], id="it fell silent"),
    ],
)
def test_a_printer_that_does_not_say_leaves_the_question_to_a_person(desk, answers):
    done = print_paper(on_printer(desk, ToldPrinter(answers)), _queued(desk))

    assert done.state is PrintState.UNKNOWN
    assert desk.prints.open() == [done]


@pytest.mark.parametrize(
    "error", [PrinterUnreachable(printer="p"), PrinterRefused(printer="p", status="0x0507")]
)
def test_a_page_the_printer_did_not_take_waits_and_is_printed_later_once(desk, error):
    print_id = _queued(desk)
    printer = ToldPrinter([error, PRINTED])

    with pytest.raises(type(error)):
        print_paper(on_printer(desk, printer), print_id)
    waiting = desk.prints.get(print_id)
    done = print_paper(on_printer(desk, printer), print_id)

    assert (waiting.state, waiting.reason) == (PrintState.QUEUED, error.code)
    assert (done.state, done.kind) == (PrintState.PRINTED, PrintKind.ORIGINAL)
    assert printer.pages == [desk.files.read(waiting.sha256)]


def test_a_tray_that_cannot_be_written_leaves_the_page_queued(desk):
    print_id = _queued(desk)
    desk.tray.folder.write_text("a file where the folder should be")

    with pytest.raises(TrayUnwritable):
        print_paper(desk, print_id)

    assert desk.prints.get(print_id).state is PrintState.QUEUED
    desk.tray.folder.unlink()
    assert print_paper(desk, print_id).state is PrintState.PRINTED


def test_a_page_on_its_way_in_a_power_cut_is_asked_about_and_answered(desk):
    print_id = _queued(desk)
    _sent_and_cut(desk, print_id)

    assert desk.prints.get(print_id).state is PrintState.UNKNOWN
    assert [one.id for one in desk.prints.open()] == [print_id]
    answered = answer_print(desk, print_id, came_out=True)
    assert answered.state is PrintState.PRINTED
    with pytest.raises(WrongPrintStep):
        answer_print(desk, print_id, came_out=False)


def test_another_window_s_start_does_not_lose_what_this_one_still_follows(desk):
    print_id = _queued(desk)
    told = []

    class Watched(ToldPrinter):
        def send(self, pdf, *, name, **more):
            desk.prints.lost_sight(by=desk.user.number, at=desk.clock.now())
            told.append(desk.prints.get(print_id).state)
            return super().send(pdf, name=name, **more)

    with pytest.raises(PrinterUnreachable):
        print_paper(on_printer(desk, Watched([PrinterUnreachable(printer="p")])), print_id)
    assert desk.prints.get(print_id).state is PrintState.QUEUED
    stuck = print_paper(on_printer(desk, Watched([JAMMED])), print_id)

    assert told == [PrintState.UNKNOWN, PrintState.UNKNOWN]
    assert (stuck.state, stuck.reason) == (PrintState.UNKNOWN, "printer_jammed")


def test_a_page_drawn_once_is_never_drawn_otherwise(desk):
    print_id = _queued(desk)
    with pytest.raises(PrinterUnreachable):
        print_paper(on_printer(desk, ToldPrinter([PrinterUnreachable(printer="p")])), print_id)
    drawn = desk.prints.get(print_id).sha256
    moved = replace(desk, place=replace(desk.place, phone="0236 999 999"))

    assert print_paper(moved, print_id).sha256 == drawn


class _PowerCut(BaseException):
    """Nothing of the program runs after it."""


def _queued(desk):
    return receive_dossier(desk, residence()).print_id


def _sent_and_cut(desk, print_id):
    """The power fails while the printer has the page; then the desk starts again."""

    with pytest.raises(_PowerCut):
        print_paper(on_printer(desk, ToldPrinter([_PowerCut()])), print_id)
    assert desk.prints.get(print_id).state is PrintState.SENT
    desk.prints.lost_sight(by=desk.user.number, at=desk.clock.now())

"""The way of a page through the ledger: original once, spoiled, unknown, copy n."""

from dataclasses import replace
from itertools import count

import pytest

from desk_app.domain.returning import NothingToCorrect
from desk_app.papers.forms import UnknownForm
from desk_app.papers.notices import NoPaperYet
from desk_app.store.errors import FileDamaged, UnknownDossier, UnknownPrint, WrongPrintStep
from desk_app.store.prints import PrintKind, PrintState
from desk_app.usecases.answer_print import answer_print
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.empty_tray import empty_tray
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.reprint_paper import reprint_paper
from printing.errors import PrinterRefused, PrinterUnreachable, TrayUnwritable
from tests.store.making import Hub
from tests.support.counter import (
    all_that_is_kept,
    bytes_in_tray,
    on_printer,
    printed,
    received,
    residence,
    tray_pages,
)
from tests.support.printers import (
    ANSWER_LOST,
    FAILED,
    JAMMED,
    PRINTED,
    QUEUED,
    ToldPrinter,
)
from tests.support.samples import a_reception
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

    steps = [(state, by) for state, by, _, _ in desk.prints.steps(done.id)]
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
        def send(self, pdf, *, name):
            desk.prints.lost_sight(by=desk.user.number, at=desk.clock.now())
            told.append(desk.prints.get(print_id).state)
            return super().send(pdf, name=name)

    with pytest.raises(PrinterUnreachable):
        print_paper(on_printer(desk, Watched([PrinterUnreachable(printer="p")])), print_id)
    assert desk.prints.get(print_id).state is PrintState.QUEUED
    stuck = print_paper(on_printer(desk, Watched([JAMMED])), print_id)

    assert told == [PrintState.UNKNOWN, PrintState.UNKNOWN]
    assert (stuck.state, stuck.reason) == (PrintState.UNKNOWN, "printer_jammed")


def test_reprints_are_the_stored_page_marked_as_copy_n(desk):
    entity = printed(desk).entity
    original = desk.prints.of(entity)[0]

    copies = [print_paper(desk, reprint_paper(desk, entity, "receipt")) for _ in range(3)]

    assert [(one.kind, one.copy) for one in copies] == [(PrintKind.COPY, n) for n in (1, 2, 3)]
    for number, one in enumerate(copies, start=1):
        words = words_on(desk.files.read(one.sha256))
        assert f"BẢN IN LẠI SỐ {number}" in words
        assert "H17.20443-261116-0001" in words
    assert "BẢN IN LẠI" not in words_on(desk.files.read(original.sha256))
    assert tray_pages(desk) == [
        "H17.20443-261116-0001-receipt-1.pdf",
        "H17.20443-261116-0001-receipt-2.pdf",
        "H17.20443-261116-0001-receipt-3.pdf",
        "H17.20443-261116-0001-receipt.pdf",
    ]


def test_a_copy_shows_what_went_out_whatever_has_changed_since(desk):
    entity = printed(desk).entity
    copy = reprint_paper(desk, entity, "receipt")
    desk.clock.pass_by(days=3)

    page = desk.files.read(print_paper(desk, copy).sha256)

    assert "Hùng Sơn, ngày 16 tháng 11 năm 2026" in words_on(page)


def test_after_a_correction_the_copy_is_of_the_corrected_page(desk):
    entity = printed(desk).entity
    correct_dossier(desk, entity, field="applicant.name", text="Nguyễn Sim", reason="Gõ nhầm")
    print_paper(desk, desk.prints.open()[0].id)

    copy = print_paper(desk, reprint_paper(desk, entity, "receipt"))

    words = words_on(desk.files.read(copy.sha256))
    assert copy.kind is PrintKind.COPY
    assert "Nguyễn Sim" in words
    assert "BẢN IN LẠI" in words


def test_after_a_spoiled_corrected_page_the_corrected_page_comes_again(desk):
    entity = printed(desk).entity
    correct_dossier(desk, entity, field="applicant.name", text="Nguyễn Sim", reason="Gõ nhầm")
    print_paper(on_printer(desk, ToldPrinter([FAILED])), desk.prints.open()[0].id)

    again = print_paper(desk, reprint_paper(desk, entity, "receipt"))

    assert again.kind is PrintKind.CORRECTED
    words = words_on(desk.files.read(again.sha256))
    assert "Nguyễn Sim" in words
    assert "BẢN IN LẠI" not in words


def test_a_page_drawn_once_is_never_drawn_otherwise(desk):
    print_id = _queued(desk)
    with pytest.raises(PrinterUnreachable):
        print_paper(on_printer(desk, ToldPrinter([PrinterUnreachable(printer="p")])), print_id)
    drawn = desk.prints.get(print_id).sha256
    moved = replace(desk, place=replace(desk.place, phone="0236 999 999"))

    assert print_paper(moved, print_id).sha256 == drawn


def test_a_kept_page_that_was_damaged_on_disk_is_not_printed(desk):
    entity = printed(desk).entity
    digest = desk.prints.of(entity)[0].sha256
    stored = desk.files.get(digest).path
    stored.write_bytes(stored.read_bytes()[:-1] + b"\0")
    before = tray_pages(desk)

    with pytest.raises(FileDamaged):
        print_paper(desk, reprint_paper(desk, entity, "receipt"))

    assert tray_pages(desk) == before


@pytest.mark.parametrize(
    ("form", "error"),
    [
        pytest.param("refusal", NoPaperYet, id="of an act not done"),
        pytest.param("control-sheeet", UnknownForm, id="that does not exist"),
    ],
)
def test_a_form_that_cannot_be_drawn_does_not_wait_in_the_ledger_for_ever(desk, form, error):
    entity = printed(desk).entity
    before = all_that_is_kept(desk)

    with pytest.raises(error):
        reprint_paper(desk, entity, form)
    with pytest.raises(UnknownDossier):
        reprint_paper(desk, 12345, "receipt")
    with pytest.raises(UnknownPrint):
        print_paper(desk, 404)

    assert all_that_is_kept(desk) == before


def test_what_another_machine_received_comes_out_here_as_a_copy_without_its_clerk_s_name(desk):
    hub = Hub()
    code = f"{desk.place.organisation}-261116-2000"
    application = residence(version="1.004194/1")
    hub.write(
        a_reception(application=application, code=code, organisation=desk.place.organisation),
        author=18,
    )
    hub.settle(desk.store)
    entity = desk.journal.find(code)

    first = print_paper(desk, reprint_paper(desk, entity, "receipt"))
    second = print_paper(desk, reprint_paper(desk, entity, "receipt"))

    assert [(one.kind, one.copy) for one in (first, second)] == [
        (PrintKind.COPY, 1),
        (PrintKind.COPY, 2),
    ]
    words = words_on(desk.files.read(first.sha256))
    assert "BẢN IN LẠI SỐ 1" in words
    assert desk.user.name not in words


def test_emptying_the_tray_takes_the_pages_and_not_the_records(desk):
    entity = printed(desk).entity

    assert empty_tray(desk) == 1

    assert tray_pages(desk) == []
    kept = desk.prints.of(entity)[0]
    assert words_on(desk.files.read(kept.sha256)).count("H17.20443-261116-0001") >= 2
    print_paper(desk, reprint_paper(desk, entity, "receipt"))
    assert tray_pages(desk) == ["H17.20443-261116-0001-receipt-1.pdf"]


def test_a_correction_that_is_refused_queues_nothing(desk):
    entity = printed(desk).entity

    with pytest.raises(NothingToCorrect):
        correct_dossier(desk, entity, field="note", text="", reason="Gõ nhầm")

    assert desk.prints.open() == []


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

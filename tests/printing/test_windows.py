"""Printing through Windows' spooler, on a double of pywin32; only Windows itself shows the rest."""

import sys

import pytest

from printing.errors import (
    OutOfPaper,
    PrinterCoverOpen,
    PrinterJammed,
    PrinterNotHere,
    PrinterOffline,
    PrinterRefused,
    PrinterRefusedMedia,
    PrintError,
    PrinterStopped,
    PrinterUnreachable,
)
from printing.imposing import laid_out
from printing.layout import Layout
from printing.printers.port import JobState, PrinterStatus, Sent
from printing.printers.windows import WindowsPrinter, list_windows_printers
from printing.receipt import draw
from tests.printing.forms import CODE, RECEIPT
from tests.printing.windows_printer import DELETED, Spooler

PAGE = draw(RECEIPT)  # two sheets of A5
PRINTER = WindowsPrinter(name="Máy quầy 1")


@pytest.fixture
def spooler(monkeypatch: pytest.MonkeyPatch) -> Spooler:
    made = Spooler()
    for name, module in made.modules().items():
        monkeypatch.setitem(sys.modules, name, module)
    return made


def test_each_page_goes_over_as_a_picture_in_its_true_size(spooler: Spooler):
    told: list[str] = []

    sent = PRINTER.send(PAGE, name=CODE, told=told.append)

    assert sent == Sent(job="1", state=JobState.QUEUED)
    assert told == ["1"]
    first, second = spooler.jobs[1].pages
    image, (left, top, right, bottom) = first
    assert (left, top) == (-100, -100)  # from the paper's corner, not from what can be printed
    assert (right - left, bottom - top) == (round(148 / 25.4 * 600), round(210 / 25.4 * 600))
    assert image.size == (1749, 2481)  # 300 dots to the inch: text needs no more
    assert image.getextrema() == (0, 255)
    assert second[0].size == image.size


def test_the_driver_is_asked_for_one_sided_a5(spooler: Spooler):
    WindowsPrinter(name="Máy quầy 1", source="Khay dưới").send(PAGE, name=CODE)

    (mode,) = spooler.modes
    assert (mode.PaperSize, mode.Orientation, mode.Duplex, mode.Copies) == (11, 1, 1, 1)
    assert mode.DefaultSource == 2


def test_two_pages_on_a4_lie_on_their_side(spooler: Spooler):
    spooler.papers = (9,)

    PRINTER.send(laid_out(PAGE, Layout.TWO_UP), name=CODE)

    (mode,) = spooler.modes
    assert (mode.PaperSize, mode.Orientation) == (9, 2)


def test_a_printer_without_a5_gets_nothing(spooler: Spooler):
    spooler.papers = (9,)

    with pytest.raises(PrinterRefusedMedia) as refused:
        PRINTER.send(PAGE, name=CODE)

    assert refused.value.details == {"printer": "Máy quầy 1", "paper": "A5"}
    assert spooler.jobs == {}


@pytest.mark.parametrize(
    ("status", "attributes", "error"),
    [
        pytest.param(0x8, 0, PrinterJammed, id="jam"),
        pytest.param(0x10, 0, OutOfPaper, id="no paper"),
        pytest.param(0x400000, 0, PrinterCoverOpen, id="door open"),
        pytest.param(0x80, 0, PrinterOffline, id="off"),
        pytest.param(0, 0x400, PrinterOffline, id="used offline"),
        pytest.param(0x1, 0, PrinterStopped, id="paused"),
        pytest.param(0x8 | 0x2, 0, PrinterJammed, id="an error that is a jam"),
    ],
)
def test_trouble_keeps_the_page_back(
    spooler: Spooler, status: int, attributes: int, error: type[PrintError]
):
    spooler.status, spooler.attributes = status, attributes

    with pytest.raises(error):
        PRINTER.send(PAGE, name=CODE)

    assert spooler.jobs == {}
    assert PRINTER.status().reason == error.code


def test_a_job_is_kept_until_its_end_was_seen(spooler: Spooler):
    PRINTER.send(PAGE, name=CODE)
    before = PRINTER.state("1")
    spooler.finish()

    out = PRINTER.state("1")

    assert (before.state, before.name) == (JobState.PRINTING, CODE)
    assert out.state is JobState.PRINTED
    assert spooler.jobs == {}  # let go of once it was seen


@pytest.mark.parametrize(
    ("status", "told"),
    [
        pytest.param(DELETED, (JobState.FAILED, "printer_job_canceled"), id="thrown out"),
        pytest.param(0x40 | 0x10, (JobState.PRINTING, "out_of_paper"), id="no paper left"),
        pytest.param(0x2, (JobState.QUEUED, "printer_stopped"), id="an error"),
        pytest.param(0x10, (JobState.PRINTING, ""), id="printing"),
    ],
)
def test_what_became_of_a_job(spooler: Spooler, status: int, told: tuple[JobState, str]):
    PRINTER.send(PAGE, name=CODE)
    spooler.jobs[1].status = status

    sent = PRINTER.state("1")

    assert (sent.state, sent.reason) == told


def test_a_job_that_windows_has_forgotten_is_a_person_s_question(spooler: Spooler):
    PRINTER.send(PAGE, name=CODE)
    del spooler.jobs[1]

    assert PRINTER.state("1").reason == "printer_job_forgotten"


def test_a_waiting_job_is_taken_back_and_one_half_out_is_asked_about(spooler: Spooler):
    PRINTER.send(PAGE, name=CODE)
    half_out = PRINTER.cancel("1")
    PRINTER.send(PAGE, name=CODE)
    spooler.jobs[1].status = 0

    waiting = PRINTER.cancel("1")

    assert (half_out.state, waiting.state) == (JobState.UNKNOWN, JobState.FAILED)
    assert spooler.jobs == {}


def test_a_driver_that_gives_up_at_once_printed_nothing(spooler: Spooler):
    spooler.fails_at_page = 1

    with pytest.raises(PrinterRefused):
        PRINTER.send(PAGE, name=CODE)


def test_a_driver_that_gives_up_after_a_page_leaves_it_to_a_person(spooler: Spooler):
    spooler.fails_at_page = 2

    sent = PRINTER.send(PAGE, name=CODE)

    assert (sent.state, sent.reason) == (JobState.UNKNOWN, "printer_job_failed")


def test_a_job_that_windows_refuses_is_told_with_its_number(spooler: Spooler):
    spooler.refuses_jobs = True

    with pytest.raises(PrinterRefused) as refused:
        PRINTER.send(PAGE, name=CODE)

    assert refused.value.details["status"] == "Windows 5"


def test_a_slip_goes_raw(spooler: Spooler):
    sent = PRINTER.send_raw(b"\x1b@slip", name="phieu")

    assert (sent.job, sent.state) == ("1", JobState.QUEUED)
    assert spooler.jobs[1].raw == b"\x1b@slip"


def test_a_slip_half_given_is_asked_about(spooler: Spooler):
    spooler.fails_at_page = 1

    assert PRINTER.send_raw(b"\x1b@slip").state is JobState.UNKNOWN


@pytest.mark.usefixtures("spooler")
def test_windows_printers_are_listed_and_tell_how_they_stand():
    assert list_windows_printers() == ["Máy quầy 1"]
    assert PRINTER.status() == PrinterStatus(
        model="Driver", papers=("A5", "A4"), sources=("Khay trên", "Khay dưới"), waiting=0
    )
    with pytest.raises(PrinterUnreachable):
        WindowsPrinter(name="Máy khác").status()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has them")
def test_another_system_has_no_windows_printers():
    assert list_windows_printers() == []
    with pytest.raises(PrinterNotHere):
        PRINTER.send(PAGE, name=CODE)

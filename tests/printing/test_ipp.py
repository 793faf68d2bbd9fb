"""Printing by IPP: what comes out, what surely does not, and what only a person can tell."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from printing.errors import (
    OutOfInk,
    OutOfPaper,
    PageUnreadable,
    PrinterAddressWrong,
    PrinterAnswerUnreadable,
    PrinterCoverOpen,
    PrinterJammed,
    PrinterNotAccepting,
    PrinterRefused,
    PrinterRefusedMedia,
    PrinterRefusedPdf,
    PrintError,
    PrinterStopped,
    PrinterTakesNoSlips,
    PrinterUnreachable,
)
from printing.page import Paper
from printing.pdf import Document, write
from printing.printers.ipp import IppPrinter
from printing.printers.ipp_meaning import Operation
from printing.printers.ipp_message import Group, encode
from printing.printers.ipp_wishes import wishes
from printing.printers.media import A4, A5
from printing.printers.port import JobState, PrinterStatus, Sent, follow
from printing.receipt import draw
from tests.printing.forms import CODE, RECEIPT
from tests.printing.ipp_printer import (
    ABORTED,
    CANCELED,
    COMPLETED,
    PENDING,
    PROCESSING,
    STOPPED,
    RunningPrinter,
    SmallPrinter,
    running,
    running_eve,
)

PAGE = draw(RECEIPT)
Start = Callable[..., RunningPrinter]


@pytest.fixture(params=["small", pytest.param("ippeveprinter", marks=pytest.mark.slow)])
def start(request: pytest.FixtureRequest) -> Iterator[Start]:
    """Starts a printer that has the paper given: the small one, and Debian's."""
    with ExitStack() as stack:

        def start_printer(*media: str) -> RunningPrinter:
            if request.param == "small":
                return stack.enter_context(running(SmallPrinter(media=media)))
            return stack.enter_context(running_eve(media))

        yield start_printer


@pytest.fixture
def small() -> Iterator[SmallPrinter]:
    with running(SmallPrinter()) as printer:
        yield printer


def test_a_receipt_comes_out_byte_for_byte(start: Start):
    there = start(A5.keyword, A4.keyword)
    printer = IppPrinter(uri=there.uri)

    sent = follow(printer, printer.send(PAGE, name=CODE), tries=100, pause=lambda: time.sleep(0.05))

    assert sent.state is JobState.PRINTED
    assert there.printed() == [PAGE]


def test_a_printer_without_a5_refuses_before_it_gets_the_page(start: Start):
    there = start(A4.keyword)

    with pytest.raises(PrinterRefusedMedia) as refused:
        IppPrinter(uri=there.uri, label="Máy quầy 1").send(PAGE, name=CODE)

    assert refused.value.details == {"printer": "Máy quầy 1", "paper": "A5"}
    assert there.printed() == []


def test_the_same_form_on_a4_goes_to_a_printer_without_a5(start: Start):
    there = start(A4.keyword)
    printer = IppPrinter(uri=there.uri)
    page = draw(RECEIPT, Paper.A4)

    sent = follow(printer, printer.send(page, name=CODE), tries=100, pause=lambda: time.sleep(0.05))

    assert sent.state is JobState.PRINTED
    assert there.printed() == [page]


def test_a_printer_that_does_not_know_a_job_any_more_leaves_it_open(start: Start):
    there = start(A5.keyword)

    sent = IppPrinter(uri=there.uri).state("4711")

    assert sent == Sent(job="4711", state=JobState.UNKNOWN, reason="printer_job_forgotten")


def test_the_second_copy_never_lands_on_the_back_of_the_first(small: SmallPrinter):
    IppPrinter(uri=small.uri).send(PAGE, name=CODE)

    (request,) = small.asked(Operation.PRINT_JOB)
    assert request.first(Group.JOB) == {
        "media": (A5.keyword,),
        "sides": ("one-sided",),
        "print-scaling": ("none",),
    }
    about = request.first(Group.OPERATION)
    assert about["job-name"] == (CODE,)
    assert about["document-format"] == ("application/pdf",)
    assert about["ipp-attribute-fidelity"] == (True,)  # else a printer may put A5 on A4


def test_a_printer_that_hides_its_media_is_asked_by_validate_job(small: SmallPrinter):
    small.admits_media, small.media = False, (A4.keyword,)

    with pytest.raises(PrinterRefusedMedia):
        IppPrinter(uri=small.uri).send(PAGE, name=CODE)

    assert small.asked(Operation.PRINT_JOB) == []


def test_a_printer_that_can_only_refuse_the_job_itself_prints_nothing(small: SmallPrinter):
    small.admits_media, small.validates, small.media = False, False, (A4.keyword,)

    with pytest.raises(PrinterRefusedMedia):
        IppPrinter(uri=small.uri).send(PAGE, name=CODE)

    assert small.printed() == []


def test_custom_sizes_let_validate_job_decide(small: SmallPrinter):
    small.media = ("custom_max_216x356mm", A5.keyword)

    assert IppPrinter(uri=small.uri).send(PAGE, name=CODE).state is JobState.QUEUED


@pytest.mark.parametrize(
    ("change", "error"),
    [
        pytest.param({"formats": ("image/urf",)}, PrinterRefusedPdf, id="takes no PDF"),
        pytest.param({"is_accepting": False}, PrinterNotAccepting, id="queue closed"),
        pytest.param(
            {"state": STOPPED, "reasons": ("media-jam-error",)}, PrinterJammed, id="jammed"
        ),
        pytest.param({"reasons": ("media-empty",)}, OutOfPaper, id="no paper"),
        pytest.param({"reasons": ("media-needed-error",)}, OutOfPaper, id="wants paper"),
        pytest.param({"reasons": ("door-open",)}, PrinterCoverOpen, id="open"),
        pytest.param({"reasons": ("marker-supply-empty-error",)}, OutOfInk, id="no ink"),
        pytest.param({"state": STOPPED}, PrinterStopped, id="stands still"),
        pytest.param(
            {"state": STOPPED, "reasons": ("media-empty-report",)}, OutOfPaper, id="a mere report"
        ),
        pytest.param({"http_status": 401}, PrinterRefused, id="wants a password"),
        pytest.param({"http_status": 404}, PrinterRefused, id="no printer at this path"),
        pytest.param({"rubbish": b"<html>Hello</html>"}, PrinterAnswerUnreadable, id="a web page"),
        pytest.param({"rubbish": b""}, PrinterAnswerUnreadable, id="nothing in the answer"),
        pytest.param(
            {"rubbish": encode(0, []) + b"." * (5 << 20)}, PrinterAnswerUnreadable, id="endless"
        ),
    ],
)
def test_a_printer_that_cannot_print_gets_no_page(
    small: SmallPrinter, change: dict[str, object], error: type[PrintError]
):
    for name, value in change.items():
        setattr(small, name, value)

    with pytest.raises(error) as refused:
        IppPrinter(uri=small.uri, label="Máy quầy 1").send(PAGE, name=CODE)

    assert refused.value.details["printer"] == "Máy quầy 1"
    assert small.printed() == []


@pytest.mark.parametrize(
    ("status", "error"),
    [
        pytest.param(0x040A, PrinterRefusedPdf, id="format"),
        pytest.param(0x0506, PrinterNotAccepting, id="not accepting"),
        pytest.param(0x0507, PrinterNotAccepting, id="busy"),
        pytest.param(0x0403, PrinterRefused, id="not for this user"),
        pytest.param(0x0505, PrinterRefused, id="out of order"),
    ],
)
def test_a_job_refused_is_told_with_its_reason(
    small: SmallPrinter, status: int, error: type[PrintError]
):
    small.refuses_with = status

    with pytest.raises(error) as refused:
        IppPrinter(uri=small.uri).send(PAGE, name=CODE)

    assert refused.value.details.get("status", f"0x{status:04X}") == f"0x{status:04X}"
    assert small.printed() == []


def test_a_web_server_that_keeps_the_page_out_prints_nothing(small: SmallPrinter):
    small.http_status_to_pages = 413

    with pytest.raises(PrinterRefused) as refused:
        IppPrinter(uri=small.uri).send(PAGE, name=CODE)

    assert refused.value.details["status"] == "HTTP 413"


def test_a_web_server_that_fails_over_the_page_leaves_it_to_a_person(small: SmallPrinter):
    small.http_status_to_pages = 502

    assert IppPrinter(uri=small.uri).send(PAGE, name=CODE).state is JobState.UNKNOWN


def test_a_page_of_an_odd_size_is_fitted_on_a4(small: SmallPrinter):
    page = write(Document(width=612, height=792, pages=((),), title="Letter"))

    IppPrinter(uri=small.uri).send(page, name=CODE)

    (request,) = small.asked(Operation.PRINT_JOB)
    assert request.first(Group.JOB)["media"] == (A4.keyword,)
    assert request.first(Group.JOB)["print-scaling"] == ("fit",)


def test_warnings_do_not_stop_a_printer(small: SmallPrinter):
    small.reasons = ("toner-low-warning", "media-empty-warning", "marker-supply-low-report")

    assert IppPrinter(uri=small.uri).send(PAGE, name=CODE).state is JobState.QUEUED


def test_a_printer_that_is_switched_off_is_unreachable():
    with running(SmallPrinter()) as small:
        uri = small.uri

    with pytest.raises(PrinterUnreachable) as refused:
        IppPrinter(uri=uri).send(PAGE, name=CODE)

    assert refused.value.details == {"printer": "127.0.0.1"}


def test_a_printer_that_vanishes_before_the_page_prints_nothing(small: SmallPrinter):
    small.loses_answers_to = Operation.VALIDATE_JOB

    with pytest.raises(PrinterUnreachable):
        IppPrinter(uri=small.uri).send(PAGE, name=CODE)

    assert small.printed() == []


def test_a_printer_that_vanishes_with_the_page_leaves_it_to_a_person(small: SmallPrinter):
    small.loses_answers_to = Operation.PRINT_JOB

    sent = IppPrinter(uri=small.uri).send(PAGE, name=CODE)

    assert sent == Sent(job="", state=JobState.UNKNOWN, reason="printer_answer_lost")
    assert small.printed() == [PAGE]


def test_a_page_whose_answer_was_lost_stays_unknown(small: SmallPrinter):
    assert IppPrinter(uri=small.uri).state("").state is JobState.UNKNOWN


@pytest.mark.parametrize(
    ("job_state", "reasons", "told"),
    [
        pytest.param(PENDING, ("none",), (JobState.QUEUED, ""), id="waiting"),
        pytest.param(PROCESSING, ("none",), (JobState.PRINTING, ""), id="printing"),
        pytest.param(COMPLETED, ("none",), (JobState.PRINTED, ""), id="out"),
        pytest.param(
            COMPLETED,
            ("job-completed-with-errors",),
            (JobState.UNKNOWN, "printer_job_failed"),
            id="out, perhaps badly",
        ),
        pytest.param(CANCELED, ("none",), (JobState.FAILED, "printer_job_canceled"), id="canceled"),
        pytest.param(ABORTED, ("none",), (JobState.FAILED, "printer_job_failed"), id="failed"),
        pytest.param(99, ("none",), (JobState.UNKNOWN, ""), id="a state nobody knows"),
    ],
)
def test_what_became_of_a_page_is_told(
    small: SmallPrinter,
    job_state: int,
    reasons: tuple[str, ...],
    told: tuple[JobState, str],
):
    printer = IppPrinter(uri=small.uri)
    sent = printer.send(PAGE, name=CODE)
    small.job_state, small.job_reasons = job_state, reasons

    state = printer.state(sent.job)

    assert (state.state, state.reason) == told


def test_a_jam_under_way_holds_the_page_up_and_then_it_comes(small: SmallPrinter):
    printer = IppPrinter(uri=small.uri)
    sent = printer.send(PAGE, name=CODE)
    small.job_state, small.state, small.reasons = PROCESSING, STOPPED, ("media-jam",)

    jammed = printer.state(sent.job)
    small.job_state, small.state, small.reasons = COMPLETED, 3, ("none",)
    mended = printer.state(sent.job)

    assert jammed == Sent(job="1", state=JobState.PRINTING, reason="printer_jammed")
    assert mended == Sent(job="1", state=JobState.PRINTED)


def test_asking_a_printer_that_is_gone_is_no_answer():
    with running(SmallPrinter()) as small:
        printer = IppPrinter(uri=small.uri)

    with pytest.raises(PrinterUnreachable):
        printer.state("1")


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "printer",
        "socket://10.0.0.1:9100",
        "ipp://",
        "ipp:///ipp/print",
        "ipp://h:99999/",
    ],
)
def test_an_address_of_no_printer_is_named(uri: str):
    with pytest.raises(PrinterAddressWrong) as refused:
        IppPrinter(uri=uri).send(PAGE, name=CODE)

    assert refused.value.details == {"address": uri}


def test_bytes_that_are_no_pdf_never_reach_a_printer(small: SmallPrinter):
    with pytest.raises(PageUnreadable):
        IppPrinter(uri=small.uri).send(b"%PDF-1.7 cut", name=CODE)

    assert small.requests == []


def two_steps(small: SmallPrinter) -> tuple[IppPrinter, list[str]]:
    small.in_two_steps = True
    return IppPrinter(uri=small.uri), []


def test_the_job_is_named_before_its_page_goes(small: SmallPrinter):
    printer, told = two_steps(small)

    sent = printer.send(PAGE, name=CODE, told=lambda job: told.append(f"{job}:{len(small.pages)}"))

    assert told == ["1:0"]
    assert sent == Sent(job="1", state=JobState.QUEUED)
    assert small.printed() == [PAGE]
    assert small.asked(Operation.PRINT_JOB) == []
    assert printer.state("1").name == CODE


def test_an_answer_lost_behind_the_page_is_asked_for_again(small: SmallPrinter):
    printer, _ = two_steps(small)
    small.loses_answers_to = Operation.SEND_DOCUMENT

    sent = printer.send(PAGE, name=CODE)

    assert (sent.job, sent.state) == ("1", JobState.PRINTED)


def test_a_printer_that_dies_under_the_page_keeps_the_job_s_name_for_later(small: SmallPrinter):
    printer, told = two_steps(small)
    small.loses_answers_to = Operation.SEND_DOCUMENT

    def die(job: str) -> None:
        told.append(job)
        small.rubbish = b"\x00"

    sent = printer.send(PAGE, name=CODE, told=die)

    assert sent == Sent(job="1", state=JobState.UNKNOWN, reason="printer_answer_lost")
    assert told == ["1"]


def test_a_page_that_is_refused_leaves_no_empty_job_behind(small: SmallPrinter):
    printer, _ = two_steps(small)
    small.http_status_to_pages = 413
    small.job_state = PENDING

    with pytest.raises(PrinterRefused):
        printer.send(PAGE, name=CODE)

    assert small.cancelled == [1]


def test_a_waiting_page_is_taken_back(small: SmallPrinter):
    printer, _ = two_steps(small)
    small.job_state = PROCESSING
    sent = printer.send(PAGE, name=CODE)

    taken_back = printer.cancel(sent.job)

    assert (taken_back.state, taken_back.reason) == (JobState.FAILED, "printer_job_canceled")


def test_a_page_that_is_out_cannot_be_taken_back(small: SmallPrinter):
    printer, _ = two_steps(small)
    sent = printer.send(PAGE, name=CODE)

    assert printer.cancel(sent.job).state is JobState.PRINTED
    assert small.cancelled == []


def test_a_paper_tray_is_asked_for_by_size_and_name(small: SmallPrinter):
    small.sources = ("tray-1", "tray-2")

    IppPrinter(uri=small.uri, source="tray-2").send(PAGE, name=CODE)

    (request,) = small.asked(Operation.PRINT_JOB)
    assert "media" not in request.first(Group.JOB)
    wanted = wishes({}, A5, is_exact=True, source="tray-2")
    assert encode(0, [(Group.JOB, wanted)]) == (
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x02"
        b"\x34\x00\x09media-col\x00\x00"
        b"\x4a\x00\x00\x00\x0amedia-size\x34\x00\x00\x00\x00"
        b"\x4a\x00\x00\x00\x0bx-dimension\x21\x00\x00\x00\x04\x00\x00\x39\xd0"
        b"\x4a\x00\x00\x00\x0by-dimension\x21\x00\x00\x00\x04\x00\x00\x52\x08"
        b"\x37\x00\x00\x00\x00"
        b"\x4a\x00\x00\x00\x0cmedia-source\x44\x00\x00\x00\x06tray-2"
        b"\x37\x00\x00\x00\x00\x03"
    )


def test_a_printer_tells_how_it_stands(small: SmallPrinter):
    small.sources, small.media = ("tray-1",), (A4.keyword,)
    printer = IppPrinter(uri=small.uri)

    ready = printer.status()
    small.state, small.reasons = STOPPED, ("media-empty-error",)
    empty = printer.status()
    small.is_accepting = False

    assert ready == PrinterStatus(
        model="Máy in nhỏ", papers=("A4",), sources=("tray-1",), waiting=0
    )
    assert (empty.is_ready, empty.reason) == (False, "out_of_paper")
    assert printer.status().reason == "printer_not_accepting"


def test_a_slip_goes_through_a_queue_in_the_printer_s_own_language(small: SmallPrinter):
    small.formats = ("application/pdf", "application/octet-stream", "application/vnd.cups-raw")

    sent = IppPrinter(uri=small.uri).send_raw(b"\x1b@slip", name="phieu-12")

    (request,) = small.asked(Operation.PRINT_JOB)
    assert sent.state is JobState.QUEUED
    assert request.document == b"\x1b@slip"
    assert request.first(Group.OPERATION)["document-format"] == ("application/vnd.cups-raw",)


def test_a_page_printer_takes_no_slip(small: SmallPrinter):
    with pytest.raises(PrinterTakesNoSlips):
        IppPrinter(uri=small.uri).send_raw(b"\x1b@slip")

    assert small.printed() == []

"""Slips to a raw port: what surely does not come out, what did, what only a person can tell."""

from collections.abc import Iterator

import pytest

from printing.errors import (
    OutOfPaper,
    PrinterAddressWrong,
    PrinterCoverOpen,
    PrinterJammed,
    PrintError,
    PrinterStopped,
    PrinterUnreachable,
)
from printing.printers.port import JobState, PrinterStatus, Sent
from printing.printers.raw import RawPrinter, raw_printer
from tests.printing.raw_printer import (
    BROKEN,
    COVER_OPEN,
    CUTTER_STUCK,
    NO_PAPER,
    SlipPrinter,
    running,
)

SLIP = b"\x1b@" + b"\x1dv0\x00" + bytes(range(1, 16)) * 300 + b"\x1dVB\x00"


@pytest.fixture
def there() -> Iterator[SlipPrinter]:
    with running(SlipPrinter()) as printer:
        yield printer


def at(printer: SlipPrinter) -> RawPrinter:
    return RawPrinter(host="127.0.0.1", port=printer.port, label="Máy phiếu")


def test_a_slip_comes_out_byte_for_byte_and_the_printer_says_so(there: SlipPrinter):
    sent = at(there).send_raw(SLIP)

    assert sent == Sent(job="", state=JobState.PRINTED)
    assert there.slips == [SLIP]


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        pytest.param(COVER_OPEN, PrinterCoverOpen, id="open"),
        pytest.param(NO_PAPER, OutOfPaper, id="no paper"),
        pytest.param(CUTTER_STUCK, PrinterJammed, id="cutter stuck"),
        pytest.param(BROKEN, PrinterStopped, id="broken"),
    ],
)
def test_trouble_told_beforehand_keeps_the_slip_back(
    there: SlipPrinter, answers: dict[int, int], error: type[PrintError]
):
    there.answers = answers

    with pytest.raises(error) as refused:
        at(there).send_raw(SLIP)

    assert refused.value.details == {"printer": "Máy phiếu"}
    assert there.slips == []
    assert at(there).status() == PrinterStatus(reason=error.code)


def test_a_printer_that_never_speaks_gets_the_slip_and_a_person_is_asked(there: SlipPrinter):
    there.answers = {}

    sent = at(there).send_raw(SLIP)

    assert sent == Sent(job="", state=JobState.UNKNOWN, reason="printer_silent")


def test_paper_that_ends_under_the_slip_leaves_it_to_a_person(there: SlipPrinter):
    there.through = 0x0C
    there.answers_after = NO_PAPER

    sent = at(there).send_raw(SLIP)

    assert sent == Sent(job="", state=JobState.UNKNOWN, reason="out_of_paper")


def test_a_printer_switched_off_in_the_middle_leaves_a_slip_half_out(there: SlipPrinter):
    there.takes_at_most = 100

    sent = at(there).send_raw(SLIP * 400)

    assert sent == Sent(job="", state=JobState.UNKNOWN, reason="printer_answer_lost")


def test_a_printer_that_is_off_is_unreachable():
    with running(SlipPrinter()) as other:
        gone = at(other)

    with pytest.raises(PrinterUnreachable):
        gone.send_raw(SLIP)
    with pytest.raises(PrinterUnreachable):
        gone.status()


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [("raw://10.0.0.9", "10.0.0.9", 9100), ("raw://may-phieu:9101", "may-phieu", 9101)],
)
def test_an_address_names_host_and_port(address: str, host: str, port: int):
    printer = raw_printer(address)

    assert (printer.host, printer.port) == (host, port)


@pytest.mark.parametrize(
    "address", ["", "raw://", "10.0.0.9", "raw://h:0", "raw://h:x", "raw://h/a"]
)
def test_an_address_of_no_slip_printer_is_named(address: str):
    with pytest.raises(PrinterAddressWrong):
        raw_printer(address)

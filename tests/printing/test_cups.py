"""A real queue of CUPS before a real driverless printer, both on loopback."""

import time

import pytest

from printing.imposing import laid_out
from printing.layout import Layout
from printing.printers.discovery import list_ipp_printers
from printing.printers.ipp import IppPrinter
from printing.printers.media import A4
from printing.printers.port import JobState, Sent, follow
from printing.receipt import draw
from tests.printing.cups import running_queue
from tests.printing.forms import CODE, RECEIPT
from tests.printing.ipp_printer import free_port, running_eve

PAGE = draw(RECEIPT)


def followed(printer: IppPrinter, sent: Sent) -> Sent:
    return follow(printer, sent, tries=100, pause=lambda: time.sleep(0.1))


@pytest.mark.slow
def test_a_queue_hands_two_a5_pages_on_a4_to_its_printer_as_they_were_sent():
    page = laid_out(PAGE, Layout.TWO_UP)
    told: list[str] = []

    with running_eve((A4.keyword,)) as there, running_queue(there.uri) as queue:
        (found,) = list_ipp_printers(queue.service)
        printer = IppPrinter(uri=queue.uri)
        sent = followed(printer, printer.send(page, name=CODE, told=told.append))
        printed = there.printed()

    assert found.uri == queue.uri
    assert (sent.state, sent.name, told) == (JobState.PRINTED, CODE, [sent.job])
    assert printed == [page]


@pytest.mark.slow
def test_a_job_that_the_printer_behind_the_queue_throws_out_is_never_called_printed():
    """`lp` lists it under completed; the printer "cannot print with supplied options".

    On a busy machine CUPS now and then hands the page over without them: then it did come out.
    """
    with running_eve((A4.keyword,)) as there, running_queue(there.uri, model="everywhere") as queue:
        printer = IppPrinter(uri=queue.uri)
        page = laid_out(PAGE, Layout.ENLARGED)
        sent = followed(printer, printer.send(page, name=CODE))
        printed = there.printed()

    assert sent.state is (JobState.PRINTED if printed else JobState.FAILED)
    assert printed or sent.reason == "printer_job_canceled"


@pytest.mark.slow
def test_a_page_for_a_printer_that_is_off_waits_in_the_queue_and_is_taken_back():
    with running_queue(f"ipp://127.0.0.1:{free_port()}/ipp/print") as queue:
        printer = IppPrinter(uri=queue.uri)
        sent = printer.send(PAGE, name=CODE)
        later = follow(printer, sent, tries=5, pause=lambda: time.sleep(0.1))
        taken_back = printer.cancel(sent.job)

    assert later.state in {JobState.QUEUED, JobState.PRINTING}
    assert (taken_back.state, taken_back.reason) == (JobState.FAILED, "printer_job_canceled")

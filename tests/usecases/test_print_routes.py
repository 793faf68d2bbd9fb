"""Which printer a form goes to: its own, the default one, never another by itself."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from desk_app.papers.forms import UnknownForm
from desk_app.routing import (
    PRINTER,
    ROUTES,
    NoSlipPrinter,
    kept_choice,
    known_routes,
    route_to,
)
from desk_app.store.prints import PrintState
from desk_app.usecases.choose_printer import choose_printer
from desk_app.usecases.choose_slip_printer import choose_slip_printer
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.print_test_page import print_test_page, print_test_slip
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.route_form import route_form
from desk_app.usecases.send_slip import send_slip
from printing.errors import (
    PrinterAddressWrong,
    PrinterRefusedMedia,
    PrinterTakesNoPages,
    PrinterUnreachable,
)
from printing.escpos import read_slip
from printing.imposing import laid_out
from printing.layout import Layout
from printing.printers.media import A4, A5
from printing.printers.port import JobState
from tests.printing.ipp_printer import SmallPrinter, running
from tests.printing.raw_printer import SlipPrinter
from tests.printing.raw_printer import running as slip_running
from tests.support.counter import residence, tray_pages
from tests.support.desks import a_desk

OFF = "ipp://127.0.0.1:9/printers/May-quay"


def queued(desk):
    return receive_dossier(desk, residence()).print_id


def test_a_form_goes_to_its_own_printer_and_the_rest_to_the_default(desk):
    with running(SmallPrinter()) as printer:
        route_form(desk, "receipt", printer.uri, layout=Layout.AS_DRAWN)

        done = print_paper(desk, queued(desk))

    assert (done.printer, done.layout) == (printer.uri, "as_drawn")
    assert desk.route("refusal").name == "tray"
    assert tray_pages(desk) == []


def test_what_was_chosen_holds_after_a_restart(desk):
    choose_printer(desk, OFF, layout=Layout.TWO_UP, source="tray-2")
    route_form(desk, "refusal", "tray", layout=Layout.ENLARGED)
    choose_slip_printer(desk, "raw://127.0.0.1:9100", width_mm=58)

    again = kept_choice(desk.store.settings.get, desk.tray)

    assert again == desk.choice
    assert (again.name, again.layout, again.printer.source) == (OFF, Layout.TWO_UP, "tray-2")
    assert again.printer.label == "May-quay"
    assert (again.forms["refusal"].name, again.forms["refusal"].layout) == ("tray", Layout.ENLARGED)
    assert (again.slip.name, again.slip.width_mm) == ("raw://127.0.0.1:9100", 58)


def test_a_form_may_go_back_to_the_default(desk):
    route_form(desk, "receipt", OFF, layout=Layout.AS_DRAWN)

    route_form(desk, "receipt", "", layout=Layout.AS_DRAWN)

    assert desk.route("receipt").name == "tray"


def test_a_printer_that_is_gone_keeps_the_page_and_nothing_goes_elsewhere(desk):
    route_form(desk, "receipt", OFF, layout=Layout.AS_DRAWN)
    print_id = queued(desk)

    with pytest.raises(PrinterUnreachable) as refused:
        print_paper(desk, print_id)

    assert refused.value.details == {"printer": "May-quay"}
    assert desk.prints.get(print_id).state is PrintState.QUEUED
    assert tray_pages(desk) == []


def test_a_person_may_send_that_page_to_another_printer_of_the_desk(desk):
    choose_printer(desk, OFF)
    print_id = queued(desk)
    with pytest.raises(PrinterUnreachable):
        print_paper(desk, print_id)

    done = print_paper(desk, print_id, route=route_to(desk, "tray"))

    assert (done.state, done.printer, done.copy) == (PrintState.PRINTED, "tray", 0)
    assert [route.name for route in known_routes(desk)] == [OFF, "tray"]
    with pytest.raises(PrinterAddressWrong):
        route_to(desk, "ipp://10.0.0.66/ipp/print")


def test_a_printer_without_a5_says_so_and_takes_two_pages_on_a4(desk):
    with running(SmallPrinter(media=(A4.keyword,))) as printer:
        choose_printer(desk, printer.uri)
        print_id = queued(desk)
        with pytest.raises(PrinterRefusedMedia):
            print_paper(desk, print_id)

        done = print_paper(desk, print_id, route=route_to(desk, printer.uri, Layout.TWO_UP))

    kept = desk.files.read(done.sha256)
    assert (done.state, done.layout) == (PrintState.PRINTED, "two_up")
    assert printer.pages == [laid_out(kept, Layout.TWO_UP)]


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("", PrinterAddressWrong),
        ("socket://10.0.0.1:9100", PrinterAddressWrong),
        ("windows:", PrinterAddressWrong),
        ("raw://10.0.0.1", PrinterTakesNoPages),
    ],
)
def test_a_wrong_address_changes_nothing(desk, address, error):
    with pytest.raises(error):
        choose_printer(desk, address)

    assert (desk.printer_name, desk.store.settings.get(PRINTER)) == ("tray", None)
    assert desk.store.settings.get(ROUTES) is None


def test_a_form_nobody_knows_gets_no_printer(desk):
    with pytest.raises(UnknownForm):
        route_form(desk, "no form", "tray", layout=Layout.AS_DRAWN)


def test_a_printer_of_windows_may_be_chosen_ahead_and_the_desk_still_opens(desk):
    choose_printer(desk, "windows:HP LaserJet")

    assert kept_choice(desk.store.settings.get, desk.tray).name == "windows:HP LaserJet"


def test_a_slip_goes_to_the_slip_printer(desk):
    with slip_running(SlipPrinter()) as there:
        choose_slip_printer(desk, f"raw://127.0.0.1:{there.port}")

        sent = send_slip(desk, b"\x1b@phieu")

    assert sent.state is JobState.PRINTED
    assert there.slips == [b"\x1b@phieu"]


def test_without_a_slip_printer_a_slip_is_refused(desk):
    choose_slip_printer(desk, "raw://127.0.0.1:9100")
    choose_slip_printer(desk, "")

    with pytest.raises(NoSlipPrinter):
        send_slip(desk, b"\x1b@phieu")


def test_a_test_page_stands_in_no_ledger(desk):
    with running(SmallPrinter(media=(A5.keyword,))) as printer:
        print_test_page(desk, printer.uri)

    (page,) = printer.pages
    assert page.startswith(b"%PDF")
    assert desk.prints.open() == []


@pytest.mark.parametrize("width_mm", [80, 58])
def test_a_test_slip_is_as_wide_as_its_printer(desk, width_mm):
    with slip_running(SlipPrinter()) as there:
        choose_slip_printer(desk, f"raw://127.0.0.1:{there.port}", width_mm=width_mm)

        print_test_slip(desk)

    assert read_slip(there.slips[0]).width == {80: 576, 58: 384}[width_mm]


def test_two_machines_print_to_one_printer_at_once(desk, tmp_path):
    """Each page once, each row closed by its own job."""

    def ten(machine):
        return [print_paper(machine, queued(machine)) for _ in range(5)]

    with (
        a_desk(tmp_path / "other", author=18, lane=(2000, 2999)) as other,
        running(SmallPrinter(in_two_steps=True)) as printer,
    ):
        for machine in (desk, other):
            choose_printer(machine, printer.uri)
        with ThreadPoolExecutor(2) as pool:
            done = [one for rows in pool.map(ten, (desk, other)) for one in rows]

    assert {one.state for one in done} == {PrintState.PRINTED}
    assert len({one.job for one in done}) == len(printer.pages) == len(set(printer.pages)) == 10

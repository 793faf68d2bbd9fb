"""Receipts on paper: through a driverless printer, byte for byte what the desk keeps."""

import threading
from contextlib import ExitStack

import pytest

from desk_app.clock import WallClock
from desk_app.routing import PRINTER
from desk_app.store.prints import PrintState
from printing.printers.media import A4, A5
from tests.commands.lines import a_line, written
from tests.faults.desks import ADMIN, looked_into, make_desk
from tests.printing.ipp_printer import (
    COMPLETED,
    IDLE,
    PROCESSING,
    STOPPED,
    SmallPrinter,
    running,
    running_eve,
)
from tests.support.command_line import STATE_HOME, Shell
from tests.support.desks import PASSWORD


@pytest.fixture
def shell(tmp_path, monkeypatch):
    """The command line of a desk of its own."""
    monkeypatch.setenv(STATE_HOME, str(tmp_path / "state"))
    make_desk(tmp_path / "data", clock=WallClock())
    return Shell(data=tmp_path / "data", user=ADMIN, password=PASSWORD)


@pytest.fixture(params=["small", pytest.param("ippeveprinter", marks=pytest.mark.slow)])
def printer(request):
    """A printer that prints A5 and A4: the small one of the tests, and Debian's."""
    media = (A5.keyword, A4.keyword)
    with ExitStack() as stack:
        if request.param == "small":
            yield stack.enter_context(running(SmallPrinter(media=media)))
        else:
            yield stack.enter_context(running_eve(media))


def kept_pages(shell):
    """The bytes of every page the desk has drawn, the oldest first."""
    with looked_into(shell.data) as desk:
        dossiers = [int(one["dossier_id"]) for one in shell.json("desk", "list").documents]
        return [desk.files.read(page.sha256) for one in dossiers for page in desk.prints.of(one)]


def test_a_receipt_comes_out_of_a_driverless_printer_as_it_is_kept(shell, printer):
    taken = shell.json("desk", "receive", "-", given=written(a_line())).document

    told = shell.json("desk", "print", "receipt", taken["code"], "--printer", printer.uri).document

    assert told["state"] == "printed"
    assert told["printer"] == printer.uri
    assert told["file"] is None  # no page lies in the tray
    assert printer.printed() == kept_pages(shell)[1:]


def test_a_desk_with_a_printer_of_its_own_prints_what_it_receives(shell, printer):
    with looked_into(shell.data) as desk:
        desk.store.settings.put(PRINTER, printer.uri)

    taken = shell.json("desk", "receive", "-", given=written(a_line())).document

    assert taken["receipt_pdf"] is None
    assert printer.printed() == kept_pages(shell)


def test_a_slow_printer_is_waited_for(shell):
    with running(SmallPrinter(job_state=PROCESSING)) as printer:
        with looked_into(shell.data) as desk:
            desk.store.settings.put(PRINTER, printer.uri)
        out = threading.Timer(1.0, lambda: setattr(printer, "job_state", COMPLETED))
        out.start()

        taken = shell.json("desk", "receive", "-", given=written(a_line())).document
        out.join()

    with looked_into(shell.data) as desk:
        (page,) = desk.prints.of(int(taken["dossier_id"]))
    assert page.state is PrintState.PRINTED


def test_a_jam_is_told_and_the_same_page_comes_when_it_is_mended(shell):
    with running(SmallPrinter()) as printer:
        with looked_into(shell.data) as desk:
            desk.store.settings.put(PRINTER, printer.uri)
        printer.reasons = ("media-jam-error",)
        printer.state = STOPPED

        taken = shell.json("desk", "receive", "-", given=written(a_line()))
        printer.reasons, printer.state = ("none",), IDLE
        again = shell.json("desk", "print", "receipt", taken.document["code"]).document

    assert taken.exit_code == 0  # the dossier is in
    assert "printer_jammed" in taken.document["warnings"]
    assert (again["kind"], again["state"]) == ("original", "printed")
    assert printer.printed() == kept_pages(shell)

"""The print ledger and the printers' set-up in the window."""

import pytest

from desk_app.opening import opened_desk
from desk_app.usecases.choose_printer import choose_printer
from desk_app.usecases.print_paper import print_paper
from tests.printing.ipp_printer import PROCESSING, STOPPED, SmallPrinter, running
from tests.support.clock import SetClock
from tests.support.counter import certification, received
from tests.support.desks import PASSWORD
from tests.support.window import PERSON

pytestmark = [pytest.mark.screen, pytest.mark.slow]


def with_a_jam(folder, printer):
    """One dossier whose receipt is stuck in the printer."""
    printer.job_state = PROCESSING

    def jam():
        printer.state, printer.reasons = STOPPED, ("media-jam-error",)

    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        choose_printer(desk, printer.uri)
        dossier = received(desk, certification())
        print_paper(desk, desk.prints.of(dossier.entity)[0].id, pause=jam)
        return dossier.code


def test_a_stuck_page_is_asked_about_today_and_answered_in_the_ledger(folder, desk_window):
    with running(SmallPrinter(in_two_steps=True)) as printer:
        code = with_a_jam(folder, printer)
        desk_window.keys("Alt+3", "Alt+1")
        desk_window.sees("Tờ in chưa rõ")
        desk_window.picture("today-unsure")

        desk_window.keys("ArrowDown", "Enter")
        desk_window.sees_heading("Sổ in")
        desk_window.sees(code)
        desk_window.sees("kẹt giấy")
        desk_window.picture("prints")
        desk_window.keys("ArrowDown", "Enter")
        desk_window.sees("Tờ giấy này đã ra khỏi máy in chưa?")
        desk_window.picture("prints-asked")
        desk_window.press("Đã ra")
        desk_window.sees("Đã in.")
        desk_window.sees("0 tờ chưa rõ")


def test_the_printers_tell_how_they_stand_and_a_form_gets_its_own(folder, window):
    with running(SmallPrinter(in_two_steps=True, sources=("tray-1", "tray-2"))) as printer:
        with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
            choose_printer(desk, printer.uri)
        window.sign_in()
        window.keys("Control+k")
        window.cursor_in("Gõ vài chữ")
        window.type("cai dat may in")
        window.keys("Enter")
        window.sees_heading("Cài đặt máy in")
        window.sees("Máy in nhỏ")
        window.picture("printers")
        printer.state, printer.reasons = STOPPED, ("cover-open-error",)

        window.press("Xem lại")
        window.sees("nắp máy in mở")
        window.press(window.page.get_by_role("button", name="Đổi").nth(1))
        window.sees("hai trang A5 trên A4")
        window.picture("printers-route")
        window.press(window.page.get_by_role("radio", name="khay PDF"))
        window.press(window.page.get_by_role("radio", name="hai trang A5 trên A4"))
        window.keys("Control+Enter")
        window.sees("Đã chọn máy in")
        window.sees("khay PDF · hai trang A5 trên A4")
        window.picture("printers-chosen")

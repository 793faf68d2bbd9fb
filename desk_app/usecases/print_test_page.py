"""Print a page that shows whether a printer is set up well (in thử)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import VIETNAM
from desk_app.domain.rights import Act
from desk_app.routing import NoSlipPrinter, label_of, printer_named
from printing.escpos import slip_bytes
from printing.imposing import laid_out
from printing.layout import Layout
from printing.page import Paper
from printing.test_page import TestPage, draw

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from printing.printers.port import Sent

_LAYOUTS = {
    Layout.AS_DRAWN: "đúng khổ",
    Layout.TWO_UP: "hai trang A5 trên một tờ A4",
    Layout.ENLARGED: "A5 phóng to ra A4",
}
_WIDE_MM = 80
_TRAY_LABEL = "khay PDF"


def print_test_page(
    desk: Desk,
    address: str,
    *,
    paper: str = "A5",
    layout: Layout = Layout.AS_DRAWN,
    source: str = "",
) -> Sent:
    """On any printer, chosen or not; it decides nothing and stands in no ledger.

    Raises NotPermitted, PrinterAddressWrong, PrintError.
    """
    desk.require(Act.MANAGE_DESK)
    printer = printer_named(address.strip(), desk.tray, source=source)
    name = label_of(address) if printer is not desk.tray else _TRAY_LABEL
    page = draw(_page(desk, name, Paper(paper), _LAYOUTS[layout]))
    at = f"{desk.clock.now().astimezone(VIETNAM):%y%m%d-%H%M%S}"
    return printer.send(laid_out(page, layout), name=f"in-thu-{paper}-{at}")


def print_test_slip(desk: Desk) -> Sent:
    """On the slip printer. Raises NotPermitted, NoSlipPrinter, PrintError."""
    desk.require(Act.MANAGE_DESK)
    slip = desk.choice.slip
    if slip is None:
        raise NoSlipPrinter
    paper = Paper.ROLL_80 if slip.width_mm == _WIDE_MM else Paper.ROLL_58
    page = draw(_page(desk, label_of(slip.name), paper, _LAYOUTS[Layout.AS_DRAWN]))
    return slip.port.send_raw(slip_bytes(page, width_mm=slip.width_mm), name="in-thu")


def _page(desk: Desk, printer: str, paper: Paper, layout: str) -> TestPage:
    now = desk.clock.now().astimezone(VIETNAM)
    return TestPage(
        unit=desk.place.unit,
        printer=printer,
        paper=paper,
        layout=layout,
        printed_at=f"{now:%d/%m/%Y %H:%M}",
        qr_text=f"{desk.place.organisation} {now:%Y%m%d-%H%M}",
    )

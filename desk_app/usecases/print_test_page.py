"""Print a page that shows whether a printer is set up well (in thử)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import VIETNAM
from desk_app.domain.rights import Act
from desk_app.routing import label_of, printer_named
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
    now = desk.clock.now().astimezone(VIETNAM)
    page = draw(
        TestPage(
            unit=desk.place.unit,
            printer=label_of(address) if printer is not desk.tray else _TRAY_LABEL,
            paper=Paper(paper),
            layout=_LAYOUTS[layout],
            printed_at=f"{now:%d/%m/%Y %H:%M}",
            qr_text=f"{desk.place.organisation} {now:%Y%m%d-%H%M}",
        )
    )
    return printer.send(laid_out(page, layout), name=f"in-thu-{paper}-{now:%y%m%d-%H%M%S}")

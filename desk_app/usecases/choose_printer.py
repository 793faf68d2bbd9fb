"""Choose where pages go (chọn máy in): the PDF tray, or a printer by its IPP address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.opening import PRINTER, printer_named

if TYPE_CHECKING:
    from desk_app.desk import Desk


def choose_printer(desk: Desk, address: str) -> None:
    """From the next page on, and at every start; "tray" is the folder.

    Raises NotPermitted, PrinterAddressWrong. Whether the printer answers is seen at the first page.
    """
    desk.require(Act.MANAGE_DESK)
    printer = printer_named(address.strip(), desk.tray)
    desk.store.settings.put(PRINTER, address.strip())
    desk.choice.name, desk.choice.printer = address.strip(), printer

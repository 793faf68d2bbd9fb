"""Choose where pages go (chọn máy in): the PDF tray, or a printer by its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.routing import ROUTES, choose, printer_named
from printing.layout import Layout

if TYPE_CHECKING:
    from desk_app.desk import Desk


def choose_printer(
    desk: Desk, address: str, *, layout: Layout = Layout.AS_DRAWN, source: str = ""
) -> None:
    """From the next page on, and at every start; "tray" is the folder.

    Forms with a printer of their own keep it. Raises NotPermitted, PrinterAddressWrong,
    PrinterTakesNoPages. Whether the printer answers is seen at the first page.
    """
    desk.require(Act.MANAGE_DESK)
    address = address.strip()
    printer_named(address, desk.tray)
    routes = dict(desk.store.settings.get(ROUTES) or {})
    choose(desk, address=address, routes={**routes, "layout": layout, "source": source})

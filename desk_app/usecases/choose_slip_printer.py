"""Choose where slips go (máy in phiếu nhiệt): queue tickets, short receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.routing import ROUTES, SLIP_WIDTHS_MM, choose, slip_port

if TYPE_CHECKING:
    from desk_app.desk import Desk


def choose_slip_printer(desk: Desk, address: str, *, width_mm: int = SLIP_WIDTHS_MM[0]) -> None:
    """Its address and the width of its paper, 80 or 58; an empty address is none.

    Raises NotPermitted, PrinterAddressWrong.
    """
    desk.require(Act.MANAGE_DESK)
    if width_mm not in SLIP_WIDTHS_MM:
        raise ValueError(width_mm)
    address = address.strip()
    routes = dict(desk.store.settings.get(ROUTES) or {})
    routes.pop("slip", None)
    if address:
        slip_port(address)
        routes["slip"] = {"address": address, "width_mm": width_mm}
    choose(desk, routes=routes)

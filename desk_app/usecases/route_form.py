"""Give a form a printer of its own (máy in riêng cho từng loại giấy), or the default one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.forms import EVERY_FORM, UnknownForm
from desk_app.routing import ROUTES, choose, kept_route, printer_named

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from printing.layout import Layout


def route_form(desk: Desk, form: str, address: str, *, layout: Layout, source: str = "") -> None:
    """From the next page on, and at every start; an empty address is the default printer.

    Raises NotPermitted, UnknownForm, PrinterAddressWrong, PrinterTakesNoPages.
    """
    desk.require(Act.MANAGE_DESK)
    if form not in EVERY_FORM:
        raise UnknownForm(form=form[:40])
    address = address.strip()
    routes = dict(desk.store.settings.get(ROUTES) or {})
    forms = dict(routes.get("forms") or {})
    forms.pop(form, None)
    if address:
        printer_named(address, desk.tray)
        forms[form] = kept_route(address, layout, source)
    choose(desk, routes={**routes, "forms": forms})

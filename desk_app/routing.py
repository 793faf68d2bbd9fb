"""Which printer a form goes to, by what was chosen in Settings.

An address is "tray", or begins with ipp://, ipps://, windows: or, for slips alone, raw://. Nothing
is sent elsewhere by itself when a printer is away: a person is asked.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from desk_app.desk import PrinterChoice, Route, SlipRoute
from desk_app.domain.errors import RuleBroken
from printing.errors import PrinterAddressWrong, PrintError, PrinterTakesNoPages
from printing.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.desk import Desk
    from printing.printers.ipp import IppPrinter
    from printing.printers.port import Printer, RawPort
    from printing.printers.tray import TrayPrinter

TRAY = "tray"
PRINTER = "printer"  # setting: the address of the default printer
ROUTES = "printing"  # setting, each part may be missing:
# {"layout": "two_up", "source": "tray-1", "forms": {"receipt": {"address", "layout", "source"}},
#  "slip": {"address", "width_mm"}}
SLIP_WIDTHS_MM = (80, 58)
_IPP = ("ipp://", "ipps://")
_WINDOWS = "windows:"
_RAW = "raw://"
_QUEUES = "/printers/"  # where CUPS has them


class NoSlipPrinter(RuleBroken):
    """No slip printer was chosen here; choose one in Settings, or print the page instead."""

    code = "no_slip_printer"


def printer_named(address: str, tray: TrayPrinter, *, source: str = "") -> Printer:
    """The printer of an address; raises PrinterAddressWrong, PrinterTakesNoPages."""
    if address == TRAY:
        return tray
    real = _real_printer(address, source=source)
    if not tray.is_training:
        return real
    from printing.printers.marked import TrainingPrinter  # noqa: PLC0415 - few desks need it

    return TrainingPrinter(real)


def _real_printer(address: str, *, source: str) -> Printer:
    if address.startswith(_RAW):
        raise PrinterTakesNoPages(printer=label_of(address))
    if address.startswith(_WINDOWS):
        from printing.printers.windows import WindowsPrinter  # noqa: PLC0415 - few desks need it

        return WindowsPrinter(name=_windows_name(address), source=source)
    return _ipp(address, source=source)


def slip_port(address: str) -> RawPort:
    """The slip printer of an address; raises PrinterAddressWrong."""
    if address.startswith(_WINDOWS):
        from printing.printers.windows import WindowsPrinter  # noqa: PLC0415 - as above

        return WindowsPrinter(name=_windows_name(address))
    if address.startswith(_IPP):
        return _ipp(address)
    from printing.printers.raw import raw_printer  # noqa: PLC0415 - as above

    return raw_printer(address)


def label_of(address: str) -> str:
    """What people call the printer: the name of its queue, else where it is."""
    if address.startswith(_WINDOWS):
        return address.removeprefix(_WINDOWS)
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return address
    if parts.path.startswith(_QUEUES):
        return unquote(parts.path.removeprefix(_QUEUES)).strip("/") or address
    return host or address


def kept_choice(kept: Callable[[str], Any], tray: TrayPrinter) -> PrinterChoice:
    """The printers as Settings keep them; raises PrinterAddressWrong for the default one."""
    name = kept(PRINTER) or TRAY
    routes = kept(ROUTES) or {}
    return PrinterChoice(
        name=name,
        printer=printer_named(name, tray, source=routes.get("source", "")),
        layout=layout_named(routes.get("layout", "")),
        forms={form: _route(one, tray) for form, one in (routes.get("forms") or {}).items()},
        slip=_slip(routes.get("slip")),
    )


def choose(desk: Desk, *, routes: dict[str, Any], address: str = "") -> None:
    """Keep these printers and use them from the next page on; an empty address leaves the default.

    Raises PrinterAddressWrong before anything is kept.
    """
    settings = desk.store.settings
    kept = {PRINTER: address or settings.get(PRINTER), ROUTES: routes}
    choice = kept_choice(kept.get, desk.tray)
    if address:
        settings.put(PRINTER, address)
    settings.put(ROUTES, routes)
    for field in fields(choice):
        setattr(desk.choice, field.name, getattr(choice, field.name))


def kept_route(address: str, layout: Layout, source: str) -> dict[str, str]:
    """A form's own printer as Settings keep it."""
    return {"address": address, "layout": layout, "source": source}


def layout_named(word: str) -> Layout:
    """The layout of a word that Settings keep; the page as drawn where there is none."""
    return Layout(word) if word in set(Layout) else Layout.AS_DRAWN


def printing_on(desk: Desk, name: str) -> Desk:
    """The same desk with one printer for everything, for now."""
    choice = PrinterChoice(name=name, printer=printer_named(name, desk.tray))
    return replace(desk, choice=choice)


def known_routes(desk: Desk) -> list[Route]:
    """Every printer that was set up here, the default first, the tray last; each once."""
    choice = desk.choice
    routes = [
        Route(name=choice.name, printer=choice.printer, layout=choice.layout),
        *choice.forms.values(),
        Route(name=TRAY, printer=desk.tray),
    ]
    return list({route.name: route for route in reversed(routes)}.values())[::-1]


def route_to(desk: Desk, address: str, layout: Layout | None = None) -> Route:
    """A printer that was set up here, for one page; raises PrinterAddressWrong for any other."""
    found = next((route for route in known_routes(desk) if route.name == address), None)
    if found is None:
        raise PrinterAddressWrong(address=address)
    return found if layout is None else replace(found, layout=layout)


def _ipp(address: str, *, source: str = "") -> IppPrinter:
    if not address.startswith(_IPP):
        raise PrinterAddressWrong(address=address)
    from printing.printers.ipp import IppPrinter  # noqa: PLC0415 - see `desk_app.opening`
    from printing.printers.ipp_link import http_address  # noqa: PLC0415 - as above

    http_address(address)  # a slip of the pen shows when it is chosen, not at the first page
    return IppPrinter(uri=address, label=label_of(address), source=source)


def _route(kept: dict[str, str], tray: TrayPrinter) -> Route:
    address = kept["address"]
    printer = printer_named(address, tray, source=kept.get("source", ""))
    return Route(name=address, printer=printer, layout=layout_named(kept.get("layout", "")))


def _slip(kept: dict[str, Any] | None) -> SlipRoute | None:
    if not kept:
        return None
    try:
        port = slip_port(kept["address"])
    except PrintError:
        return None
    return SlipRoute(name=kept["address"], port=port, width_mm=kept["width_mm"])


def _windows_name(address: str) -> str:
    name = address.removeprefix(_WINDOWS).strip()
    if not name:
        raise PrinterAddressWrong(address=address)
    return name

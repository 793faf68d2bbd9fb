"""Which printers this desk could use, and how each of them stands now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.routing import (
    ROUTES,
    TRAY,
    known_routes,
    label_of,
    layout_named,
    printer_named,
)
from printing.errors import PrintError
from printing.printers.discovery import list_ipp_printers
from printing.printers.port import PrinterStatus
from printing.printers.windows import list_windows_printers

if TYPE_CHECKING:
    from desk_app.desk import Desk


@dataclass(frozen=True, kw_only=True, slots=True)
class PrinterChoice:
    address: str  # "tray", "ipp://…" or "windows:…"
    name: str  # as the system calls it; empty for the tray
    is_chosen: bool
    has_a5: bool


def printer_choices(desk: Desk) -> list[PrinterChoice]:
    """The tray first, then the printers found; the one chosen is there even when it is away."""
    desk.require(Act.LOOK)
    found = [
        PrinterChoice(
            address=printer.uri,
            name=printer.name,
            is_chosen=printer.uri == desk.printer_name,
            has_a5=printer.has_a5,
        )
        for printer in list_ipp_printers()
    ]
    found += [
        PrinterChoice(
            address=f"windows:{name}",
            name=name,
            is_chosen=desk.printer_name == f"windows:{name}",
            has_a5=True,
        )
        for name in list_windows_printers()
    ]
    is_tray = desk.printer_name == TRAY
    tray = PrinterChoice(address=TRAY, name="", is_chosen=is_tray, has_a5=True)
    known = [tray, *found]
    if any(choice.is_chosen for choice in known):
        return known
    away = PrinterChoice(
        address=desk.printer_name, name=desk.printer_name, is_chosen=True, has_a5=True
    )
    return [*known, away]


def printer_in_use(desk: Desk) -> str:
    """Where pages go; empty for the tray."""
    return "" if desk.printer_name == TRAY else desk.printer_name


def printers_set_up(desk: Desk) -> list[tuple[str, str]]:
    """Address and name of every printer in use here, the default first, the tray last."""
    desk.require(Act.LOOK)
    return [(route.name, label_of(route.name)) for route in known_routes(desk)]


@dataclass(frozen=True, kw_only=True, slots=True)
class RouteKept:
    address: str
    layout: str
    source: str  # the paper tray, by the printer's word


def routes_kept(desk: Desk) -> dict[str, RouteKept]:
    """What was chosen for each form that has a printer of its own; "" is the default."""
    desk.require(Act.LOOK)
    routes = desk.store.settings.get(ROUTES) or {}
    rest = RouteKept(
        address=desk.printer_name,
        layout=layout_named(routes.get("layout", "")),
        source=routes.get("source", ""),
    )
    own = {
        form: RouteKept(
            address=one["address"],
            layout=layout_named(one.get("layout", "")),
            source=one.get("source", ""),
        )
        for form, one in (routes.get("forms") or {}).items()
    }
    return {"": rest, **own}


def printer_status(desk: Desk, address: str) -> PrinterStatus:
    """How a printer stands now; one that does not answer says so as its reason."""
    desk.require(Act.LOOK)
    try:
        return printer_named(address, desk.tray).status()
    except PrintError as error:
        return PrinterStatus(reason=error.code)


def slip_status(desk: Desk) -> PrinterStatus | None:
    """How the slip printer stands now; None where none was chosen."""
    desk.require(Act.LOOK)
    if desk.choice.slip is None:
        return None
    try:
        return desk.choice.slip.port.status()
    except PrintError as error:
        return PrinterStatus(reason=error.code)

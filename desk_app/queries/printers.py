"""Which printers this desk could use: the tray, and those the system's print service tells of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.opening import TRAY
from printing.printers.discovery import list_ipp_printers

if TYPE_CHECKING:
    from desk_app.desk import Desk


@dataclass(frozen=True, kw_only=True, slots=True)
class PrinterChoice:
    address: str  # "tray" or "ipp://…"
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

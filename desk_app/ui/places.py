"""Which screen stands in which place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.ui.placing import (
    back_office,
    counter,
    dossiers,
    money,
    office,
    outreach,
    reports,
    scans,
    syncing,
)
from desk_app.ui.routes import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    import flet as ft

    from desk_app.ui.placing.view import View

SCREENS: dict[Place, Callable[[View], ft.Control]] = {
    Place.TODAY: dossiers.today,
    Place.RECEIVE: dossiers.receive,
    Place.DOSSIERS: dossiers.dossiers,
    Place.SIGN: dossiers.sign,
    Place.RETURN: dossiers.return_result,
    Place.TILL: office.till,
    Place.PROCEDURES: dossiers.procedures,
    Place.SYNC: syncing.sync,
    Place.USERS: office.users,
    Place.SETTINGS: office.settings,
    Place.VERIFY: dossiers.verify,
    Place.QUEUE: counter.tickets,
    Place.HAND_OVER: back_office.hand_over,
    Place.RETYPE: back_office.retype,
    Place.DOSSIER: dossiers.one,
    Place.RECOVERED: syncing.found_again,
    Place.PRINTS: office.print_ledger,
    Place.PRINTERS: office.printer_set_up,
    Place.RECEIPTS: money.receipts,
    Place.BOOKS: office.papers,
    Place.REPORTS: reports.reports,
    Place.SCANS: scans.scans,
    Place.FEEDBACK: outreach.feedback,
    Place.VILLAGE: outreach.village,
    Place.SETTLE: syncing.settle,
}


def screen_of(view: View) -> ft.Control:
    return SCREENS[view.trail.here.place](view)

"""Ask the printer what became of a page that nobody was sure of (hỏi lại máy in)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.outcome import close_as_told, page_name
from desk_app.routing import printer_named
from desk_app.store.prints import PrintState
from printing.errors import PrinterJobForgotten
from printing.printers.port import JobState

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.store.prints import Print


def ask_printer(desk: Desk, print_id: int) -> Print:
    """The row as it stands after; only what is unknown and has a job at a printer is asked for.

    A printer that was reset counts its jobs anew, so a job under another name is not this page.
    Raises NotPermitted, UnknownPrint, PrinterUnreachable, PrinterAnswerUnreadable, PrinterRefused.
    """
    desk.require(Act.PRINT)
    row = desk.prints.get(print_id)
    if row.state is not PrintState.UNKNOWN or not row.job:
        return row
    told = printer_named(row.printer, desk.tray).state(row.job)
    if told.name and told.name != page_name(desk, row):
        told = replace(told, state=JobState.UNKNOWN, reason=PrinterJobForgotten.code)
    if told.state in {JobState.UNKNOWN, JobState.QUEUED, JobState.PRINTING}:
        told = replace(told, state=JobState.UNKNOWN, reason=told.reason or row.reason)
        if told.reason == row.reason:
            return row  # nothing new to note
    return close_as_told(desk, print_id, told)

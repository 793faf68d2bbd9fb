"""Take a page back from the printer before it comes out (hủy lệnh in)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.outcome import close_as_told, page_name
from desk_app.routing import printer_named
from desk_app.store.errors import WrongPrintStep
from desk_app.store.prints import PrintState
from printing.errors import PrinterJobForgotten

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.store.prints import Print


def cancel_print(desk: Desk, print_id: int) -> Print:
    """Spoiled where the printer let go of it in time, printed where it was out already.

    What still waits here is spoiled at once. A job under another name at the printer is not this
    page and is left alone. Raises NotPermitted, UnknownPrint, WrongPrintStep, PrinterJobForgotten,
    PrinterUnreachable, PrinterAnswerUnreadable, PrinterRefused.
    """
    desk.require(Act.PRINT)
    row = desk.prints.get(print_id)
    if row.state is PrintState.QUEUED:
        return _spoiled(desk, row)
    if row.state not in {PrintState.SENT, PrintState.UNKNOWN} or not row.job:
        raise WrongPrintStep(print=print_id, state=row.state)
    printer = printer_named(row.printer, desk.tray)
    before = printer.state(row.job)
    if before.name and before.name != page_name(desk, row):
        raise PrinterJobForgotten(printer=row.printer)
    return close_as_told(desk, print_id, printer.cancel(row.job))


def _spoiled(desk: Desk, row: Print) -> Print:
    desk.prints.close(
        row.id,
        PrintState.SPOILED,
        by=desk.user.number,
        at=desk.clock.now(),
        reason="cancelled",
    )
    return desk.prints.get(row.id)

"""Say whether a page came out (tờ giấy có ra không) when the desk could not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.store.prints import Print, PrintState

if TYPE_CHECKING:
    from desk_app.desk import Desk


def answer_print(desk: Desk, print_id: int, *, came_out: bool) -> Print:
    """Close the row as printed or spoiled, by what the person saw; `spoil_print` tells why.

    Raises NotPermitted, UnknownPrint, WrongPrintStep.
    """
    desk.require(Act.PRINT)
    state = PrintState.PRINTED if came_out else PrintState.SPOILED
    desk.prints.close(print_id, state, by=desk.user.number, at=desk.clock.now(), reason="answered")
    return desk.prints.get(print_id)

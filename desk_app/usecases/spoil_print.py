"""Say that a page is of no use (tờ in hỏng): torn, pale, half, on the wrong paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.print_reasons import SpoiltBy
from desk_app.domain.rights import Act

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.store.prints import Print


def spoil_print(desk: Desk, print_id: int, why: SpoiltBy) -> Print:
    """The person holds the page and destroys it; the next page is what this one was.

    Raises NotPermitted, UnknownPrint, WrongPrintStep.
    """
    desk.require(Act.PRINT)
    desk.prints.spoil(print_id, by=desk.user.number, at=desk.clock.now(), reason=SpoiltBy(why))
    return desk.prints.get(print_id)

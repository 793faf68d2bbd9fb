"""Say what became of a number that was called: served, or nobody came (xong, vắng)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.store.queue import Queue

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.queueing import Ticket


def end_ticket(desk: Desk, number: int, *, came: bool) -> Ticket:
    """Who did not come may be called again. Raises NotPermitted, TicketNotThere."""
    desk.require(Act.REGISTER)
    return Queue(desk.store.database, desk.clock.today()).end(number, came=came)

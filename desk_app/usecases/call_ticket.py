"""Call the next number to a counter, or one that was called before (gọi số, gọi lại)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.rights import Act
from desk_app.domain.text import clean
from desk_app.store.queue import Queue

if TYPE_CHECKING:
    from collections.abc import Collection

    from desk_app.desk import Desk
    from desk_app.domain.queueing import Ticket

_COUNTER_LIMIT = 20  # characters: a number, or a short name


def call_ticket(
    desk: Desk, *, counter: str, number: int = 0, fields: Collection[str] = ()
) -> Ticket:
    """`number` 0: who comes next of those fields, all where none is named.

    Whoever stood at the counter until now is done. Raises NotPermitted, NobodyWaits,
    TicketNotThere, ControlCharacters, TooLong.
    """
    desk.require(Act.REGISTER)
    now = desk.clock.now()
    queue = Queue(desk.store.database, vietnam_day(now))
    place = clean(counter, limit=_COUNTER_LIMIT, field="counter")
    if number:
        return queue.call_again(number, counter=place, at=now)
    return queue.call_next(counter=place, fields=fields, at=now)

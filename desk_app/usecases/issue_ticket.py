"""Give out a queue number (phát số thứ tự)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.queueing import Priority
from desk_app.domain.rights import Act
from desk_app.domain.text import LINE_LIMIT, clean
from desk_app.store.queue import Queue

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.queueing import Ticket


def issue_ticket(desk: Desk, *, field: str = "", priority: Priority = Priority.NONE) -> Ticket:
    """The next number of the day; a number once given is never given again.

    Raises NotPermitted, ControlCharacters, TooLong.
    """
    desk.require(Act.PRINT)
    now = desk.clock.now()
    queue = Queue(desk.store.database, vietnam_day(now))
    return queue.issue(
        field=clean(field, limit=LINE_LIMIT, field="field"), priority=priority, at=now
    )

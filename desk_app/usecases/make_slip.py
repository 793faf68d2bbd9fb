"""Make a thermal slip (phiếu số thứ tự, phiếu hẹn rút gọn); `send_slip` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.errors import RuleBroken
from desk_app.domain.queueing import Priority, TicketState
from desk_app.domain.rights import Act
from desk_app.domain.text import LINE_LIMIT, clean
from desk_app.papers import slips
from desk_app.store.errors import UnknownDossier
from desk_app.store.queue import Queue

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.queueing import Ticket
    from desk_app.papers.slips import Slip

_USUAL_MM = 80


class NoSuchWidth(RuleBroken):
    """Slips are 80 or 58 mm wide."""

    code = "no_such_slip_width"


def make_slip(
    desk: Desk,
    code: str = "",
    *,
    field: str = "",
    priority: Priority = Priority.NONE,
    width_mm: int = 0,
) -> Slip:
    """The short receipt of a dossier; without a code the next queue ticket of the day.

    `width_mm` 0 is that of the slip printer. Raises NotPermitted, NoSuchWidth, UnknownDossier,
    GlyphMissing.
    """
    desk.require(Act.PRINT)
    width = _width(desk, width_mm)
    if code:
        entity = desk.journal.find(code)
        if entity is None:
            raise UnknownDossier(code=code[:40])
        return slips.receipt_slip(desk, entity, width_mm=width)
    now = desk.clock.now()
    about = clean(field, limit=LINE_LIMIT, field="field")
    queue = Queue(desk.store.database, vietnam_day(now))
    ticket = queue.issue(field=about, priority=priority, at=now)
    return slips.ticket_slip(desk, ticket, ahead=_ahead(desk, ticket), width_mm=width)


def slip_of_ticket(desk: Desk, ticket: Ticket) -> Slip:
    """The slip of a number given before, once more if need be.

    Raises NotPermitted, NoSuchWidth, GlyphMissing.
    """
    desk.require(Act.PRINT)
    width = _width(desk, 0)
    return slips.ticket_slip(desk, ticket, ahead=_ahead(desk, ticket), width_mm=width)


def _ahead(desk: Desk, ticket: Ticket) -> int:
    """How many wait that came before, of the same field."""
    waiting = Queue(desk.store.database, desk.clock.today()).tickets()
    return sum(
        one.state is TicketState.WAITING
        and one.number < ticket.number
        and one.field == ticket.field
        for one in waiting
    )


def _width(desk: Desk, width_mm: int) -> int:
    slip = desk.choice.slip
    width = width_mm or (slip.width_mm if slip else _USUAL_MM)
    if width not in slips.WIDTHS:
        raise NoSuchWidth(width=width)
    return width

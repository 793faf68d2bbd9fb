"""Make a thermal slip (phiếu số thứ tự, phiếu hẹn rút gọn); `send_slip` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.errors import RuleBroken
from desk_app.domain.rights import Act
from desk_app.papers import slips
from desk_app.store.books import next_ticket
from desk_app.store.errors import UnknownDossier

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.papers.slips import Slip

_USUAL_MM = 80


class NoSuchWidth(RuleBroken):
    """Slips are 80 or 58 mm wide."""

    code = "no_such_slip_width"


def make_slip(
    desk: Desk, code: str = "", *, field: str = "", priority: str = "", width_mm: int = 0
) -> Slip:
    """The short receipt of a dossier; without a code the next queue ticket of the day.

    A ticket's number once given is never given again. `width_mm` 0 is that of the slip printer.
    Raises NotPermitted, NoSuchWidth, UnknownDossier, GlyphMissing.
    """
    desk.require(Act.PRINT)
    width = _width(desk, width_mm)
    if code:
        entity = desk.journal.find(code)
        if entity is None:
            raise UnknownDossier(code=code[:40])
        return slips.receipt_slip(desk, entity, width_mm=width)
    now = desk.clock.now()
    number = next_ticket(desk.store.database, vietnam_day(now))
    return slips.ticket_slip(
        desk, at=now, number=number, field=field, priority=priority, width_mm=width
    )


def _width(desk: Desk, width_mm: int) -> int:
    slip = desk.choice.slip
    width = width_mm or (slip.width_mm if slip else _USUAL_MM)
    if width not in slips.WIDTHS:
        raise NoSuchWidth(width=width)
    return width

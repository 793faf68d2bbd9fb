"""Thermal slips (phiếu nhiệt): a queue ticket, or the short receipt of a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.papers.board import ticket
from desk_app.papers.forms import RECEIPT_SLIP, draw_form
from printing.escpos import slip_bytes
from printing.marks import mark_training
from printing.page import Paper

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.queueing import Ticket

_ROLLS = {80: Paper.ROLL_80, 58: Paper.ROLL_58}
WIDTHS = tuple(_ROLLS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Slip:
    name: str  # without personal data
    pdf: bytes
    dots: bytes  # in the printer's own language


def ticket_slip(desk: Desk, one: Ticket, *, ahead: int, width_mm: int) -> Slip:
    """`ahead`: how many wait before it. Raises NoTemplate, GlyphMissing."""
    paper = ticket(desk, one, ahead=ahead, paper=_ROLLS[width_mm])
    return _slip(desk, f"so-{one.number:03d}", paper.pdf, width_mm)


def receipt_slip(desk: Desk, entity: int, *, width_mm: int) -> Slip:
    """Raises NoTemplate, GlyphMissing."""
    dossier = desk.journal.dossier(entity)
    timeline = desk.journal.timeline(entity)
    pdf = draw_form(desk, RECEIPT_SLIP, dossier, timeline, paper=_ROLLS[width_mm])
    return _slip(desk, dossier.code or str(entity), pdf, width_mm)


def _slip(desk: Desk, name: str, pdf: bytes, width_mm: int) -> Slip:
    pdf = mark_training(pdf) if desk.tray.is_training else pdf
    return Slip(name=name, pdf=pdf, dots=slip_bytes(pdf, width_mm=width_mm))

"""Sổ in: every original and copy that a machine printed in some days, as a list on paper."""

from dataclasses import dataclass

from printing.blocks import Letterhead, Signatory, field, gap, heading, letterhead, signatures
from printing.edges import Edges
from printing.fonts import Face
from printing.form import Form, draw_form
from printing.page import Paper, Sheet
from printing.strips import Strip, held
from printing.table import Column, table

TITLE = ("SỔ IN GIẤY TỜ",)
_COLUMNS = (
    Column(head="Số", share=0.06),
    Column(head="In lúc", share=0.12),
    Column(head="Mã hồ sơ", share=0.19),
    Column(head="Giấy tờ", share=0.19, is_centred=False),
    Column(head="Bản", share=0.11),
    Column(head="Kết quả, lý do", share=0.17, is_centred=False),
    Column(head="Người in, máy in", share=0.16, is_centred=False),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintLedger:
    """What the list says; each row has a cell a column: number, when, code and so on."""

    letterhead: Letterhead
    period: str
    machine: str
    chosen: str  # what else it was narrowed to; empty for everything
    totals: str  # "12 bản chính, 3 bản in lại, 1 hỏng, 0 chưa rõ"
    rows: tuple[tuple[str, ...], ...]
    clerk: str  # who drew it up


def draw(ledger: PrintLedger) -> bytes:
    """The PDF; the same ledger gives the same bytes. Raises GlyphMissing, FontsDamaged."""
    return draw_form(
        Form(
            strips_on=lambda sheet: _strips(sheet, ledger),
            paper=Paper.A4_LANDSCAPE,
            edges=Edges(foot="Sổ in giấy tờ", is_letter=False),
            letterhead=ledger.letterhead,
            title=f"Sổ in giấy tờ, {ledger.period}",
            number="Sổ in",
        )
    )


def _strips(sheet: Sheet, ledger: PrintLedger) -> list[Strip]:
    chosen = field(sheet, "Chỉ gồm", ledger.chosen) if ledger.chosen else []
    strips = [
        letterhead(sheet, ledger.letterhead),
        heading(sheet, TITLE),
        *field(sheet, "Từ ngày, đến ngày", ledger.period),
        *field(sheet, "Máy", ledger.machine),
        *chosen,
        *field(sheet, "Tổng số", ledger.totals, face=Face.BOLD),
        gap(sheet, 0.4),
        *table(sheet, _COLUMNS, ledger.rows),
        gap(sheet, 0.4),
    ]
    signed = signatures(sheet, None, Signatory(titles=("NGƯỜI LẬP SỔ",), name=ledger.clerk))
    return [*held(strips, page=sheet.bottom - sheet.top), signed]

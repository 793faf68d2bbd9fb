"""Tables of numbers of a whole province on paper, one under the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from printing.blocks import Letterhead, gap, heading, letterhead, plain
from printing.edges import Edges
from printing.fonts import Face
from printing.form import Form, draw_form
from printing.page import Paper, Sheet
from printing.strips import Strip
from printing.table import Column, table


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """What stands above a table, and the table; the first column is words, the others numbers."""

    title: str
    above: tuple[str, ...]
    heads: tuple[str, ...]
    widths: tuple[int, ...]  # against each other
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...] = ()


def draw(head: Letterhead, tables: Sequence[Table]) -> bytes:
    """The PDF on A4 across; the title is that of the first table. Raises GlyphMissing."""
    return draw_form(
        Form(
            strips_on=lambda sheet: _strips(sheet, head, tables),
            paper=Paper.A4_LANDSCAPE,
            edges=Edges(foot=tables[0].title, is_letter=False),
            letterhead=head,
            title=tables[0].title,
            number="Báo cáo",
        )
    )


def _strips(sheet: Sheet, head: Letterhead, tables: Sequence[Table]) -> list[Strip]:
    strips = [letterhead(sheet, head), heading(sheet, (tables[0].title.upper(),))]
    for number, one in enumerate(tables):
        if number:
            strips += [gap(sheet, 0.6), *plain(sheet, one.title, face=Face.BOLD)]
        for line in one.above:
            strips += plain(sheet, line)
        strips += [
            gap(sheet, 0.3),
            *table(sheet, _columns(one), one.rows, foot=one.foot),
        ]
    return strips


def _columns(one: Table) -> tuple[Column, ...]:
    whole = sum(one.widths)
    return tuple(
        Column(head=head, share=width / whole, is_centred=place > 0)
        for place, (head, width) in enumerate(zip(one.heads, one.widths, strict=True))
    )

"""A form as it is filled in, drawn by its template: the same values give the same bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from printing.blocks import Letterhead, right_code
from printing.edges import Edges
from printing.form import Form, SigningPlace, draw_form, find_signing_place
from printing.on_scan import draw_on_scan
from printing.page import Paper, Sheet
from printing.phrase import Values
from printing.qr import QrCode, qr_code
from printing.scanning import ScannedPage
from printing.setting import set_block
from printing.strips import Mark, Strip, held
from printing.template import Block, Board, Closing, Code, Signatures, Table, Template, Title

Rows: TypeAlias = Sequence[Mapping[str, str]]
_KEPT_FOR_YEARS = frozenset({"result-cover"})  # stamped and folded: the code must bear more
_ROOM_MM = 24
_BOARD_ROOM_MM = 30
_CELL_ROOM_MM = 15


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """What a form says, by the names of its vocabulary."""

    letterhead: Letterhead
    texts: Values
    lists: Mapping[str, Rows] = field(default_factory=dict)
    foot: str = ""  # the desk's line
    stamp: str = ""
    is_sample: bool = False


def draw_filled(template: Template, filled: Filled, *, paper: Paper | None = None) -> bytes:
    """The PDF with the copies the template names; on its own paper, or the one given.

    Raises GlyphMissing, QrTooLong, FontsDamaged.
    """
    codes = _codes(template, filled)
    return draw_form(
        _form(template, filled, paper, codes),
        copies=template.copies or ("",),
        on_last=lambda sheet: _stubs(sheet, template, filled, codes),
    )


def draw_copy(template: Template, filled: Filled, pages: Sequence[ScannedPage]) -> bytes:
    """The scanned pages, the template's words upper right on the first, its blocks after the last.

    Raises GlyphMissing, FontsDamaged.
    """
    words = template.offer.scan_words if template.offer else ()
    said = [one.runs(filled.texts) for one in words]
    form = _form(template, filled, None, _codes(template, filled))
    return draw_on_scan(form, pages, words=said)


def signing_place(
    template: Template, filled: Filled, *, paper: Paper | None = None
) -> SigningPlace:
    """Where the signer's signature goes on what `draw_filled` draws."""
    return find_signing_place(form_of(template, filled, paper=paper))


def form_of(template: Template, filled: Filled, *, paper: Paper | None = None) -> Form:
    """The form about to be set; raises QrTooLong."""
    return _form(template, filled, paper, _codes(template, filled))


def _form(
    template: Template, filled: Filled, paper: Paper | None, codes: Mapping[str, QrCode]
) -> Form:
    return Form(
        strips_on=lambda sheet: _strips(sheet, template.blocks, filled, codes),
        paper=paper or template.paper,
        edges=Edges(
            code=filled.texts.get("code", ""),
            foot="" if template.is_letter else filled.foot,
            stamp=filled.stamp,
            is_sample=filled.is_sample,
            is_letter=template.is_letter,
        ),
        letterhead=filled.letterhead,
        title=template.file_title.text(filled.texts).strip(),
        number=template.number,
    )


def _strips(
    sheet: Sheet, parts: Sequence[Block], filled: Filled, codes: Mapping[str, QrCode]
) -> list[Strip]:
    strips: list[Strip] = []
    for block in parts:
        made = set_block(
            sheet,
            block,
            letterhead=filled.letterhead,
            texts=filled.texts,
            lists=filled.lists,
            codes=codes,
        )
        if isinstance(block.content, Signatures | Closing):
            strips = held(strips, page=sheet.bottom - sheet.top)
        strips += made
    return strips


def _stubs(
    sheet: Sheet, template: Template, filled: Filled, codes: Mapping[str, QrCode]
) -> tuple[Mark, ...]:
    """The second codes of the last copy, each right of its title."""
    marks = []
    for at, block in enumerate(template.blocks):
        if not isinstance(block.content, Title):
            continue
        stub = codes.get(block.content.stub.text(filled.texts))
        if stub is not None:
            above = _strips(sheet, template.blocks[:at], filled, codes)
            top = sheet.top + sum(strip.height for strip in above)
            marks.append(right_code(sheet, stub, top=top))
    return tuple(marks)


def _codes(template: Template, filled: Filled) -> Mapping[str, QrCode]:
    """Every QR code of the form by its text, made once whatever sheets are tried."""
    room = _BOARD_ROOM_MM if template.paper is Paper.A3 else _ROOM_MM
    said: dict[str, float] = {}
    for block in template.blocks:
        match block.content:
            case Title(qr=one, stub=other):
                said[one.text(filled.texts)] = said[other.text(filled.texts)] = room
            case Code(text=one):
                said[one.text(filled.texts)] = room
            case Board(of=of, qr=one):
                said |= {one.text({**filled.texts, **row}): room for row in filled.lists[of]}
            case Table(of=of, columns=columns):
                said |= {
                    column.qr.text({**filled.texts, **row}): _CELL_ROOM_MM
                    for column in columns
                    for row in filled.lists[of]
                }
            case _:
                pass
    said.pop("", None)
    level = "Q" if template.form in _KEPT_FOR_YEARS else "M"
    return {text: qr_code(text, level=level, room_mm=room) for text, room in said.items()}

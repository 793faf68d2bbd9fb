"""Danh mục giấy tờ cần mang: what to bring for a procedure, each with a picture and a box."""

from dataclasses import dataclass

from printing.blocks import Letterhead, field, gap, heading, letterhead, plain
from printing.edges import Edges
from printing.fonts import Face, printable
from printing.form import Form, draw_form
from printing.lines import wrap
from printing.page import Paper, Sheet
from printing.pictograms import SIDE, Pictogram, rows_of
from printing.strips import Mark, Rule, Squares, Strip, Text

_BOX, _PICTURE, _SPACE = 1.1, 2.5, 0.7  # in sizes of the text


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One paper to bring."""

    name: str
    pictogram: Pictogram
    how: str  # "1 bản chính, 1 bản sao", "xem rồi trả lại"
    notes: tuple[str, ...] = ()  # only when, or what instead
    is_there: bool = False  # brought already: its box is ticked


@dataclass(frozen=True, kw_only=True, slots=True)
class Checklist:
    letterhead: Letterhead
    procedure: str
    case: str
    limit: str
    fee: str
    asked: tuple[Asked, ...]
    foot: str  # where and when to come, or what the list is as of


def draw(checklist: Checklist, *, paper: Paper = Paper.A5) -> bytes:
    """The PDF; the same list gives the same bytes. Raises GlyphMissing, FontsDamaged."""
    return draw_form(
        Form(
            strips_on=lambda sheet: _strips(sheet, checklist),
            paper=paper,
            edges=Edges(foot="Danh mục giấy tờ cần mang", is_letter=False),
            letterhead=checklist.letterhead,
            title=f"Danh mục giấy tờ cần mang: {checklist.procedure}",
            number="Danh mục",
        )
    )


def _strips(sheet: Sheet, checklist: Checklist) -> list[Strip]:
    case = field(sheet, "Trường hợp", checklist.case) if checklist.case else []
    rows = [strip for asked in checklist.asked for strip in _row(sheet, asked)]
    return [
        letterhead(sheet, checklist.letterhead),
        heading(sheet, ("GIẤY TỜ CẦN MANG",)),
        *field(sheet, "Thủ tục", checklist.procedure, face=Face.BOLD),
        *case,
        *field(sheet, "Thời hạn", checklist.limit),
        *field(sheet, "Phí, lệ phí", checklist.fee),
        gap(sheet, 0.4),
        *rows,
        gap(sheet, 0.4),
        *plain(sheet, checklist.foot, face=Face.ITALIC),
    ]


def _row(sheet: Sheet, asked: Asked) -> list[Strip]:
    """Box and picture at the left, the words beside them; one row is never cut."""
    size = sheet.size
    left = sheet.left + (_BOX + _PICTURE + 2 * _SPACE) * size
    marks: list[Mark] = []
    y = size
    told = [(asked.name, Face.BOLD), (asked.how, Face.REGULAR)]
    told += [(note, Face.ITALIC) for note in asked.notes]
    for words, face in told:
        for line in wrap([(printable(words), face)], size=size, limit=sheet.right - left):
            marks += [Text(x=left, y=y, text=text, face=its, size=size) for text, its in line.runs]
            y += sheet.leading
    height = max(y - size, _PICTURE * size) + 0.5 * size
    return [Strip(height=height, marks=(*marks, *_pictures(sheet, asked, height=height)))]


def _pictures(sheet: Sheet, asked: Asked, *, height: float) -> list[Mark]:
    box, side = _BOX * sheet.size, _PICTURE * sheet.size
    left, top = sheet.left, 0.5 * sheet.size
    marks: list[Mark] = [
        Rule(x1=left, y1=top, x2=left + box, y2=top + box, weight=1, is_box=True),
        Squares(
            x=left + box + _SPACE * sheet.size,
            y=0.15 * sheet.size,
            side=side / SIDE,
            rows=rows_of(asked.pictogram),
        ),
        Rule(x1=left, y1=height - 2, x2=sheet.right, y2=height - 2, weight=0.3),
    ]
    if asked.is_there:
        right, bottom = left + box, top + box
        marks += [
            Rule(x1=left, y1=top, x2=right, y2=bottom, weight=1.4),
            Rule(x1=left, y1=bottom, x2=right, y2=top, weight=1.4),
        ]
    return marks

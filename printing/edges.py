"""What stands in the margins of every page of a form, and the watermark behind its text."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

from printing.fonts import Face, printable, width
from printing.page import Sheet
from printing.strips import Mark, Page, Placed, Rule, Text

SAMPLE = "MẪU IN THỬ"
_WATERMARK_DEGREES = 54  # of an upright page: along its diagonal; 36 where it lies across
_WATERMARK_GREY = 0.86
_BAND_ABOVE_TEXT = 8.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Edges:
    """Empty texts leave their place white."""

    code: str = ""  # beside the page number
    foot: str = ""
    stamp: str = ""  # in a box above the text
    is_sample: bool = False
    is_letter: bool = False  # numbers stand above the text from the second page on (NĐ 30/2020)


def edged(pages: Sequence[Page], *, sheet: Sheet, edges: Edges) -> tuple[Page, ...]:
    """The pages with their edges; raises GlyphMissing."""
    behind = sample_mark(sheet) if edges.is_sample else ()
    stamp = boxed(edges.stamp, sheet=sheet, along=1) if edges.stamp else ()
    number_page = _letter_number if edges.is_letter else _foot
    return tuple(
        (
            Placed(top=0, marks=behind),
            *page,
            Placed(
                top=0,
                marks=(*number_page(sheet, edges, number=number, last=len(pages)), *stamp),
            ),
        )
        for number, page in enumerate(pages, start=1)
    )


def above_text(sheet: Sheet, text: str) -> tuple[Mark, ...]:
    """A line at the left of the upper margin, for the label of a copy; nothing for no text."""
    if not text:
        return ()
    y = _band(sheet)
    return (Text(x=sheet.left, y=y, text=printable(text), face=Face.BOLD, size=sheet.small),)


def boxed(text: str, *, sheet: Sheet, along: float) -> tuple[Mark, ...]:
    """A stamp in the upper margin: `along` 0 at its left, 0.5 in the middle, 1 at its right."""
    text = printable(text)
    size = sheet.small
    pad = size * 0.4
    length = width(text, Face.BOLD, size) + 2 * pad
    x = sheet.left + along * (sheet.measure - length)
    y = _band(sheet)
    top, bottom = y - size * 0.98, y + size * 0.38
    return (
        Rule(x1=x, y1=top, x2=x + length, y2=bottom, weight=0.8, is_box=True),
        Text(x=x + pad, y=y, text=text, face=Face.BOLD, size=size),
    )


def at_the_edge(text: str, *, sheet: Sheet) -> tuple[Mark, ...]:
    """A stamp at the upper left, above labels, stamps and numbers."""
    text = printable(text)
    size = min(sheet.small, sheet.top * 0.4)
    pad = size * 0.4
    y = sheet.top * 0.55
    length = width(text, Face.BOLD, size) + 2 * pad
    x = sheet.left
    return (
        Rule(x1=x, y1=y - size * 0.98, x2=x + length, y2=y + size * 0.38, weight=1.2, is_box=True),
        Text(x=x + pad, y=y, text=text, face=Face.BOLD, size=size),
    )


def _band(sheet: Sheet) -> float:
    """The baseline of labels and stamps, the same in every size of text."""
    return sheet.top - _BAND_ABOVE_TEXT


def _letter_number(sheet: Sheet, _: Edges, *, number: int, last: int) -> tuple[Mark, ...]:
    if number == 1 or last == 1:
        return ()
    text = str(number)
    x = (sheet.width - width(text, Face.REGULAR, sheet.size)) / 2
    return (Text(x=x, y=sheet.top * 0.45, text=text, face=Face.REGULAR, size=sheet.size),)


def _foot(sheet: Sheet, edges: Edges, *, number: int, last: int) -> tuple[Mark, ...]:
    """A thin rule, the desk's line under it, and the page number if there are several."""
    size = sheet.size * 0.8
    y = sheet.bottom + (sheet.height - sheet.bottom) * 0.42
    marks: list[Mark] = []
    if edges.foot or last > 1:
        marks.append(Rule(x1=sheet.left, y1=y - size, x2=sheet.right, y2=y - size, weight=0.4))
    if edges.foot:
        foot = printable(edges.foot)
        fitting = min(size, size * sheet.measure / width(foot, Face.ITALIC, size))
        marks.append(Text(x=sheet.left, y=y, text=foot, face=Face.ITALIC, size=fitting))
    if last > 1:
        place = printable(" - ".join(filter(None, [edges.code, f"Trang {number}/{last}"])))
        x = sheet.right - width(place, Face.REGULAR, size)
        marks.append(Text(x=x, y=y + size * 1.2, text=place, face=Face.REGULAR, size=size))
    return tuple(marks)


def sample_mark(sheet: Sheet) -> tuple[Mark, ...]:
    """Across the page from the lower left to the upper right."""
    degrees = _WATERMARK_DEGREES if sheet.width <= sheet.height else 90 - _WATERMARK_DEGREES
    size = min(sheet.width, sheet.height) * 0.16
    half = width(SAMPLE, Face.BOLD, size) / 2
    turn = radians(degrees)
    return (
        Text(
            x=sheet.width / 2 - half * cos(turn) + size / 3 * sin(turn),
            y=sheet.height / 2 + half * sin(turn) + size / 3 * cos(turn),
            text=SAMPLE,
            face=Face.BOLD,
            size=size,
            grey=_WATERMARK_GREY,
            turned=degrees,
        ),
    )

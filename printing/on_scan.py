"""A copy made of a scan: its pages as they are, the words of the copy, and what an office adds.

What is added stands below the end of the last page where that has room, as on a copy stamped by
hand; else on a page of its own. The words stand upper right on page one, left of the corner that
the office signs in (`desk_app/signing/looks.json`).
"""

from collections.abc import Sequence
from datetime import date

from printing.edges import sample_mark
from printing.fonts import printable, width
from printing.form import Form
from printing.lines import Run
from printing.page import sheets
from printing.pdf import MM, Document, write
from printing.scanning import ScannedPage
from printing.strips import Mark, Page, Picture, Placed, Strip, Text, paginate

_CORNER_MM = 93  # from the right edge of the page: the office's corner, and white beside it
_NARROW_MM = 190  # a page without that corner
_EDGE_MM = 10
_WORDS_FROM_MM = 10  # the first baseline
_WORDS_PT = 12
_APART_MM = 8  # between the end of the page and what is added
_ALIKE_MM = 6  # by which a page may be narrower or wider than A4


def draw_on_scan(form: Form, pages: Sequence[ScannedPage], *, words: Sequence[list[Run]]) -> bytes:
    """`form` is what is added; raises GlyphMissing, FontsDamaged."""
    sheet = sheets(form.paper)[0]
    strips = form.strips_on(sheet)
    added = sum(strip.height for strip in strips)
    last = pages[-1]
    behind = Placed(top=0, marks=sample_mark(sheet) if form.edges.is_sample else ())
    drawn: list[Page] = [(*_scanned(page), behind) for page in pages]
    drawn[0] = (*drawn[0], Placed(top=0, marks=_words(words, pages[0])))
    top = last.white_from + _APART_MM * MM
    is_alike = abs(last.width - sheet.width) <= _ALIKE_MM * MM
    if strips and is_alike and top + added <= min(last.height, sheet.height) - _EDGE_MM * MM:
        drawn[-1] = (*drawn[-1], *_stacked(strips, top=top))
        rest: tuple[Page, ...] = ()
    else:
        rest = paginate(strips, top=sheet.top, bottom=sheet.bottom) if strips else ()
    shapes = [(page.width, page.height) for page in pages] + [(sheet.width, sheet.height)] * len(
        rest
    )
    every = [*drawn, *((behind, *page) for page in rest)]
    return write(
        Document(
            width=sheet.width,
            height=sheet.height,
            pages=tuple(every),
            shapes=tuple(shapes),
            title=form.title,
            author=form.letterhead.organisation,
            subject=form.number,
            dated_on=date.fromisoformat(form.letterhead.dated_on),
        )
    )


def _scanned(page: ScannedPage) -> Page:
    return (Placed(top=0, marks=(Picture(width=page.width, height=page.height, jpeg=page.jpeg),)),)


def _stacked(strips: Sequence[Strip], *, top: float) -> Page:
    placed = []
    for strip in strips:
        placed.append(Placed(top=top, marks=strip.marks))
        top += strip.height
    return tuple(placed)


def _words(words: Sequence[list[Run]], page: ScannedPage) -> tuple[Mark, ...]:
    """Ending left of the corner; at the edge of a page that is too narrow for one."""
    is_narrow = page.width < _NARROW_MM * MM
    right = page.width - (_EDGE_MM if is_narrow else _CORNER_MM) * MM
    marks: list[Mark] = []
    for number, runs in enumerate(words):
        said = [(printable(text), face) for text, face in runs]
        x = right - sum(width(text, face, _WORDS_PT) for text, face in said)
        for text, face in said:
            y = _WORDS_FROM_MM * MM + number * _WORDS_PT * 1.25
            marks.append(Text(x=x, y=y, text=text, face=face, size=_WORDS_PT))
            x += width(text, face, _WORDS_PT)
    return tuple(marks)

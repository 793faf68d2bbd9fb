"""Pages of marks written as a PDF: the same document gives the same bytes.

Faces are embedded as subsets and every text can be searched. A document of several copies holds
each page once and shows it once a copy, under that copy's label.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from threading import Lock

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from printing.fonts import Face, advances
from printing.strips import Mark, Page, Picture, Room, Rule, Squares, Text

MM = 72 / 25.4  # points

# reportlab cuts a face's subset by seeking in one shared file: one document at a time. Who draws
# with these faces elsewhere holds it too.
DRAWING = Lock()


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    width: float  # points
    height: float
    pages: tuple[Page, ...]
    copies: tuple[tuple[Mark, ...], ...] = ((),)  # what each copy bears on every page
    last_copy: tuple[Mark, ...] = ()  # what the last copy bears on its first page besides
    title: str
    author: str = ""
    subject: str = ""
    dated_on: date | None = None  # stands in the file as the day it was made
    shapes: tuple[tuple[float, float], ...] = ()  # width and height of each page, where they differ


def write(document: Document) -> bytes:
    """The PDF; raises FontsDamaged."""
    advances()
    target = BytesIO()
    with DRAWING:
        rl_config.useA85 = 0  # text armour of streams: larger and slower, read by nobody
        canvas = _canvas(target, document)
        if len(document.copies) == 1:
            _draw_once(canvas, document)
        else:
            _draw_copies(canvas, document)
        canvas.save()
    return target.getvalue()


def _canvas(target: BytesIO, document: Document) -> Canvas:
    canvas = Canvas(
        target,
        pagesize=(document.width, document.height),
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 5),
        # Without it reportlab names a Helvetica that it does not embed.
        initialFontName=Face.REGULAR,  # pyright: ignore[reportArgumentType] - reads a wrong hint
        lang="vi-VN",
    )
    canvas.setTitle(document.title)
    canvas.setAuthor(document.author)
    canvas.setSubject(document.subject)
    canvas.setCreator("Quầy Một Cửa")
    if document.dated_on is not None:
        dated = f"D:{document.dated_on:%Y%m%d}000000+07'00'"
        canvas.setDateFormatter(lambda *_: dated)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setViewerPreference("PrintScaling", "None")
    return canvas


def _draw_once(canvas: Canvas, document: Document) -> None:
    shapes = document.shapes or ((document.width, document.height),) * len(document.pages)
    for page, (width, height) in zip(document.pages, shapes, strict=True):
        canvas.setPageSize((width, height))
        _draw_page(canvas, page, height=height)
        _draw_marks(canvas, document.copies[0], top=height)
        canvas.showPage()


def _draw_copies(canvas: Canvas, document: Document) -> None:
    for number, page in enumerate(document.pages):
        canvas.beginForm(f"page{number}")
        _draw_page(canvas, page, height=document.height)
        canvas.endForm()
    last = len(document.copies) - 1
    for place, copy in enumerate(document.copies):
        for number in range(len(document.pages)):
            canvas.doForm(f"page{number}")
            _draw_marks(canvas, copy, top=document.height)
            if (place, number) == (last, 0):
                _draw_marks(canvas, document.last_copy, top=document.height)
            canvas.showPage()


def _draw_page(canvas: Canvas, page: Page, *, height: float) -> None:
    for placed in page:
        _draw_marks(canvas, placed.marks, top=height - placed.top)


def _draw_marks(canvas: Canvas, marks: Sequence[Mark], *, top: float) -> None:
    """Draw the marks of a strip whose upper edge is `top` above the foot of the page."""
    lines = canvas.beginText()
    for mark in marks:
        match mark:
            case Text() if mark.turned or mark.grey:
                _draw_alone(canvas, mark, top=top)
            case Text():
                lines.setTextOrigin(mark.x, top - mark.y)
                lines.setFont(mark.face, mark.size)
                if mark.blank:
                    lines.setWordSpace(mark.blank)
                lines.textOut(mark.text)
                if mark.blank:
                    lines.setWordSpace(0)  # it would hold for every text after this one
            case Rule():
                canvas.addLiteral(_rule(mark, top=top))
            case Squares():
                canvas.addLiteral(_squares(mark, top=top))
            case Picture():
                jpeg = ImageReader(BytesIO(mark.jpeg))  # its bytes stand in the file as they are
                canvas.drawImage(jpeg, 0, top - mark.height, mark.width, mark.height)
            case Room():
                pass
    canvas.drawText(lines)


def _draw_alone(canvas: Canvas, mark: Text, *, top: float) -> None:
    canvas.saveState()
    canvas.setFillGray(mark.grey)
    canvas.translate(mark.x, top - mark.y)
    canvas.rotate(mark.turned)
    canvas.setFont(mark.face, mark.size)
    canvas.drawString(0, 0, mark.text)
    canvas.restoreState()


def _rule(mark: Rule, *, top: float) -> str:
    x1, y1, x2, y2 = mark.x1, top - mark.y1, mark.x2, top - mark.y2
    if mark.is_box:
        path = f"{x1:.2f} {y2:.2f} {x2 - x1:.2f} {y1 - y2:.2f} re"
    else:
        path = f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l"
    return f"{mark.weight:.2f} w {path} S"


def _squares(mark: Squares, *, top: float) -> str:
    """One path in which a square is the unit: neighbours in a row are one rectangle."""
    rectangles = " ".join(
        f"{column} {row} {length} 1 re"
        for row, runs in enumerate(mark.rows)
        for column, length in runs
    )
    side = f"{mark.side:.4f}"
    return f"q {side} 0 0 -{side} {mark.x:.3f} {top - mark.y:.3f} cm {rectangles} f Q"

"""The least a reception could cost: one committed insert, and the same page by plain reportlab."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import segno
from reportlab.pdfgen.canvas import Canvas

from desk_app.store.database import create_database
from printing import receipt
from printing.edges import above_text
from printing.filled import _codes, _stubs, form_of
from printing.fonts import Face
from printing.form import _set
from printing.standard import standard
from printing.strips import Rule, Squares, Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from printing.page import Sheet
    from printing.receipt import ReceiptForm
    from printing.strips import Mark, Page


class BareStore:
    """One table in a database of the same build, key, settings and disk as the desk's."""

    def __init__(self, path: Path, key: bytes) -> None:
        path.unlink(missing_ok=True)
        self._database = create_database(path, key)
        self._path = path
        self._database.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, record BLOB NOT NULL)")

    def insert(self, raw: bytes) -> None:
        """The bytes on disk before it returns."""
        connection = self._database.connection
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare (record) VALUES (?)", (raw,))
        connection.execute("COMMIT")

    def close(self) -> None:
        self._database.close()
        self._path.unlink()


@dataclass(frozen=True, kw_only=True, slots=True)
class BarePage:
    """A receipt already laid out: where every text, line and square goes is known."""

    sheet: Sheet
    pages: Sequence[Page]
    copies: Sequence[Sequence[Mark]]
    qr_text: str
    stub_text: str


def laid_out(form: ReceiptForm) -> BarePage:
    """The receipt's marks, as `receipt.draw` places them."""
    template, said = standard("receipt", form.letterhead), receipt.filled(form)
    sheet, pages = _set(form_of(template, said))
    copies = [above_text(sheet, label) for label in template.copies]
    codes = _codes(template, said)
    copies[-1] = (*copies[-1], *_stubs(sheet, template, said, codes))
    return BarePage(
        sheet=sheet, pages=pages, copies=copies, qr_text=form.qr_text, stub_text=form.stub_text
    )


def draw_bare(laid: BarePage) -> bytes:
    """Both copies by setFont, drawString, line and rect; the copies share one drawing of a page."""
    target = BytesIO()
    size = (laid.sheet.width, laid.sheet.height)
    canvas = Canvas(target, pagesize=size, pageCompression=1, initialFontName=Face.REGULAR)
    modules = segno.make(laid.qr_text, error="m", micro=False).matrix
    stub = segno.make(laid.stub_text, error="m", micro=False).matrix if laid.stub_text else ()
    for number, page in enumerate(laid.pages):
        canvas.beginForm(f"page{number}")
        for placed in page:
            _draw(canvas, placed.marks, top=laid.sheet.height - placed.top, modules=modules)
        canvas.endForm()
    for copy in laid.copies:
        for number in range(len(laid.pages)):
            canvas.doForm(f"page{number}")
            _draw(canvas, copy, top=laid.sheet.height, modules=stub)
            canvas.showPage()
    canvas.save()
    return target.getvalue()


def _draw(canvas: Canvas, marks: Sequence[Mark], *, top: float, modules: Sequence[Any]) -> None:
    for mark in marks:
        match mark:
            case Text():
                canvas.setFont(mark.face, mark.size)
                canvas.drawString(mark.x, top - mark.y, mark.text, wordSpace=mark.blank or None)
            case Rule():
                canvas.setLineWidth(mark.weight)
                if mark.is_box:
                    canvas.rect(mark.x1, top - mark.y2, mark.x2 - mark.x1, mark.y2 - mark.y1)
                else:
                    canvas.line(mark.x1, top - mark.y1, mark.x2, top - mark.y2)
            case Squares():
                _draw_code(canvas, mark, top=top, modules=modules)
            case _:
                pass


def _draw_code(canvas: Canvas, squares: Squares, *, top: float, modules: Sequence[Any]) -> None:
    path = canvas.beginPath()
    side = squares.side
    for row, line in enumerate(modules):
        for column, is_dark in enumerate(line):
            if is_dark:
                path.rect(squares.x + column * side, top - squares.y - (row + 1) * side, side, side)
    canvas.drawPath(path, stroke=0, fill=1)

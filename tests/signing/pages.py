"""Unsigned PDFs as they come to a desk: own results, scans, Word's, locked, turned and cut ones."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from printing.fonts import Face, advances

A4 = (595.28, 841.89)
WORDS = "Chủ tịch Ủy ban nhân dân xã Hùng Sơn xác nhận"


def result_page(*, pages: int = 1, size: tuple[float, float] = A4) -> bytes:
    """A result as the desk draws one: Vietnamese words in embedded fonts."""
    advances()
    drawn = BytesIO()
    canvas = Canvas(drawn, pagesize=size, invariant=True, initialFontName=Face.REGULAR)
    for _ in range(pages):
        canvas.setFont(Face.REGULAR, 13)
        canvas.drawString(72, size[1] - 100, WORDS)
        canvas.showPage()
    canvas.save()
    return drawn.getvalue()


def scan(*, dust: int = 0) -> bytes:
    """A scanned sheet: one picture, no words, grey paper, so many specks of dust."""
    sheet = Image.new("L", (827, 1169), 236)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((100, 100, 700, 130), fill=40)
    for n in range(dust):
        pen.point((n * 7919 % 827, n * 6661 % 1169), fill=90)
    drawn = BytesIO()
    canvas = Canvas(drawn, pagesize=A4, invariant=True)
    canvas.drawImage(ImageReader(sheet), 0, 0, *A4)
    canvas.save()
    return drawn.getvalue()


def with_form_field() -> bytes:
    """A page with a field to be filled in."""
    drawn = BytesIO()
    canvas = Canvas(drawn, pagesize=A4, invariant=True)
    canvas.acroForm.textfield(name="sum", value="1.000.000", x=100, y=600, forceBorder=True)
    canvas.save()
    return drawn.getvalue()


def turned(pdf: bytes, degrees: int) -> bytes:
    return _edited(pdf, lambda page: page.rotate(degrees, relative=False))


def cut(pdf: bytes, box: tuple[float, float, float, float]) -> bytes:
    def crop(page: pikepdf.Page) -> None:
        page.cropbox = pikepdf.Array(box)

    return _edited(pdf, crop)


def enlarged(pdf: bytes, unit: float) -> bytes:
    """As a map is: one unit of the page is `unit` points."""

    def enlarge(page: pikepdf.Page) -> None:
        page.obj.UserUnit = unit

    return _edited(pdf, enlarge)


def locked(pdf: bytes, *, password: str) -> bytes:
    """Encrypted; with an empty password everyone may read, as some scanners do it."""
    return _saved(pdf, encryption=pikepdf.Encryption(owner="chủ", user=password))


def packed(pdf: bytes) -> bytes:
    """With its objects in compressed streams and no plain table, as newer programs write."""
    return _saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def with_both_tables(pdf: bytes) -> bytes:
    """A hybrid file, as Word saves one: a plain table and beside it a hidden stream."""
    start = pdf.rindex(b"startxref")
    table = int(pdf[start:].split()[1])
    trailer_at = pdf.index(b"trailer", table)
    size = int(pdf[trailer_at:].split(b"/Size")[1].split()[0])
    hidden = (
        b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 1]/Index[%d 1]/Root 1 0 R/Length 6>>stream\n"
        % (size + 1, size + 2, size)
        + b"\x00\x00\x00\x00\x00\xff\nendstream\nendobj\n"
    )
    body = pdf[:table] + hidden
    old_trailer = pdf[table:start].replace(
        b"/Size %d" % size, b"/Size %d /XRefStm %d" % (size + 2, table)
    )
    return body + old_trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)


def _edited(pdf: bytes, edit: Callable[[pikepdf.Page], object]) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            edit(page)
        return _written(document)


def _saved(pdf: bytes, **options: object) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        return _written(document, **options)


def _written(document: pikepdf.Pdf, **options: object) -> bytes:
    saved = BytesIO()
    document.save(saved, **options)
    return saved.getvalue()

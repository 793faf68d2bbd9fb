"""Signed pages as a reader pictures them, and pictures to sign with."""

from io import BytesIO

import pypdfium2
from PIL import Image, ImageChops, ImageDraw


def pictured(pdf: bytes, *, page: int = -1, dpi: int = 72) -> Image.Image:
    """A page in colours; stamps are drawn only because form support is started."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        document.init_forms()
        shown = document[page % len(document)].render(scale=dpi / 72)
        return shown.to_pil().convert("RGB")
    finally:
        document.close()


def difference(before: bytes, after: bytes, *, dpi: int = 72) -> tuple[int, int, int, int] | None:
    """Where, in millimetres from the upper left, the last pages differ."""
    box = ImageChops.difference(pictured(before, dpi=dpi), pictured(after, dpi=dpi)).getbbox()
    if box is None:
        return None
    left, top, right, bottom = (round(edge / dpi * 25.4) for edge in box)
    return left, top, right, bottom


def words_on(pdf: bytes) -> str:
    """What stands on the only page of a drawing, as one line."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(document[0].get_textpage().get_text_range().split())
    finally:
        document.close()


def signature_png() -> bytes:
    picture = Image.new("RGBA", (1400, 600), (0, 0, 0, 0))
    stroke = ImageDraw.Draw(picture)
    stroke.arc((0, 0, 700, 500), 20, 340, fill=(20, 50, 150, 255), width=20)
    stroke.line((300, 580, 1400, 500), fill=(20, 50, 150, 255), width=30)
    return _png(picture)


def seal_png() -> bytes:
    picture = Image.new("RGBA", (1200, 1200), (0, 0, 0, 0))
    ring = ImageDraw.Draw(picture)
    ring.ellipse((20, 20, 1180, 1180), outline=(200, 16, 30, 255), width=40)
    ring.regular_polygon((600, 600, 220), 5, fill=(200, 16, 30, 255))
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()

"""Pages of a PDF as pictures for the screen; nothing of them touches the disk."""

from __future__ import annotations

import io

import pypdfium2

from desk_app.domain.errors import RuleBroken
from printing.rastering import PDFIUM

_SCALE = 1.6  # of 72 dots an inch: an A4 page becomes 952 pixels wide


class PageUnreadable(RuleBroken):
    """The file is no PDF that can be shown; save it and look at it elsewhere."""

    code = "page_unreadable"


def page_count(pdf: bytes) -> int:
    """Raises PageUnreadable."""
    with PDFIUM:
        try:
            with pypdfium2.PdfDocument(pdf) as document:
                return len(document)
        except pypdfium2.PdfiumError as error:
            raise PageUnreadable from error


def page_picture(pdf: bytes, page: int) -> bytes:
    """The page, counted from 0, as PNG; raises PageUnreadable."""
    with PDFIUM:
        try:
            with pypdfium2.PdfDocument(pdf) as document:
                document.init_forms()  # without it signatures are not drawn
                picture = document[page].render(scale=_SCALE).to_pil()  # pyright: ignore[reportArgumentType] - takes parts
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise PageUnreadable from error
    png = io.BytesIO()
    picture.save(png, format="PNG")
    return png.getvalue()

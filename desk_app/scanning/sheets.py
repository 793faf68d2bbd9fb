"""Sheets: one page of paper each, as a picture, out of a photo, a scan or a PDF.

Drawn one at a time: 400 pages need no more memory than one.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from struct import error as StructError  # noqa: N812 - it is a class
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image, ImageOps

from desk_app.scanning.errors import SheetTooLarge, SheetUnreadable, TooManySheets
from printing.rastering import PDFIUM

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = frozenset({"jpg", "jpeg", "png", "tif", "tiff", "pdf"})  # of files, by their ending
MOST_SHEETS = 500  # of one file
MOST_DOTS = 60_000_000  # of one sheet: A3 at 450 dots an inch
SCAN_DPI = 200

_FORMATS = ("JPEG", "PNG", "TIFF", "PPM")
_POINTS = 72
_KEPT_QUALITY = 88  # of the page as it waits: what is bound is made from it
_PDF_MARK = b"%PDF-"
_MARK_WITHIN = 1024  # bytes; readers look no further for it
_LEAST_DPI, _MOST_DPI = 50, 1_200  # what a picture may say of itself and be believed
_UNKNOWING = frozenset({72, 96})  # dots an inch written by what does not know
_MAKER = 0x010F  # EXIF: who made the camera
_DAMAGE = (
    *(OSError, EOFError, SyntaxError, ValueError, TypeError, KeyError, IndexError),
    *(OverflowError, StructError, Image.DecompressionBombError),
)  # what Pillow answers a damaged file with


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    image: Image.Image  # RGB or grey
    dpi: int  # dots an inch of the paper; 0 where nobody said, as in a photo


def sheets_of(content: bytes) -> Iterator[Sheet]:
    """The pages of a picture (JPEG, PNG, TIFF, PNM) or of a PDF, in their order.

    Raises SheetUnreadable, SheetTooLarge, TooManySheets; the pages before it have been given.
    """
    pages = _of_pdf(content) if is_pdf(content) else _of_picture(content)
    return iter(pages)


def is_pdf(content: bytes) -> bool:
    return _PDF_MARK in content[:_MARK_WITHIN]


def packed(sheet: Sheet) -> bytes:
    """The sheet as one JPEG that `sheets_of` reads again, its dots an inch told in it."""
    image = sheet.image if sheet.image.mode in {"L", "RGB"} else sheet.image.convert("RGB")
    written = BytesIO()
    dpi = (sheet.dpi, sheet.dpi) if sheet.dpi else (0, 0)
    image.save(written, "JPEG", quality=_KEPT_QUALITY, dpi=dpi)
    return written.getvalue()


def unpacked(content: bytes) -> Sheet:
    """The one sheet that was packed; raises SheetUnreadable."""
    return next(_of_picture(content))


def _of_picture(content: bytes) -> Iterator[Sheet]:
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as opened:
            frames = getattr(opened, "n_frames", 1)
            if frames > MOST_SHEETS:
                raise TooManySheets(pages=frames, most=MOST_SHEETS)
            for number in range(frames):
                opened.seek(number)
                if opened.width * opened.height > MOST_DOTS:
                    raise SheetTooLarge
                yield Sheet(image=_plain(opened), dpi=_dpi(opened))
    except _DAMAGE as error:
        raise SheetUnreadable from error


def _of_pdf(content: bytes) -> Iterator[Sheet]:
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise SheetUnreadable from error
    try:
        if len(document) > MOST_SHEETS:
            raise TooManySheets(pages=len(document), most=MOST_SHEETS)
        for number in range(len(document)):
            with PDFIUM:
                yield Sheet(image=_drawn(document, number), dpi=SCAN_DPI)
    finally:
        with PDFIUM:
            document.close()


def _drawn(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    scale = SCAN_DPI / _POINTS
    try:
        page = document[number]
        width, height = page.get_size()
        if width * height * scale * scale > MOST_DOTS:
            raise SheetTooLarge
        drawn = page.render(scale=scale)  # pyright: ignore[reportArgumentType] - takes parts
        image: Image.Image = drawn.to_pil().convert("RGB")
        page.close()
    except pypdfium2.PdfiumError as error:
        raise SheetUnreadable from error
    return image


def _plain(opened: Image.Image) -> Image.Image:
    """Upright as its camera held it, on white where it is see-through."""
    image = ImageOps.exif_transpose(opened)
    if image.mode in {"1", "L"}:
        return image.convert("L")
    if image.mode.startswith("I") or image.mode == "F":
        return image.point(lambda level: level / 256).convert("L")
    if "A" in image.getbands() or "transparency" in image.info:
        laid = image.convert("RGBA")
        white = Image.new("RGBA", laid.size, "white")
        return Image.alpha_composite(white, laid).convert("RGB")
    return image.convert("RGB")


def _dpi(opened: Image.Image) -> int:
    """What the file says, unless it is what cameras and programs write without knowing."""
    said = opened.info.get("dpi", (0, 0))[0]
    dpi = round(float(said))
    is_camera = _MAKER in opened.getexif()
    if is_camera or dpi in _UNKNOWING or not _LEAST_DPI <= dpi <= _MOST_DPI:
        return 0
    return dpi

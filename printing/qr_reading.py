"""QR codes read from pictures: a photo, a scan, a page of a PDF (zxing-cpp).

A picture is tried as it is, then with its light evened out and larger: a phone's photo of a page
that was folded, or lies half in the shade, is read by one of these.
"""

from collections.abc import Iterator
from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from printing.errors import PictureUnreadable
from printing.rastering import PDFIUM

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".pdf"})
MOST_PAGES = 200  # of one PDF
MOST_DOTS = 120_000_000  # of one picture

_SCAN_DPI = 300
_POINTS = 72
_PDF_MARK = b"%PDF-"
_MARK_WITHIN = 1024  # bytes; readers look no further for it
_ENLARGED_BELOW = 2_400  # dots of the longer side


def codes_in(content: bytes) -> list[str]:
    """The texts of all QR codes in a PNG, a JPEG or a PDF, each once, in the order they stand.

    Raises PictureUnreadable.
    """
    found: dict[str, None] = {}
    for picture in _pictures(content):
        found.update(dict.fromkeys(_codes(picture)))
    return list(found)


def codes_in_frame(frame: bytes) -> list[str]:
    """The texts of the QR codes in one picture of a camera, which shows the next one soon.

    Looked at once, as it is; none where it cannot be read.
    """
    try:
        return list(dict.fromkeys(code.text for one in _pictures(frame) for code in _read(one)))
    except PictureUnreadable:
        return []


def _pictures(content: bytes) -> Iterator[Image.Image]:
    if _PDF_MARK in content[:_MARK_WITHIN]:
        yield from _pages(content)
        return
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_DOTS:
                raise PictureUnreadable
            yield ImageOps.exif_transpose(picture).convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureUnreadable from error


def _pages(content: bytes) -> Iterator[Image.Image]:
    with PDFIUM:
        try:
            with pypdfium2.PdfDocument(content) as document:
                for number in range(min(len(document), MOST_PAGES)):
                    yield _drawn(document[number])
        except pypdfium2.PdfiumError as error:
            raise PictureUnreadable from error


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    if width * height * (_SCAN_DPI / _POINTS) ** 2 > MOST_DOTS:
        raise PictureUnreadable
    bitmap = page.render(scale=_SCAN_DPI / _POINTS, grayscale=True)  # pyright: ignore[reportArgumentType] - takes parts
    grey: Image.Image = bitmap.to_pil().convert("L")
    return grey


def _codes(picture: Image.Image) -> list[str]:
    """The codes of the first treatment that shows any; the others cost time."""
    for treated in _treated(picture):
        found = [code.text for code in _read(treated) if code.text]
        if found:
            return found
    return []


def _treated(picture: Image.Image) -> Iterator[Image.Image]:
    yield picture
    yield ImageOps.autocontrast(picture.filter(ImageFilter.MedianFilter(3)), cutoff=2)
    if max(picture.size) <= _ENLARGED_BELOW:
        yield picture.resize((picture.width * 2, picture.height * 2), Image.Resampling.LANCZOS)


def _read(picture: Image.Image) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(
        picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )

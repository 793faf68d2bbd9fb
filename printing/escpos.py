"""A slip as the bytes of a thermal printer: one picture, whatever letters it knows (ESC/POS).

Text mode turns Vietnamese letters into others on most printers; a picture does not. The page was
drawn by the same template and faces as every other, and is kept as PDF.
"""

from collections.abc import Iterator
from typing import Final

from PIL import Image

from printing.errors import PageUnreadable
from printing.rastering import pictures

DOTS_PER_MM: Final = 8  # 203 dots to the inch
WIDTHS: Final = {80: 576, 58: 384}  # millimetres of paper: dots a printer can set
_DPI: Final = 25.4 * DOTS_PER_MM
_DARK: Final = 150  # greys below this are a dot: thin strokes stay whole
_BAND: Final = 128  # rows a command: small printers hold no more
_RESET, _FEED_AND_CUT = b"\x1b@", b"\x1bd\x04\x1dV\x42\x00"
_RASTER = b"\x1dv0\x00"


def slip_bytes(pdf: bytes, *, width_mm: int) -> bytes:
    """Every page in turn, then a cut; `width_mm` is 80 or 58. Raises PageUnreadable."""
    bands = b"".join(
        band for dots in slip_pictures(pdf, width_mm=width_mm) for band in _bands(dots)
    )
    return _RESET + bands + _FEED_AND_CUT


def slip_pictures(pdf: bytes, *, width_mm: int) -> list[Image.Image]:
    """The pages as dots, black and white, as wide as the printer sets; raises PageUnreadable."""
    width = WIDTHS[width_mm]
    return [_dots(page.image, width) for page in pictures(pdf, most_dpi=_DPI)]


def read_slip(data: bytes) -> Image.Image:
    """The picture in the bytes of a slip, for whoever must see what would be printed.

    Raises PageUnreadable where they are no slip of this module.
    """
    rows: list[bytes] = []
    width, at = 0, len(_RESET)
    while data[at : at + len(_RASTER)] == _RASTER:
        start = at + len(_RASTER)
        width = int.from_bytes(data[start : start + 2], "little")
        height = int.from_bytes(data[start + 2 : start + 4], "little")
        at = start + 4 + width * height
        rows.append(data[start + 4 : at])
    if data[:2] != _RESET or data[at:] != _FEED_AND_CUT or not rows:
        raise PageUnreadable
    dots = b"".join(rows)
    picture = Image.frombytes("1", (width * 8, len(dots) // width), dots)
    return picture.point(lambda value: 255 - value)


def _dots(page: Image.Image, width: int) -> Image.Image:
    """The middle of the page, `width` dots of it."""
    left = (page.width - width) // 2
    cut = page.crop((left, 0, left + width, page.height))
    burnt = [255 if grey < _DARK else 0 for grey in range(256)]
    return cut.point(burnt).convert("1", dither=Image.Dither.NONE)


def _bands(dots: Image.Image) -> Iterator[bytes]:
    """Set bits are burnt."""
    for top in range(0, dots.height, _BAND):
        height = min(_BAND, dots.height - top)
        band = dots.crop((0, top, dots.width, top + height)).tobytes()
        size = (dots.width // 8).to_bytes(2, "little") + height.to_bytes(2, "little")
        yield _RASTER + size + band

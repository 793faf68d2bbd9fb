"""A scan as pages to be drawn on: whatever comes in, each page is a JPEG picture at its real size.

What a page holds beyond its picture (programs, links, fonts) is left behind on purpose: a copy
shows what its paper shows. Colours and at least 200 dots an inch stay (NĐ 30/2020, Phụ lục I).
"""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from math import sqrt

import pypdfium2
from PIL import Image, ImageOps, ImageSequence

from printing.errors import ScanEncrypted, ScanTooLarge, ScanTooLong, ScanUnreadable
from printing.pdf import MM
from printing.rastering import PDFIUM

MOST_PAGES = 100
KINDS = ("pdf", "jpg", "jpeg", "png", "tif", "tiff", "bmp", "webp")  # endings of files
_DPI = 200
_MOST_DOTS = 20_000_000  # of a page as kept: A2 at 200 dots an inch
_MOST_DOTS_READ = 120_000_000  # of a picture as it comes
_SCANNERS_DPI = (90, 1300)  # what a file must say of itself to be believed
_SIDES_MM = (50, 1200)
_A4_MM = (210, 297)
_QUALITY = 82
_EDGE_MM = 8  # of a page, where scanners leave shadows
_FADED = 40  # grey levels below the ground of the page at which something stands there
_LIGHT = 128  # grey levels that the ground of a page can have
_LOOK_DPI = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class ScannedPage:
    """One page; lengths in points, `white_from` counted from its upper edge."""

    width: float
    height: float
    jpeg: bytes
    white_from: float  # nothing stands below it


def scanned_pages(content: bytes) -> tuple[ScannedPage, ...]:
    """The pages of a PDF or of a picture.

    Raises ScanUnreadable, ScanEncrypted, ScanTooLong, ScanTooLarge.
    """
    read = _pages_of_pdf if b"%PDF-" in content[:1024] else _pages_of_picture
    return tuple(_page(picture, width, height) for picture, width, height in read(content))


_Seen = Iterator[tuple[Image.Image, float, float]]  # picture, width and height in points


def _pages_of_pdf(content: bytes) -> _Seen:
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            needs_password = "password" in str(error).lower()
            raise (ScanEncrypted if needs_password else ScanUnreadable) from error
        try:
            if len(document) > MOST_PAGES:
                raise ScanTooLong(pages=len(document), most=MOST_PAGES)
            document.init_forms()  # without it signatures and filled fields are not drawn
            for page in document:
                width, height = page.get_size()
                dots = width * height * (_DPI / 72) ** 2
                scale = _DPI / 72 * min(1.0, sqrt(_MOST_DOTS / dots))
                drawn = page.render(scale=scale)  # pyright: ignore[reportArgumentType] - takes parts
                yield drawn.to_pil().convert("RGB"), width, height
        except pypdfium2.PdfiumError as error:
            raise ScanUnreadable from error
        finally:
            document.close()


def _pages_of_picture(content: bytes) -> _Seen:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # measured below
            with Image.open(BytesIO(content)) as picture:
                for number, frame in enumerate(ImageSequence.Iterator(picture), start=1):
                    if number > MOST_PAGES:
                        raise ScanTooLong(
                            pages=getattr(picture, "n_frames", number), most=MOST_PAGES
                        )
                    yield _frame(frame)
    except Image.DecompressionBombError as error:
        raise ScanTooLarge from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # what Pillow meets in rubbish
        raise ScanUnreadable from error


def _frame(frame: Image.Image) -> tuple[Image.Image, float, float]:
    if frame.width * frame.height > _MOST_DOTS_READ:
        raise ScanTooLarge
    said = frame.info.get("dpi", (0, 0))
    upright = _opaque(ImageOps.exif_transpose(frame))
    width, height = _size(upright, dpi=float(said[0] or 0), across_dpi=float(said[1] or 0))
    most = max(width, height) / 72 * _DPI
    if max(upright.size) > most * 1.3:
        share = most / max(upright.size)
        upright = upright.resize(
            (max(1, round(upright.width * share)), max(1, round(upright.height * share))),
            Image.Resampling.LANCZOS,
        )
    return upright, width, height


def _opaque(frame: Image.Image) -> Image.Image:
    """On white, where a picture lets something through."""
    if frame.mode in {"1", "L"}:
        return frame.convert("L")
    if "A" in frame.getbands() or "transparency" in frame.info:
        seen = frame.convert("RGBA")
        ground = Image.new("RGB", seen.size, "white")
        ground.paste(seen, mask=seen.getchannel("A"))
        return ground
    return frame.convert("RGB")


def _size(picture: Image.Image, *, dpi: float, across_dpi: float) -> tuple[float, float]:
    """As large as the scanner says; a photograph fills A4."""
    least, most = _SCANNERS_DPI
    if least <= dpi <= most and abs(dpi - across_dpi) < 1:
        sides = (picture.width / dpi * 72, picture.height / dpi * 72)
        if _SIDES_MM[0] * MM <= min(sides) and max(sides) <= _SIDES_MM[1] * MM:
            return sides
    across, down = (side * MM for side in _A4_MM)
    if picture.width > picture.height:
        across, down = down, across
    scale = min(across / picture.width, down / picture.height)
    return picture.width * scale, picture.height * scale


def _page(picture: Image.Image, width: float, height: float) -> ScannedPage:
    target = BytesIO()
    picture.save(target, format="JPEG", quality=_QUALITY, optimize=True)
    return ScannedPage(
        width=width,
        height=height,
        jpeg=target.getvalue(),
        white_from=_white_from(picture, height=height),
    )


def _white_from(picture: Image.Image, *, height: float) -> float:
    """Below the last line that holds more than dust; shadows at the edges do not count."""
    down = max(1, round(height / 72 * _LOOK_DPI))
    across = max(1, round(picture.width * down / picture.height))
    small = picture.convert("L").resize((across, down), Image.Resampling.BOX)
    edge = round(_EDGE_MM / 25.4 * _LOOK_DPI)
    if min(across, down) <= 3 * edge:
        return height
    inner = small.crop((edge, edge, across - edge, down - edge))
    light = inner.histogram()[_LIGHT:]
    if not sum(light):
        return height
    ground = _LIGHT + light.index(max(light))
    marked = inner.point([255 if ground - level > _FADED else 0 for level in range(256)])
    rows = marked.resize((1, marked.height), Image.Resampling.BOX).tobytes()
    inked = [row for row, amount in enumerate(rows) if amount > 1]  # of 255: a speck is less
    return (inked[-1] + 1 + edge) * height / down if inked else edge * height / down

"""Pages bound to a PDF that fits the line and the portal: JPEG for colour and grey, G4 for ink.

The size is met page by page: each takes the best picture that its share of what is left allows,
down to what can still be read. What does not fit even so goes on in a next volume, so no page is
lost and none becomes unreadable.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
from PIL import Image

from desk_app.scanning.errors import NothingToBind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_POINTS = 72
_A4_LONG_IN = 11.69  # of a page whose dots an inch nobody knows: it is taken for A4
_RUNGS = ((200, 80), (200, 65), (200, 50), (170, 50), (150, 45), (150, 35))  # dpi, quality
_INK_RUNGS = (300, 200, 150)  # dpi
_PAGE_BYTES = 500  # of a page beside its picture, a little more than it is
_BOOK_BYTES = 1_200  # of a PDF beside its pages
_OFFSETS_TAG, _COUNTS_TAG, _ROWS_TAG = 273, 279, 278  # TIFF 6.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A mended page and how large its paper is."""

    image: Image.Image  # mode RGB, L or 1
    dpi: int  # 0 where nobody knows


@dataclass(frozen=True, kw_only=True, slots=True)
class Volume:
    pdf: bytes
    pages: int
    dpi: int  # of its coarsest page


@dataclass(frozen=True, kw_only=True, slots=True)
class _Picture:
    content: bytes
    size: tuple[int, int]
    dpi: int
    mode: str


def bind(pages: Iterable[Page], *, count: int, most_bytes: int, title: str) -> Iterator[Volume]:
    """The pages in order, in as few volumes as the size allows; each is given when it is full.

    `count`: how many pages come, so that each takes its share. A page that alone is larger than
    `most_bytes` is a volume of its own. Raises NothingToBind.
    """
    book: list[_Picture] = []
    used, left = _BOOK_BYTES, count
    for page in pages:
        share = (most_bytes - used) // max(1, left) - _PAGE_BYTES
        picture = _best(page, share=share)
        size = len(picture.content) + _PAGE_BYTES
        if book and used + size > most_bytes:
            yield _volume(book, title=title)
            book, used = [], _BOOK_BYTES
        book.append(picture)
        used += size
        left -= 1
    if not book:
        raise NothingToBind
    yield _volume(book, title=title)


def _best(page: Page, *, share: int) -> _Picture:
    """The clearest picture within the share, or the smallest that can be read."""
    dpi = page.dpi or round(max(page.image.size) / _A4_LONG_IN)
    ladder = [(rung, 0) for rung in _INK_RUNGS] if page.image.mode == "1" else list(_RUNGS)
    picture = None
    for number, (rung, quality) in enumerate(ladder):
        if number and number + 1 < len(ladder) and rung > dpi:
            continue  # the same dots again
        picture = _pressed(page.image, dpi=dpi, most_dpi=rung, quality=quality)
        if len(picture.content) <= share:
            break
    assert picture is not None  # noqa: S101 - a ladder has rungs
    return picture


def _pressed(image: Image.Image, *, dpi: int, most_dpi: int, quality: int) -> _Picture:
    kept = min(dpi, most_dpi)
    if kept < dpi:
        size = (max(1, image.width * kept // dpi), max(1, image.height * kept // dpi))
        image = _smaller(image, size)
    content = _group4(image) if image.mode == "1" else _jpeg(image, quality)
    return _Picture(content=content, size=image.size, dpi=max(kept, 1), mode=image.mode)


def _smaller(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if image.mode == "1":  # through grey, or thin strokes would drop out
        return image.convert("L").resize(size, Image.Resampling.BOX).point(_INK).convert("1")
    return image.resize(size, Image.Resampling.LANCZOS)


_INK = [0 if level < 160 else 255 for level in range(256)]  # noqa: PLR2004


def _jpeg(image: Image.Image, quality: int) -> bytes:
    written = BytesIO()
    image.save(written, "JPEG", quality=quality, optimize=True, progressive=True)
    return written.getvalue()


def _group4(image: Image.Image) -> bytes:
    """The strip of a fax-coded TIFF: what a PDF takes as CCITTFaxDecode."""
    written = BytesIO()
    image.save(written, "TIFF", compression="group4", tiffinfo={_ROWS_TAG: image.height})
    raw = written.getvalue()
    with Image.open(BytesIO(raw), formats=("TIFF",)) as tiff:
        tags = tiff.tag_v2  # type: ignore[attr-defined]  # of a TIFF's image
        offset, length = tags[_OFFSETS_TAG][0], tags[_COUNTS_TAG][0]
    return raw[offset : offset + length]


def _volume(book: list[_Picture], *, title: str) -> Volume:
    with pikepdf.new() as pdf:
        for picture in book:
            _add(pdf, picture)
        pdf.docinfo["/Title"] = pikepdf.String(title)
        written = BytesIO()
        pdf.save(written, deterministic_id=True)
    coarsest = min(picture.dpi for picture in book)
    return Volume(pdf=written.getvalue(), pages=len(book), dpi=coarsest)


def _add(pdf: pikepdf.Pdf, picture: _Picture) -> None:
    """One page, as large as the paper was."""
    width, height = picture.size
    wide, high = (round(side * _POINTS / picture.dpi, 2) for side in picture.size)
    drawn = pikepdf.Stream(
        pdf,
        picture.content,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        **_coding(picture),
    )
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, wide, high],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=drawn)),
        Contents=pikepdf.Stream(pdf, f"{wide} 0 0 {high} 0 0 cm /Scan Do".encode()),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def _coding(picture: _Picture) -> dict[str, object]:
    if picture.mode == "1":
        width, height = picture.size
        parameters = pikepdf.Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=True)
        return {
            "BitsPerComponent": 1,
            "ColorSpace": pikepdf.Name.DeviceGray,
            "Filter": pikepdf.Name.CCITTFaxDecode,
            "DecodeParms": parameters,
        }
    colours = pikepdf.Name.DeviceRGB if picture.mode == "RGB" else pikepdf.Name.DeviceGray
    return {
        "BitsPerComponent": 8,
        "ColorSpace": colours,
        "Filter": pikepdf.Name.DCTDecode,
    }

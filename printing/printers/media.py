"""The paper that a PDF needs, by the size of its first page."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf

from printing.errors import PageUnreadable
from printing.pdf import MM


@dataclass(frozen=True, kw_only=True, slots=True)
class Media:
    name: str  # as people call it
    keyword: str  # PWG 5101.1
    width_mm: int
    height_mm: int

    @property
    def pwg(self) -> tuple[int, int]:
        """Width and height in hundredths of a millimetre, as IPP's media-size has them."""
        return self.width_mm * 100, self.height_mm * 100


A5 = Media(name="A5", keyword="iso_a5_148x210mm", width_mm=148, height_mm=210)
A4 = Media(name="A4", keyword="iso_a4_210x297mm", width_mm=210, height_mm=297)
A3 = Media(name="A3", keyword="iso_a3_297x420mm", width_mm=297, height_mm=420)
EVERY_MEDIA = (A5, A4, A3)
_TOLERANCE_MM = 3  # scans are a little off


def names_of(keywords: Sequence[object]) -> tuple[str, ...]:
    """How people call those of the papers that a desk prints on."""
    return tuple(media.name for media in EVERY_MEDIA if media.keyword in keywords)


def media_of(pdf: bytes) -> tuple[Media, bool]:
    """The paper, and whether the page is its very size; any other size is for fitting on A4.

    Raises PageUnreadable.
    """
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            left, bottom, right, top = (float(edge) for edge in document.pages[0].mediabox)
    except (pikepdf.PdfError, pikepdf.PasswordError, IndexError) as error:
        raise PageUnreadable from error
    sides = sorted((abs(right - left) / MM, abs(top - bottom) / MM))
    for media in EVERY_MEDIA:
        wanted = (media.width_mm, media.height_mm)
        if all(abs(a - b) <= _TOLERANCE_MM for a, b in zip(sides, wanted, strict=True)):
            return media, True
    return A4, False

"""Finding white room for a signature on a page that somebody else laid out.

The last page is pictured coarsely, scans included. Administrative papers leave white between the
signer's title and name, on the right: the lowest such gap is taken. Without one, the white
rectangle nearest to the lower right corner.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import add

import pypdfium2
from PIL import Image

from desk_app.signing.place import PageShape, Place, lower_right
from printing.rastering import PDFIUM

_DOTS = 300  # on the page's longer side, so that a map takes no longer than a letter
_FADED = 24  # grey levels from the ground of the page at which something stands there
_SPECKS = 0.001  # of the room: dust on a scan
_EDGE_MM = 8.0  # what printers cannot reach
_GAP_MM = (18.0, 50.0)  # heights of the white between title and name
_LINE_MM = 5.0
_GAP_LEFT = 0.4  # of the page's width: signers stand to the right of it
_SMALLER = (1.0, 0.85, 0.7)  # shares of the usual size, tried in turn
_STEP = 2  # dots


def blank_place(pdf: bytes, shape: PageShape) -> Place:
    """A white place on the last page; the usual one where none is white enough."""
    usual = lower_right(shape)
    mm = max(shape.shown_mm) / _DOTS  # a dot's side
    try:
        ink = _ink(_picture(pdf, shape, mm), mm)
    except pypdfium2.PdfiumError:
        return usual
    for share in _SMALLER:
        gap = ink.signers_gap(usual, share)
        if gap is not None:
            return gap
    whites = (ink.white_corner(usual, share) for share in _SMALLER)
    return next((white for white in whites if white is not None), usual)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ink:
    """The picture as sums, so that what stands in a rectangle takes four look-ups."""

    sums: list[list[int]]  # [y][x]: inked dots above y and left of x
    written: list[int]  # rows with ink; a page has two or three white ones for each
    mm: float  # of one dot

    @property
    def across(self) -> int:
        return len(self.sums[0]) - 1

    @property
    def down(self) -> int:
        return len(self.sums) - 1

    @property
    def edge(self) -> int:
        return round(_EDGE_MM / self.mm)

    def signers_gap(self, usual: Place, share: float) -> Place | None:
        """The lowest gap between two lines on the right, over the middle of the lower line."""
        wide = round(usual.width_mm * share / self.mm)
        first = round(self.across * _GAP_LEFT)
        gaps = [
            (-lower, abs(left + wide / 2 - self._middle(lower, first)), left, upper)
            for left in range(first, self.across - self.edge - wide + 1, _STEP)
            for upper, lower in self._white_runs(left, left + wide)
        ]
        if not gaps:
            return None
        minus_lower, _, left, upper = min(gaps)
        room = -minus_lower - upper
        high = min(round(usual.height_mm / self.mm), room - 2)
        return self._place(left, upper + (room - high) // 2, wide, high)

    def white_corner(self, usual: Place, share: float) -> Place | None:
        """The white rectangle nearest to the usual place; sideways counts double."""
        wide = round(usual.width_mm * share / self.mm)
        high = round(usual.height_mm * share / self.mm)
        most = wide * high * _SPECKS
        at_left = usual.left_mm / self.mm
        at_top = self.down - usual.bottom_mm / self.mm - high
        if self._is_white(round(at_left), round(at_top), wide, high, most=most):
            return self._place(round(at_left), round(at_top), wide, high)
        tops = range(self.edge, self.down - self.edge - high + 1, _STEP)
        lefts = range(self.edge, self.across - self.edge - wide + 1, _STEP)
        nearest = sorted(  # by distance, so that the first white one is the nearest
            (2 * abs(left - at_left) + abs(top - at_top), left, top)
            for top in tops
            for left in lefts
        )
        for _, left, top in nearest:
            if self._is_white(left, top, wide, high, most=most):
                return self._place(left, top, wide, high)
        return None

    def _is_white(self, left: int, top: int, wide: int, high: int, *, most: float) -> bool:
        """Whether at most so many dots are inked in the rectangle and right around it."""
        return self._inked(left - 1, top - 1, left + wide + 1, top + high + 1) <= most

    def _white_runs(self, left: int, right: int) -> Iterator[tuple[int, int]]:
        """White rows between inked ones, as high as a gap to sign in: first, and first after."""
        sums = self.sums
        inked = [
            y
            for y in self.written
            if sums[y + 1][right] - sums[y + 1][left] > sums[y][right] - sums[y][left]
        ]
        for above, below in pairwise(inked):
            if _GAP_MM[0] <= (below - above - 1) * self.mm <= _GAP_MM[1]:
                yield above + 1, below

    def _middle(self, row: int, first: int) -> float:
        """The middle of the line of text that begins at `row`, right of `first`."""
        end = min(self.down, row + round(_LINE_MM / self.mm))
        inked = [x for x in range(first, self.across) if self._inked(x, row, x + 1, end) > 0]
        return (inked[0] + inked[-1] + 1) / 2 if inked else self.across

    def _inked(self, left: int, top: int, right: int, bottom: int) -> int:
        upper, lower = self.sums[top], self.sums[bottom]
        return lower[right] - lower[left] - upper[right] + upper[left]

    def _place(self, left: int, top: int, wide: int, high: int) -> Place:
        return Place(
            left_mm=left * self.mm,
            bottom_mm=(self.down - top - high) * self.mm,
            width_mm=wide * self.mm,
            height_mm=high * self.mm,
        )


def _ink(picture: Image.Image, mm: float) -> _Ink:
    levels = picture.histogram()
    ground = levels.index(max(levels))
    marked = picture.point([int(abs(level - ground) > _FADED) for level in range(256)]).tobytes()
    sums = [[0] * (picture.width + 1)]
    for start in range(0, len(marked), picture.width):
        line = marked[start : start + picture.width]
        if line.strip(b"\0"):
            sums.append([*map(add, sums[-1], accumulate(line, initial=0))])
        else:  # white, as most are
            sums.append(sums[-1])
    written = [y for y, (upper, lower) in enumerate(pairwise(sums)) if lower is not upper]
    return _Ink(sums=sums, written=written, mm=mm)


def _picture(pdf: bytes, shape: PageShape, mm: float) -> Image.Image:
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            document.init_forms()  # without it fields and stamps are not drawn
            page = document[len(document) - 1]
            scale = shape.shown_mm[0] / mm / page.get_width()
            drawn: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
            return drawn.convert("L")
        finally:
            document.close()

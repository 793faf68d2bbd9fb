"""What a page is made of before it is a PDF: strips of marks, stacked and shared out over pages.

Lengths are points, counted rightwards and downwards; a mark's place counts from the top left corner
of its strip. Nothing here knows reportlab, so a layout costs no drawing and can be thrown away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from printing.fonts import Face


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    x: float
    y: float  # the baseline
    text: str  # has passed `fonts.printable`
    face: Face
    size: float
    blank: float = 0  # how much wider than natural each blank is: justified lines
    grey: float = 0  # 0 black, 1 white
    turned: float = 0  # degrees counter-clockwise


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A straight line, or the four sides of a box where `is_box`."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float = 0.5
    is_box: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Squares:
    """The dark squares of a QR code, `side` each; a row is (first column, length) of its runs."""

    x: float
    y: float
    side: float
    rows: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """Where a signature goes; nothing is drawn."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A scanned page."""

    width: float
    height: float
    jpeg: bytes


Mark: TypeAlias = Text | Rule | Squares | Room | Picture


@dataclass(frozen=True, kw_only=True, slots=True)
class Strip:
    """A part of the page that is never cut."""

    height: float
    marks: tuple[Mark, ...] = ()
    clings: bool = False  # stays on one page with the strip below it
    header: "Strip | None" = None  # repeated above it where it is the first of a page
    breaks: bool = False  # begins a page


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    top: float
    marks: tuple[Mark, ...]


Page: TypeAlias = tuple[Placed, ...]


def paginate(strips: Sequence[Strip], *, top: float, bottom: float) -> tuple[Page, ...]:
    """Stack the strips between `top` and `bottom` of as many pages as it takes, at least one.

    What clings together moves to the next page together, unless no page could hold it.
    """
    pages: list[Page] = []
    page: list[Placed] = []
    y = top
    for group in _groups(strips):
        height = sum(strip.height for strip in group)
        is_full = y + height > bottom and height <= bottom - top
        if page and (is_full or group[0].breaks):
            pages.append(tuple(page))
            page, y = [], top
        for strip in group:
            if page and y + strip.height > bottom:
                pages.append(tuple(page))
                page, y = [], top
            if not page and strip.header is not None:
                page.append(Placed(top=y, marks=strip.header.marks))
                y += strip.header.height
            page.append(Placed(top=y, marks=strip.marks))
            y += strip.height
    return (*pages, tuple(page))


def held(above: Sequence[Strip], *, page: float) -> list[Strip]:
    """The strips whose end stays on one page with what follows: nobody signs an empty page.

    The end begins with the last row of a table, so that a closing line never stands on a page of
    its own; where that is more than half of `page`, a page's height, it is the last line alone.
    """
    begins = max((at for at, strip in enumerate(above) if strip.breaks), default=0)
    last = max((at for at, strip in enumerate(above) if strip.marks), default=0)
    row = max((at for at, strip in enumerate(above) if strip.header is not None), default=last)
    if sum(strip.height for strip in above[row:]) > page / 2:
        row = last
    end = max(row, begins)
    return [*above[:end], *(replace(strip, clings=True) for strip in above[end:])]


def _groups(strips: Sequence[Strip]) -> list[list[Strip]]:
    groups: list[list[Strip]] = []
    clings = False
    for strip in strips:
        if clings:
            groups[-1].append(strip)
        else:
            groups.append([strip])
        clings = strip.clings
    return groups

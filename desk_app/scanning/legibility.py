"""Can the page be read? What a handler, or the portal, would send back.

Told at the scanner, while the paper is still there; never a bar.
"""

from __future__ import annotations

from enum import StrEnum

from PIL import Image, ImageChops

_LEAST_DPI = 150
_LEAST_DOTS = 1_500  # of the longer side, where nobody knows the dots an inch
_DARK_PAPER = 120  # level that nine tenths of the page lie under
_LEAST_CONTRAST = 50  # levels between paper and ink
_LEAST_SHARPNESS = 0.30  # of the contrast, crossed within one dot
_FULL = 255


class Flaw(StrEnum):
    TOO_SMALL = "too_small"
    TOO_DARK = "too_dark"
    TOO_PALE = "too_pale"  # or nothing is on it
    BLURRED = "blurred"


def flaws(image: Image.Image, *, dpi: int) -> tuple[Flaw, ...]:
    """What is wrong with a page as it came; `dpi` 0 where nobody knows."""
    grey = image.convert("L")
    found = []
    if (dpi and dpi < _LEAST_DPI) or (not dpi and max(grey.size) < _LEAST_DOTS):
        found.append(Flaw.TOO_SMALL)
    paper = _level(grey.histogram(), 0.9)
    if paper < _DARK_PAPER:
        found.append(Flaw.TOO_DARK)
    ink = _level(grey.histogram(), 0.005)
    if paper - ink < _LEAST_CONTRAST:
        found.append(Flaw.TOO_PALE)
    elif sharpness(grey) < _LEAST_SHARPNESS:
        found.append(Flaw.BLURRED)
    return tuple(found)


def sharpness(grey: Image.Image) -> float:
    """How much of the contrast the sharpest edges cross within one dot: 0 to 1."""
    grey = grey.reduce(2)  # the grain of a sensor is no edge
    histogram = grey.histogram()
    contrast = _level(histogram, 0.95) - _level(histogram, 0.005)
    if contrast <= 0:
        return 0.0
    inner = (1, 1, grey.width - 1, grey.height - 1)
    across = ImageChops.difference(grey, ImageChops.offset(grey, 1, 0)).crop(inner)
    down = ImageChops.difference(grey, ImageChops.offset(grey, 0, 1)).crop(inner)
    steps = ImageChops.lighter(across, down)
    return min(1.0, _level(steps.histogram(), 0.995) / contrast)


def _level(histogram: list[int], share: float) -> int:
    """The level that this share of the dots lies at or under."""
    wanted = sum(histogram) * share
    counted = 0
    for level, count in enumerate(histogram):
        counted += count
        if counted >= wanted:
            return level
    return _FULL

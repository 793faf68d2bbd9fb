"""Small charts as the geometry of an SVG; colours and words are the page's."""

from collections.abc import Sequence
from typing import NamedTuple

_BAR, _GAP, _HEIGHT = 18, 4, 40


class Bar(NamedTuple):
    x: int
    y: float
    height: float
    label: str  # what a pointer or a screen reader is told
    is_empty: bool  # nothing to show


class Chart(NamedTuple):
    width: int
    height: int
    bar: int  # the width of one
    bars: tuple[Bar, ...]


def bars(values: Sequence[tuple[float | None, str]], *, most: float) -> Chart:
    """A bar for each value from nothing to `most`; None leaves a thin line at the foot."""
    drawn = []
    for place, (value, label) in enumerate(values):
        share = 0.0 if value is None or most <= 0 else min(1.0, max(0.0, value / most))
        height = max(1.0, round(share * _HEIGHT, 1))
        x = place * (_BAR + _GAP)
        drawn.append(Bar(x, _HEIGHT - height, height, label, value is None))
    width = max(_BAR, len(drawn) * (_BAR + _GAP) - _GAP)
    return Chart(width, _HEIGHT, _BAR, tuple(drawn))

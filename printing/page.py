"""Paper: its sizes, its margins and the size of its text.

By NĐ 30/2020, Phụ lục I, for A4, and drawn in for A5. Lengths are points.
"""

from dataclasses import dataclass
from enum import StrEnum

from printing.pdf import MM

_ROLL_MM = 2000  # more than any slip is long


class Paper(StrEnum):
    A5 = "A5"
    A4 = "A4"
    A4_LANDSCAPE = "A4-landscape"
    A3 = "A3"
    ROLL_80 = "80mm"  # thermal paper, cut where the text ends
    ROLL_58 = "58mm"

    @property
    def is_roll(self) -> bool:
        return self in {Paper.ROLL_80, Paper.ROLL_58}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One side of paper: the text stands between the edges; its body is set in `size`."""

    width: float
    height: float
    left: float
    right: float  # both from the left edge of the paper
    top: float
    bottom: float  # both from its upper edge
    size: float

    @property
    def measure(self) -> float:
        """The length of a full line."""
        return self.right - self.left

    @property
    def leading(self) -> float:
        """From one baseline to the next."""
        return self.size * 1.25

    @property
    def small(self) -> float:
        """The size of the letterhead and of notes."""
        return self.size * 0.92


def sheets(paper: Paper) -> tuple[Sheet, ...]:
    """What a form may be set on, the most legible first."""
    match paper:
        case Paper.A5:
            return tuple(_sheet(148, 210, (15, 10, 13, 13), size) for size in (10.5, 9.5))
        case Paper.A4:
            return tuple(_sheet(210, 297, (30, 15, 20, 20), size) for size in (13, 12))
        case Paper.A4_LANDSCAPE:
            return tuple(_sheet(297, 210, (20, 15, 20, 15), size) for size in (12, 11))
        case Paper.A3:
            return tuple(_sheet(297, 420, (20, 20, 20, 20), size) for size in (16, 13))
        case Paper.ROLL_80:  # 576 dots of 203 to the inch
            return (_sheet(80, _ROLL_MM, (4, 4, 7, 3), 10.5),)
        case Paper.ROLL_58:  # 384 dots
            return (_sheet(58, _ROLL_MM, (5, 5, 7, 3), 9.5),)


def _sheet(
    width_mm: float, height_mm: float, margins_mm: tuple[float, float, float, float], size: float
) -> Sheet:
    left, right, top, bottom = margins_mm
    return Sheet(
        width=width_mm * MM,
        height=height_mm * MM,
        left=left * MM,
        right=(width_mm - right) * MM,
        top=top * MM,
        bottom=(height_mm - bottom) * MM,
        size=size,
    )

"""QR codes of a given text; what the text says is the business of whoever hands it in.

A square is at least 0.375 mm: three dots of a 203 dpi printer, below which phones no longer read.
"""

import re
from dataclasses import dataclass
from typing import Final

from printing.errors import QrTooLong
from printing.pdf import MM
from printing.qr_making import DARK, make_code
from printing.strips import Squares

DOT_MM = 0.125  # of a printer of 203 dpi; squares of whole dots come out sharp
LEAST_SIDE_MM = 3 * DOT_MM
MOST_SIDE_MM = 5 * DOT_MM
MOST_ROOM_MM = 36  # beside a title on A5
QUIET_SQUARES = 4  # left white on each side of the code, by ISO/IEC 18004
_DARK: Final = re.compile(DARK + b"+")


@dataclass(frozen=True, kw_only=True, slots=True)
class QrCode:
    squares: Squares  # placed in the white square
    side: float  # of the white square, in points


def qr_code(text: str, *, level: str = "M", room_mm: float = 24) -> QrCode:
    """The code of the text, ready to be placed.

    `level` is the least error correction: L, M, Q or H; a code with room to spare takes a higher
    one. It fills `room_mm` as far as whole dots allow, and outgrows it rather than become
    unreadable. Raises QrTooLong.
    """
    rows = tuple(_runs(row) for row in make_code(text, level=level))
    squares = len(rows) + 2 * QUIET_SQUARES
    dots = int(room_mm / squares / DOT_MM)
    side_mm = min(max(dots * DOT_MM, LEAST_SIDE_MM), MOST_SIDE_MM)
    if squares * side_mm > MOST_ROOM_MM:
        raise QrTooLong(level=level)
    side = side_mm * MM
    quiet = QUIET_SQUARES * side
    return QrCode(squares=Squares(x=quiet, y=quiet, side=side, rows=rows), side=squares * side)


def _runs(row: bytes) -> tuple[tuple[int, int], ...]:
    """(first column, length) of each stretch of dark squares."""
    spans = [run.span() for run in _DARK.finditer(row)]
    return tuple([(start, end - start) for start, end in spans])

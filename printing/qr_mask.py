"""QR codes with the best of the eight masks, by ISO/IEC 18004:2015, 7.8.3, chosen on whole numbers.

A code is one number: a bit for each square, row behind row, with a light bit behind each row so
that nothing runs from one row into the next. segno asks square by square, which takes most of the
time of a code; the choice here is the same, bit for bit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Final

import segno

_MASKS: Final = 8
_LEAST_WITH_VERSION: Final = 45  # squares a side; from there on the version is written, too
_DIGITS: Final = bytes.maketrans(b"\0\1", b"01")
_SQUARES: Final = bytes.maketrans(b"01", b"\0\1")
_FINDER: Final = (1, 0, 1, 1, 1, 0, 1)  # what must not be taken for a corner mark
_QUIET: Final = 4  # light squares beside such a one
_BLOCK, _CORNER, _BALANCE = 3, 40, 10  # points against a mask


@dataclass(frozen=True, kw_only=True, slots=True)
class _Code:
    """The squares of a code; the first square of the first line is the lowest bit."""

    by_row: int
    by_column: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Frame:
    """What the codes of one version and level share."""

    width: int  # squares a side
    seen: _Code  # where the choice looks: not where mask, level and version are written
    begun: int  # squares that have a neighbour behind them in the row
    above: int  # squares that have a row below
    roomy: int  # squares from which a corner mark fits into the row
    turns: tuple[_Code, ...]  # what changes from mask 0 to each


def make_code(text: str, *, level: str) -> tuple[bytes, ...]:
    """The rows of the code, a byte a square, 1 is dark; raises segno.DataOverflowError.

    `level` is the least error correction; a code with room to spare takes a higher one.
    """
    code = segno.make(text, error=level, micro=False, mask=0)
    frame = _frame(code.version, code.error)
    plain = _numbers(code.matrix)
    masked = (_turned(plain, turn) for turn in frame.turns)
    best = min(masked, key=lambda one: _points(one, frame))
    return tuple(_lines(best.by_row, width=frame.width))


@cache
def _frame(version: int | str, level: str) -> _Frame:
    """Learned from codes of one letter: what differs between two masks is the same in all."""
    worn = [
        _numbers(segno.make("0", version=version, error=level, mask=mask, boost_error=False).matrix)
        for mask in range(_MASKS)
    ]
    width = 4 * int(version) + 17
    rows = range(width)
    return _Frame(
        width=width,
        seen=_numbers([[(row, column) not in _unseen(width) for column in rows] for row in rows]),
        begun=_numbers([[column < width - 1 for column in rows] for _ in rows]).by_row,
        above=_numbers([[row < width - 1 for _ in rows] for row in rows]).by_row,
        roomy=_numbers([[column <= width - len(_FINDER) for column in rows] for _ in rows]).by_row,
        turns=tuple(_turned(worn[0], one) for one in worn),
    )


@cache
def _unseen(width: int) -> frozenset[tuple[int, int]]:
    """(row, column) of the squares that are light while a mask is chosen."""
    beside = (*range(6), 7, 8, *range(width - 8, width))  # 6 is the timing line
    found = {(8, place) for place in beside} | {(place, 8) for place in beside}
    if width >= _LEAST_WITH_VERSION:
        corner = [(far, near) for far in range(width - 11, width - 8) for near in range(6)]
        found |= {*corner, *((near, far) for far, near in corner)}
    return frozenset(found)


def _numbers(matrix: Iterable[Iterable[int]]) -> _Code:
    rows = tuple(bytes(row) for row in matrix)
    columns = (bytes(column) for column in zip(*rows, strict=True))
    return _Code(by_row=_number(rows), by_column=_number(columns))


def _number(lines: Iterable[bytes]) -> int:
    squares = b"".join(chain.from_iterable((line, b"\0") for line in lines))
    return int(squares[::-1].translate(_DIGITS), 2)


def _lines(number: int, *, width: int) -> Iterator[bytes]:
    """The lines of squares that a number stands for."""
    stride = width + 1
    squares = f"{number:0{stride * width}b}".encode().translate(_SQUARES)[::-1]
    return (squares[at : at + width] for at in range(0, stride * width, stride))


def _turned(code: _Code, turn: _Code) -> _Code:
    return _Code(by_row=code.by_row ^ turn.by_row, by_column=code.by_column ^ turn.by_column)


def _points(code: _Code, frame: _Frame) -> int:
    """What speaks against the code: the fewest are best."""
    rows = code.by_row & frame.seen.by_row
    columns = code.by_column & frame.seen.by_column
    same = ~(rows ^ rows >> 1) & frame.begun
    blocks = same & same >> (frame.width + 1) & ~(rows ^ rows >> (frame.width + 1)) & frame.above
    dark = rows.bit_count() / frame.width**2
    return (
        _of_runs(same)
        + _of_runs(~(columns ^ columns >> 1) & frame.begun)
        + _BLOCK * blocks.bit_count()
        + _of_corners(rows, frame)
        + _of_corners(columns, frame)
        + _BALANCE * int(abs(dark * 100 - 50) / 5)
    )


def _of_runs(same: int) -> int:
    """Two fewer than the squares of each run of five and more, of squares as their neighbours."""
    fives = same & same >> 1 & same >> 2 & same >> 3
    return fives.bit_count() + 2 * (fives & ~(fives << 1)).bit_count()


def _of_corners(squares: int, frame: _Frame) -> int:
    """Of what looks like a corner mark with four light squares, or the edge, on one side."""
    light, found = ~squares, frame.roomy
    for place, is_dark in enumerate(_FINDER):
        found &= (squares if is_dark else light) >> place
    points = 0
    passed = 0  # a square belongs to one mark
    while found:
        lowest = found & -found
        found ^= lowest
        at = lowest.bit_length() - 1
        if at >= passed:
            counts = _is_quiet(squares, at, frame.width)
            points += _CORNER * counts
            passed = at + (len(_FINDER) if counts else _QUIET)
    return points


def _is_quiet(squares: int, at: int, width: int) -> bool:
    column = at % (width + 1)
    behind = at + len(_FINDER)
    before = min(_QUIET, column)
    return (
        not squares >> (at - before) & (1 << before) - 1
        or not squares >> behind & (1 << min(_QUIET, width - column - len(_FINDER))) - 1
    )

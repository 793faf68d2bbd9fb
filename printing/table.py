"""Tables that flow over pages: ruled cells, and the heads of the columns again on every page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TypeAlias

from printing.fonts import Face, width
from printing.lines import Line, Run, wrap
from printing.page import Sheet
from printing.qr import QrCode
from printing.strips import Mark, Rule, Strip, Text

_MOST_LINES = 22  # of one strip: a longer row is shared out over strips, with no line alone


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    head: str
    share: float  # of the measure; the shares of a table add up to 1
    is_centred: bool = True
    is_amount: bool = False  # at the right edge of the column
    group: str = ""  # stands above neighbours of the same group


# What stands in a cell; a list is lines, each begun anew, an empty one a line of white.
Cell: TypeAlias = str | Sequence[Sequence[Run]] | QrCode
_Set: TypeAlias = Sequence[Line] | QrCode


def table(
    sheet: Sheet,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    foot: Sequence[Cell] = (),
) -> list[Strip]:
    """The head, the rows and a last row in bold; the head is never alone at the foot of a page."""
    edges = _edges(sheet, columns)
    header = _header(sheet, columns, edges)
    body = [
        Strip(height=strip.height, marks=strip.marks, header=header)
        for cells in rows
        for strip in _row(sheet, columns, edges, cells, face=Face.REGULAR)
    ]
    if foot:
        body[-1:] = [replace(strip, clings=True) for strip in body[-1:]]
        last = _row(sheet, columns, edges, foot, face=Face.BOLD)
        body += [replace(strip, header=header) for strip in last]
    return [Strip(height=header.height, marks=header.marks, clings=bool(body)), *body]


def _edges(sheet: Sheet, columns: Sequence[Column]) -> list[float]:
    edges = [sheet.left]
    for column in columns:
        edges.append(edges[-1] + column.share * sheet.measure)
    return edges


def _header(sheet: Sheet, columns: Sequence[Column], edges: Sequence[float]) -> Strip:
    """The heads of the columns in one row, or those of groups in a row below the groups' names."""
    heads = [replace(column, is_centred=True, is_amount=False) for column in columns]
    wrapped = [
        _wrapped(sheet, column.head, right - left, Face.BOLD)
        for column, left, right in zip(columns, edges, edges[1:], strict=False)
    ]
    groups = _groups(columns)
    if not groups:
        return _ruled(sheet, heads, edges, wrapped, _height(sheet, wrapped))
    names = [
        _wrapped(sheet, columns[first].group, edges[last + 1] - edges[first], Face.BOLD)
        for first, last in groups
    ]
    upper = _height(sheet, names)
    alone = [lines for lines, column in zip(wrapped, columns, strict=True) if not column.group]
    inside = [lines for lines, column in zip(wrapped, columns, strict=True) if column.group]
    whole = max(upper + _height(sheet, inside), _height(sheet, alone))
    marks: list[Mark] = []
    for number, column in enumerate(heads):
        cell = (sheet, [column], edges[number : number + 2], [wrapped[number]])
        if column.group:
            marks += _moved(_ruled(*cell, whole - upper).marks, down=upper)
        else:
            marks += _ruled(*cell, whole).marks
    for (first, last), name in zip(groups, names, strict=True):
        marks += _ruled(sheet, heads[:1], [edges[first], edges[last + 1]], [name], upper).marks
    return Strip(height=whole, marks=tuple(marks))


def _groups(columns: Sequence[Column]) -> list[tuple[int, int]]:
    """The first and the last column of each group."""
    groups: list[tuple[int, int]] = []
    for number, column in enumerate(columns):
        if not column.group:
            continue
        if groups and groups[-1][1] == number - 1 and columns[number - 1].group == column.group:
            groups[-1] = (groups[-1][0], number)
        else:
            groups.append((number, number))
    return groups


def _row(
    sheet: Sheet,
    columns: Sequence[Column],
    edges: Sequence[float],
    cells: Sequence[Cell],
    *,
    face: Face,
) -> list[Strip]:
    wrapped = [
        _wrapped(sheet, cell, right - left, face)
        for cell, left, right in zip(cells, edges, edges[1:], strict=False)
    ]
    tallest = max(1, *(len(lines) for lines in wrapped if not isinstance(lines, QrCode)))
    most = ceil(tallest / ceil(tallest / _MOST_LINES))
    parts = [[_part(lines, at, most) for lines in wrapped] for at in range(0, tallest, most)]
    return [_ruled(sheet, columns, edges, part, _height(sheet, part)) for part in parts]


def _part(lines: _Set, at: int, most: int) -> _Set:
    """The lines of a strip; a code stands in the first."""
    if isinstance(lines, QrCode):
        return () if at else lines
    return lines[at : at + most]


def _wrapped(sheet: Sheet, cell: Cell, room: float, face: Face) -> _Set:
    if isinstance(cell, QrCode):
        return cell
    limit = room - 2 * _pad(sheet)
    if isinstance(cell, str):
        return wrap([(cell, face)], size=sheet.size, limit=limit)
    return [
        line
        for runs in _without_blank_end(cell)
        for line in wrap(runs, size=sheet.size, limit=limit) or [Line(runs=(), left=0, length=0)]
    ]


def _without_blank_end(cell: Sequence[Sequence[Run]]) -> Sequence[Sequence[Run]]:
    """Without an empty last line, which would push the line above it off the middle.

    Several empty lines are room for a hand, and stay.
    """
    said = [any(text.strip() for text, _ in runs) for runs in cell]
    return cell[:-1] if said[-2:] == [True, False] else cell


def _pad(sheet: Sheet) -> float:
    return sheet.size * 0.35


def _height(sheet: Sheet, wrapped: Sequence[_Set]) -> float:
    lines = max((len(one) for one in wrapped if not isinstance(one, QrCode)), default=0)
    codes = max((one.side for one in wrapped if isinstance(one, QrCode)), default=0.0)
    return max(max(1, lines) * sheet.leading + _pad(sheet), codes)


def _ruled(
    sheet: Sheet,
    columns: Sequence[Column],
    edges: Sequence[float],
    wrapped: Sequence[_Set],
    height: float,
) -> Strip:
    """One box a cell; short cells stand in the middle of the height."""
    pad = _pad(sheet)
    marks: list[Mark] = []
    for column, left, right, lines in zip(columns, edges, edges[1:], wrapped, strict=False):
        marks.append(Rule(x1=left, y1=0, x2=right, y2=height, weight=0.5, is_box=True))
        if isinstance(lines, QrCode):
            x, top = (left + right - lines.side) / 2, (height - lines.side) / 2
            quiet = lines.squares.x
            marks.append(replace(lines.squares, x=x + quiet, y=top + quiet))
            continue
        y = (height - len(lines) * sheet.leading) / 2
        for line in lines:
            y += sheet.leading
            if column.is_amount:
                x = right - pad - line.length
            else:
                x = (left + right - line.length) / 2 if column.is_centred else left + pad
            marks += placed(line, x=x, y=y - sheet.leading * 0.24, size=sheet.size)
    return Strip(height=height, marks=tuple(marks))


def placed(line: Line, *, x: float, y: float, size: float) -> list[Mark]:
    """The texts of a line that begins at `x`."""
    marks: list[Mark] = []
    for text, face in line.runs:
        marks.append(Text(x=x, y=y, text=text, face=face, size=size))
        x += width(text, face, size)
    return marks


def _moved(marks: Sequence[Mark], *, down: float) -> list[Mark]:
    """Marks of a row, further down."""
    moved: list[Mark] = []
    for mark in marks:
        match mark:
            case Text():
                moved.append(replace(mark, y=mark.y + down))
            case Rule():
                moved.append(replace(mark, y1=mark.y1 + down, y2=mark.y2 + down))
            case _:
                moved.append(mark)
    return moved

"""Tables that flow over pages: ruled cells, and the heads of the columns again on every page."""

from collections.abc import Sequence
from dataclasses import dataclass

from printing.fonts import Face, width
from printing.lines import Line, wrap
from printing.page import Sheet
from printing.strips import Mark, Rule, Strip, Text

_MOST_LINES = 14  # of one strip: a longer row goes on in strips below, with the other cells empty


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    head: str
    share: float  # of the measure; the shares of a table add up to 1
    is_centred: bool = True


def table(sheet: Sheet, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[Strip]:
    """The head and the rows; the head is never left alone at the foot of a page."""
    edges = _edges(sheet, columns)
    heads = [Column(head=column.head, share=column.share) for column in columns]
    header = _row(sheet, heads, edges, [column.head for column in columns], face=Face.BOLD)[0]
    body = [
        Strip(height=strip.height, marks=strip.marks, header=header)
        for cells in rows
        for strip in _row(sheet, columns, edges, cells, face=Face.REGULAR)
    ]
    return [Strip(height=header.height, marks=header.marks, clings=bool(body)), *body]


def _edges(sheet: Sheet, columns: Sequence[Column]) -> list[float]:
    edges = [sheet.left]
    for column in columns:
        edges.append(edges[-1] + column.share * sheet.measure)
    return edges


def _row(
    sheet: Sheet,
    columns: Sequence[Column],
    edges: Sequence[float],
    cells: Sequence[str],
    *,
    face: Face,
) -> list[Strip]:
    pad = sheet.size * 0.35
    wrapped = [
        wrap([(cell, face)], size=sheet.size, limit=right - left - 2 * pad)
        for cell, left, right in zip(cells, edges, edges[1:], strict=False)
    ]
    tallest = max(1, *map(len, wrapped))
    return [
        _ruled(sheet, columns, edges, [lines[at : at + _MOST_LINES] for lines in wrapped])
        for at in range(0, tallest, _MOST_LINES)
    ]


def _ruled(
    sheet: Sheet,
    columns: Sequence[Column],
    edges: Sequence[float],
    wrapped: Sequence[Sequence[Line]],
) -> Strip:
    """One box a cell; short cells stand in the middle of the height."""
    pad = sheet.size * 0.35
    tallest = max(1, *map(len, wrapped))
    height = tallest * sheet.leading + pad
    marks: list[Mark] = []
    for column, left, right, lines in zip(columns, edges, edges[1:], wrapped, strict=False):
        marks.append(Rule(x1=left, y1=0, x2=right, y2=height, weight=0.5, is_box=True))
        y = pad / 2 + (tallest - len(lines)) / 2 * sheet.leading
        for line in lines:
            y += sheet.leading
            x = (left + right - line.length) / 2 if column.is_centred else left + pad
            marks += _placed(line, x=x, y=y - sheet.leading * 0.24, size=sheet.size)
    return Strip(height=height, marks=tuple(marks))


def _placed(line: Line, *, x: float, y: float, size: float) -> list[Mark]:
    marks: list[Mark] = []
    for text, face in line.runs:
        marks.append(Text(x=x, y=y, text=text, face=face, size=size))
        x += width(text, face, size)
    return marks

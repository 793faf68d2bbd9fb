"""A group of a posted board: a code at the left, beside it a title and its rows."""

from collections.abc import Sequence
from dataclasses import replace

from printing.fonts import Face
from printing.lines import Line, Run, wrap
from printing.page import Sheet
from printing.qr import QrCode
from printing.strips import Mark, Rule, Strip, Text
from printing.table import placed

_TITLE = 1.12  # of the size of the text
_CONTINUED = "{title} (tiếp theo)"


def board_group(
    sheet: Sheet, *, title: str, rows: Sequence[Sequence[Run]], code: QrCode
) -> list[Strip]:
    """The code beside the title and the first rows, which stay together; then a strip a row."""
    left = sheet.left + code.side + sheet.size
    limit = sheet.right - left
    lines = [_title(sheet, left, limit, title), *(_row(sheet, left, limit, row) for row in rows)]
    squares = replace(code.squares, x=sheet.left, y=sheet.size * 0.5)
    needed = squares.y + code.side - code.squares.y
    head: list[Mark] = [
        Rule(x1=sheet.left, y1=0, x2=sheet.right, y2=0, weight=0.4),
        squares,
    ]
    y, count = sheet.size * 0.3, 0
    while count < len(lines) and (y < needed or count < 2):  # noqa: PLR2004 - title and one row
        head += lowered(lines[count].marks, by=y)
        y += lines[count].height
        count += 1
    header = _title(sheet, left, limit, _CONTINUED.format(title=title))
    rest = [replace(line, header=header) for line in lines[count:]]
    foot = Strip(height=sheet.leading * 0.5)
    return [Strip(height=max(y, needed), marks=tuple(head)), *rest, foot]


def lowered(marks: Sequence[Mark], *, by: float) -> list[Mark]:
    """Texts of a strip, further down."""
    return [replace(mark, y=mark.y + by) if isinstance(mark, Text) else mark for mark in marks]


def _title(sheet: Sheet, left: float, limit: float, title: str) -> Strip:
    large = replace(sheet, size=sheet.size * _TITLE)
    return _strip(large, left, wrap([(title, Face.BOLD)], size=large.size, limit=limit))


def _row(sheet: Sheet, left: float, limit: float, runs: Sequence[Run]) -> Strip:
    indent = sheet.size * 1.6
    lines = wrap(runs, size=sheet.size, limit=limit - indent)
    return _strip(sheet, left, lines, hanging=indent)


def _strip(sheet: Sheet, left: float, lines: Sequence[Line], *, hanging: float = 0) -> Strip:
    """Lines below each other; all but the first begin further right."""
    marks = [
        mark
        for number, line in enumerate(lines)
        for mark in placed(
            line,
            x=left + (hanging if number else 0),
            y=sheet.size + number * sheet.leading,
            size=sheet.size,
        )
    ]
    return Strip(height=sheet.leading * len(lines), marks=tuple(marks))

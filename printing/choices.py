"""Boxes to tick (ô đánh dấu), drawn: no face has a box among its letters."""

from collections.abc import Sequence

from printing.fonts import Face, printable, width
from printing.page import Sheet
from printing.strips import Mark, Rule, Strip, Text

_BOX = 0.78  # of the size of the text


def choices(sheet: Sheet, label: str, options: Sequence[str], *, chosen: str = "") -> list[Strip]:
    """The label and each option behind its box, as many on a line as fit; a cross in the chosen."""
    size = sheet.size
    lines: list[list[Mark]] = [[]]
    x = sheet.left
    if label:
        text = printable(f"{label}:")
        lines[-1].append(Text(x=x, y=size, text=text, face=Face.REGULAR, size=size))
        x += width(text, Face.REGULAR, size) + size * 0.9
    for option in options:
        text = printable(option)
        room = size * (_BOX + 0.4) + width(text, Face.REGULAR, size)
        if x + room > sheet.right and lines[-1]:
            lines.append([])
            x = sheet.left + size * 1.5
        lines[-1] += _box(x, size, is_ticked=bool(chosen) and option == chosen)
        words = Text(x=x + size * (_BOX + 0.4), y=size, text=text, face=Face.REGULAR, size=size)
        lines[-1].append(words)
        x += room + size * 1.2
    height = sheet.leading * 1.08
    return [
        Strip(height=height, marks=tuple(marks), clings=number < len(lines))
        for number, marks in enumerate(lines, start=1)
    ]


def _box(x: float, size: float, *, is_ticked: bool) -> list[Mark]:
    side = size * _BOX
    top, bottom = size - side + size * 0.05, size + size * 0.05
    marks: list[Mark] = [Rule(x1=x, y1=top, x2=x + side, y2=bottom, weight=0.7, is_box=True)]
    if is_ticked:
        inset = side * 0.2
        left, right = x + inset, x + side - inset
        marks += [
            Rule(x1=left, y1=top + inset, x2=right, y2=bottom - inset, weight=1.1),
            Rule(x1=left, y1=bottom - inset, x2=right, y2=top + inset, weight=1.1),
        ]
    return marks

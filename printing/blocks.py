"""The parts that official forms are made of, each as the strips of a sheet.

Strips reach over the whole width of the paper: a mark's `x` counts from the paper's left edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from printing.fonts import NO_BREAK_SPACE, Face, printable, width
from printing.lines import Line, Run, balanced, blanks_in, wrap
from printing.page import Sheet
from printing.qr import QrCode
from printing.strips import Mark, Rule, Squares, Strip, Text
from printing.wording import day_in_words

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
# Names of offices are broken between these words, not within them.
_UNBROKEN = ("ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "HÀNH CHÍNH CÔNG", "TRẢ KẾT QUẢ")
ROOM_BY_HAND = 3.2  # lines left white for a signature
TO_SIGN = "(Ký và ghi rõ họ tên)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Letterhead:
    """The head of a paper: on the left who writes, on the right the State, place and day."""

    above: str  # the organisation above, in capitals; may be empty
    organisation: str  # in capitals
    number: str  # with its symbol: "0123/TTPVHCC"; room to write it where it is empty
    place: str
    dated_on: str  # ISO day


@dataclass(frozen=True, kw_only=True, slots=True)
class Signatory:
    """One side of the signatures: titles in capitals, how to sign, and the name under the room."""

    titles: tuple[str, ...]
    how: str = TO_SIGN
    name: str = ""
    note: str = ""  # under the titles: "Nhân viên bưu điện, được giao tiếp nhận hồ sơ"


def letterhead(sheet: Sheet, head: Letterhead) -> Strip:
    """Number and day stand on one line, below whichever side is longer."""
    size = sheet.small
    nation = width(NATION, Face.BOLD, size)
    right = sheet.right - nation / 2
    left_limit = sheet.measure - nation - 1.2 * size
    left = sheet.left + left_limit / 2
    marks: list[Mark] = []
    y = size
    for text, face in ((head.above, Face.REGULAR), (head.organisation, Face.BOLD)):
        for line in balanced([(_unbroken(text), face)], size=size, limit=left_limit):
            marks += _centred(line, middle=left, y=y, size=size)
            y += size * 1.22
    marks.append(_rule(left, y - size * 0.75, left_limit * 0.34))
    marks += _centre(NATION, Face.BOLD, middle=right, y=size, size=size)
    motto_size = size * 1.06
    motto_y = size * 2.32
    marks += _centre(MOTTO, Face.BOLD, middle=right, y=motto_y, size=motto_size)
    marks.append(_rule(right, motto_y + size * 0.47, width(MOTTO, Face.BOLD, motto_size)))
    last = max(y, motto_y + size * 1.3) + size * 0.6
    number = printable(f"Số: {head.number or '.' * 24}")
    marks += _centre(number, Face.REGULAR, middle=left, y=last, size=size)
    place = printable(f"{head.place}, {day_in_words(date.fromisoformat(head.dated_on))}")
    middle = min(right, sheet.right - width(place, Face.ITALIC, size) / 2)
    marks += _centre(place, Face.ITALIC, middle=middle, y=last, size=size)
    return Strip(height=last + size * 0.7, marks=tuple(marks))


def heading(
    sheet: Sheet,
    titles: Sequence[str],
    *,
    below: Sequence[Sequence[Run]] = (),
    code: QrCode | None = None,
    beside: QrCode | None = None,
) -> Strip:
    """The title in the middle, lines below it, and a QR code at the left edge of the text.

    The code's dark squares begin at that edge and at the upper edge of the strip: the white around
    them lies in the margin and in what stands above. For `beside` room is left at the right edge;
    `right_code` draws it, on the copies that bear it.
    """
    middle = (sheet.left + sheet.right) / 2
    limit = sheet.measure - 2 * max((one.side for one in (code, beside) if one), default=0)
    marks: list[Mark] = []
    y = 0.0
    rows = [(runs, sheet.size, sheet.leading * 1.08) for runs in below]
    titled = [([(title, Face.BOLD)], sheet.size * 1.18, sheet.size * 1.475) for title in titles]
    for runs, size, leading in [*titled, *rows]:
        for line in balanced(runs, size=size, limit=limit):
            y += leading
            marks += _centred(line, middle=middle, y=y, size=size)
    foot = y + sheet.leading
    if code is not None:
        squares = replace(code.squares, x=sheet.left, y=sheet.leading * 0.4)
        marks.append(squares)
        foot = max(foot, squares.y + code.side - code.squares.y)
    if beside is not None:
        foot = max(foot, sheet.leading * 0.4 + beside.side - beside.squares.y)
    return Strip(height=foot, marks=tuple(marks))


def right_code(sheet: Sheet, code: QrCode, *, top: float) -> Squares:
    """A code at the right edge of the text, level with that of a heading beginning at `top`."""
    dark = code.side - 2 * code.squares.x
    return replace(code.squares, x=sheet.right - dark, y=top + sheet.leading * 0.4)


def paragraph(
    sheet: Sheet, runs: Sequence[Run], *, indent: float = 0, after: float = 0
) -> list[Strip]:
    """Justified text, a strip a line; the first two and the last two lines stay together."""
    lines = wrap(runs, size=sheet.size, limit=sheet.measure, indent=indent)
    last = len(lines) - 1
    return [
        Strip(
            height=sheet.leading + (after if number == last else 0),
            marks=_set(line, sheet=sheet, is_justified=number < last),
            clings=last > 0 and number in {0, last - 1},
        )
        for number, line in enumerate(lines)
    ]


def field(
    sheet: Sheet, label: str, value: str, *, face: Face = Face.REGULAR, after: str = ""
) -> list[Strip]:
    """“label: value”, flowing over as many lines as it takes; dots to the margin for no value."""
    if value.strip():
        runs = [(f"{label}: ", Face.REGULAR), (value, face), (after, Face.REGULAR)]
        return text_lines(sheet, runs)
    return [
        Strip(height=sheet.leading, marks=tuple(_dotted(sheet, label, sheet.left, sheet.right)))
    ]


def plain(sheet: Sheet, text: str, *, face: Face = Face.REGULAR) -> list[Strip]:
    """Text at the left edge; no strip where it is empty."""
    return text_lines(sheet, [(text, face)])


def field_pair(sheet: Sheet, left: tuple[str, str], right: tuple[str, str]) -> list[Strip]:
    """Two fields on one line where both fit in their halves, else below each other."""
    middle = sheet.left + sheet.measure * 0.45
    halves = ((left, sheet.left, middle - sheet.size), (right, middle, sheet.right))
    marks: list[Mark] = []
    for (label, value), start, end in halves:
        if not value.strip():
            marks += _dotted(sheet, label, start, end)
            continue
        text = printable(f"{label}: {value}")
        if width(text, Face.REGULAR, sheet.size) > end - start:
            return [*field(sheet, *left), *field(sheet, *right)]
        marks.append(_text(sheet, text, x=start))
    return [Strip(height=sheet.leading, marks=tuple(marks))]


def signatures(sheet: Sheet, left: Signatory | None, right: Signatory) -> Strip:
    """Both sides begin on one line, and their names stand on one line."""
    places = ((left, 0.25), (right, 0.75))
    sides = [(side, sheet.left + sheet.measure * share) for side, share in places if side]
    heads = [_signatory_head(sheet, side, middle=middle) for side, middle in sides]
    foot = max(y for _, y in heads) + sheet.leading * ROOM_BY_HAND
    written = [
        (wrap([(side.name, Face.BOLD)], size=sheet.size, limit=sheet.measure / 2), middle)
        for side, middle in sides
    ]
    names = [
        mark
        for lines, middle in written
        for number, line in enumerate(lines)
        for mark in _centred(line, middle=middle, y=foot + number * sheet.leading, size=sheet.size)
    ]
    marks = (*(mark for head, _ in heads for mark in head), *names)
    more = max(1, *(len(lines) for lines, _ in written)) - 1  # of the longest name
    return Strip(height=foot + sheet.leading * (more + 0.5), marks=marks)


def centred_lines(
    sheet: Sheet, lines: Sequence[Line], *, middle: float | None = None, top: float = 0
) -> tuple[Mark, ...]:
    """Lines below each other from `top`, around the middle of the text or the one given."""
    if middle is None:
        middle = (sheet.left + sheet.right) / 2
    return tuple(
        mark
        for number, line in enumerate(lines)
        for mark in _centred(
            line, middle=middle, y=top + sheet.size + number * sheet.leading, size=sheet.size
        )
    )


def gap(sheet: Sheet, lines: float) -> Strip:
    """White of so many lines."""
    return Strip(height=sheet.leading * lines)


def clinging(strips: Sequence[Strip]) -> list[Strip]:
    """The same strips, kept on one page with each other and with the strip after them."""
    return [
        Strip(height=strip.height, marks=strip.marks, clings=True, header=strip.header)
        for strip in strips
    ]


def _unbroken(office: str) -> str:
    for words in _UNBROKEN:
        office = office.replace(words, words.replace(" ", NO_BREAK_SPACE))
    return office


def text_lines(sheet: Sheet, runs: Sequence[Run]) -> list[Strip]:
    """Lines at the left edge, a strip a line; none where the text is empty."""
    return [
        Strip(height=sheet.leading, marks=_set(line, sheet=sheet, is_justified=False))
        for line in wrap(runs, size=sheet.size, limit=sheet.measure)
    ]


def _set(line: Line, *, sheet: Sheet, is_justified: bool) -> tuple[Mark, ...]:
    """The line at the left edge; justified, its blanks grow until it ends at the right one."""
    spare = sheet.measure - line.left - line.length
    blank = spare / line.blanks if is_justified and line.blanks else 0.0
    x = sheet.left + line.left
    marks = []
    for text, face in line.runs:
        marks.append(_text(sheet, text, x=x, face=face, blank=blank))
        x += width(text, face, sheet.size) + blank * blanks_in(text)
    return tuple(marks)


def _text(
    sheet: Sheet, text: str, *, x: float, face: Face = Face.REGULAR, blank: float = 0
) -> Text:
    return Text(x=x, y=sheet.size, text=text, face=face, size=sheet.size, blank=blank)


def _dotted(sheet: Sheet, label: str, start: float, end: float) -> list[Mark]:
    """The label, and dots that end at `end`."""
    text = printable(f"{label}: ")
    dot = width(".", Face.REGULAR, sheet.size)
    dots = int((end - start - width(text, Face.REGULAR, sheet.size)) / dot)
    return [
        _text(sheet, text.rstrip(" "), x=start),
        _text(sheet, "." * dots, x=end - dots * dot),
    ]


def _centred(line: Line, *, middle: float, y: float, size: float) -> list[Mark]:
    x = middle - line.length / 2
    marks: list[Mark] = []
    for text, face in line.runs:
        marks.append(Text(x=x, y=y, text=text, face=face, size=size))
        x += width(text, face, size)
    return marks


def _centre(text: str, face: Face, *, middle: float, y: float, size: float) -> list[Mark]:
    return _centred(
        Line(runs=((text, face),), left=0, length=width(text, face, size)),
        middle=middle,
        y=y,
        size=size,
    )


def _signatory_head(sheet: Sheet, side: Signatory, *, middle: float) -> tuple[list[Mark], float]:
    """Titles, note and how to sign, and the baseline of the last of them."""
    texts = [(title, Face.BOLD, sheet.size) for title in side.titles]
    texts += [(side.note, Face.REGULAR, sheet.small), (side.how, Face.ITALIC, sheet.small)]
    marks: list[Mark] = []
    y = 0.0
    for text, face, size in texts:
        for line in balanced([(text, face)], size=size, limit=sheet.measure / 2 - sheet.size):
            y += sheet.leading
            marks += _centred(line, middle=middle, y=y, size=size)
    return marks, y


def _rule(middle: float, y: float, length: float) -> Rule:
    return Rule(x1=middle - length / 2, y1=y, x2=middle + length / 2, y2=y, weight=0.7)

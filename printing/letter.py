"""What an office's letters have beyond the forms: to whom, the body, who gets copies, who signs."""

from collections.abc import Sequence
from dataclasses import dataclass

from printing.blocks import centred_lines, paragraph
from printing.fonts import NO_BREAK_SPACE, Face
from printing.lines import Run, balanced, wrap
from printing.page import Sheet
from printing.strips import Mark, Room, Strip, Text

_INDENT = 2.6  # of a paragraph's first line, in sizes: about 1.2 cm on A4
_ROOM = 5.5  # lines left white for signature and seal


@dataclass(frozen=True, kw_only=True, slots=True)
class Signer:
    """Who signs for the office: "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", and the name."""

    titles: tuple[str, ...]
    name: str


def addressee(sheet: Sheet, name: str) -> list[Strip]:
    """“Kính gửi”, in the middle, with white after it."""
    lines = balanced(
        [("Kính gửi: ", Face.REGULAR), (name, Face.BOLD)],
        size=sheet.size,
        limit=sheet.measure * 0.8,
    )
    height = sheet.leading * (len(lines) + 0.6)
    return [Strip(height=height, marks=centred_lines(sheet, lines), clings=True)]


def body(
    sheet: Sheet, paragraphs: Sequence[str | Sequence[Run]], *, after: float = 0.35
) -> list[Strip]:
    """Justified paragraphs, their first lines indented, `after` lines of white below each."""
    return [
        strip
        for text in paragraphs
        for strip in paragraph(
            sheet,
            [(text, Face.REGULAR)] if isinstance(text, str) else text,
            indent=sheet.size * _INDENT,
            after=sheet.leading * after,
        )
    ]


def numbered(sheet: Sheet, texts: Sequence[str]) -> list[Strip]:
    """Each text a paragraph behind its number."""
    lines = [f"{number}.{NO_BREAK_SPACE}{text}" for number, text in enumerate(texts, start=1)]
    return body(sheet, lines, after=0.1)


def closing(sheet: Sheet, copies_to: Sequence[str], signer: Signer) -> Strip:
    """On the left who gets a copy (“Nơi nhận”), on the right titles, room to sign, and the name."""
    middle = sheet.left + sheet.measure * 0.74
    limit = sheet.measure * 0.5
    titles = [
        line
        for title in signer.titles
        for line in balanced([(title, Face.BOLD)], size=sheet.size, limit=limit)
    ]
    marks: list[Mark] = [*centred_lines(sheet, titles, middle=middle), *_copies(sheet, copies_to)]
    top = sheet.leading * (len(titles) + 0.3)
    bottom = top + sheet.leading * _ROOM
    name = balanced([(signer.name, Face.BOLD)], size=sheet.size, limit=limit)
    marks += centred_lines(sheet, name, middle=middle, top=bottom)
    half = sheet.measure * 0.26
    marks.append(Room(left=middle - half, top=top, right=middle + half, bottom=bottom))
    return Strip(height=bottom + sheet.leading * (len(name) + 0.5), marks=tuple(marks))


def _copies(sheet: Sheet, copies_to: Sequence[str]) -> list[Mark]:
    if not copies_to:
        return []
    size = sheet.size * 0.85
    ends = [*";" * (len(copies_to) - 1), "."]
    copies = [(f"- {text}{end}", Face.REGULAR) for text, end in zip(copies_to, ends, strict=True)]
    texts = [("Nơi nhận:", Face.BOLD_ITALIC), *copies]
    lines = [line for run in texts for line in wrap([run], size=size, limit=sheet.measure * 0.45)]
    return [
        Text(x=sheet.left, y=sheet.size + number * size * 1.25, text=text, face=face, size=size)
        for number, line in enumerate(lines)
        for text, face in line.runs
    ]

"""The faces of every printed page: Tinos 1.33, Times New Roman's widths, vendored unmodified.

The trap: reportlab prints a character that a face lacks as an empty box, and a decomposed letter
with its mark beside it, and says nothing either way. So every text passes `printable` before it is
measured or drawn.
"""

import re
import struct
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics, ttfonts

from printing.errors import FontsDamaged, GlyphMissing

FOLDER = Path(__file__).parent / "fonts"
VERSION = "Version 1.33;"  # how name record 5 of each file begins
NO_BREAK_SPACE = "\u00a0"
_BREAKING_SPACE = re.compile(rf"[^\S{NO_BREAK_SPACE}]+")
_VERSION_RECORD = 5


class Face(StrEnum):
    """The value is the name of the file and the name under which reportlab knows the face."""

    REGULAR = "Tinos-Regular"
    BOLD = "Tinos-Bold"
    ITALIC = "Tinos-Italic"
    BOLD_ITALIC = "Tinos-BoldItalic"


def printable(text: str) -> str:
    """The text composed (NFC), each stretch of white space made one blank; no-break blanks stay.

    Raises GlyphMissing, which names the first character that the faces cannot print. All four
    faces hold the same characters.
    """
    drawable = _drawable()
    if drawable.issuperset(text) and "  " not in text and unicodedata.is_normalized("NFC", text):
        return text
    composed = unicodedata.normalize("NFC", _BREAKING_SPACE.sub(" ", text))
    if missing := set(composed) - drawable:
        raise GlyphMissing(character=_spoken(min(missing, key=composed.index)))
    return composed


def width(text: str, face: Face, size: float) -> float:
    """Points from the start of the text to its end; the text has passed `printable`."""
    return sum(map(advances()[face].__getitem__, text)) * size / 1000


@cache
def advances() -> Mapping[Face, Mapping[str, float]]:
    """What each face can print, and how far each character advances in 1/1000 of the size.

    The first call reads the files and registers the faces with reportlab. Raises FontsDamaged.
    """
    return {face: _registered(face) for face in Face}


@cache
def _drawable() -> frozenset[str]:
    return frozenset(advances()[Face.REGULAR])


def vietnamese_letters() -> frozenset[str]:
    """The 146 letters: twelve vowels bare and with five tone marks, đ, in both cases."""
    marked = (
        unicodedata.normalize("NFC", vowel + tone)
        for vowel, tone in product(
            "aăâeêioôơuưy", ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
        )
    )
    small = frozenset([*marked, "đ"])
    return small | {letter.upper() for letter in small}


def _registered(face: Face) -> Mapping[str, float]:
    path = FOLDER / f"{face}.ttf"
    pdfmetrics.registerFont(read_font(path, name=face))
    known: Any = pdfmetrics.getFont(face)
    # Of two files with one internal name reportlab silently keeps the first for both.
    if known.face.filename != str(path):
        raise FontsDamaged(file=path.name)
    return _drawable_by(known.face)


def read_font(path: Path, *, name: str) -> ttfonts.TTFont:
    """The font of a file that is whole, of our version, and has every Vietnamese letter.

    Raises FontsDamaged.
    """
    try:
        font = ttfonts.TTFont(name, str(path), asciiReadable=False)
        version = _version(path)
    except (OSError, ttfonts.TTFError, struct.error, KeyError) as error:
        raise FontsDamaged(file=path.name) from error
    is_complete = vietnamese_letters() <= _drawable_by(font.face).keys()
    if not (is_complete and version.startswith(VERSION)):
        raise FontsDamaged(file=path.name)
    return font


def _drawable_by(face: ttfonts.TTFontFace) -> Mapping[str, float]:
    return {
        character: advance
        for code, advance in face.charWidths.items()
        if _stands_alone(character := chr(code))
    }


def _stands_alone(character: str) -> bool:
    """Whether it is a picture of its own: a mark without its letter is printed beside it."""
    return character == NO_BREAK_SPACE or (
        character.isprintable() and not unicodedata.combining(character)
    )


def _version(path: Path) -> str:
    """Name record 5 of a font file (OpenType `name` table, Windows Unicode)."""
    font = path.read_bytes()
    tables = {
        font[at : at + 4]: struct.unpack_from(">L", font, at + 8)[0]
        for at in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16)
    }
    start = tables[b"name"]
    _, count, texts = struct.unpack_from(">3H", font, start)
    for number in range(count):
        platform, _, _, record, length, offset = struct.unpack_from(
            ">6H", font, start + 6 + 12 * number
        )
        if (platform, record) == (3, _VERSION_RECORD):
            at = start + texts + offset
            return font[at : at + length].decode("utf-16-be")
    return ""


def _spoken(character: str) -> str:
    """The character by picture, number and name: “☐ (U+2610 BALLOT BOX)”."""
    name = unicodedata.name(character, "")
    picture = f"{character} " if _stands_alone(character) else ""
    return f"{picture}(U+{ord(character):04X}{' ' * bool(name)}{name})"

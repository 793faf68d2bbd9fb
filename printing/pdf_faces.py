"""The faces of one document: what codes its letters have in the file, and the faces as objects.

A face in a PDF has at most 256 codes. Code 32 is the blank, which justified lines stretch; codes
above it go to the letters in the order they come. A face with more letters is written in parts.
"""

from functools import cache
from itertools import groupby
from typing import Any, Final

from printing.font_subset import subset
from printing.fonts import NO_BREAK_SPACE, Face, advances, known_face
from printing.pdf_file import PdfFile, number

_BLANK: Final = ord(" ")
_MOST: Final = 256
_ESCAPED: Final = frozenset("()\\")
_SYMBOLIC, _NONSYMBOLIC = 1 << 2, 1 << 5  # flags of a face: codes are its own


class _FullError(Exception):
    """A part has no code left."""


class _Part(dict[int, str]):
    """From a letter's number to how its code is written; letters come in as they are asked for."""

    def __init__(self, place: int) -> None:
        super().__init__({_BLANK: " ", ord(NO_BREAK_SPACE): " "})
        self.place = place  # of all parts of the document, from 1
        self.name = f"F{place}"
        self.codes = [0] + [_BLANK] * _BLANK

    @property
    def tag(self) -> str:
        """Six letters before the name of a cut face, of its own (ISO 32000-1, 9.6.4)."""
        return f"AAAA{chr(ord('A') + self.place // 26)}{chr(ord('A') + self.place % 26)}"

    def __missing__(self, letter: int) -> str:
        code = len(self.codes)
        if code == _MOST:
            raise _FullError
        self.codes.append(letter)
        written = chr(code)
        self[letter] = f"\\{written}" if written in _ESCAPED else written
        return self[letter]


class Faces:
    """What one document has said so far, face by face."""

    def __init__(self) -> None:
        self._parts: dict[Face, list[_Part]] = {}
        self._count = 0

    def said(self, text: str, face: Face) -> list[tuple[str, str]]:
        """The text in pieces: the name of a face in the file, and the inside of its string."""
        parts = self._parts.get(face) or self._begin(face)
        if len(parts) == 1:
            try:
                return [(parts[0].name, text.translate(parts[0]))]
            except _FullError:
                pass
        pieces = groupby(text, key=lambda letter: self._place_of(ord(letter), parts))
        return [
            (parts[place].name, "".join(letters).translate(parts[place]))
            for place, letters in pieces
        ]

    def _begin(self, face: Face) -> list[_Part]:
        return self._parts.setdefault(face, [self._new_part()])

    def _new_part(self) -> _Part:
        self._count += 1
        return _Part(self._count)

    def _place_of(self, letter: int, parts: list[_Part]) -> int:
        """Which part has the letter; the last one takes in a new letter, or a further one."""
        for place, part in enumerate(parts):
            if letter in part:
                return place
        if len(parts[-1].codes) == _MOST:
            parts.append(self._new_part())
        parts[-1][letter]
        return len(parts) - 1

    def add_to(self, file: PdfFile) -> str:
        """Write the faces; the dictionary that names them."""
        named = "".join(
            f"/{part.name} {_add(file, face, part)} 0 R"
            for face, parts in self._parts.items()
            for part in parts
        )
        return f"<<{named}>>"


def _add(file: PdfFile, face: Face, part: _Part) -> int:
    name = f"{part.tag}+{face}"
    program = subset(face, part.codes)
    embedded = file.add_stream(program, f"/Length1 {len(program)}", is_large=True)
    about = file.add(
        f"<</Type/FontDescriptor/FontName/{name}{_described(face)}/FontFile2 {embedded} 0 R>>"
    )
    meanings = file.add_stream(_meanings(part.codes))
    wide = _widths(face)
    widths = " ".join([wide[code] for code in part.codes])
    return file.add(
        f"<</Type/Font/Subtype/TrueType/BaseFont/{name}/FirstChar 0/LastChar {len(part.codes) - 1}"
        f"/Widths[{widths}]/FontDescriptor {about} 0 R/ToUnicode {meanings} 0 R>>"
    )


@cache
def _described(face: Face) -> str:
    known: Any = known_face(face)
    box = " ".join(number(edge) for edge in known.bbox)
    flags = known.flags & ~_NONSYMBOLIC | _SYMBOLIC
    return (
        f"/Ascent {number(known.ascent)}/CapHeight {number(known.capHeight)}"
        f"/Descent {number(known.descent)}/Flags {flags}/FontBBox[{box}]"
        f"/ItalicAngle {number(known.italicAngle)}/StemV {number(known.stemV)}"
        f"/MissingWidth {number(known.defaultWidth)}"
    )


@cache
def _widths(face: Face) -> dict[int, str]:
    """How far each letter advances, as it is written; 0 is what a missing letter shows."""
    known = {ord(letter): number(advance) for letter, advance in advances()[face].items()}
    return {0: number(known_face(face).defaultWidth), **known}


def _meanings(codes: list[int]) -> bytes:
    """What each code says, for who copies text or searches (ISO 32000-1, 9.10.3)."""
    listed = [f"<{code:02X}> <{letter:04X}>" for code, letter in enumerate(codes)][_BLANK:]
    blocks = [listed[at : at + 100] for at in range(0, len(listed), 100)]
    maps = "".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
        f"{maps}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode("ascii")

"""A phrase of a template: literal text, values in braces, **bold** and __slanting__ parts.

“Mã hồ sơ: **{code}**”. Marks count in the template alone: a value is printed as it is, whatever
stands in it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from printing.fonts import Face
from printing.lines import Run

Values: TypeAlias = Mapping[str, str]
_PART = re.compile(r"(\*\*|__|\{[a-z0-9_]+\})")
_FACES = {
    (False, False): Face.REGULAR,
    (True, False): Face.BOLD,
    (False, True): Face.ITALIC,
    (True, True): Face.BOLD_ITALIC,
}


class PhraseUnclear(ValueError):
    """A brace or a mark is opened and not closed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """Literal text, or the name of a value; one of the two is empty."""

    text: str
    name: str
    face: Face


@dataclass(frozen=True, slots=True)
class Phrase:
    pieces: tuple[Piece, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The values it asks for."""
        return frozenset(piece.name for piece in self.pieces if piece.name)

    @property
    def literals(self) -> str:
        """Everything in it that is not a value."""
        return "".join(piece.text for piece in self.pieces)

    def runs(self, values: Values) -> list[Run]:
        return [
            (values[piece.name] if piece.name else piece.text, piece.face) for piece in self.pieces
        ]

    def text(self, values: Values) -> str:
        return "".join(values[piece.name] if piece.name else piece.text for piece in self.pieces)


NOTHING = Phrase()


def phrase(written: str) -> Phrase:
    """Read a phrase; raises PhraseUnclear."""
    return Phrase(tuple(_pieces(written)))


def _pieces(written: str) -> Iterator[Piece]:
    is_bold = is_slanting = False
    for part in _PART.split(written):
        if part == "**":
            is_bold = not is_bold
        elif part == "__":
            is_slanting = not is_slanting
        elif part:
            name = part[1:-1] if _PART.fullmatch(part) else ""
            if not name and ("{" in part or "}" in part):
                raise PhraseUnclear(part)
            yield Piece(text="" if name else part, name=name, face=_FACES[is_bold, is_slanting])
    if is_bold or is_slanting:
        raise PhraseUnclear(written)

"""Procedures found as clerks type: the code, the initials, or some words, with or without accents.

"ks" and "khai s" find Khai sinh, "815" and "2.000815" the certified copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desk_app.domain.procedure import Procedure

_LETTERS_OF_INITIALS = range(2, 9)
_DIGITS_OF_A_CODE = 3  # fewer digits are no look for a code


@dataclass(frozen=True, kw_only=True, slots=True)
class Index:
    """The folded forms of one procedure."""

    procedure: Procedure
    code: str  # digits alone
    short: str  # a space before each word
    words: str  # short name, name, field and code, a space before each word
    initials: str  # of the short name
    name_initials: str


def index_of(procedures: Iterable[Procedure]) -> tuple[Index, ...]:
    return tuple(_indexed(procedure) for procedure in procedures)


def find(index: Iterable[Index], text: str) -> list[Procedure]:
    """The procedures that match, the nearest first, else in the order of the catalogue."""
    folded = fold(text)
    if not folded:
        return []
    ranked = [(rank, one) for one in index if (rank := _rank(one, folded)) is not None]
    return [one.procedure for _, one in sorted(ranked, key=lambda pair: pair[0])]


def _rank(one: Index, folded: str) -> int | None:
    """How near: 0 nearest, None not at all."""
    words = folded.split()
    digits = folded.replace(".", "").replace(" ", "")
    looks = (
        digits.isdigit() and len(digits) >= _DIGITS_OF_A_CODE and one.code.endswith(digits),
        digits.isdigit() and one.code.startswith(digits),
        one.short.startswith(f" {folded}"),
        _are_initials(folded) and one.initials.startswith(folded),
        f" {folded}" in one.short,
        all(f" {word}" in one.short for word in words),
        _are_initials(folded) and folded in one.initials,
        all(f" {word}" in one.words for word in words),
        _are_initials(folded) and folded in one.name_initials,
    )
    return next((rank for rank, is_found in enumerate(looks) if is_found), None)


def _are_initials(folded: str) -> bool:
    return folded.isalpha() and len(folded) in _LETTERS_OF_INITIALS


def _indexed(procedure: Procedure) -> Index:
    short, name = _spread(procedure.short_name), _spread(procedure.name)
    return Index(
        procedure=procedure,
        code=procedure.code.replace(".", ""),
        short=short,
        words=f"{short}{name}{_spread(procedure.field)} {procedure.code}",
        initials=_initials(short),
        name_initials=_initials(name),
    )


def _spread(text: str) -> str:
    """Folded, every word after one space, no punctuation."""
    letters = "".join(letter if letter.isalnum() else " " for letter in fold(text))
    return "".join(f" {word}" for word in letters.split())


def _initials(spread: str) -> str:
    return "".join(word[0] for word in spread.split())

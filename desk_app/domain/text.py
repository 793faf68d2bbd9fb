"""What people type, made fit to keep (`clean`), to find (`fold`) and to sort (`vietnamese_key`).

Kept text is what was typed, in NFC; folded text is for finding only and is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME_LIMIT = 200  # characters: names of people and bodies
LINE_LIMIT = 500  # characters: addresses, titles of papers
NOTE_LIMIT = 2000  # characters: reasons and notes

# Every space, tab and line break of Unicode; the separators U+001C to U+001F are not spaces here.
_SPACES = re.compile("[\t-\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000 ]+")
_SPACES_IN_A_LINE = re.compile("[\t\x0b\x0c\xa0\u1680\u2000-\u200a\u202f\u205f\u3000 ]+")
_LINE_BREAKS = re.compile(" ?(?:\r\n|[\n\r\x85\u2028\u2029]) ?")
# Unseen letters that web pages and chat programs leave in copied text; they carry nothing.
_INVISIBLE = re.compile("[\xad\u200b-\u200f\u2060-\u2064\ufeff]")
# Control codes, direction overrides (they make a page read otherwise than it is stored),
# halves of surrogate pairs, non-characters and U+FFFD, the mark of a letter already lost.
_REFUSED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufff0-\ufffb\ufffd-\uffff]"
)
_LETTERS_FROM_ONE = 8  # one NFC character is at most this many typed ones, marks and spaces aside


class ControlCharacters(RuleBroken):
    """The text holds characters that no page can show; have it typed again."""

    code = "control_characters"


class TooLong(RuleBroken):
    """The text is longer than its field; details: `limit` and `length` in characters."""

    code = "too_long"


def clean(text: str, *, limit: int = NOTE_LIMIT, field: str = "") -> str:
    """The text as one line: NFC, every run of odd spaces one plain space, none at the ends.

    `limit` counts characters of the result; `field` names the field in the error's details.
    Raises ControlCharacters, TooLong.
    """
    _refuse_flood(text, limit=limit, field=field)
    return _kept(_SPACES.sub(" ", _INVISIBLE.sub("", text)), limit=limit, field=field)


def clean_lines(text: str, *, limit: int = NOTE_LIMIT, field: str = "") -> str:
    """As `clean`, but a note keeps its line breaks, each as one LF; blank lines at the ends go."""
    _refuse_flood(text, limit=limit, field=field)
    lines = _LINE_BREAKS.sub("\n", _SPACES_IN_A_LINE.sub(" ", _INVISIBLE.sub("", text)))
    return _kept(lines, limit=limit, field=field)


def fold(text: str) -> str:
    """The text as search compares it: lower case without marks, đ and its look-alikes d.

    "Hòa" and "Hoà", composed or not, fold to the same; odd spaces become one, none at the ends.
    """
    folded = unicodedata.normalize("NFC", text).translate(_FOLDED)
    if not folded.isascii():
        folded = folded.lower()  # other scripts; the table lowers the Latin ones
    if "  " in folded or folded[:1] == " " or folded[-1:] == " ":
        folded = " ".join(filter(None, folded.split(" ")))
    return folded


def field_key(field: str) -> str:
    """A field as an address can carry it: "ho-tich"."""
    plain = unicodedata.normalize("NFD", field.lower().replace("đ", "d"))
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def vietnamese_key(text: str) -> str:
    """The sort key of Vietnamese order: đ after d, ă and â after a, tones last within a syllable.

    Compared syllable by syllable, as dictionaries do: letters first, then the tone in the order
    ngang, huyền, hỏi, ngã, sắc, nặng; so every Hà stands before the first Hạ. Case and the place
    of the tone mark (hòa, hoà) do not count. Keys compare as plain strings, in SQL too.
    """
    return "".join(_syllable_key(syllable) for syllable in text.lower().split())


def _refuse_flood(text: str, *, limit: int, field: str) -> None:
    """Normalising takes square time on thousands of marks over one letter: look at length first."""
    if len(text.strip()) > limit * _LETTERS_FROM_ONE:
        raise TooLong(field=field, limit=limit, length=len(text.strip()))


def _kept(text: str, *, limit: int, field: str) -> str:
    if _REFUSED.search(text):
        raise ControlCharacters(field=field)
    kept = unicodedata.normalize("NFC", text.strip(" \n"))
    if len(kept) > limit:
        raise TooLong(field=field, limit=limit, length=len(kept))
    return kept


def _without_marks(letter: str) -> int:
    """The code of the bare small letter; of a letter that is all mark, of the letter itself."""
    bare = [
        part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part)
    ]
    small = "".join(bare).lower()[:1]
    return ord(small or letter)


_LATIN = (*range(0x20, 0x7F), *range(0xC0, 0x250), *range(0x1E00, 0x1F00))
_MARKS = range(0x300, 0x370)
_D_LOOK_ALIKES = "đĐðÐɖƉ"  # stroke, eth, African D: alike on paper, mixed up by old keyboards
_ODD_SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"

# A plain dict with every common letter in it: translate is twice as slow where it misses one.
_FOLDED: dict[int, int | None] = (
    {code: _without_marks(chr(code)) for code in _LATIN}
    | dict.fromkeys(map(ord, _D_LOOK_ALIKES), ord("d"))
    | dict.fromkeys((*map(ord, _ODD_SPACES), *range(0x2000, 0x200B)), ord(" "))
    | dict.fromkeys((*_MARKS, 0xAD, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF))
)

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_FIRST_LETTER = 0xA0  # above digits and signs, below letters of other scripts
_RANKS: Mapping[str, str] = MappingProxyType(
    {letter: chr(_FIRST_LETTER + rank) for rank, letter in enumerate(_ALPHABET)}
    | {look_alike: chr(_FIRST_LETTER + _ALPHABET.index("đ")) for look_alike in _D_LOOK_ALIKES}
)
_TONES: Mapping[str, str] = MappingProxyType(
    {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
)
_LETTER_MARKS = frozenset("\u0306\u0302\u031b")  # breve, circumflex, horn: parts of a letter
_NO_TONE = "0"
_END_OF_LETTERS = "\x01"  # below every letter, so a shorter syllable comes first


def _syllable_key(syllable: str) -> str:
    tone = _NO_TONE
    letters: list[str] = []
    for part in unicodedata.normalize("NFD", syllable):
        if part in _TONES:
            tone = _TONES[part]
        elif part in _LETTER_MARKS and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + part)
        elif not unicodedata.combining(part):
            letters.append(part)
    return "".join(_RANKS.get(letter, letter) for letter in letters) + _END_OF_LETTERS + tone

"""Dossiers found as one types: names by the beginnings of their words, numbers by their own index.

Newest first, up to 200 candidates, then ranked here: the accents as typed first, then where in the
name it stands. Never by FTS5's rank, which reads every posting of a common name.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from desk_app.domain.text import fold
from desk_app.store.listed import LISTED_COLUMNS, ListedDossier, listed, reach
from desk_app.store.projected_keys import phone_digits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.store.database import Database, Row

_CANDIDATES = 200
_SHOWN = 20
_SHORTEST_NUMBER = 5  # digits of a phone or a personal number that are worth looking for
_WORD = re.compile(r"\w+")


def search(database: Database, text: str, *, limit: int = _SHOWN) -> list[ListedDossier]:
    """The dossiers meant by the text: a code or the end of one, a number, a phone, a name."""
    with database.reading():
        reached = reach(database)
        rows = _by_code(database, text, limit) or _by_number(database, text, limit)
        if not rows:
            rows = _by_name(database, text, limit)
    return [listed(row, reached) for row in rows]


def words_of(text: str) -> list[str]:
    """The folded words of a text, as the index has them."""
    return _WORD.findall(fold(text))


def match_expression(words: list[str]) -> str:
    """Every word by its beginning, in any order."""
    return " AND ".join(f'"{word}"*' for word in words)


def accented_words(text: str) -> list[str]:
    """The words of a text in small letters, with the accents as typed."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def closeness(
    name: str, folded_name: str, *, asked: list[str], folded: list[str]
) -> tuple[int, int, int]:
    """How far a name is from what was asked for; smaller is nearer.

    `asked`: the words asked for, with their accents; `folded`: the same without. Words with other
    accents first, then words that are not whole, then the place in the name.
    """
    typed, plain = f" {name.lower()} ".replace("\n", " "), f" {folded_name} "
    other_accents = sum(f" {word}" not in typed for word in asked)
    not_whole = sum(f" {word} " not in plain for word in folded)
    start = plain.find(f" {folded[0]}")
    place = plain.count(" ", 0, start) if start >= 0 else plain.count(" ")
    return other_accents, not_whole, place


def _by_name(database: Database, text: str, limit: int) -> list[Row]:
    folded = words_of(text)
    if not folded:
        return []
    found = database.rows(
        """
        SELECT n.id, n.typed, n.folded FROM names_search AS f JOIN names AS n ON n.id = f.rowid
        WHERE names_search MATCH ? ORDER BY f.rowid DESC LIMIT ?
        """,
        (match_expression(folded), _CANDIDATES),
    )
    asked = accented_words(text)
    ranked = sorted(
        found, key=lambda row: (*closeness(row[1], row[2], asked=asked, folded=folded), -row[0])
    )
    return _rows(database, [number for number, _, _ in ranked[:limit]])


def _by_code(database: Database, text: str, limit: int) -> list[Row]:
    """By the beginning of a code or of its tail, or by its running number alone."""
    asked = text.strip().upper()
    if not any(letter.isdecimal() for letter in asked) or " " in asked:
        return []
    if asked.isdecimal() and len(asked) <= 4:  # noqa: PLR2004 - a running number has four digits
        found = _coded(database, "running = ?", [int(asked)], "entity", limit)
    elif asked.isdecimal() and len(asked) != 6:  # noqa: PLR2004 - the day of a code has six digits
        found = [  # another system's code may be a number
            entity
            for column in ("code", "tail")
            for entity in _coded(database, f"{column} = ?", [asked], column, limit)
        ]
    else:
        between = [asked, f"{asked}\U0010ffff"]
        found = [
            entity
            for column in ("code", "tail")
            for entity in _coded(
                database, f"{column} >= ? AND {column} < ?", between, column, limit
            )
        ]
    marks = ", ".join("?" * len(found))
    return database.rows(
        f"SELECT {LISTED_COLUMNS} FROM dossiers AS d WHERE d.entity IN ({marks})"  # noqa: S608 - only marks
        " ORDER BY d.id DESC LIMIT ?",
        [*found, limit],
    )


def _coded(
    database: Database, where: str, values: Sequence[str | int], order: str, limit: int
) -> list[int]:
    """Entities by their codes, the highest first: the latest days, the last numbers of a day.

    Read from the end of one index: what is asked for by its first letters may be every code.
    """
    rows = database.rows(
        f"SELECT entity FROM codes WHERE {where} ORDER BY {order} DESC LIMIT ?",  # noqa: S608 - names of columns
        [*values, limit],
    )
    return [entity for (entity,) in rows]


def _by_number(database: Database, text: str, limit: int) -> list[Row]:
    """By the beginning of the applicant's personal number or phone."""
    digits = phone_digits(text)
    is_number = not any(letter.isalpha() for letter in text)
    if len(digits) < _SHORTEST_NUMBER or not is_number:
        return []
    people = [key for _, key in people_numbered(database, digits, limit)]
    marks = ", ".join("?" * len(people))
    return database.rows(
        f"SELECT {LISTED_COLUMNS} FROM dossiers AS d WHERE d.person IN ({marks})"  # noqa: S608 - only marks
        " ORDER BY d.id DESC LIMIT ?",
        [*people, limit],
    )


def people_numbered(database: Database, digits: str, limit: int) -> list[tuple[int, str]]:
    """Ids and keys of people whose personal number or phone begins with the digits."""
    beyond = f"{digits}:"  # the sign after 9
    found: dict[tuple[int, str], None] = {}
    for column in ("personal_id", "phone"):
        rows = database.rows(
            f"SELECT id, key FROM people WHERE {column} >= ? AND {column} < ?"  # noqa: S608 - names of columns
            f" AND {column} <> '' ORDER BY {column} LIMIT ?",
            (digits, beyond, limit),
        )
        found.update(dict.fromkeys((number, key) for number, key in rows))
    return list(found)[:limit]


def _rows(database: Database, numbers: list[int]) -> list[Row]:
    """The rows of these dossiers, in this order."""
    marks = ", ".join("?" * len(numbers))
    found = database.rows(
        f"SELECT {LISTED_COLUMNS} FROM dossiers AS d WHERE d.id IN ({marks})",  # noqa: S608 - only marks, values are bound
        numbers,
    )
    by_number = {row[0]: row for row in found}
    return [by_number[number] for number in numbers]

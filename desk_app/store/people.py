"""People who applied before, found again by number, phone or name, as they were last written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from desk_app.domain.submission import Person
from desk_app.store.projected_keys import phone_digits
from desk_app.store.search import (
    accented_words,
    closeness,
    match_expression,
    people_numbered,
    words_of,
)

if TYPE_CHECKING:
    from desk_app.store.database import Database, Row

_CANDIDATES = 200
_SHOWN = 8
_SHORTEST_NUMBER = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownPerson:
    person: Person
    dossiers: int  # how many here
    seen_at: datetime  # when the last one was received


def find_people(database: Database, text: str, *, limit: int = _SHOWN) -> list[KnownPerson]:
    """The people meant by the text: a personal number, a phone, or words of a name."""
    digits = phone_digits(text)
    if len(digits) >= _SHORTEST_NUMBER and not any(letter.isalpha() for letter in text):
        return _by_number(database, digits, limit)
    return _by_name(database, text, limit)


def dossiers_of(database: Database, personal_id: str, *, limit: int) -> list[int]:
    """The dossiers of the person with that number, the newest first."""
    rows = database.rows(
        "SELECT entity FROM dossiers WHERE person = ? ORDER BY id DESC LIMIT ?",
        (f"#{personal_id}", limit),
    )
    return [entity for (entity,) in rows]


def _by_number(database: Database, digits: str, limit: int) -> list[KnownPerson]:
    numbers = [number for number, _ in people_numbered(database, digits, limit)]
    marks = ", ".join("?" * len(numbers))
    rows = database.rows(
        f"SELECT person, dossiers, seen_at FROM people WHERE id IN ({marks})"  # noqa: S608 - only marks
        " ORDER BY seen_at DESC",
        numbers,
    )
    return [_known(row) for row in rows]


def _by_name(database: Database, text: str, limit: int) -> list[KnownPerson]:
    folded = words_of(text)
    if not folded:
        return []
    rows = database.rows(
        """
        SELECT p.person, p.dossiers, p.seen_at, p.folded
        FROM people_search AS f JOIN people AS p ON p.id = f.rowid
        WHERE people_search MATCH ? ORDER BY f.rowid DESC LIMIT ?
        """,
        (match_expression(folded), _CANDIDATES),
    )
    asked = accented_words(text)
    rows.sort(
        key=lambda row: (
            *closeness(json.loads(row[0])[0], row[3], asked=asked, folded=folded),
            -row[2],
        )
    )
    return [_known(row) for row in rows[:limit]]


def _known(row: Row) -> KnownPerson:
    name, personal_id, birth_on, sex, address, phone, email = json.loads(row[0])
    person = Person(
        name=name,
        personal_id=personal_id,
        birth_on=date.fromisoformat(birth_on) if birth_on else None,
        sex=sex,
        address=address,
        phone=phone,
        email=email,
    )
    return KnownPerson(person=person, dossiers=row[1], seen_at=datetime.fromtimestamp(row[2], UTC))

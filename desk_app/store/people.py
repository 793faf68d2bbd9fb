"""People who applied before, found again by number, phone or name, as they were last written."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from desk_app.domain.events import Person
from desk_app.store.projections import phone_digits
from desk_app.store.search import closeness, match_expression, words_of

if TYPE_CHECKING:
    from desk_app.store.database import Database, Row

_CANDIDATES = 200
_SHOWN = 8
_SHORTEST_NUMBER = 4
_WORD = re.compile(r"\w+")


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


def _by_number(database: Database, digits: str, limit: int) -> list[KnownPerson]:
    beyond = f"{digits}:"  # the sign after 9
    rows = database.rows(
        """
        SELECT person, dossiers, seen_at, folded FROM people
        WHERE personal_id >= ? AND personal_id < ? OR phone >= ? AND phone < ?
        ORDER BY seen_at DESC LIMIT ?
        """,
        (digits, beyond, digits, beyond, limit),
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
    asked = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    found = [_known(row) for row in rows]
    found.sort(
        key=lambda known: (
            *closeness(known.person.name.lower(), asked=asked, folded=folded),
            -known.seen_at.timestamp(),
        )
    )
    return found[:limit]


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

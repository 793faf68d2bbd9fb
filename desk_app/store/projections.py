"""One dossier into the tables that lists and search read, whenever it changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk_app.domain.dossier import Dossier, Status
from desk_app.domain.text import fold
from desk_app.store.projected_keys import code_row, outside_row, phone_digits, waits_key
from desk_app.store.projection_tables import NO_DUE
from desk_app.store.replay import dossier_of
from desk_app.store.reporting import COURSE_COLUMNS, course_values

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.domain.submission import Person
    from desk_app.store.database import Database
    from desk_app.store.replay import Replayed

_ENDED = frozenset({Status.NOT_RECEIVED, Status.STOPPED, Status.RETURNED})
_RUNNING = frozenset({Status.RECEIVED, Status.IN_PROGRESS})  # the clock of the promise runs

DOSSIER_COLUMNS = (
    "entity",
    "code",
    "is_temporary",
    "status",
    "is_cancelled",
    "is_live",
    "is_running",
    "is_to_sign",
    "organisation",
    "competent",
    "procedure",
    "case_id",
    "channel",
    "applicant",
    "person",
    "personal_id",
    "phone",
    "handler",
    "is_handed",
    "is_apology",
    "to_enter",
    "waits_key",
    "received_at",
    "due_key",
    "register_year",
    "register_number",
    "version",
    "waiting",
    "near",
    "aside",
    "last_number",
    "changed_at",
    *COURSE_COLUMNS,
)
_PERSON = DOSSIER_COLUMNS.index("person")
_AS_JSON = json.JSONEncoder(ensure_ascii=False)
INSERT_DOSSIER = (
    f"INSERT INTO dossiers (id, {', '.join(DOSSIER_COLUMNS)})"  # noqa: S608 - constants
    f" VALUES (?, {', '.join('?' * len(DOSSIER_COLUMNS))})"
)
INSERT_CODE = "INSERT OR IGNORE INTO codes VALUES (?, ?, ?, ?)"
INSERT_ASIDE = "INSERT INTO asides VALUES (?, ?, ?, ?)"
INSERT_DISPUTE = "INSERT INTO disputes VALUES (?, ?)"
INSERT_NAMES = "INSERT INTO names VALUES (?, ?, ?)"
MEET_PERSON = """
    INSERT INTO people (key, personal_id, phone, folded, person, dossiers, seen_at, seen_in)
    VALUES (?, ?, ?, ?, ?, 1, ?, ?)
    ON CONFLICT (key) DO UPDATE SET
        (phone, folded, person, seen_at, seen_in) = (
            SELECT excluded.phone, excluded.folded, excluded.person, excluded.seen_at,
                excluded.seen_in
            WHERE (excluded.seen_at, excluded.seen_in) > (seen_at, seen_in)
            UNION ALL SELECT phone, folded, person, seen_at, seen_in LIMIT 1
        ),
        dossiers = dossiers + 1
"""


PersonRow = tuple[str, str, str, str, str, int]  # key, number, phone, folded, as JSON, seen_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Projected:
    """One dossier's rows, as values in the order of their tables."""

    dossier: tuple[Any, ...]  # DOSSIER_COLUMNS
    codes: list[tuple[str, int, str, int]]
    names: tuple[str, str]
    person: PersonRow
    disputes: list[tuple[int, str]]


def projected(replayed: Replayed, dossier: Dossier) -> Projected:
    application = dossier.application
    applicant, submitter = application.applicant, application.submitter
    names, folded = applicant.name, fold(applicant.name)
    received = received_seconds(dossier)
    person = _person_row(applicant, folded, received)
    if submitter:
        names = f"{names}\n{submitter.person.name}"
        folded = fold(names)
    values = (
        dossier.entity,
        dossier.code,
        int(dossier.is_temporary),
        dossier.status.value,
        int(dossier.cancelled_at is not None),
        int(dossier.status not in _ENDED),
        int(dossier.status in _RUNNING),
        int(dossier.awaits_signature),
        dossier.organisation,
        dossier.competent,
        application.procedure,
        application.case,
        application.channel,
        applicant.name,
        person[0],
        applicant.personal_id,
        person[2],
        dossier.handed_to,
        int(dossier.awaits_taking),
        int(not dossier.is_apology_signed and dossier.status in _RUNNING),
        int(dossier.awaits_entry),
        waits_key(dossier),
        received,
        NO_DUE if dossier.due_at is None else _seconds(dossier.due_at),
        dossier.register_year,
        dossier.register_number,
        replayed.version,
        replayed.waiting,
        replayed.near,
        replayed.aside,
        replayed.last_number,
        replayed.changed_at,
        *course_values(dossier),
    )
    return Projected(
        dossier=values,
        codes=[
            *(code_row(code, dossier.entity) for code in replayed.codes),
            *(outside_row(one.code, dossier.entity) for one in dossier.outside),
        ],
        names=(names.lower(), folded),
        person=person,
        disputes=[(dossier.entity, field) for field in replayed.disputed],
    )


def aside_rows(replayed: Replayed, entity: int) -> list[tuple[int, int, int, int]]:
    return [(*place, entity) for place in replayed.asides]


def project(database: Database, replayed: Replayed, *, entity: int) -> None:
    """Bring the entity's rows up to date, inside the caller's transaction."""
    _tell_what_is_open(database, replayed, entity=entity)
    columns = ", ".join(DOSSIER_COLUMNS)
    known = database.row(
        f"SELECT id, {columns} FROM dossiers WHERE entity = ?",  # noqa: S608 - constants
        (entity,),
    )
    if replayed.dossier is None:
        if known is not None:
            _remove(database, known)
        return
    rows = projected(replayed, replayed.dossier)
    if known is None:
        _add(database, rows)
    else:
        _change(database, rows, known=known)


def _tell_what_is_open(database: Database, replayed: Replayed, *, entity: int) -> None:
    """What of the entity a person must look at, written only where it changed."""
    asides = database.rows("SELECT * FROM asides WHERE entity = ?", (entity,))
    wanted = aside_rows(replayed, entity)
    if sorted(asides) != sorted(wanted):
        database.execute("DELETE FROM asides WHERE entity = ?", (entity,))
        database.execute_many(INSERT_ASIDE, wanted)
    fields = database.rows("SELECT field FROM disputes WHERE entity = ?", (entity,))
    if {field for (field,) in fields} != set(replayed.disputed):
        database.execute("DELETE FROM disputes WHERE entity = ?", (entity,))
        database.execute_many(INSERT_DISPUTE, [(entity, field) for field in replayed.disputed])


def _add(database: Database, rows: Projected) -> None:
    number = database.insert(INSERT_DOSSIER, (None, *rows.dossier))
    database.execute(INSERT_NAMES, (number, *rows.names))
    database.execute_many(INSERT_CODE, rows.codes)
    database.execute(MEET_PERSON, (*rows.person, number))


def _change(database: Database, rows: Projected, *, known: tuple[Any, ...]) -> None:
    number, before = known[0], known[1:]
    changed = [
        (column, after)
        for column, after, was in zip(DOSSIER_COLUMNS, rows.dossier, before, strict=True)
        if after != was
    ]
    if changed:  # only what changed, so that only its indexes are written
        sets = ", ".join(f"{column} = ?" for column, _ in changed)
        values = [after for _, after in changed]
        database.execute(f"UPDATE dossiers SET {sets} WHERE id = ?", (*values, number))  # noqa: S608 - names of columns
    database.execute(
        "UPDATE names SET typed = ?, folded = ? WHERE id = ? AND typed <> ?",
        (*rows.names, number, rows.names[0]),
    )
    database.execute_many(INSERT_CODE, rows.codes)
    _change_person(database, rows.person, dossier=number, was=before[_PERSON])


def _change_person(database: Database, person: PersonRow, *, dossier: int, was: str) -> None:
    """The applicant as now written; another key is another person."""
    if person[0] != was:
        _forget_person(database, was, dossier=dossier)
        database.execute(MEET_PERSON, (*person, dossier))
        return
    key, _, phone, folded, written, seen_at = person
    database.execute(
        "UPDATE people SET phone = ?, folded = ?, person = ?, seen_at = ?"
        " WHERE key = ? AND seen_in = ? AND person <> ?",
        (phone, folded, written, seen_at, key, dossier, written),
    )


def _remove(database: Database, known: tuple[Any, ...]) -> None:
    database.execute("DELETE FROM dossiers WHERE id = ?", (known[0],))
    database.execute("DELETE FROM names WHERE id = ?", (known[0],))
    database.execute("DELETE FROM codes WHERE entity = ?", (known[1],))
    _forget_person(database, known[1 + _PERSON], dossier=known[0])


def _forget_person(database: Database, key: str, *, dossier: int) -> None:
    """One dossier less for the person, who is then as the newest of the others says, or nobody."""
    database.execute("UPDATE people SET dossiers = dossiers - 1 WHERE key = ?", (key,))
    database.execute("DELETE FROM people WHERE key = ? AND dossiers <= 0", (key,))
    newest = database.row(
        "SELECT d.id, d.entity FROM people AS p JOIN dossiers AS d ON d.person = p.key"
        " WHERE p.key = ? AND p.seen_in = ? AND d.id <> ?"
        " ORDER BY d.received_at DESC, d.id DESC LIMIT 1",
        (key, dossier, dossier),
    )
    if newest is None:
        return
    other = dossier_of(database, newest[1])
    applicant = other.application.applicant
    row = _person_row(applicant, fold(applicant.name), received_seconds(other))
    database.execute(
        "UPDATE people SET phone = ?, folded = ?, person = ?, seen_at = ?, seen_in = ?"
        " WHERE key = ?",
        (*row[2:], newest[0], key),
    )


def received_seconds(dossier: Dossier) -> int:
    """When it was received, or written down before."""
    return _seconds(dossier.received_at or dossier.registered_at)


def _person_row(person: Person, folded: str, seen_at: int) -> PersonRow:
    phone = phone_digits(person.phone)
    key = _key(person, folded=folded, phone=phone)
    return key, person.personal_id, phone, folded, _person_as_json(person), seen_at


def person_key(person: Person) -> str:
    """What tells persons apart: the number, or name and phone."""
    return _key(person, folded=fold(person.name), phone=phone_digits(person.phone))


def _key(person: Person, *, folded: str, phone: str) -> str:
    number = person.personal_id
    return f"#{number}" if number else f"{folded}|{phone}"


def _person_as_json(person: Person) -> str:
    plain = [
        person.name,
        person.personal_id,
        person.birth_on.isoformat() if person.birth_on else None,
        person.sex,
        person.address,
        person.phone,
        person.email,
    ]
    return _AS_JSON.encode(plain)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())

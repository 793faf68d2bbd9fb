"""Versions of catalogue files: prepared, compared, approved by a second person, published.

Rolling back is a new version with the content of an older one; it is approved like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from sync.hub.audit_log import Who, write
from sync.hub.console.shelf.errors import (
    DraftDecided,
    DraftOvertaken,
    ImportRefused,
    NoSuchDraft,
    SamePerson,
)
from sync.hub.hub import Hub
from sync.hub.results import publish_in
from sync.hub.settling import remember
from sync.hub.shelf_rules import MOST_BYTES, Difference, Flaw, Reading
from sync.hub.shelf_tables import drafts
from sync.hub.tables import dossiers

WAITING, PUBLISHED, DECLINED = "", "published", "declined"

_DAY_S = 86_400
_VIETNAM_S = 7 * 3600
_MOST_LETTERS = 500
_MOST_FLAWS = 200

Draft = Row[Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Touched:
    """A promise printed on a receipt that falls on a day on which nobody is there."""

    code: str
    org: str
    day: date


def prepare(hub: Hub, who: Who, *, kind: str, name: str, content: bytes, note: str = "") -> int:
    """The number of the new version; raises ImportRefused with every flaw."""
    if len(content) > MOST_BYTES:
        raise ImportRefused([Flaw(0, "", "too_large", str(MOST_BYTES))])
    reading = hub.province.shelf.read(kind, name, content)
    if reading.flaws:
        raise ImportRefused(reading.flaws[:_MOST_FLAWS])
    with hub.database.writing() as connection:
        number = _add(hub, connection, who, kind=kind, reading=reading, source=name, note=note)
        write(hub, connection, who, "catalogue.prepare", target=f"{reading.file} {number}")
    return number


def roll_back(hub: Hub, who: Who, number: int) -> int:
    """A new version with the content of an earlier one; raises NoSuchDraft."""
    with hub.database.writing() as connection:
        old = draft(connection, number)
        reading = Reading(
            file=old.file,
            content=old.content,
            rows=old.rows,
            begins=date.fromisoformat(old.begins) if old.begins else None,
            flaws=(),
        )
        made = _add(
            hub, connection, who, kind=old.kind, reading=reading, source=old.source, note=""
        )
        write(hub, connection, who, "catalogue.roll_back", target=f"{old.file} {number} {made}")
    return made


def approve(hub: Hub, who: Who, number: int) -> None:
    """Publish a version to every desk, signed.

    Raises NoSuchDraft, SamePerson, DraftDecided, DraftOvertaken.
    """
    with hub.database.writing() as connection:
        waiting = _waiting(connection, number)
        if waiting.prepared_by == who.name:
            raise SamePerson(number=number)
        last = in_force(connection, waiting.file)
        if (last.number if last else 0) != waiting.over:
            raise DraftOvertaken(number=number)
        sent = publish_in(hub, connection, waiting.file, waiting.content)
        _decide(hub, connection, number, who, outcome=PUBLISHED, pos=sent.settled.pos)
        write(hub, connection, who, "catalogue.approve", target=f"{waiting.file} {number}")
    remember(hub.states, [sent.docket])


def decline(hub: Hub, who: Who, number: int, why: str) -> None:
    """Leave a version aside; raises NoSuchDraft, DraftDecided."""
    with hub.database.writing() as connection:
        waiting = _waiting(connection, number)
        _decide(hub, connection, number, who, outcome=DECLINED, why=why.strip()[:_MOST_LETTERS])
        write(hub, connection, who, "catalogue.decline", target=f"{waiting.file} {number}")


def draft(connection: Connection, number: int) -> Draft:
    """Raises NoSuchDraft."""
    found = connection.execute(select(drafts).where(drafts.c.number == number)).one_or_none()
    if found is None:
        raise NoSuchDraft(number=number)
    return found


def versions(connection: Connection, *, most: int = 200) -> Sequence[Draft]:
    """The newest first."""
    return connection.execute(select(drafts).order_by(drafts.c.number.desc()).limit(most)).all()


def in_force(connection: Connection, file: str) -> Draft | None:
    """The version of a file that was published last."""
    return connection.execute(
        select(drafts)
        .where(drafts.c.file == file, drafts.c.outcome == PUBLISHED)
        .order_by(drafts.c.decided_at.desc(), drafts.c.number.desc())
        .limit(1)
    ).one_or_none()


def differences(hub: Hub, connection: Connection, one: Draft) -> Sequence[Difference]:
    """Against the version it stands over."""
    before = draft(connection, one.over).content if one.over else b""
    return hub.province.shelf.compare(one.kind, before, one.content)


def touched(hub: Hub, connection: Connection, one: Draft, *, most: int = 500) -> list[Touched]:
    """Open dossiers promised for a day that becomes free, from today on."""
    found: list[Touched] = []
    today = (hub.now() + _VIETNAM_S) // _DAY_S
    for scope, day in hub.province.shelf.days_off(one.kind, one.content):
        number = (day - date(1970, 1, 1)).days
        if number < today or len(found) >= most:
            continue
        begins = number * _DAY_S - _VIETNAM_S
        query = (
            select(dossiers.c.code, dossiers.c.org)
            .where(
                dossiers.c.due_at >= begins,
                dossiers.c.due_at < begins + _DAY_S,
                dossiers.c.status.not_in(sorted(hub.province.over)),
            )
            .order_by(dossiers.c.code)
            .limit(most - len(found))
        )
        found += [
            Touched(code=code, org=org, day=day)
            for code, org in connection.execute(query)
            if hub.province.shelf.holds_for(scope, org)
        ]
    return found


def _add(
    hub: Hub,
    connection: Connection,
    who: Who,
    *,
    kind: str,
    reading: Reading,
    source: str,
    note: str,
) -> int:
    number = (connection.execute(select(func.max(drafts.c.number))).scalar() or 0) + 1
    last = in_force(connection, reading.file)
    row = {
        "number": number,
        "kind": kind,
        "file": reading.file,
        "content": reading.content,
        "rows": reading.rows,
        "begins": "" if reading.begins is None else reading.begins.isoformat(),
        "over": last.number if last else 0,
        "source": source[:_MOST_LETTERS],
        "note": note.strip()[:_MOST_LETTERS],
        "prepared_by": who.name,
        "prepared_at": hub.now(),
        "outcome": WAITING,
        "decided_by": "",
        "why": "",
    }
    connection.execute(insert(drafts), row)
    return number


def _waiting(connection: Connection, number: int) -> Draft:
    """The version, held until the end of the transaction; raises NoSuchDraft, DraftDecided."""
    query = select(drafts).where(drafts.c.number == number).with_for_update()
    found = connection.execute(query).one_or_none()
    if found is None:
        raise NoSuchDraft(number=number)
    if found.outcome != WAITING:
        raise DraftDecided(number=number)
    return found


def _decide(
    hub: Hub,
    connection: Connection,
    number: int,
    who: Who,
    *,
    outcome: str,
    why: str = "",
    pos: int | None = None,
) -> None:
    told = {"outcome": outcome, "decided_by": who.name, "decided_at": hub.now(), "why": why}
    connection.execute(update(drafts).where(drafts.c.number == number).values(**told, pos=pos))

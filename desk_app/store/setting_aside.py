"""Taking out of the journal what the hub lacks of this machine's earlier logs.

After a new epoch the hub's word on where an old log ended is final. What stood there beyond it, or
in the place of something else, is kept whole beside the journal for a person to review. The trap: a
copy of this machine may have given the same numbers to other things, so whatever such a change
brought into being is kept under the negative of its number until it is written anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.events import DESK_EVENTS, DossierReceived
from desk_app.store.entries import change_of, event_of
from desk_app.store.errors import EntryUnreadable
from sync import record

if TYPE_CHECKING:
    from desk_app.store.database import Database, Row
    from desk_app.store.identity import Identity

_KEYED = ("prints", "files", "numbers", "registers", "refs")  # tables whose rows name an entity

Place = tuple[int, int, int]


def make_room(database: Database, own: Identity, place: Place, raw: bytes, *, now: int) -> set[int]:
    """Let the hub's change stand in a place where another does; returns the entities touched.

    With one of our own goes all that we wrote after it in that log and that the hub has not judged.
    """
    author, epoch, number = place
    there = database.value(
        "SELECT record FROM journal WHERE author = ? AND epoch = ? AND number = ?", place
    )
    if there is None or there == raw:
        return set()
    touched = set_aside(database, own, author, epoch, after=number - 1, until=number, now=now)
    if author == own.author:
        touched |= set_aside(database, own, author, epoch, after=number, now=now)
    return touched


def settle_old_logs(database: Database, own: Identity, *, now: int) -> set[int]:
    """Set aside what the hub lacks of every old log that is here up to where the hub has it."""
    touched: set[int] = set()
    logs = database.rows(
        "SELECT epoch, acked, head FROM own_logs WHERE author = ? AND is_whole = 0", (own.author,)
    )
    for epoch, acked, head in logs:
        place = (own.writer[0], epoch, acked)
        if acked and _head_at(database, place) != head:
            continue
        touched |= set_aside(database, own, own.writer[0], epoch, after=acked, now=now)
        database.execute(
            "UPDATE own_logs SET is_whole = 1 WHERE author = ? AND epoch = ?", (own.author, epoch)
        )
    return touched


def set_aside_lost(database: Database, own: Identity, *, now: int) -> set[int]:
    """Set aside what a hub, put back from a copy, has lost of logs that are closed for us."""
    touched: set[int] = set()
    for (epoch,) in database.rows("SELECT epoch FROM own_logs WHERE author = ?", (own.author,)):
        touched |= set_aside(database, own, own.writer[0], epoch, after=0, now=now)
    return touched


def set_aside(
    database: Database,
    own: Identity,
    author: int,
    epoch: int,
    *,
    after: int,
    now: int,
    until: int | None = None,
) -> set[int]:
    """Move changes without the hub's word out of the journal; a single one, whatever was said.

    Returns the entities they spoke of.
    """
    rows = database.rows(
        f"SELECT number, record, head {_CHOSEN} ORDER BY number",
        (author, epoch, after, until, until, until),
    )
    touched: set[int] = set()
    for number, raw, head in rows:
        touched.add(_move(database, own, (author, epoch, number), raw, head, now=now))
    return touched


def own_head(database: Database, place: Place, change: record.Change, raw: bytes) -> bytes | None:
    """The chain's head after a change of an old log that came back from the hub.

    None where what stands before it is not here.
    """
    author, epoch, number = place
    before = _head_at(database, (author, epoch, number - 1)) if number > 1 else None
    if number == 1:
        before = database.value(
            "SELECT first_head FROM epochs WHERE author = ? AND epoch = ?", (author, epoch)
        )
    salt = change.salt or _salt(database, place, change.ent)
    if before is None or salt is None:
        return None
    return record.link(bytes(before), author, epoch, raw, salt, number)


def note_own(database: Database, change: record.Change) -> None:
    """A reception of ours came back from the hub: its line of the register is taken."""
    event = event_of(change)
    if isinstance(event, DossierReceived):
        database.execute(
            "INSERT OR IGNORE INTO registers VALUES (?, ?, ?)",
            (event.register_year, event.register_number, change.ent),
        )


def rename(database: Database, before: int, after: int) -> None:
    """Let everything beside the journal that names an entity name another."""
    for table in _KEYED:
        database.execute(f"UPDATE {table} SET entity = ? WHERE entity = ?", (after, before))  # noqa: S608 - constants


def _move(
    database: Database, own: Identity, place: Place, raw: bytes, head: bytes | None, *, now: int
) -> int:
    author, epoch, number = place
    entity, state = _judged(database, own, place, raw)
    database.execute(
        """
        INSERT OR IGNORE INTO recovered
            (author, epoch, number, entity, record, head, found_at, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (author, epoch, number, entity, raw, head, now, state),
    )
    database.execute("DELETE FROM journal WHERE author = ? AND epoch = ? AND number = ?", place)
    if record.creator(entity) == place:
        database.execute("UPDATE users SET entity = NULL WHERE entity = ?", (entity,))
        rename(database, entity, -entity)
    return entity


def _judged(database: Database, own: Identity, place: Place, raw: bytes) -> tuple[int, str]:
    """What a change speaks of, and whether a person must look at it."""
    author, epoch, number = place
    try:
        change = change_of(raw, author=author, epoch=epoch, number=number)
    except EntryUnreadable:
        entity = database.value(
            "SELECT entity FROM journal WHERE author = ? AND epoch = ? AND number = ?", place
        )
        return int(entity), "replaced"
    if author != own.author:
        return change.ent, "replaced"
    is_dossiers = not isinstance(event_of(change), DESK_EVENTS)
    return change.ent, "open" if is_dossiers else "not_needed"


def _salt(database: Database, place: Place, entity: int) -> bytes | None:
    """The salt key of an entity in an old log: in that log's first change about it."""
    author, epoch, _ = place
    row: Row | None = database.row(
        "SELECT number, record FROM journal WHERE author = ? AND epoch = ? AND entity = ?"
        " ORDER BY number LIMIT 1",
        (author, epoch, entity),
    )
    if row is None:
        return None
    return change_of(row[1], author=author, epoch=epoch, number=row[0]).salt


def _head_at(database: Database, place: Place) -> bytes | None:
    head = database.value(
        "SELECT head FROM journal WHERE author = ? AND epoch = ? AND number = ?", place
    )
    return None if head is None else bytes(head)


_CHOSEN = """
    FROM journal AS j
    WHERE author = ? AND epoch = ? AND number > ? AND (? IS NULL OR number <= ?)
        AND (number = ? OR NOT EXISTS (
            SELECT 1 FROM settled AS s
            WHERE s.author = j.author AND s.epoch = j.epoch AND s.number = j.number
        ))
"""

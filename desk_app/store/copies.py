"""Which fields of a dossier were copied to be typed into another system: who and when, no values.

Of this machine alone: how far its people have come, and a log of who had what in hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk_app.store.database import Database

COPIES_SCHEMA = (
    """
    CREATE TABLE copies (
        id INTEGER PRIMARY KEY,
        entity INTEGER NOT NULL,
        field TEXT NOT NULL CHECK (field <> ''),
        actor INTEGER NOT NULL,
        at INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX copies_entity ON copies (entity)",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    field: str  # its label
    actor: int  # user number
    at: datetime


def note_copy(database: Database, entity: int, field: str, *, actor: int, at: datetime) -> None:
    """A line of the log, as a transaction of its own."""
    with database.writing():
        database.execute(
            "INSERT INTO copies (entity, field, actor, at) VALUES (?, ?, ?, ?)",
            (entity, field, actor, int(at.timestamp())),
        )


def copies_of(database: Database, entity: int) -> list[Copy]:
    """The log of a dossier, the oldest first."""
    rows = database.rows(
        "SELECT field, actor, at FROM copies WHERE entity = ? ORDER BY id", (entity,)
    )
    return [
        Copy(field=field, actor=actor, at=datetime.fromtimestamp(at, UTC))
        for field, actor, at in rows
    ]

"""Complaints and proposals as the journal tells them: of this machine and of its colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.codec import RECOVERED
from desk_app.domain.events import FeedbackTaken
from desk_app.domain.feedback import Feedback, after
from desk_app.store.entries import entries_of, in_force
from desk_app.store.errors import EntryUnreadable

if TYPE_CHECKING:
    from desk_app.store.database import Database

TAKEN = 151  # kind of change, by `domain.codec`
FEEDBACK_INDEX = (
    "CREATE INDEX journal_feedback ON journal (kind, author, epoch, number)"
    " WHERE kind IN (104, 151)"
)
_ENTITIES = """
    SELECT entity FROM journal WHERE kind = ? AND kind IN (104, 151)
    UNION SELECT entity FROM near_changes WHERE kind = ?
"""


def all_feedback(database: Database) -> list[Feedback]:
    """All that is known here; the first due first."""
    entities = {
        one for kind in (TAKEN, RECOVERED) for (one,) in database.rows(_ENTITIES, (kind, kind))
    }
    found = [feedback_of(database, entity) for entity in sorted(entities)]
    there = [one for one in found if one is not None]
    return sorted(there, key=lambda one: (one.taken.due_on, one.taken_at, one.entity))


def feedback_of(database: Database, entity: int) -> Feedback | None:
    """As it stands; None where the entity is something else, or its change cannot be read."""
    one: Feedback | None = None
    try:
        entries = in_force(entries_of(database, entity))
    except EntryUnreadable:
        return None
    for entry in entries:
        one = after(one, entry.event, entity=entity, at=entry.at)
        if one is None:
            return None
    return one


def next_number(database: Database, writer: tuple[int, int], year: int) -> str:
    """Of this machine's year: "PA17/26-0003", after a new epoch "PA17.1/26-0001"."""
    author, epoch = writer
    start = f"PA{author}{f'.{epoch}' if epoch else ''}/{year % 100:02d}-"
    rows = database.rows(
        "SELECT entity FROM journal WHERE kind = ? AND kind IN (104, 151)"
        " AND author = ? AND epoch = ?",
        (TAKEN, author, epoch),
    )
    last = 0
    for (entity,) in rows:
        entries = entries_of(database, entity)
        told = entries[0].event if entries else None
        if isinstance(told, FeedbackTaken) and told.number.startswith(start):
            last = max(last, int(told.number.removeprefix(start)))
    return f"{start}{last + 1:04d}"

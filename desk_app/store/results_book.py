"""What this machine gave back, posted or took back from the post, by the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.codec import RECOVERED
from desk_app.domain.events import ParcelCameBack, ResultPosted, ResultReturned
from desk_app.store.entries import ENTRY_COLUMNS, entry_of, in_force
from desk_app.store.errors import EntryUnreadable

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.store.database import Database
    from desk_app.store.entries import Entry

POSTED, RETURNED, CAME_BACK = 17, 18, 64  # kinds of change, by `domain.codec`
RESULTS_INDEX = (
    "CREATE INDEX journal_results ON journal (kind, author, epoch, number)"
    " WHERE kind IN (17, 18, 64, 104)"
)
_BACKWARDS = (
    f"SELECT {ENTRY_COLUMNS} WHERE j.kind = ? AND j.kind IN (17, 18, 64, 104) AND j.author = ?"
    " AND (j.epoch, j.number) < (?, ?) ORDER BY j.epoch DESC, j.number DESC LIMIT 200"
)
_END = (1 << 31, 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenBack:
    """The entries of a period, the oldest first."""

    returned: tuple[Entry, ...]
    posted: tuple[Entry, ...]
    came_back: tuple[Entry, ...]


def given_back(database: Database, author: int, *, since: datetime, before: datetime) -> GivenBack:
    """What was written here from `since` until before `before`."""
    found = [
        entry
        for kind in (POSTED, RETURNED, CAME_BACK, RECOVERED)
        for entry in _of_kind(database, kind, author, since=since, before=before)
    ]
    found.sort(key=lambda one: (one.at, one.epoch, one.number))
    return GivenBack(
        returned=tuple(one for one in found if isinstance(one.event, ResultReturned)),
        posted=tuple(one for one in found if isinstance(one.event, ResultPosted)),
        came_back=tuple(one for one in found if isinstance(one.event, ParcelCameBack)),
    )


def _of_kind(
    database: Database, kind: int, author: int, *, since: datetime, before: datetime
) -> list[Entry]:
    """Newest first until the time is passed; recovered ones bear older times, so all of them."""
    found: list[Entry] = []
    place = _END
    while rows := database.rows(_BACKWARDS, (kind, author, *place)):
        entries: list[Entry] = []
        for row in rows:
            try:
                entries.append(entry_of(row))
            except EntryUnreadable:
                continue
        found += [one for one in in_force(entries) if since <= one.at < before]
        is_past = bool(entries) and all(one.at < since for one in entries[-20:])
        if is_past and kind != RECOVERED:
            break
        place = (rows[-1][1], rows[-1][2])
    return found

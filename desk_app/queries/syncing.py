"""What the province has of this desk's work, and what waits: the status that never lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.queries.dossiers import Moment, moment_of

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.store.rounds import RoundMark


@dataclass(frozen=True, kw_only=True, slots=True)
class SyncStatus:
    """Each number is a question to the database, never a memory of what was tried."""

    waiting: int  # own changes without the province's verdict
    waiting_since: datetime | None
    held: int  # of these, acknowledged by the province
    files_waiting: int
    bytes_waiting: int
    set_aside: int
    last_contact: datetime | None
    last_rounds: tuple[RoundMark, ...]
    frozen: str  # why nothing may be written here; empty when it may
    pages_in_clear: int  # in the PDF tray


def sync_status(desk: Desk) -> SyncStatus:
    waiting = desk.journal.waiting()
    files = desk.replica.files_to_send()
    return SyncStatus(
        waiting=waiting.changes,
        waiting_since=waiting.since,
        held=waiting.held,
        files_waiting=len(files),
        bytes_waiting=sum(file.size for file in files),
        set_aside=len(desk.journal.set_aside()),
        last_contact=desk.store.rounds.last_good(),
        last_rounds=tuple(desk.store.rounds.last()),
        frozen=desk.journal.identity.frozen,
        pages_in_clear=len(desk.tray.pages()),
    )


def set_aside(desk: Desk) -> list[tuple[int, Moment]]:
    """Own changes the province set aside, with the dossier each is about; the newest first."""
    names = {user.number: user.name for user in desk.users.all()}
    own = desk.journal.identity.author
    return [
        (entry.entity, moment_of(entry, own=own, names=names)) for entry in desk.journal.set_aside()
    ]

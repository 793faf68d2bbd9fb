"""What the province has of this desk's work, and what waits: the status that never lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.store.listed import reach

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
    copied: bool  # everything that waits is in a second copy, or with the province already
    set_aside: int  # changes the province set aside, that nobody has dealt with
    disputed: int  # fields with two values
    last_contact: datetime | None
    last_rounds: tuple[RoundMark, ...]
    frozen: str  # why nothing may be written here; empty when it may
    pages_in_clear: int  # in the PDF tray


def sync_status(desk: Desk) -> SyncStatus:
    waiting = desk.journal.waiting()
    reached = reach(desk.store.database)
    files = desk.replica.files_to_send()
    return SyncStatus(
        waiting=waiting.changes,
        waiting_since=waiting.since,
        held=waiting.held,
        files_waiting=len(files),
        bytes_waiting=sum(file.size for file in files),
        copied=waiting.last <= max(reached.acked, reached.backed_up),
        set_aside=desk.journal.count_aside(),
        disputed=desk.journal.count_disputes(),
        last_contact=desk.store.rounds.last_good(),
        last_rounds=tuple(desk.store.rounds.last()),
        frozen=desk.journal.identity.frozen,
        pages_in_clear=len(desk.tray.pages()),
    )

"""What the province has of this desk's work, and what waits: the status that never lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.store.clock_marks import trusted_time
from desk_app.store.listed import files_without_copy, reach

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from desk_app.desk import Desk
    from desk_app.store.carrying import FileAside
    from desk_app.store.rounds import RoundMark


@dataclass(frozen=True, kw_only=True, slots=True)
class FilesUnderway:
    """How far the round at work has come with its files."""

    files_left: int  # both ways
    bytes_left: int  # of those to send
    bytes_done: int  # both ways
    rate: float  # bytes a second, as the line has shown lately
    seconds_left: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SyncStatus:
    """Each number is a question to the database, never a memory of what was tried."""

    waiting: int  # own changes without the province's verdict
    waiting_since: datetime | None
    held: int  # of these, acknowledged by the province
    files_waiting: int
    bytes_waiting: int
    copied: bool  # all that waits, files too, is in a second copy or with the province already
    set_aside: int  # changes the province set aside, that nobody has dealt with
    disputed: int  # fields with two values
    last_contact: datetime | None
    last_rounds: tuple[RoundMark, ...]
    frozen: str  # why nothing may be written here; empty when it may
    pages_in_clear: int  # in the PDF tray
    is_paused: bool  # no rounds by themselves
    records_only: bool  # rounds leave files out
    files_aside: tuple[FileAside, ...]  # damaged on their way; tried again tomorrow
    running: FilesUnderway | None  # of a round that moves files now, in this process
    clock_offset_s: int | None  # the province's clock minus this one's, when last measured
    clock_age: timedelta | None  # of that measurement


def sync_status(desk: Desk) -> SyncStatus:
    waiting = desk.journal.waiting()
    reached = reach(desk.store.database)
    files = desk.replica.files_to_send()
    chosen = desk.replica.modes()
    trusted = trusted_time(desk.store.database)
    return SyncStatus(
        waiting=waiting.changes,
        waiting_since=waiting.since,
        held=waiting.held,
        files_waiting=len(files),
        bytes_waiting=sum(file.size for file in files),
        copied=waiting.last <= reached.copied and not files_without_copy(desk.store.database),
        set_aside=desk.journal.count_aside(),
        disputed=desk.journal.count_disputes(),
        last_contact=desk.store.rounds.last_good(),
        last_rounds=tuple(desk.store.rounds.last()),
        frozen=desk.journal.identity.frozen,
        pages_in_clear=len(desk.tray.pages()),
        is_paused=chosen.is_paused,
        records_only=chosen.records_only,
        files_aside=tuple(desk.replica.files_aside()),
        running=_underway(desk),
        clock_offset_s=trusted.offset_s if trusted else None,
        clock_age=trusted.age(desk.clock) if trusted else None,
    )


def _underway(desk: Desk) -> FilesUnderway | None:
    running = desk.store.rounds.running
    if running is None:
        return None
    return FilesUnderway(
        files_left=running.files_left,
        bytes_left=running.bytes_left,
        bytes_done=running.bytes_done,
        rate=running.rate,
        seconds_left=running.seconds_left,
    )

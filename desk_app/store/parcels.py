"""What was written to sticks: a note for people, never a proof of delivery.

Whether the province has a change only its signed word says. A note here tells that a copy lies on
a stick, since when, and where it was written to.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desk_app.store.outbox import acked_name
from desk_app.store.settings import counter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.store.database import Database, Row

PARCELS_SCHEMA = (
    # One parcel written to a stick. `parts` are its files with
    # their sizes, `code` checks the first.
    """
    CREATE TABLE parcels (
        parcel TEXT PRIMARY KEY CHECK (length(parcel) = 32),
        epoch INTEGER NOT NULL,
        first INTEGER NOT NULL CHECK (first > 0),
        last INTEGER NOT NULL CHECK (last >= first - 1),
        files INTEGER NOT NULL CHECK (files >= 0),
        bytes INTEGER NOT NULL CHECK (bytes >= 0),
        parts TEXT NOT NULL,
        code TEXT NOT NULL,
        place TEXT NOT NULL,
        by INTEGER NOT NULL,
        made_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    # A file that stood in a parcel.
    """
    CREATE TABLE parcel_files (
        parcel TEXT NOT NULL REFERENCES parcels (parcel),
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        PRIMARY KEY (sha256, parcel)
    ) STRICT, WITHOUT ROWID
    """,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ParcelNote:
    """One parcel, as it was written."""

    parcel: str  # 32 hex digits
    epoch: int
    first: int
    last: int  # first - 1 where it holds no change
    files: int
    bytes: int
    parts: tuple[tuple[str, int], ...]  # files on the stick: name and size in bytes
    code: str  # the beginning of the SHA-256 of the first part
    place: str  # the folder it was written to
    by: int  # user
    made_at: datetime

    @property
    def changes(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, kw_only=True, slots=True)
class OnStick:
    """What waits for the province and lies on a stick meanwhile."""

    changes: int
    files: int
    since: datetime | None  # of the newest parcel; None where nothing of it lies on any


class Parcels:
    """The notes of one desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, note: ParcelNote, files: Sequence[str]) -> None:
        with self._database.writing():
            self._database.execute(
                "INSERT INTO parcels VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    note.parcel,
                    note.epoch,
                    note.first,
                    note.last,
                    note.files,
                    note.bytes,
                    json.dumps(note.parts),
                    note.code,
                    note.place,
                    note.by,
                    int(note.made_at.timestamp()),
                ),
            )
            self._database.execute_many(
                "INSERT INTO parcel_files VALUES (?, ?)", [(note.parcel, one) for one in files]
            )

    def last(self, count: int = 20) -> list[ParcelNote]:
        """The last ones, the newest first."""
        rows = self._database.rows(
            "SELECT * FROM parcels ORDER BY made_at DESC, parcel LIMIT ?", (count,)
        )
        return [_note(row) for row in rows]

    def find(self, parcel: str) -> ParcelNote | None:
        row = self._database.row("SELECT * FROM parcels WHERE parcel = ?", (parcel,))
        return None if row is None else _note(row)

    def on_stick(self, epoch: int) -> OnStick:
        """What the province has not acknowledged and a stick carries."""
        acked = counter(self._database, acked_name(epoch))
        last, since = self._database.row(
            "SELECT max(last), max(made_at) FROM parcels WHERE epoch = ? AND last > ?",
            (epoch, acked),
        ) or (None, None)
        files, files_since = self._database.row(
            """
            SELECT count(DISTINCT f.sha256), max(p.made_at) FROM files AS f
            JOIN parcel_files AS c ON c.sha256 = f.sha256
            JOIN parcels AS p ON p.parcel = c.parcel
            WHERE f.is_at_hub = 0
            """
        ) or (0, None)
        newest = max((at for at in (since, files_since) if at is not None), default=None)
        return OnStick(
            changes=max(0, (last or 0) - acked),
            files=files,
            since=None if newest is None else datetime.fromtimestamp(newest, UTC),
        )

    def carried_to(self, epoch: int, after: int) -> int:
        """The number up to which sticks carry every own change after this one; it where none does.

        Only parcels that were read back are noted. One that begins later leaves a gap: it does not
        count.
        """
        rows = self._database.rows(
            "SELECT first, last FROM parcels WHERE epoch = ? AND last > ? ORDER BY first",
            (epoch, after),
        )
        reached = after
        for first, last in rows:
            if first > reached + 1:
                break
            reached = max(reached, last)
        return reached

    def carries(self, sha256: str) -> bool:
        """Whether the file lies on a stick."""
        found = self._database.value(
            "SELECT 1 FROM parcel_files WHERE sha256 = ? LIMIT 1", (sha256,)
        )
        return found is not None

    def written_at(self, epoch: int, number: int) -> datetime | None:
        """When an own change was last written to a stick; None where it never was."""
        at = self._database.value(
            "SELECT max(made_at) FROM parcels WHERE epoch = ? AND first <= ? AND last >= ?",
            (epoch, number, number),
        )
        return None if at is None else datetime.fromtimestamp(at, UTC)


def _note(row: Row) -> ParcelNote:
    parcel, epoch, first, last, files, size, parts, code, place, by, made_at = row
    return ParcelNote(
        parcel=parcel,
        epoch=epoch,
        first=first,
        last=last,
        files=files,
        bytes=size,
        parts=tuple((name, length) for name, length in json.loads(parts)),
        code=code,
        place=place,
        by=by,
        made_at=datetime.fromtimestamp(made_at, UTC),
    )

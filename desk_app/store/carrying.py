"""Which files go first, which are set aside, and what a person has chosen for the line.

The next legal step goes before the rest, the smallest first; then the newest day. What has waited a
week goes before everything, so nothing starves. A file that was damaged twice on its way, or that
this disk cannot give back, is set aside and told; it is tried again the next day, or when a person
asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from desk_app.store.settings import get_setting, put_setting
from sync.client.replica import Modes

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.store.database import Database

_PAUSED = "sync.paused"
_RECORDS_ONLY = "sync.records_only"
_AGED = timedelta(days=7)
_REST = timedelta(days=1)
_MOST_FAILURES = 2
_DAMAGE = frozenset({"file_damaged", "file_missing", "file_too_large", "file_unreadable"})


@dataclass(frozen=True, kw_only=True, slots=True)
class FileAside:
    """A file that is not carried any more before tomorrow."""

    sha256: str
    code: str  # of the error that set it aside
    entity: int | None  # the dossier it is about


def modes(database: Database) -> Modes:
    """What a person has chosen."""
    return Modes(
        is_paused=bool(get_setting(database, _PAUSED)),
        records_only=bool(get_setting(database, _RECORDS_ONLY)),
    )


def choose(database: Database, chosen: Modes) -> None:
    with database.writing():
        put_setting(database, _PAUSED, chosen.is_paused)
        put_setting(database, _RECORDS_ONLY, chosen.records_only)


def to_send(database: Database, *, epoch: int, acked: int, at: datetime) -> list[tuple[str, int]]:
    """SHA-256 and size of the files the hub may lack, the most urgent first."""
    aged, rested = at - _AGED, at - _REST
    rows = database.rows(
        """
        SELECT sha256, size FROM files
        WHERE is_at_hub = 0 AND named_number IS NOT NULL
            AND (named_epoch < ? OR named_number <= ?)
            AND sha256 NOT IN (
                SELECT sha256 FROM file_troubles WHERE failures >= ? AND last_at > ?
            )
        ORDER BY
            CASE WHEN kept_at < ? THEN 0 WHEN purpose = 'result' THEN 1 ELSE 2 END,
            CASE WHEN kept_at < ? THEN kept_at WHEN purpose = 'result' THEN 0
                ELSE -(kept_at / 86400) END,
            size, sha256
        """,
        (
            epoch,
            acked,
            _MOST_FAILURES,
            int(rested.timestamp()),
            int(aged.timestamp()),
            int(aged.timestamp()),
        ),
    )
    return [(sha256, size) for sha256, size in rows]


def wanted(database: Database, *, at: datetime) -> list[str]:
    """SHA-256 of the files missing here, the most urgent first."""
    rows = database.rows(
        """
        SELECT sha256 FROM wanted
        WHERE sha256 NOT IN (SELECT sha256 FROM file_troubles WHERE failures >= ? AND last_at > ?)
        ORDER BY purpose DESC, since
        """,
        (_MOST_FAILURES, int((at - _REST).timestamp())),
    )
    return [sha256 for (sha256,) in rows]


def note_trouble(database: Database, sha256: str, code: str, *, at: datetime) -> None:
    """Count a failure that another try may not mend; others are nothing to remember."""
    if code not in _DAMAGE:
        return
    with database.writing():
        database.execute(
            """
            INSERT INTO file_troubles VALUES (?, ?, 1, ?)
            ON CONFLICT (sha256) DO UPDATE SET code = excluded.code, last_at = excluded.last_at,
                failures = failures + 1
            """,
            (sha256, code, int(at.timestamp())),
        )


def set_aside(database: Database) -> list[FileAside]:
    """The files that were set aside and have not come through since."""
    rows = database.rows(
        """
        SELECT t.sha256, t.code, coalesce(f.entity, w.entity) FROM file_troubles AS t
        LEFT JOIN files AS f ON f.sha256 = t.sha256 AND f.is_at_hub = 0
        LEFT JOIN wanted AS w ON w.sha256 = t.sha256
        WHERE t.failures >= ? AND (f.sha256 IS NOT NULL OR w.sha256 IS NOT NULL)
        ORDER BY t.last_at
        """,
        (_MOST_FAILURES,),
    )
    return [FileAside(sha256=sha256, code=code, entity=entity) for sha256, code, entity in rows]


def try_again(database: Database) -> None:
    """Carry what was set aside once more: a person asks for it."""
    with database.writing():
        database.execute("DELETE FROM file_troubles")

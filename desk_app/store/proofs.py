"""Signed files that still need a timestamp and revocation data, and those that got them.

A row is written before the signature is recorded, so that none is forgotten; a row whose signature
was never recorded says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.store.database import Database

PROOFS_SCHEMA = (
    """
    CREATE TABLE proofs (
        sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
        entity INTEGER NOT NULL,
        signed_at INTEGER NOT NULL,
        certificate_until INTEGER NOT NULL,
        proved_sha256 TEXT NOT NULL DEFAULT '',
        proved_at INTEGER,
        failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
        last_code TEXT NOT NULL DEFAULT '',
        last_at INTEGER
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX proofs_waiting ON proofs (signed_at) WHERE proved_at IS NULL",
)
_SELECT = (
    "SELECT sha256, entity, signed_at, certificate_until, proved_sha256, proved_at, failures,"
    " last_code FROM proofs "
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """What is known of one signed file."""

    sha256: str
    entity: int
    signed_at: datetime
    certificate_until: datetime  # of the signer: afterwards no proof can be had any more
    proved_sha256: str  # the file with its proofs; empty while it waits
    proved_at: datetime | None
    failures: int
    last_code: str  # of the last failure


def await_proof(
    database: Database,
    sha256: str,
    *,
    entity: int,
    signed_at: datetime,
    certificate_until: datetime,
) -> None:
    """Put the file into the queue; safe to repeat."""
    with database.writing():
        database.execute(
            "INSERT OR IGNORE INTO proofs (sha256, entity, signed_at, certificate_until)"
            " VALUES (?, ?, ?, ?)",
            (sha256, entity, _seconds(signed_at), _seconds(certificate_until)),
        )


def waiting_proofs(database: Database) -> list[Proof]:
    """What waits, the oldest first."""
    return _read(database.rows(_SELECT + "WHERE proved_at IS NULL ORDER BY signed_at, sha256"))


def proofs_before(database: Database, moment: datetime) -> list[Proof]:
    """What was proved before the moment: timestamps end, and are renewed in time."""
    return _read(
        database.rows(
            _SELECT + "WHERE proved_at < ? ORDER BY proved_at, sha256",
            (_seconds(moment),),
        )
    )


def note_proved(database: Database, sha256: str, *, proved_sha256: str, at: datetime) -> None:
    with database.writing():
        database.execute(
            "UPDATE proofs SET proved_sha256 = ?, proved_at = ?, last_at = ?, last_code = ''"
            " WHERE sha256 = ?",
            (proved_sha256, _seconds(at), _seconds(at), sha256),
        )


def note_failure(database: Database, sha256: str, *, code: str, at: datetime) -> None:
    with database.writing():
        database.execute(
            "UPDATE proofs SET failures = failures + 1, last_code = ?, last_at = ?"
            " WHERE sha256 = ?",
            (code, _seconds(at), sha256),
        )


def _read(rows: Sequence[Any]) -> list[Proof]:
    return [
        Proof(
            sha256=row[0],
            entity=row[1],
            signed_at=_moment(row[2]),
            certificate_until=_moment(row[3]),
            proved_sha256=row[4],
            proved_at=None if row[5] is None else _moment(row[5]),
            failures=row[6],
            last_code=row[7],
        )
        for row in rows
    ]


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)

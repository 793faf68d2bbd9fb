"""PDFs and scans on disk, each encrypted under a key of its own that only the database knows.

Written beside, synced, renamed, read back and compared, and only then the row: a row always has its
file. Stored files are named by the hash of their stored bytes, so a name tells nothing of what is
inside and a backup can be checked without any key. Erasing is forgetting the key.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desk_app.store.durable import PART_SUFFIX, write_whole
from desk_app.store.errors import FileDamaged, FileMissing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk_app.store.database import Database

Purpose = Literal["print", "paper", "result", "published"]

_KEY_BYTES = 32
_NONCE_BYTES = 12
_LEFT_OVER_SECONDS = 3600  # a part file this old belongs to no process that still writes


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredFile:
    sha256: str  # of the plaintext
    size: int  # of the plaintext, bytes
    purpose: str
    entity: int | None
    kept_at: datetime
    is_at_hub: bool
    path: Path  # of the encrypted bytes


class Files:
    """The files of one desk."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder

    def keep(self, content: bytes, *, purpose: Purpose, entity: int | None, at: datetime) -> str:
        """Store the bytes; returns their SHA-256 (hex). The same bytes again are kept once.

        Raises DiskFull, FileDamaged when the disk gives back something else, NeedsNewEpoch.
        """
        self._database.require_writable()
        digest = sha256(content).hexdigest()
        if self._is_whole(digest):
            self._give(digest, entity)
            return digest
        key = secrets.token_bytes(_KEY_BYTES)
        stored_as = self._write(content, digest, key)
        with self._database.writing():
            self._database.execute(
                """
                INSERT INTO files (sha256, stored_as, key, size, purpose, entity, kept_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (sha256) DO UPDATE
                SET stored_as = excluded.stored_as, key = excluded.key
                """,
                (digest, stored_as, key, len(content), purpose, entity, int(at.timestamp())),
            )
            self._database.execute("DELETE FROM wanted WHERE sha256 = ?", (digest,))
        return digest

    def read(self, digest: str) -> bytes:
        """The file's bytes; raises FileMissing, FileDamaged."""
        row = self._database.row("SELECT stored_as, key FROM files WHERE sha256 = ?", (digest,))
        if row is None:
            raise FileMissing(sha256=digest)
        return self._read(digest, stored_as=row[0], key=row[1])

    def get(self, digest: str) -> StoredFile | None:
        """What is known of the file, or None."""
        row = self._database.row(f"{_SELECT} WHERE sha256 = ?", (digest,))
        return None if row is None else self._stored(row)

    def of(self, entity: int) -> list[StoredFile]:
        """Every file of a dossier, the oldest first."""
        rows = self._database.rows(f"{_SELECT} WHERE entity = ? ORDER BY kept_at", (entity,))
        return [self._stored(row) for row in rows]

    def all(self) -> Iterator[StoredFile]:
        """Every file, for a backup or a check."""
        for row in self._database.rows(f"{_SELECT} ORDER BY kept_at"):
            yield self._stored(row)

    def note_at_hub(self, digest: str) -> None:
        """The hub holds the file."""
        with self._database.writing():
            self._database.execute("UPDATE files SET is_at_hub = 1 WHERE sha256 = ?", (digest,))

    def erase(self, digest: str) -> None:
        """Forget the key of a file that no dossier has, and so the file; others stay."""
        with self._database.writing():
            stored_as = self._database.value(
                "DELETE FROM files WHERE sha256 = ? AND entity IS NULL AND named_number IS NULL"
                " RETURNING stored_as",
                (digest,),
            )
        if stored_as is not None:
            with suppress(OSError):  # without its key nobody reads it
                self._path(stored_as).unlink()

    def tidy(self, *, now: datetime) -> int:
        """Remove what killed processes left half written; returns how many."""
        removed = 0
        for part in self._folder.glob(f"*/*{PART_SUFFIX}"):
            try:
                if now.timestamp() - part.stat().st_mtime > _LEFT_OVER_SECONDS:
                    part.unlink()
                    removed += 1
            except OSError:  # another process was quicker, or still writes
                continue
        return removed

    def _give(self, digest: str, entity: int | None) -> None:
        """A file that stood alone belongs to the first dossier it is kept for."""
        if entity is not None:
            with self._database.writing():
                self._database.execute(
                    "UPDATE files SET entity = ? WHERE sha256 = ? AND entity IS NULL",
                    (entity, digest),
                )

    def _is_whole(self, digest: str) -> bool:
        """Whether the file is here and reads back; one that does not is kept anew."""
        try:
            self.read(digest)
        except (FileMissing, FileDamaged):
            return False
        return True

    def _write(self, content: bytes, digest: str, key: bytes) -> str:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        stored = nonce + AESGCM(key).encrypt(nonce, content, bytes.fromhex(digest))
        stored_as = sha256(stored).hexdigest()
        write_whole(self._path(stored_as), stored)
        self._read(digest, stored_as=stored_as, key=key)
        return stored_as

    def _read(self, digest: str, *, stored_as: str, key: bytes) -> bytes:
        try:
            stored = self._path(stored_as).read_bytes()
        except FileNotFoundError as error:
            raise FileMissing(sha256=digest) from error
        except OSError as error:
            raise FileDamaged(sha256=digest) from error
        nonce, sealed = stored[:_NONCE_BYTES], stored[_NONCE_BYTES:]
        try:
            content = AESGCM(key).decrypt(nonce, sealed, bytes.fromhex(digest))
        except (InvalidTag, ValueError) as error:
            raise FileDamaged(sha256=digest) from error
        if sha256(content).hexdigest() != digest:
            raise FileDamaged(sha256=digest)
        return content

    def _stored(self, row: tuple[str, int, str, int | None, int, int, str]) -> StoredFile:
        digest, size, purpose, entity, kept_at, is_at_hub, stored_as = row
        return StoredFile(
            sha256=digest,
            size=size,
            purpose=purpose,
            entity=entity,
            kept_at=datetime.fromtimestamp(kept_at, UTC),
            is_at_hub=bool(is_at_hub),
            path=self._path(stored_as),
        )

    def _path(self, stored_as: str) -> Path:
        return self._folder / stored_as[:2] / stored_as


_SELECT = "SELECT sha256, size, purpose, entity, kept_at, is_at_hub, stored_as FROM files"

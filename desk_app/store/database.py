"""The encrypted file: one connection, one lock, one way to write.

Opened with a raw key of 48 bytes (32 of key, 16 of salt), never with a password: opening takes a
millisecond and the key file is where passwords are proved. Every write is one `writing()` block:
BEGIN IMMEDIATE, then COMMIT with a full sync, or nothing at all.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any, NoReturn

from desk_app.store.errors import (
    DatabaseDamaged,
    DatabaseExists,
    DatabaseMissing,
    DatabaseUnreachable,
    NeedsNewEpoch,
    NotEncrypted,
    WrongDatabaseKey,
)
from desk_app.store.sqlcipher import dbapi2, is_in_place
from desk_app.store.sqlite_errors import translated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

KEY_BYTES = 48
_SALT_BYTES = 16  # the last bytes of the key, and the first of the file
_PLAIN_SQLITE = b"SQLite format 3\0"
_CACHE_KIB = 64 * 1024  # most of what encryption costs is bought back by a cache
_BUSY_MS = 10_000  # how long another process may write before we give up
_LOOKS = 4  # at a file that has complaints
_LOOKS_AGAIN_S = 0.05
_CHECKED_AT_OPEN_BYTES = 16 * 1024 * 1024  # a whole check of this much takes some 50 ms

Row = tuple[Any, ...]


class Database:
    """An open encrypted database; safe to share between threads."""

    def __init__(self, connection: Any, path: Path) -> None:
        self._connection = connection
        self._lock = RLock()
        self._doubt = ""
        self.path = path

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction of all that runs inside, kept on disk when the block ends.

        After any exception nothing of it was written. It is not nested. No printing, signing or
        network inside. Raises NeedsNewEpoch where the database is frozen.
        """
        self.require_writable()
        with self._lock, translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has rolled back already
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several questions answered from one state of the database."""
        with self._lock, translated(self.path):
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement; returns how many rows it changed."""
        with self._lock, translated(self.path):
            return int(self._connection.execute(sql, values).rowcount)

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with self._lock, translated(self.path):
            self._connection.executemany(sql, rows)

    def insert(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run an INSERT; returns the row's number."""
        with self._lock, translated(self.path):
            return int(self._connection.execute(sql, values).lastrowid)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        with self._lock, translated(self.path):
            found: list[Row] = self._connection.execute(sql, values).fetchall()
            return found

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row, or None."""
        with self._lock, translated(self.path):
            found: Row | None = self._connection.execute(sql, values).fetchone()
            return found

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, values)
        return found[0] if found else None

    def freeze(self, reason: str) -> None:
        """Let this connection read only, for the reason given."""
        with self._lock, translated(self.path):
            self._connection.execute("PRAGMA query_only = ON")
            self._doubt = reason

    def thaw(self) -> None:
        """Let this connection write again."""
        with self._lock, translated(self.path):
            self._connection.execute("PRAGMA query_only = OFF")
            self._doubt = ""

    def require_writable(self) -> None:
        """Raise NeedsNewEpoch where the database is frozen."""
        if self._doubt:
            raise NeedsNewEpoch(doubt=self._doubt)

    @property
    def is_frozen(self) -> bool:
        return bool(self._doubt)

    @property
    def connection(self) -> Any:
        """The connection itself, for migrations alone."""
        return self._connection

    def damaged_pages(self) -> list[str]:
        """What the check of every page complains of; reads the whole file."""
        with self._lock, translated(self.path):
            complaints = _unsound_pages(self._connection)
        if complaints:
            return complaints
        found = [str(row[0]) for row in self.rows("PRAGMA quick_check(20)")]
        return [] if found == ["ok"] else found

    def close(self) -> None:
        """Close for good; the key leaves memory as far as Python allows. Safe to repeat."""
        with self._lock, translated(self.path):
            self._connection.close()


def create_database(path: Path, key: bytes) -> Database:
    """A new, empty database readable by this account alone; raises DatabaseExists."""
    if path.exists():
        raise DatabaseExists
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise DatabaseUnreachable from error
    return _opened(path, key)


def open_database(path: Path, key: bytes) -> Database:
    """The database of the file.

    Raises DatabaseMissing, DatabaseDamaged, WrongDatabaseKey, DatabaseBusy, NotEncrypted. A file of
    up to 16 MB is checked whole; a larger one page by page as it is read, and by `damaged_pages`.
    """
    if not path.is_file() or path.stat().st_size == 0:
        raise DatabaseMissing
    return _opened(path, key)


def require_cipher(connection: Any) -> None:
    """Raise NotEncrypted unless the connection's SQLite encrypts."""
    answer = connection.execute("PRAGMA cipher_version").fetchone()
    if not answer or not is_in_place():
        raise NotEncrypted


def _opened(path: Path, key: bytes) -> Database:
    if len(key) != KEY_BYTES:
        raise WrongDatabaseKey
    with translated(path):
        connection = dbapi2.connect(  # pyright: ignore[reportAttributeAccessIssue] - made in C
            os.fspath(path), isolation_level=None, check_same_thread=False, cached_statements=256
        )
    try:
        _prepare(connection, path, key)
    except BaseException:
        connection.close()
        raise
    return Database(connection, path)


def _prepare(connection: Any, path: Path, key: bytes) -> None:
    with translated(path):
        connection.execute("PRAGMA cipher_log_level = NONE")  # else it writes to stderr
        require_cipher(connection)
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    try:
        with translated(path):
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except DatabaseDamaged:
        _tell_key_from_damage(path, key)
    with translated(path):
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.execute("PRAGMA secure_delete = ON").fetchone()
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA journal_size_limit = 67108864").fetchone()
        if path.stat().st_size <= _CHECKED_AT_OPEN_BYTES:
            complaints = _unsound_pages(connection)
            if complaints:
                raise DatabaseDamaged(pages=complaints[0])


def _unsound_pages(connection: Any) -> list[str]:
    """What stands against the file's pages each time they are looked at.

    SQLCipher reads them past SQLite's locks, so a page that another process is just moving there
    out of the log looks damaged for a moment; a damaged one does so every time.
    """
    standing: list[str] = []
    for look in range(_LOOKS):
        found = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
        standing = [one for one in found if one in standing] if look else found
        if not standing:
            return []
        time.sleep(_LOOKS_AGAIN_S)
    return standing


def _tell_key_from_damage(path: Path, key: bytes) -> NoReturn:
    """The file begins with the salt of its key, so another key shows before its pages fail."""
    with path.open("rb") as file:
        salt = file.read(_SALT_BYTES)
    if salt == _PLAIN_SQLITE:
        raise NotEncrypted
    if salt != key[-_SALT_BYTES:]:
        raise WrongDatabaseKey
    raise DatabaseDamaged

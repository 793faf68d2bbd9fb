"""SQLite's exceptions in the store's own words; outside `database` none of SQLite's is seen."""

from __future__ import annotations

from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from desk_app.store.errors import (
    DatabaseBusy,
    DatabaseClosed,
    DatabaseDamaged,
    DatabaseUnreachable,
    DiskFailed,
    DiskFull,
    RecordRefused,
    StoreError,
    StoreFailed,
)
from desk_app.store.sqlcipher import dbapi2

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Primary result codes of sqlite3.h: all that this build of the driver gives.
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN = 5, 6, 8, 10, 11, 13, 14
_CONSTRAINT, _NOTADB = 19, 26
_PROBE_BYTES = 64 * 1024

_BY_PRIMARY: dict[int, type[StoreError]] = {
    _BUSY: DatabaseBusy,
    _LOCKED: DatabaseBusy,
    _READONLY: DatabaseUnreachable,
    _IOERR: DiskFailed,
    _CORRUPT: DatabaseDamaged,
    _FULL: DiskFull,
    _CANTOPEN: DatabaseUnreachable,
    _NOTADB: DatabaseDamaged,
}


@contextmanager
def translated(path: Path | None = None) -> Iterator[None]:
    """Raise what goes wrong inside as a StoreError; `path` is the database's file."""
    try:
        yield
    except dbapi2.ProgrammingError as error:  # pyright: ignore[reportAttributeAccessIssue]
        if "closed" in str(error):
            raise DatabaseClosed from error
        raise
    except dbapi2.Error as error:  # pyright: ignore[reportAttributeAccessIssue]
        raise _in_our_words(error, path) from error


def _in_our_words(error: Exception, path: Path | None) -> StoreError:
    code = int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
    if code == _IOERR and path is not None and not _takes_bytes(path):
        return DiskFull()
    if code == _CONSTRAINT:
        return RecordRefused(rule=error)  # names of tables and columns, never their values
    known = _BY_PRIMARY.get(code)
    return StoreFailed(sqlite=code) if known is None else known()


def _takes_bytes(path: Path) -> bool:
    """Whether the disk lets a file beside the database grow past the database's largest.

    A file-size limit or a quota shows as an I/O error, as a broken disk does.
    """
    log = path.with_name(f"{path.name}-wal")
    sizes = [file.stat().st_size for file in (path, log) if file.exists()]
    try:
        with TemporaryFile(dir=path.parent) as probe:
            probe.seek(max(sizes, default=0))
            probe.write(bytes(_PROBE_BYTES))
            probe.flush()
    except OSError:
        return False
    return True

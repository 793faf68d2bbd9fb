"""SQLite's exceptions in the store's own words; outside `database` none of SQLite's is seen."""

from __future__ import annotations

from contextlib import contextmanager
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

# Result codes of sqlite3.h; the low byte of an extended code is the primary one.
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN = 5, 6, 8, 10, 11, 13, 14
_CONSTRAINT, _NOTADB = 19, 26
# An I/O error while writing: a quota or a file-size limit looks like this, not like _FULL.
_IOERR_WHILE_WRITING = frozenset(
    _IOERR | detail << 8
    for detail in (3, 4, 5, 6, 12, 19, 24)  # write, fsync, dir fsync, truncate, nomem, shm, mmap
)

_BY_PRIMARY: dict[int, type[StoreError]] = {
    _BUSY: DatabaseBusy,
    _LOCKED: DatabaseBusy,
    _READONLY: DatabaseUnreachable,
    _IOERR: DiskFailed,
    _CORRUPT: DatabaseDamaged,
    _FULL: DiskFull,
    _CANTOPEN: DatabaseUnreachable,
    _CONSTRAINT: RecordRefused,
    _NOTADB: DatabaseDamaged,
}


@contextmanager
def translated() -> Iterator[None]:
    """Raise what goes wrong inside as a StoreError."""
    try:
        yield
    except dbapi2.ProgrammingError as error:
        if "closed" in str(error):
            raise DatabaseClosed from error
        raise
    except dbapi2.Error as error:
        raise _in_our_words(error) from error


def _in_our_words(error: Exception) -> StoreError:
    code = int(getattr(error, "sqlite_errorcode", 0) or 0)
    if code in _IOERR_WHILE_WRITING:
        return DiskFull()
    known = _BY_PRIMARY.get(code & 0xFF)
    if known is None:
        return StoreFailed(sqlite=code)
    return known() if known is not RecordRefused else RecordRefused(rule=_rule(error))


def _rule(error: Exception) -> str:
    """The constraint's own words: names of tables and columns, never their values."""
    return str(error)

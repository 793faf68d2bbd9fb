"""Files that are whole or not there: written beside, synced, renamed, the folder synced too."""

from __future__ import annotations

import os
import secrets
import sys
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from desk_app.store.errors import DatabaseBusy, DatabaseUnreachable, DiskFull

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PART_SUFFIX = ".part"  # what a killed process may leave behind; nobody reads it


def write_whole(path: Path, content: bytes) -> None:
    """Put the content at the path so that a power cut leaves either the old file or the new.

    Readable by this account alone. Raises DiskFull, DatabaseUnreachable.
    """
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}{PART_SUFFIX}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_synced(part, content)
        part.replace(path)
        sync_folder(path.parent)
    except PermissionError as error:
        raise DatabaseUnreachable from error
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise DiskFull from error


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder outlast a power cut; Windows keeps folders in order itself."""
    if sys.platform == "win32":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the path as a lock between processes and threads; waits for who holds it.

    The system frees it when a process dies. Raises DatabaseUnreachable, and on Windows DatabaseBusy
    after ten seconds.
    """
    with _lock_file(path) as file:
        yield from _while_locked(file, wait=True)


@contextmanager
def held_at_once(path: Path) -> Iterator[None]:
    """As `held`, but raises DatabaseBusy where somebody holds it already."""
    with _lock_file(path) as file:
        yield from _while_locked(file, wait=False)


def _lock_file(path: Path) -> IO[bytes]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path.open("ab")
    except OSError as error:
        raise DatabaseUnreachable from error


def _while_locked(file: IO[bytes], *, wait: bool) -> Iterator[None]:
    try:
        _lock(file.fileno(), wait=wait)
    except OSError as error:
        raise DatabaseBusy from error
    try:
        yield
    finally:
        _unlock(file.fileno())


def _write_synced(path: Path, content: bytes) -> None:
    opened = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(opened, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int, *, wait: bool) -> None:
        msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)

    def _unlock(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: int, *, wait: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)

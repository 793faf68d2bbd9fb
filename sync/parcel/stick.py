"""A stick as it behaves: full, read-only, pulled out in the middle, with things on it not ours.

A parcel is written beside, synced, renamed, the folder synced, and read back before it counts. Only
`*.vnb` regular files are ever read: no links, no folders, no devices.
"""

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sync.parcel.errors import (
    NotAParcel,
    ParcelDamaged,
    ParcelIsFolder,
    StickFull,
    StickGone,
    StickReadOnly,
    StickUnreadable,
)

SUFFIX = ".vnb"

_PART_SUFFIX = ".part"
_NAME_BYTES = 8
_BLOCK = 2**20
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_FOLDER_ERRORS = frozenset({errno.EINVAL, errno.EBADF, errno.EACCES, errno.EPERM, errno.ENOSYS})


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """Something on a stick that is named like a parcel."""

    path: Path
    size: int
    refused: str  # code of the error that reading it would raise; empty for a regular file


class Stick:
    """A folder to write parcels into and to read them from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def free_bytes(self) -> int:
        """Raises StickGone."""
        with stick_troubles():
            return shutil.disk_usage(self.folder).free

    def new_name(self) -> str:
        """A name that tells nothing."""
        return secrets.token_hex(_NAME_BYTES) + SUFFIX

    def create(self, name: str) -> BinaryIO:
        """A new file beside the name, for this account alone."""
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(self._part(name), flags, 0o600), "wb")

    def settle(self, name: str, file: BinaryIO) -> Path:
        """Let what was written stand under its name, also after the power is cut."""
        file.flush()
        os.fsync(file.fileno())
        file.close()
        path = self.folder / name
        self._part(name).replace(path)
        _sync_folder(self.folder)
        return path

    def drop(self, name: str) -> None:
        """Take back what was begun, as far as the stick is still there."""
        for path in (self._part(name), self.folder / name):
            with suppress(OSError):
                path.unlink()

    def read_back(self, path: Path) -> Iterator[bytes]:
        """What the stick itself gives back, not what memory still holds."""
        with path.open("rb", buffering=0) as file:
            if hasattr(os, "posix_fadvise"):
                with suppress(OSError):
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            while block := file.read(_BLOCK):
                yield block

    def parcels(self) -> list[Found]:
        """Everything named like a parcel, by name; raises StickGone, StickReadOnly."""
        with stick_troubles(reading=True):
            names = sorted(entry.name for entry in os.scandir(self.folder))
            ours = [name for name in names if name.lower().endswith(SUFFIX) and name[0] != "."]
            return [_found(self.folder / name) for name in ours]

    def _part(self, name: str) -> Path:
        return self.folder / (name + _PART_SUFFIX)


def stick_of(path: Path) -> tuple[Stick, list[Found]]:
    """The stick a person means by a parcel or the folder it lies in, and the parcels meant.

    Raises NotAParcel, ParcelIsFolder, StickGone: a file named alone must be one.
    """
    with stick_troubles(reading=True):
        mode = path.lstat().st_mode
    is_folder = stat.S_ISDIR(mode)
    if is_folder and path.name.lower().endswith(SUFFIX):
        raise ParcelIsFolder(name=path.name)
    if is_folder:
        stick = Stick(path)
        return stick, stick.parcels()
    if not stat.S_ISREG(mode) or not path.name.lower().endswith(SUFFIX):
        raise NotAParcel(name=path.name)
    return Stick(path.parent), [_found(path)]


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A parcel for reading; raises ParcelIsFolder, NotAParcel, StickGone, StickUnreadable."""
    # Neither followed nor waited for: what was a file a moment ago may be a link or a pipe now.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with stick_troubles(reading=True):
        try:
            number = os.open(path, flags | getattr(os, "O_BINARY", 0))
        except OSError as error:
            refused = _found(path).refused
            if refused == ParcelIsFolder.code:
                raise ParcelIsFolder(name=path.name) from error
            if refused or error.errno == errno.ELOOP:
                raise NotAParcel(name=path.name) from error
            raise
        mode = os.fstat(number).st_mode
        if not stat.S_ISREG(mode):
            os.close(number)
            raise (ParcelIsFolder if stat.S_ISDIR(mode) else NotAParcel)(name=path.name)
        with os.fdopen(number, "rb") as file:
            yield file


@contextmanager
def stick_troubles(*, reading: bool = False) -> Iterator[None]:
    """What the system says about a stick, as what a person can do about it."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StickFull from error
        if error.errno in _READ_ONLY:
            raise (StickUnreadable if reading else StickReadOnly) from error
        raise StickGone from error


def require_same(written: bytes, read: bytes, *, name: str) -> None:
    """Raises ParcelDamaged unless the two digests are the same."""
    if written != read:
        raise ParcelDamaged(name=name)


def _found(path: Path) -> Found:
    told = path.lstat()
    if stat.S_ISDIR(told.st_mode):
        return Found(path=path, size=0, refused=ParcelIsFolder.code)
    if not stat.S_ISREG(told.st_mode):
        return Found(path=path, size=0, refused=NotAParcel.code)
    return Found(path=path, size=told.st_size, refused="")


def _sync_folder(folder: Path) -> None:
    """Some file systems of sticks, and Windows, do not sync folders: the file itself is synced."""
    if os.name != "posix":
        return
    try:
        opened_folder = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened_folder)
        finally:
            os.close(opened_folder)
    except OSError as error:
        if error.errno not in _FOLDER_ERRORS:
            raise

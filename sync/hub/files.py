"""Files at the hub: by digest, readable by the scopes that brought them or were sent them.

A part file grows as bytes arrive and outlives a cut line; at the end the digest is checked and the
part becomes the file by a rename. A scope must bring all bytes of a file itself, even of one that
another scope has brought: knowing a digest opens nothing.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from secrets import token_hex
from threading import Lock

from sqlalchemy import Connection, bindparam, select

from sync.errors import FileDamaged, FileTooLarge, FileUnknown, HubFailed, OffsetConflict
from sync.hub.access import scopes_of
from sync.hub.hub import Hub
from sync.hub.statements import upsert_rows
from sync.hub.tables import files
from sync.protocol.versions import MAX_FILE_BYTES

SYNC_EVERY_BYTES = 65_536  # a power cut costs an upload little more than this

_PARTS = "parts"
_SIZE = select(files.c.size).where(
    files.c.scope.in_(bindparam("scopes", expanding=True)),
    files.c.sha256 == bindparam("sha256"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """How much of a file the hub has for a scope."""

    offset: int
    is_complete: bool


def file_path(hub: Hub, digest: str) -> Path:
    return hub.files / digest[:2] / digest


def readable(hub: Hub, scope: str, digest: str) -> Path:
    """Where a file lies that a scope may read; raises FileUnknown."""
    with hub.database.reading() as connection:
        row = connection.execute(_SIZE, {"scopes": scopes_of(scope), "sha256": digest}).first()
    path = file_path(hub, digest)
    if row is None or not path.is_file():
        raise FileUnknown(sha256=digest)
    return path


def held(hub: Hub, scope: str, digest: str) -> Held:
    """How far the hub has a file for a scope."""
    try:
        return Held(offset=readable(hub, scope, digest).stat().st_size, is_complete=True)
    except FileUnknown:
        return Held(offset=part_size(part_path(hub, scope, digest)), is_complete=False)


def keep_file(hub: Hub, connection: Connection, scope: str, source: Path) -> tuple[str, int]:
    """Take a file of the province for a scope: its digest and size; raises FileTooLarge."""
    return keep_content(hub, connection, scope, source.read_bytes())


def keep_content(hub: Hub, connection: Connection, scope: str, content: bytes) -> tuple[str, int]:
    """As `keep_file`, of bytes that came in another way."""
    if len(content) > MAX_FILE_BYTES:
        raise FileTooLarge(most_bytes=MAX_FILE_BYTES)
    digest = sha256(content).hexdigest()
    with _disk_troubles():
        part = part_path(hub, scope, f"{digest}.{token_hex(8)}")  # others may send it too
        part.parent.mkdir(mode=0o700, exist_ok=True)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _move(part, file_path(hub, digest))
    _grant(connection, hub, scope, digest, len(content))
    return digest, len(content)


class Upload:
    """One request that appends to a part file."""

    def __init__(self, hub: Hub, scope: str, digest: str, *, offset: int, length: int) -> None:
        self._hub = hub
        self._scope = scope
        self._digest = digest
        self._length = length
        self._lock = Lock()
        self._is_superseded = False
        self._next = offset  # where the next bytes belong
        self._unsynced = 0
        self.path = part_path(hub, scope, digest)

    def supersede(self) -> None:
        """End this request: a newer one for the same file has come."""
        with self._lock:
            self._is_superseded = True

    def append(self, content: bytes) -> None:
        """Add to the part; raises OffsetConflict once superseded, FileTooLarge, HubFailed."""
        with self._lock, _disk_troubles():
            size = part_size(self.path)
            is_alone = self._next == size  # else another request appends to it too
            if self._is_superseded or not is_alone:
                raise OffsetConflict(offset=size)
            if size + len(content) > self._length:
                raise FileTooLarge(most_bytes=self._length)
            with self.path.open("ab") as file:
                file.write(content)
            self._next = size + len(content)
            self._unsynced += len(content)
            if self._unsynced >= SYNC_EVERY_BYTES:
                self._sync()

    def finish(self) -> Held:
        """Make the part the file if it is whole; raises FileDamaged, and the part is gone then."""
        with self._lock, _disk_troubles():
            if self._next < self._length or self._is_superseded:
                with suppress(FileNotFoundError):  # another process has made it the file meanwhile
                    self._sync()
                return Held(offset=self._next, is_complete=False)
            self._sync()
            with self.path.open("rb") as file:
                is_intact = file_digest(file, "sha256").hexdigest() == self._digest
            if not is_intact:
                self.path.unlink()
                raise FileDamaged(sha256=self._digest)
            _move(self.path, file_path(self._hub, self._digest))
        with self._hub.database.writing() as connection:
            _grant(connection, self._hub, self._scope, self._digest, self._length)
        return Held(offset=self._length, is_complete=True)

    def _sync(self) -> None:
        with self.path.open("rb+") as file:
            os.fsync(file.fileno())
        self._unsynced = 0


class Uploads:
    """The uploads open in this process: the newest for a file ends an older one."""

    def __init__(self) -> None:
        self._open: dict[Path, Upload] = {}
        self._lock = Lock()

    def begin(self, hub: Hub, scope: str, digest: str, *, offset: int, length: int) -> Upload:
        """An upload from `offset` on; raises OffsetConflict with the true one, FileTooLarge."""
        if not 0 <= length <= MAX_FILE_BYTES:
            raise FileTooLarge(most_bytes=MAX_FILE_BYTES)
        have = held(hub, scope, digest)
        if have.is_complete or have.offset != offset:
            raise OffsetConflict(offset=have.offset)
        upload = Upload(hub, scope, digest, offset=have.offset, length=length)
        with _disk_troubles():
            upload.path.parent.mkdir(mode=0o700, exist_ok=True)
            upload.path.touch(mode=0o600)
        with self._lock:
            older = self._open.get(upload.path)
            if older is not None:
                older.supersede()
            self._open[upload.path] = upload
        return upload

    def end(self, upload: Upload) -> None:
        with self._lock:
            if self._open.get(upload.path) is upload:
                del self._open[upload.path]


@contextmanager
def _disk_troubles() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise HubFailed(reason=error.strerror or "disk") from error


def part_path(hub: Hub, scope: str, digest: str) -> Path:
    """Where a file of a scope grows."""
    owner = sha256(scope.encode()).hexdigest()[:16]
    return hub.files / _PARTS / f"{owner}-{digest}"


def part_size(path: Path) -> int:
    """How much of a file has come so far."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _move(part: Path, path: Path) -> None:
    """Rename, and have the rename itself on disk."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    part.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _grant(connection: Connection, hub: Hub, scope: str, digest: str, size: int) -> None:
    row = {"scope": scope, "sha256": digest, "size": size, "stored_at": hub.now()}
    upsert_rows(connection, files, [row])

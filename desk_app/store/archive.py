"""The file of a backup and the folder beside it: how they are laid out and checked.

DIR/desk-<installation>-<moment>.backup   ZIP, stored: desk.db, keys.json, manifest.json
DIR/files/ab/<hash of the stored bytes>   each file once, however many backups name it
"""

from __future__ import annotations

import json
import os
import zipfile
from dataclasses import dataclass
from hashlib import file_digest, sha256
from shutil import copyfileobj
from typing import TYPE_CHECKING, Self, cast

from desk_app.store.durable import PART_SUFFIX, sync_folder, write_whole
from desk_app.store.errors import BackupDamaged, DatabaseUnreachable, DiskFull

if TYPE_CHECKING:
    from io import BufferedIOBase
    from pathlib import Path

_FORMAT = 1
_DATABASE, _KEYS, _MANIFEST = "desk.db", "keys.json", "manifest.json"
_MANY_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    desk: str
    at: str  # ISO 8601
    number: int  # the highest own change in it
    files: tuple[str, ...]  # hashes of the stored bytes
    database_sha256: str


def pack(target: Path, *, database: Path, key_file: Path, manifest: Manifest) -> None:
    """Write the backup's file whole and read it back; raises DiskFull, BackupDamaged."""
    part = target.with_name(target.name + PART_SUFFIX)
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            archive.write(database, _DATABASE)
            archive.write(key_file, _KEYS)
            archive.writestr(_MANIFEST, json.dumps(_as_json(manifest)))
        _sync(part)
        with Archive(part) as written:
            written.check()
        part.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise DiskFull from error
    finally:
        part.unlink(missing_ok=True)


class Archive:
    """A backup's file, open for reading; what does not read as it was written is BackupDamaged."""

    def __init__(self, file: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except OSError as error:
            raise DatabaseUnreachable from error
        except zipfile.BadZipFile as error:
            raise BackupDamaged from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def check(self) -> None:
        manifest = self.manifest()
        with self._open(_DATABASE) as packed:
            if file_digest(packed, "sha256").hexdigest() != manifest.database_sha256:
                raise BackupDamaged

    def manifest(self) -> Manifest:
        try:
            plain = json.loads(self._read(_MANIFEST))
            if plain["format"] != _FORMAT:
                raise BackupDamaged(format=plain["format"])
            return Manifest(
                desk=plain["desk"],
                at=plain["at"],
                number=plain["number"],
                files=tuple(plain["files"]),
                database_sha256=plain["database_sha256"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise BackupDamaged from error

    def key_file(self) -> bytes:
        return self._read(_KEYS)

    def unpack_database(self, target: Path) -> None:
        """Write the database to the path, synced, and compare it with what was packed."""
        try:
            with self._open(_DATABASE) as packed, target.open("wb") as file:
                copyfileobj(packed, file, _MANY_BYTES)
            _sync(target)
            target.chmod(0o600)
            if hash_of(target) != self.manifest().database_sha256:
                raise BackupDamaged
        except zipfile.BadZipFile as error:
            raise BackupDamaged from error
        except OSError as error:
            raise DiskFull from error

    def _read(self, name: str) -> bytes:
        with self._open(name) as packed:
            return packed.read()

    def _open(self, name: str) -> BufferedIOBase:
        try:
            return cast("BufferedIOBase", self._zip.open(name))
        except (KeyError, zipfile.BadZipFile) as error:
            raise BackupDamaged from error


def fetch_file(source: Path, target: Path, name: str) -> bool | None:
    """Copy a stored file between two folders of files unless it is there already.

    True: copied; False: it was there; None: the source has no such file, or a damaged one.
    """
    there = place_of(target, name)
    if there.is_file() and hash_of(there) == name:
        return False
    try:
        content = place_of(source, name).read_bytes()
    except OSError:
        return None
    if sha256(content).hexdigest() != name:
        return None
    write_whole(there, content)
    return True


def place_of(folder: Path, stored_as: str) -> Path:
    """Where a stored file lies in a folder of files."""
    return folder / stored_as[:2] / stored_as


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _as_json(manifest: Manifest) -> dict[str, object]:
    return {
        "format": _FORMAT,
        "desk": manifest.desk,
        "at": manifest.at,
        "number": manifest.number,
        "files": list(manifest.files),
        "database_sha256": manifest.database_sha256,
    }


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())

"""Second copies of a desk, and putting one back.

Everything in a backup is encrypted as it is on the desk: opening it takes a password and the device
secret, or the province. A restored desk opens for reading and writes nothing before it has a new
epoch, since the desk it was copied from may live on.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.store.archive import Archive, Manifest, fetch_file, hash_of, pack
from desk_app.store.database import open_database
from desk_app.store.durable import PART_SUFFIX, sync_folder, write_whole
from desk_app.store.errors import (
    BackupDamaged,
    DatabaseUnreachable,
    DiskFull,
    FolderNotEmpty,
    NotEnrolled,
)
from desk_app.store.identity import read_identity
from desk_app.store.listed import backed_up_name
from desk_app.store.outbox import last_number
from desk_app.store.settings import put_setting, raise_counter

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from desk_app.store.opening import Store
    from desk_app.store.places import Places

LAST_BACKUP = "last_backup"  # setting: {"at", "number", "files_missing"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Backup:
    file: Path
    number: int  # the highest own change in it
    files: int
    files_missing: tuple[str, ...]  # hashes of stored bytes that the desk itself lacks or damaged


@dataclass(frozen=True, kw_only=True, slots=True)
class Restored:
    at: str  # when the backup was made, ISO 8601
    files: int
    files_missing: tuple[str, ...]  # hashes of stored bytes that the backup folder lacks


@dataclass(frozen=True, kw_only=True, slots=True)
class _Snapshot:
    epoch: int | None
    number: int
    files: tuple[str, ...]


def back_up(store: Store, folder: Path, *, at: datetime) -> Backup:
    """Make a backup in the folder and read it back; others may write meanwhile.

    Only one that reads back counts as a second copy. Raises DatabaseUnreachable, DiskFull,
    BackupDamaged.
    """
    stem = f"desk-{store.unlocked.desk[:8]}-{at:%Y%m%d-%H%M%S}"
    copy = folder / f"{stem}.db{PART_SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnreachable from error
    try:
        snapshot = _snapshot(store, copy)
        missing = _mirror(store.places.files, folder / "files", snapshot.files)
        manifest = Manifest(
            desk=store.unlocked.desk,
            at=at.isoformat(),
            number=snapshot.number,
            files=snapshot.files,
            database_sha256=hash_of(copy),
        )
        file = folder / f"{stem}.backup"
        pack(file, database=copy, key_file=_key_file(store.places), manifest=manifest)
    except OSError as error:
        raise DiskFull from error
    finally:
        copy.unlink(missing_ok=True)
    _note(store, snapshot, missing=missing, at=at)
    return Backup(
        file=file, number=snapshot.number, files=len(snapshot.files), files_missing=missing
    )


def restore(file: Path, places: Places) -> Restored:
    """Put a backup into an empty data folder; raises FolderNotEmpty, BackupDamaged, DiskFull.

    The files come from the folder beside the backup; those it lacks are named.
    """
    if places.database.exists() or places.key_file.exists():
        raise FolderNotEmpty
    unpacked = places.database.with_name(places.database.name + PART_SUFFIX)
    with Archive(file) as archive:
        manifest = archive.manifest()
        keys = archive.key_file()
        write_whole(places.restored_mark, manifest.at.encode("ascii"))
        archive.unpack_database(unpacked)
    missing = _mirror(file.parent / "files", places.files, manifest.files)
    write_whole(places.key_file, keys)
    write_whole(places.key_file_copy, keys)
    unpacked.rename(places.database)
    sync_folder(places.data)
    return Restored(at=manifest.at, files=len(manifest.files) - len(missing), files_missing=missing)


def _snapshot(store: Store, target: Path) -> _Snapshot:
    """A whole copy of the database as it is now, checked."""
    target.unlink(missing_ok=True)
    own = open_database(store.places.database, store.unlocked.key)  # leaves the desk's free
    try:
        own.execute("VACUUM INTO ?", (os.fspath(target),))
    finally:
        own.close()
    copy = open_database(target, store.unlocked.key)
    try:
        if copy.damaged_pages():
            raise BackupDamaged
        names = copy.rows("SELECT stored_as FROM files ORDER BY stored_as")
        try:
            writer = read_identity(copy).writer
        except NotEnrolled:
            return _Snapshot(epoch=None, number=0, files=tuple(name for (name,) in names))
        return _Snapshot(
            epoch=writer[1],
            number=last_number(copy, writer),
            files=tuple(name for (name,) in names),
        )
    finally:
        copy.execute("PRAGMA journal_mode = DELETE")  # one file again, no log beside it
        copy.close()


def _mirror(source: Path, target: Path, names: tuple[str, ...]) -> tuple[str, ...]:
    """Copy the stored files that the target lacks; returns those the source cannot give."""
    return tuple(name for name in names if fetch_file(source, target, name) is None)


def _key_file(places: Places) -> Path:
    return places.key_file if places.key_file.exists() else places.key_file_copy


def _note(store: Store, snapshot: _Snapshot, *, missing: tuple[str, ...], at: datetime) -> None:
    """From now on what the backup holds has a second copy."""
    if store.database.is_frozen:
        return
    last = {"at": at.isoformat(), "number": snapshot.number, "files_missing": len(missing)}
    with store.database.writing():
        put_setting(store.database, LAST_BACKUP, last)
        if snapshot.epoch is not None:
            raise_counter(store.database, backed_up_name(snapshot.epoch), snapshot.number)

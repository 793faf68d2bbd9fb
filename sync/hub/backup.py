"""Copies of the hub: made, read back, and put back.

    DIR/hub-<moment>/   hub.db, hub.key, seal.key, hub.lists, tls*, manifest.json
    DIR/files/ab/…      each file once, however many copies need it

A change is durable, and a desk may in time let go of it, only once a copy that holds it was read
back. PostgreSQL is copied by its own tools between two steps of ours: first the point is noted and
keys and files are copied, then, when the operator has tried the dump, the point is made to count.
"""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from sync.hub.errors import BackupUnknown, CopyDamaged, CopyFailed
from sync.hub.files import file_path
from sync.hub.hub import Hub
from sync.hub.keeping_tables import backup_logs, backups
from sync.hub.keys import KEY_FILE, LISTS_FILE, SEAL_FILE
from sync.hub.tables import epochs, files

MANIFEST = "manifest.json"
DATABASE = "hub.db"
FILES = "files"
_FORMAT = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """One copy of the hub."""

    number: int
    folder: Path
    files: int
    is_verified: bool  # false on PostgreSQL, until the operator says so
    command: str = ""  # what the operator runs next on PostgreSQL


def back_up(hub: Hub, target: Path) -> Copy:
    """Copy the hub into a folder and read the copy back; raises CopyFailed, CopyDamaged."""
    at = datetime.fromtimestamp(hub.now(), UTC)
    folder = target / f"hub-{at:%Y%m%d-%H%M%S}"
    url = hub.database.engine.url
    try:
        folder.mkdir(mode=0o700, parents=True)
        number = _note_point(hub, folder)
        if hub.database.engine.dialect.name == "sqlite":
            _copy_database(Path(url.database or ""), folder / DATABASE)
        for name in small_files(hub.folder):
            shutil.copyfile(hub.folder / name, folder / name)
            (folder / name).chmod(0o600)
        count = _copy_files(hub, target / FILES)
        _write_manifest(hub, folder, number, at)
    except (OSError, sqlite3.Error) as error:
        raise CopyFailed(folder=folder, reason=type(error).__name__) from error
    if hub.database.engine.dialect.name == "sqlite":
        require_whole(folder)
        verify(hub, number)
        return Copy(number=number, folder=folder, files=count, is_verified=True)
    plain = url.set(drivername="postgresql").render_as_string(hide_password=True)
    command = f"pg_dump --format=custom --file={folder / 'hub.dump'} {plain}"
    return Copy(number=number, folder=folder, files=count, is_verified=False, command=command)


def verify(hub: Hub, number: int) -> int:
    """The copy of this number was read back: all it holds is durable; how many logs moved.

    Raises BackupUnknown.
    """
    with hub.database.writing() as connection:
        known = connection.execute(select(backups).where(backups.c.number == number)).first()
        if known is None:
            raise BackupUnknown(number=number)
        connection.execute(
            update(backups).where(backups.c.number == number).values(verified_at=hub.now())
        )
        return raise_durable(connection, number)


def raise_durable(connection: Connection, number: int) -> int:
    """What a copy holds is durable from now on; a log never goes back."""
    moved = 0
    rows = connection.execute(select(backup_logs).where(backup_logs.c.number == number)).all()
    for row in rows:
        done = connection.execute(
            update(epochs)
            .where(
                epochs.c.scope == row.scope,
                epochs.c.dev == row.dev,
                epochs.c.ep == row.ep,
                epochs.c.durable < row.acked,
                epochs.c.acked >= row.acked,
            )
            .values(durable=row.acked)
        )
        moved += done.rowcount
    return moved


def require_whole(folder: Path) -> dict[str, Any]:
    """The manifest of a copy that reads as it was written; raises CopyDamaged."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != _FORMAT:
            raise CopyDamaged(folder=folder, part=MANIFEST)
        for name, digest in manifest["sha256"].items():
            if _digest(folder / name) != digest:
                raise CopyDamaged(folder=folder, part=name)
        if DATABASE in manifest["sha256"]:
            _require_sound(folder)
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error) as error:
        raise CopyDamaged(folder=folder, part=MANIFEST) from error
    return manifest


def copied_file(folder: Path, sha256: str) -> Path:
    """Where a file of a copy lies."""
    return folder.parent / FILES / sha256[:2] / sha256


def _note_point(hub: Hub, folder: Path) -> int:
    """Write down how far each log has come, before anything is copied; the copy's number."""
    with hub.database.writing() as connection:
        number = (connection.execute(select(func.max(backups.c.number))).scalar() or 0) + 1
        row = {"number": number, "made_at": hub.now(), "place": str(folder)}
        connection.execute(insert(backups), row)
        logs = connection.execute(
            select(epochs.c.scope, epochs.c.dev, epochs.c.ep, epochs.c.acked)
        ).all()
        connection.execute(
            insert(backup_logs), [{"number": number, **log._asdict()} for log in logs]
        )
    return number


def _copy_database(source: Path, target: Path) -> None:
    """One state of a database others may write to meanwhile."""
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)


def _copy_files(hub: Hub, target: Path) -> int:
    """Copy what the target lacks; how many files the hub has. Raises CopyDamaged."""
    with hub.database.reading() as connection:
        names = connection.execute(select(files.c.sha256).distinct()).scalars().all()
    target.mkdir(mode=0o700, exist_ok=True)
    for name in names:
        there = target / name[:2] / name
        if there.is_file():
            continue
        there.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = there.with_name(f"{name}.part")
        shutil.copyfile(file_path(hub, name), part)
        if _digest(part) != name:
            part.unlink()
            raise CopyDamaged(folder=target, part=name)
        part.replace(there)
    return len(names)


def small_files(folder: Path) -> list[str]:
    """The small files a hub cannot do without: its keys, their lists, and what TLS shows."""
    tls = sorted(path.name for path in folder.glob("tls*") if path.is_file())
    lists = [LISTS_FILE] if (folder / LISTS_FILE).is_file() else []
    return [KEY_FILE, SEAL_FILE, *lists, *tls]


def _write_manifest(hub: Hub, folder: Path, number: int, at: datetime) -> None:
    parts = [path.name for path in sorted(folder.iterdir())]
    manifest = {
        "format": _FORMAT,
        "number": number,
        "made_at": at.isoformat(),
        "hub_id": hub.key.hub_id.hex(),
        "hub_ep": str(hub.hub_ep),
        "sha256": {name: _digest(folder / name) for name in parts},
    }
    text = json.dumps(manifest, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def _require_sound(folder: Path) -> None:
    """The database of a copy has no damaged page, and every file it names lies beside it."""
    path = folder / DATABASE
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise CopyDamaged(folder=folder, part=DATABASE)
        for name, size in connection.execute("SELECT DISTINCT sha256, size FROM files"):
            file = copied_file(folder, name)
            if not file.is_file() or file.stat().st_size != size:
                raise CopyDamaged(folder=folder, part=name)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()

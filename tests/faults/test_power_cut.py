"""The power cut at every write: 10,000 disks as a cut may leave them, and no acknowledged row lost.

A shim under SQLite notes every write, truncation, sync and deletion of the hub's and of the desk's
tables at work. From the notes, disks are made as a cut at any moment may leave them: what was
synced is there; of the rest nothing, or a part in any order. Each is opened by the ordinary SQLite.
The same work without waiting for the disk loses rows: so the check can fail.

The programs' own settings are read from their sources and their own statements made the tables;
only the cipher is left out, for its build takes no shim.
"""

import random
import re
import shutil
import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from sqlalchemy import create_mock_engine

from desk_app.store.first_schema import FIRST_SCHEMA
from sync.hub.tables import metadata
from tests.support.tree import ROOT

IMAGES = 10_000
LEAST_LOST = 20  # of the images without waiting for the disk
TRANSACTIONS = 220
CHECKPOINT_PAGES = 8
WAYS = ("nothing more", "a part", "a part in disorder")
SOURCES = {"hub": "sync/hub/database.py", "desk": "desk_app/store/database.py"}


class Notes(list):
    """What reached the disk, in order: ("write", file, offset, bytes), ("sync", file)…"""


class NotedFile(apsw.VFSFile):
    def __init__(self, name, flags, notes):
        self.path = name if isinstance(name, str) else name.filename()
        self.notes = notes
        super().__init__("", name, flags)

    def xWrite(self, data, offset):  # noqa: N802 - SQLite's names
        super().xWrite(data, offset)
        self.notes.append(("write", self.path, offset, bytes(data)))

    def xTruncate(self, size):  # noqa: N802
        super().xTruncate(size)
        self.notes.append(("truncate", self.path, size))

    def xSync(self, flags):  # noqa: N802
        super().xSync(flags)
        self.notes.append(("sync", self.path))


class NotedDisk(apsw.VFS):
    def __init__(self, notes):
        self.notes = notes
        super().__init__("noted", "")

    def xOpen(self, name, flags):  # noqa: N802
        return NotedFile(name, flags, self.notes)

    def xDelete(self, name, sync):  # noqa: N802
        super().xDelete(name, sync)
        self.notes.append(("delete", name))


def settings_of(end):
    """How hard the program waits for its disk, from its own source."""
    said = re.search(r"PRAGMA synchronous = (\w+)", (ROOT / SOURCES[end]).read_text("utf-8"))
    assert said
    return said[1]


def hub_tables():
    made = []
    engine = create_mock_engine(
        "sqlite://", lambda sql, *_, **__: made.append(str(sql.compile(dialect=engine.dialect)))
    )
    metadata.create_all(engine, checkfirst=False)
    return ";\n".join(made)


def desk_tables():
    return FIRST_SCHEMA if isinstance(FIRST_SCHEMA, str) else ";\n".join(FIRST_SCHEMA)


HUB_ROW = """
    INSERT INTO batches (scope, dev, ep, last, first, device_at, boot, taken_at)
    VALUES ('H48.20443', 1, 1, ?, ?, 0, ?, 0)
"""
DESK_ROW = """
    INSERT INTO journal (author, epoch, number, entity, kind, record, head)
    VALUES (5, 1, ?, 1, 1, ?, ?)
"""
TABLES = {"hub": hub_tables, "desk": desk_tables}
NUMBERS = {
    "hub": "SELECT last FROM batches ORDER BY last",
    "desk": "SELECT number FROM journal ORDER BY number",
}


def work(end, folder, *, synchronous):
    """Transactions on the end's tables, and everything they did to the disk."""
    notes = Notes()
    disk = NotedDisk(notes)
    path = folder / "at-work.db"
    with closing(apsw.Connection(str(path), vfs="noted")) as database:
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute(f"PRAGMA synchronous = {synchronous}")
        database.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute(TABLES[end]())
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for number in range(1, TRANSACTIONS + 1):
            database.execute("BEGIN IMMEDIATE")
            database.execute(*_row(end, number))
            database.execute("COMMIT")
            notes.append(("acknowledged", number))
        kept = list(notes)
    del disk
    return path, kept


def _row(end, number):
    content = bytes([number % 256]) * (40 + number % 300)
    if end == "hub":
        return HUB_ROW, (number, number, content)
    return DESK_ROW, (number, content, content[:32])


class Disk:
    """Files as a cut may leave them: what was synced, and some of what was not."""

    def __init__(self):
        self.synced = defaultdict(bytearray)
        self.waiting = defaultdict(list)

    def take(self, note):
        what, path, *rest = note
        if what == "delete":
            self.synced.pop(path, None)
            self.waiting.pop(path, None)
        elif what == "sync":
            for done in self.waiting.pop(path, ()):
                _apply(self.synced[path], done)
        else:
            self.waiting[path].append((what, *rest))

    def image(self, way, chance):
        files = {path: bytearray(content) for path, content in self.synced.items()}
        for path, done in self.waiting.items():
            chosen = [one for one in done if way != "nothing more" and chance.random() < 1 / 2]
            if way == "a part in disorder":
                chance.shuffle(chosen)
            for one in chosen:
                _apply(files.setdefault(path, bytearray()), one)
        return files


def _apply(content, done):
    if done[0] == "truncate":
        del content[done[1] :]
        return
    _, offset, data = done
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data


def images(notes, *, most):
    """(what was acknowledged, files) for cuts at every moment, in several ways, up to `most`."""
    chance = random.Random(20443)  # noqa: S311 - chosen cuts, no secret
    began = next(place for place, note in enumerate(notes) if note[0] == "acknowledged")
    moments = len(notes) - began
    each = max(1, most // moments + 1)
    disk, acknowledged = Disk(), 0
    for place, note in enumerate(notes):
        if note[0] == "acknowledged":
            acknowledged = note[1]
        else:
            disk.take(note)
        if place >= began:
            for turn in range(each):
                yield acknowledged, disk.image(WAYS[turn % len(WAYS)], chance)


def is_lost(end, path, files, acknowledged, folder):
    """Whether a database left so lacks what was acknowledged, or cannot be read."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / Path(name).name).write_bytes(content)
    try:
        with closing(sqlite3.connect(folder / path.name)) as database:
            numbers = [number for (number,) in database.execute(NUMBERS[end])]
            is_sound = database.execute("PRAGMA quick_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        return True
    is_whole = numbers == list(range(1, len(numbers) + 1))
    return not (is_whole and is_sound and len(numbers) >= acknowledged)


@pytest.fixture
def folder(tmp_path):
    shared = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    made = shared / f"motcua-power-{tmp_path.name}" if shared.is_dir() else tmp_path / "images"
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.mark.slow
@pytest.mark.parametrize("end", ["hub", "desk"])
def test_a_power_cut_at_any_write_loses_nothing_acknowledged(end, tmp_path, folder):
    path, notes = work(end, tmp_path, synchronous=settings_of(end))

    told = [
        is_lost(end, path, files, acknowledged, folder)
        for acknowledged, files in images(notes, most=IMAGES // 2)
    ]

    assert len(told) >= IMAGES // 2
    assert sum(told) == 0
    print(f"\n{end}: {len(told)} disks, {sum(told)} lost a row")  # noqa: T201 - seen with -s


@pytest.mark.slow
@pytest.mark.parametrize("end", ["hub", "desk"])
def test_without_waiting_for_the_disk_rows_are_lost(end, tmp_path, folder):
    path, notes = work(end, tmp_path, synchronous="NORMAL")

    told = [
        is_lost(end, path, files, acknowledged, folder)
        for acknowledged, files in images(notes, most=400)
    ]

    assert sum(told) >= LEAST_LOST

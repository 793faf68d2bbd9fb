"""The encrypted file: whole or not at all, and every trouble in the store's own words."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from desk_app.store import database as db
from desk_app.store.database import create_database, open_database
from desk_app.store.errors import (
    DatabaseBusy,
    DatabaseClosed,
    DatabaseDamaged,
    DatabaseExists,
    DatabaseMissing,
    DatabaseUnreachable,
    DiskFull,
    NeedsNewEpoch,
    RecordRefused,
    StoreError,
    StoreFailed,
    WrongDatabaseKey,
)

KEY = bytes(range(48))
PAGE = 4096


@pytest.fixture
def database(tmp_path):
    opened = create_database(tmp_path / "desk.db", KEY)
    opened.execute("CREATE TABLE t (x INTEGER PRIMARY KEY, y TEXT NOT NULL) STRICT")
    yield opened
    opened.close()


def filled(database, rows=2_000):
    with database.writing():
        database.execute_many("INSERT INTO t VALUES (?, ?)", [(n, "a" * 200) for n in range(rows)])
    database.close()
    return database.path


def flip(path, offset):
    content = bytearray(path.read_bytes())
    content[offset] ^= 1
    path.write_bytes(content)


def test_what_one_block_writes_is_there_after_opening_again(database):
    with database.writing():
        database.insert("INSERT INTO t (y) VALUES ('một')")
    database.close()

    reopened = open_database(database.path, KEY)

    assert reopened.rows("SELECT x, y FROM t") == [(1, "một")]
    reopened.close()


def test_a_block_that_fails_writes_nothing(database):
    with pytest.raises(RecordRefused), database.writing():
        database.execute_many("INSERT INTO t VALUES (?, 'một')", [(1,), (2,), (1,)])

    assert database.value("SELECT count(*) FROM t") == 0


def test_the_settings_that_keep_data_safe_are_on(database):
    asked = {
        name: database.value(f"PRAGMA {name}")
        for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "cache_size")
    }

    assert asked == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "cache_size": -65536,
    }


def test_only_this_account_may_read_the_file(database):
    assert database.path.stat().st_mode & 0o077 == 0


def test_a_missing_file_is_told_from_a_damaged_one(tmp_path):
    (tmp_path / "empty.db").touch()

    with pytest.raises(DatabaseMissing):
        open_database(tmp_path / "none.db", KEY)
    with pytest.raises(DatabaseMissing):
        open_database(tmp_path / "empty.db", KEY)


def test_a_database_is_not_made_over_another(database):
    with pytest.raises(DatabaseExists):
        create_database(database.path, KEY)


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(DatabaseUnreachable):
        create_database(tmp_path / "file" / "desk.db", KEY)


@pytest.mark.parametrize("key", [bytes(48), b"too short"], ids=["another", "short"])
def test_another_key_is_told_from_damage(database, key):
    path = filled(database)

    with pytest.raises(WrongDatabaseKey):
        open_database(path, key)


@pytest.mark.parametrize("page", [0, 1, 2, 50, 100], ids=lambda page: f"page {page + 1}")
@pytest.mark.parametrize("within", [20, 2000, PAGE - 1], ids=["start", "middle", "end"])
def test_one_flipped_bit_is_told(database, page, within):
    path = filled(database)

    flip(path, page * PAGE + within)

    with pytest.raises(DatabaseDamaged) as told:
        open_database(path, KEY)
    assert told.value.code == "database_damaged"


def test_one_flipped_bit_of_a_large_file_is_told_when_its_page_is_read(database, monkeypatch):
    path = filled(database)
    flip(path, 60 * PAGE + 100)
    monkeypatch.setattr(db, "_CHECKED_AT_OPEN_BYTES", 0)

    opened = open_database(path, KEY)

    with pytest.raises(DatabaseDamaged):
        opened.rows("SELECT y FROM t")
    assert opened.damaged_pages() == ["HMAC verification failed for page 61"]
    opened.close()


class BesideAnother:
    """A connection that looks while another process moves pages out of the log."""

    def __init__(self, *complaints):
        self.complaints = list(complaints)

    def execute(self, _sql):
        return [(page,) for page in self.complaints.pop(0)]


def test_a_page_that_is_being_written_is_not_taken_for_a_damaged_one(monkeypatch):
    monkeypatch.setattr(db, "_LOOKS_AGAIN_S", 0)

    assert db._unsound_pages(BesideAnother(["page 3", "page 9"], ["page 4"])) == []
    assert db._unsound_pages(BesideAnother(["page 3", "page 9"], *[["page 9"]] * 3)) == ["page 9"]


def test_a_whole_file_has_no_damaged_pages(database):
    assert database.damaged_pages() == []


def test_a_full_disk_in_the_middle_loses_nothing(database):
    with database.writing():
        database.insert("INSERT INTO t (y) VALUES ('trước')")
    pages = database.value("PRAGMA page_count")
    database.value(f"PRAGMA max_page_count = {pages + 2}")

    with pytest.raises(DiskFull), database.writing():
        database.execute_many("INSERT INTO t (y) VALUES (?)", [("a" * 500,)] * 1000)

    assert database.rows("SELECT y FROM t") == [("trước",)]
    database.value(f"PRAGMA max_page_count = {pages + 2000}")
    with database.writing():
        database.insert("INSERT INTO t (y) VALUES ('sau')")
    assert database.value("SELECT count(*) FROM t") == 2


LIMITED = """
import resource, sys
from pathlib import Path
from desk_app.store.database import open_database
from desk_app.store.errors import DiskFull
database = open_database(Path(sys.argv[1]), bytes(range(48)))
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
written = 0
try:
    for n in range(10_000):
        with database.writing():
            database.insert("INSERT INTO t (y) VALUES (?)", ("a" * 500,))
        written += 1
except DiskFull as error:
    print(error.code, written, database.value("SELECT count(*) FROM t"))
"""


def test_a_disk_that_takes_no_more_bytes_keeps_all_it_acknowledged(database):
    database.close()

    done = subprocess.run(
        [sys.executable, "-c", LIMITED, os.fspath(database.path)],
        capture_output=True,
        text=True,
        check=True,
    )

    code, written, there = done.stdout.split()
    assert code == "disk_full"
    assert 0 < int(written) == int(there)
    reopened = open_database(database.path, KEY)
    assert reopened.value("SELECT count(*) FROM t") == int(written)
    reopened.close()


def test_another_writer_that_does_not_end_is_told(database):
    other = open_database(database.path, KEY)
    other.execute("PRAGMA busy_timeout = 20")

    with database.writing(), pytest.raises(DatabaseBusy), other.writing():
        pass

    other.close()


def test_a_reader_sees_one_state_while_another_writes(database):
    other = open_database(database.path, KEY)

    with database.reading():
        before = database.value("SELECT count(*) FROM t")
        with other.writing():
            other.insert("INSERT INTO t (y) VALUES ('một')")
        during = database.value("SELECT count(*) FROM t")

    assert (before, during, database.value("SELECT count(*) FROM t")) == (0, 0, 1)
    other.close()


def test_many_threads_share_one_connection(database):
    def write(n):
        with database.writing():
            database.insert("INSERT INTO t (x, y) VALUES (?, 'a')", (n,))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(200)))

    assert database.value("SELECT count(*) FROM t") == 200


def test_a_closed_database_says_so_and_closes_twice(database):
    database.close()
    database.close()

    with pytest.raises(DatabaseClosed):
        database.rows("SELECT 1")
    with pytest.raises(DatabaseClosed), database.writing():
        pass


def test_a_broken_constraint_names_the_rule_and_no_value(database):
    with database.writing():
        database.insert("INSERT INTO t VALUES (1, 'Nguyễn')")

    with pytest.raises(RecordRefused) as refused, database.writing():
        database.insert("INSERT INTO t VALUES (1, 'Nguyễn')")

    assert refused.value.details == {"rule": "UNIQUE constraint failed: t.x"}


def test_what_has_no_words_of_its_own_still_leaves_as_ours(database):
    with pytest.raises(StoreFailed) as failed:
        database.rows("SELECT nothing FROM nowhere")

    assert isinstance(failed.value, StoreError)
    assert failed.value.details == {"sqlite": "1"}


def test_a_frozen_database_reads_and_writes_nothing(database):
    database.freeze("restored")

    with pytest.raises(NeedsNewEpoch) as frozen, database.writing():
        pass
    with pytest.raises(StoreError):
        database.execute("INSERT INTO t (y) VALUES ('một')")

    assert frozen.value.details == {"doubt": "restored"}
    assert database.is_frozen
    assert database.rows("SELECT * FROM t") == []
    database.thaw()
    with database.writing():
        database.insert("INSERT INTO t (y) VALUES ('một')")

"""Nothing runs on plain SQLite, and nothing readable lies on the disk."""

import sqlite3
import subprocess
import sys

import pytest

from desk_app.store import sqlcipher
from desk_app.store.database import create_database, open_database, require_cipher
from desk_app.store.errors import NotEncrypted
from tests.store.making import receive

KEY = bytes(range(48))
CANARY = "Chim hoàng yến"


def test_sqlite_utils_works_on_the_encrypting_build():
    assert sqlcipher.is_in_place()
    assert sqlcipher.Tables(memory=True).conn.execute("PRAGMA cipher_version").fetchone()


def test_the_alias_stands_whichever_part_of_the_store_is_imported_first():
    script = (
        "import desk_app.store.migrations, sqlite_utils.utils as u;"
        "raise SystemExit(u.sqlite3.__name__ != 'sqlcipher3')"
    )

    done = subprocess.run([sys.executable, "-c", script], check=False)

    assert done.returncode == 0


def test_plain_sqlite_is_refused():
    with sqlite3.connect(":memory:") as plain, pytest.raises(NotEncrypted) as refused:
        require_cipher(plain)
    plain.close()

    assert refused.value.code == "not_encrypted"


def test_a_plain_database_in_our_place_is_refused(tmp_path):
    path = tmp_path / "desk.db"
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE journal (x)")
    plain.close()

    with pytest.raises(NotEncrypted):
        open_database(path, KEY)


def test_nothing_readable_lies_on_the_disk(store):
    receive(store, CANARY)

    written = [path.read_bytes() for path in store.places.data.rglob("*") if path.is_file()]

    assert any(path.name == "desk.db-wal" for path in store.places.data.iterdir())
    assert not [content for content in written if "yến".encode() in content]
    assert not [content for content in written if b"CREATE TABLE" in content]


def test_the_standard_librarys_sqlite_cannot_read_the_file(tmp_path):
    database = create_database(tmp_path / "desk.db", KEY)
    database.execute("CREATE TABLE t (x)")
    database.close()

    with sqlite3.connect(tmp_path / "desk.db") as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM sqlite_schema").fetchall()
    plain.close()


def test_a_wrong_key_says_nothing_on_standard_error(tmp_path):
    database = create_database(tmp_path / "desk.db", KEY)
    database.execute("CREATE TABLE t (x)")
    database.close()
    script = (
        "from pathlib import Path; from desk_app.store.database import open_database;"
        f"open_database(Path({str(tmp_path / 'desk.db')!r}), bytes(48))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )

    assert "WrongDatabaseKey" in done.stderr
    assert "HMAC" not in done.stderr.upper()

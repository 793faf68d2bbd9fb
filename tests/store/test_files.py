"""Files on disk: encrypted one by one, read back, whole or not there."""

import os
from datetime import timedelta
from hashlib import sha256

import pytest

from desk_app.store import durable, files
from desk_app.store.durable import PART_SUFFIX, held, held_at_once, write_whole
from desk_app.store.errors import (
    DatabaseBusy,
    DatabaseUnreachable,
    DiskFull,
    FileDamaged,
    FileMissing,
)
from tests.store.making import AT

CONTENT = "Giấy chứng nhận của một người".encode() * 50


def on_disk(store):
    return [path for path in store.places.files.rglob("*") if path.is_file()]


def keep(store, content=CONTENT, **more):
    return store.files.keep(content, **({"purpose": "paper", "entity": 7, "at": AT} | more))


def test_what_is_kept_comes_back(store):
    digest = keep(store)

    assert digest == sha256(CONTENT).hexdigest()
    assert store.files.read(digest) == CONTENT
    known = store.files.get(digest)
    assert (known.size, known.purpose, known.entity) == (len(CONTENT), "paper", 7)
    assert (known.kept_at, known.is_at_hub) == (AT, False)
    assert store.files.of(7) == [known] == list(store.files.all())


def test_an_empty_file_is_a_file(store):
    assert store.files.read(keep(store, b"")) == b""


def test_nothing_readable_lies_on_the_disk_not_even_the_hash(store):
    digest = keep(store)

    [path] = on_disk(store)

    assert b"nh\xe1\xba\xadn" not in path.read_bytes()
    assert digest not in str(path)
    assert path.name == sha256(path.read_bytes()).hexdigest()
    assert path.stat().st_mode & 0o077 == 0


def test_every_file_has_a_key_of_its_own(store):
    keep(store, b"a")
    keep(store, b"b")

    keys = store.database.rows("SELECT DISTINCT key FROM files")

    assert len(keys) == 2


def test_the_same_bytes_are_kept_once(store):
    assert keep(store) == keep(store)
    assert len(on_disk(store)) == 1


def test_one_flipped_bit_is_told_and_the_file_may_be_kept_anew(store):
    digest = keep(store)
    [path] = on_disk(store)
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)

    with pytest.raises(FileDamaged):
        store.files.read(digest)
    keep(store)

    assert store.files.read(digest) == CONTENT


def test_a_lost_file_is_told_and_may_be_kept_anew(store):
    digest = keep(store)
    on_disk(store)[0].unlink()

    with pytest.raises(FileMissing):
        store.files.read(digest)
    keep(store)

    assert store.files.read(digest) == CONTENT


def test_a_short_file_is_damaged(store):
    digest = keep(store)
    on_disk(store)[0].write_bytes(b"abc")

    with pytest.raises(FileDamaged):
        store.files.read(digest)


def test_two_files_put_in_each_others_place_are_told(store):
    first, second = keep(store, b"first"), keep(store, b"second")
    one, two = (store.files.get(digest).path for digest in (first, second))
    content = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(content)

    with pytest.raises(FileDamaged):
        store.files.read(first)


def test_an_unknown_file_is_missing(store):
    assert store.files.get("ab" * 32) is None
    with pytest.raises(FileMissing):
        store.files.read("ab" * 32)


def test_what_a_killed_process_left_half_written_is_removed_in_time(store):
    keep(store)
    part = on_disk(store)[0].with_name(f"x.abcd{PART_SUFFIX}")
    part.write_bytes(b"half")
    os.utime(part, (AT.timestamp(), AT.timestamp()))

    assert store.files.tidy(now=AT + timedelta(minutes=5)) == 0
    assert store.files.tidy(now=AT + timedelta(hours=2)) == 1
    assert len(on_disk(store)) == 1


def test_a_full_disk_leaves_no_row_and_no_half_file(store, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable.os, "fsync", full)

    with pytest.raises(DiskFull):
        keep(store)

    assert on_disk(store) == []
    assert list(store.files.all()) == []


def test_a_disk_that_gives_back_something_else_keeps_no_row(store, monkeypatch):
    def careless(path, content):
        write_whole(path, content[:-1] + b"?")

    monkeypatch.setattr(files, "write_whole", careless)

    with pytest.raises(FileDamaged):
        keep(store)

    assert list(store.files.all()) == []


def test_a_written_file_is_the_new_one_or_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "deep" / "keys.json"
    write_whole(path, b"old")

    def cut(*_):
        raise OSError(5, "I/O")

    monkeypatch.setattr(durable.os, "fsync", cut)
    with pytest.raises(DiskFull):
        write_whole(path, b"new")

    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_without_the_right_to_write_is_told(tmp_path, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise PermissionError

    monkeypatch.setattr(durable.os, "open", refuse)

    with pytest.raises(DatabaseUnreachable):
        write_whole(tmp_path / "x", b"")


def test_a_lock_is_held_by_one_at_a_time(tmp_path):
    lock = tmp_path / "sync.lock"

    with held(lock), pytest.raises(DatabaseBusy), held_at_once(lock):
        pass

    with held_at_once(lock):
        pass
    with held(lock):
        pass


def test_a_lock_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(DatabaseUnreachable), held(tmp_path / "file" / "x.lock"):
        pass

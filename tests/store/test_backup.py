"""Second copies: whole, checked, and put back as a desk that only reads."""

import os
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.store.archive import Manifest, pack, place_of
from desk_app.store.backup import LAST_BACKUP, back_up, restore
from desk_app.store.errors import (
    BackupDamaged,
    DatabaseUnreachable,
    DeviceSecretMissing,
    FolderNotEmpty,
    NeedsNewEpoch,
)
from desk_app.store.lists import ListFilter
from desk_app.store.opening import FirstAdmin, create_store, enrol, open_store
from desk_app.store.places import Places
from desk_app.store.recovery import ask_recovery, keep_recovery, take_recovery
from desk_app.store.witness import Doubt
from sync.proof.desk_key import pass_on, read_request
from sync.sealing import new_seal_key
from tests.store.making import (
    AT,
    PASSWORD,
    QUICK,
    enrolment,
    lanes,
    new_store,
    places_in,
    receive,
)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "stick"


def elsewhere(tmp_path, store=None):
    """Another data folder, on the same machine or on another."""
    state = store.places.state if store else tmp_path / "other machine"
    return Places(data=tmp_path / "elsewhere", state=state)


def opened(places):
    return open_store(places, "Hoa", PASSWORD, now=AT, effort=QUICK)


def test_a_backup_put_back_holds_everything_and_writes_nothing(store, folder, tmp_path):
    entry = receive(store)
    digest = store.files.keep(b"scan", purpose="paper", entity=entry.entity, at=AT)

    made = back_up(store, folder, at=AT)
    put_back = restore(made.file, elsewhere(tmp_path, store))
    copy = opened(elsewhere(tmp_path, store))

    assert (made.number, made.files, made.files_missing) == (2, 1, ())
    assert (put_back.files, put_back.files_missing, put_back.at) == (1, (), AT.isoformat())
    assert copy.doubt is Doubt.RESTORED
    assert copy.journal.dossier(entry.entity) == store.journal.dossier(entry.entity)
    assert copy.files.read(digest) == b"scan"
    assert copy.journal.verify_chain() == 2
    with pytest.raises(NeedsNewEpoch):
        receive(copy)
    copy.close()
    again = opened(elsewhere(tmp_path, store))
    assert again.doubt is Doubt.RESTORED
    again.close()
    receive(store)  # the desk it was copied from lives on


def test_a_desk_put_back_goes_on_in_a_new_epoch(store, folder, tmp_path):
    receive(store)
    made = back_up(store, folder, at=AT)
    restore(made.file, elsewhere(tmp_path, store))
    copy = opened(elsewhere(tmp_path, store))

    copy = enrol(copy, enrolment(epoch=2), lanes((2000, 2999)), at=AT)

    assert receive(copy).epoch == 2
    copy.close()
    again = opened(elsewhere(tmp_path, store))
    assert again.doubt is None
    again.close()


def test_a_backup_counts_as_a_second_copy(store, folder):
    receive(store)
    back_up(store, folder, at=AT)
    receive(store)

    ticks = [row.tick for row in store.lists.page(ListFilter()).dossiers]

    assert ticks == ["saved", "copied"]
    assert store.settings.get(LAST_BACKUP) == {
        "at": AT.isoformat(),
        "number": 2,
        "files_missing": 0,
    }


def test_files_are_copied_once_however_many_backups_name_them(store, folder):
    store.files.keep(b"one", purpose="paper", entity=None, at=AT)
    back_up(store, folder, at=AT)
    [kept] = [path for path in (folder / "files").rglob("*") if path.is_file()]
    written_at = kept.stat().st_mtime_ns
    store.files.keep(b"two", purpose="paper", entity=None, at=AT)

    second = back_up(store, folder, at=AT + timedelta(days=1))

    assert second.files == 2
    assert kept.stat().st_mtime_ns == written_at
    assert len(list(folder.glob("*.backup"))) == 2
    assert not [path for path in folder.rglob("*") if path.name.endswith(".part")]


def test_a_damaged_copy_of_a_file_is_copied_anew(store, folder):
    store.files.keep(b"one", purpose="paper", entity=None, at=AT)
    back_up(store, folder, at=AT)
    [kept] = [path for path in (folder / "files").rglob("*") if path.is_file()]
    whole = kept.read_bytes()
    kept.write_bytes(b"rubbish")

    back_up(store, folder, at=AT + timedelta(days=1))

    assert kept.read_bytes() == whole


def test_a_file_the_desk_lost_is_named_and_the_rest_is_kept(store, folder, tmp_path):
    digest = store.files.keep(b"one", purpose="paper", entity=None, at=AT)
    path = store.files.get(digest).path
    path.unlink()

    made = back_up(store, folder, at=AT)
    put_back = restore(made.file, elsewhere(tmp_path, store))

    assert made.files_missing == put_back.files_missing == (path.name,)


def test_others_may_write_while_a_backup_is_made(store, folder):
    receive(store)
    other = opened(store.places)

    with other.database.writing():
        made = back_up_without_note(store, folder)

    assert made.number == 2
    other.close()


def back_up_without_note(store, folder):
    """As `back_up`, with nothing to write down on the desk: another process is writing."""
    store.database.freeze("test")
    try:
        return back_up(store, folder, at=AT)
    finally:
        store.database.thaw()


def test_a_changed_bit_in_a_backup_is_noticed(store, folder, tmp_path):
    receive(store)
    made = back_up(store, folder, at=AT)
    content = bytearray(made.file.read_bytes())
    content[len(content) // 3] ^= 1
    made.file.write_bytes(content)

    with pytest.raises(BackupDamaged):
        restore(made.file, elsewhere(tmp_path, store))

    assert not elsewhere(tmp_path, store).database.exists()


def test_a_backup_that_does_not_read_back_is_not_left_there(tmp_path):
    for name in ("desk.db", "keys.json"):
        (tmp_path / name).write_bytes(b"x")
    manifest = Manifest(desk="d", at="", number=0, files=(), database_sha256="ab" * 32)

    with pytest.raises(BackupDamaged):
        pack(
            tmp_path / "a.backup",
            database=tmp_path / "desk.db",
            key_file=tmp_path / "keys.json",
            manifest=manifest,
        )

    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk.db", "keys.json"]


@pytest.mark.parametrize("missing", ["desk.db", "keys.json", "manifest.json"])
def test_a_backup_without_one_of_its_parts_is_damaged(store, folder, tmp_path, missing):
    made = back_up(store, folder, at=AT)
    with zipfile.ZipFile(made.file) as whole, zipfile.ZipFile(folder / "x", "w") as less:
        for name in whole.namelist():
            if name != missing:
                less.writestr(name, whole.read(name))

    with pytest.raises(BackupDamaged):
        restore(folder / "x", elsewhere(tmp_path, store))


def test_what_is_no_backup_is_told(tmp_path, store):
    (tmp_path / "x").write_bytes(b"no archive")

    with pytest.raises(BackupDamaged):
        restore(tmp_path / "x", elsewhere(tmp_path, store))
    with pytest.raises(DatabaseUnreachable):
        restore(tmp_path / "none", elsewhere(tmp_path, store))


def test_a_backup_is_not_put_over_a_desk(store, folder):
    made = back_up(store, folder, at=AT)

    with pytest.raises(FolderNotEmpty):
        restore(made.file, store.places)


def test_a_folder_that_takes_nothing_is_told_and_nothing_counts(store, tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(DatabaseUnreachable):
        back_up(store, tmp_path / "file" / "stick", at=AT)

    assert store.settings.get(LAST_BACKUP) is None


def test_a_desk_that_is_not_enrolled_has_a_backup_too(tmp_path, folder):
    store = create_store(
        places_in(tmp_path), FirstAdmin(name="Hoa", password=PASSWORD), at=AT, effort=QUICK
    )

    assert back_up(store, folder, at=AT).number == 0
    store.close()


def test_nothing_readable_lies_in_a_backup(store, folder):
    receive(store, "Chim hoàng yến")
    store.files.keep("yến".encode(), purpose="paper", entity=None, at=AT)
    back_up(store, folder, at=AT)

    written = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]

    assert not [content for content in written if "yến".encode() in content]


def test_on_another_machine_the_province_opens_the_backup(tmp_path, folder):
    escrow = new_seal_key()
    store = new_store(tmp_path)
    keep_recovery(store.places, store.unlocked, machine=7, recipient=escrow.recipient)
    entry = receive(store)
    digest = store.files.keep(b"scan", purpose="paper", entity=entry.entity, at=AT)
    made = back_up(store, folder, at=AT)
    store.close()
    places = elsewhere(tmp_path)
    restore(made.file, places)

    with pytest.raises(DeviceSecretMissing):
        opened(places)
    answer = pass_on(read_request(ask_recovery(places, "Hoa")), (escrow.private,))
    take_recovery(places, answer, name="Hoa", password=PASSWORD, effort=QUICK)
    copy = opened(places)

    assert copy.doubt is Doubt.RESTORED
    assert copy.files.read(digest) == b"scan"
    copy.close()


def test_stored_files_lie_by_the_beginning_of_their_names(tmp_path):
    assert place_of(tmp_path, "abcd") == tmp_path / "ab" / "abcd"


LIMITED = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from desk_app.store.backup import LAST_BACKUP, back_up
from desk_app.store.errors import DiskFull
from tests.store.making import *
folder = Path(sys.argv[1])
store = open_store(places_in(folder), "Hoa", PASSWORD, now=AT, effort=QUICK)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    back_up(store, folder / "stick", at=AT)
except DiskFull as error:
    print(error.code, store.settings.get(LAST_BACKUP), list((folder / "stick").iterdir()))
"""


def test_a_stick_that_is_full_is_told_and_nothing_is_left_on_it(store, tmp_path):
    store.close()

    done = subprocess.run(
        [sys.executable, "-c", LIMITED, os.fspath(tmp_path), os.fspath(Path(__file__).parents[2])],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["disk_full", "None", "[]"]

"""What can be wrong with a desk's files when it is opened: a code for each, and nothing lost."""

import shutil

import pytest

from desk_app.domain.rights import Role
from desk_app.store.backup import back_up, restore
from desk_app.store.errors import (
    DatabaseDamaged,
    DatabaseMissing,
    DeviceSecretMissing,
    FileDamaged,
    KeyFileDamaged,
    KeyFileMissing,
    NeedsNewEpoch,
    NotEncrypted,
    StoreError,
    UserDisabled,
    UserLockedOut,
    WrongDatabaseKey,
    WrongPassword,
)
from desk_app.store.places import desk_places
from desk_app.store.prints import PrintState
from desk_app.store.sqlcipher import dbapi2
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.sync_now import sync_now
from tests.faults.desks import looked_into, make_desk, open_again
from tests.support.counter import printed, received, residence, result_pdf, worked_on
from tests.support.desks import PASSWORD


def test_a_wrong_password_says_so_and_one_after_the_other_has_to_wait(data):
    with pytest.raises(WrongPassword) as wrong:
        _open(data, password="sai-mật-khẩu")

    codes = [_code_of_a_wrong_try(data) for _ in range(4)]

    assert wrong.value.details == {"seconds": "1"}
    assert "user_locked_out" in codes
    assert set(codes) <= {"user_locked_out", "wrong_password"}


def test_a_name_nobody_has_is_no_other_answer_than_a_wrong_password(data):
    with pytest.raises(WrongPassword):
        _open(data, user="Ai Đó")


def test_an_account_that_was_closed_opens_nothing(data):
    with open_again(data) as desk:
        clerk = desk.users.add("Hoa", PASSWORD, roles=[Role.CLERK], by=1, at=desk.clock.now())
        desk.users.disable(clerk.number, by=1, at=desk.clock.now())

    with pytest.raises(UserDisabled):
        _open(data, user="Hoa")


def test_one_lost_or_damaged_key_file_is_no_harm_but_two_are(data):
    places = desk_places(data)
    places.key_file.unlink()
    _open(data)
    shutil.copy(places.key_file_copy, places.key_file)
    _flip_a_bit(places.key_file)
    _open(data)
    _flip_a_bit(places.key_file_copy)

    with pytest.raises(KeyFileDamaged):
        _open(data)
    places.key_file.unlink()
    places.key_file_copy.unlink()
    with pytest.raises(KeyFileMissing):
        _open(data)


def test_a_stolen_folder_opens_nowhere_else(data, tmp_path):
    shutil.rmtree(tmp_path / "machine")

    with pytest.raises(DeviceSecretMissing):
        _open(data)


def test_a_lost_database_is_said_to_be_lost(data):
    desk_places(data).database.unlink()

    with pytest.raises(DatabaseMissing):
        _open(data)


def test_another_desk_s_database_does_not_open(data, tmp_path):
    make_desk(tmp_path / "other")
    shutil.copy(desk_places(tmp_path / "other").database, desk_places(data).database)

    with pytest.raises(WrongDatabaseKey):
        _open(data)


def test_a_plain_database_in_its_place_is_refused(data):
    database = desk_places(data).database
    database.unlink()
    plain = dbapi2.connect(str(database))
    plain.execute("CREATE TABLE dossiers (name TEXT)")
    plain.close()

    with pytest.raises(NotEncrypted):
        _open(data)


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_one_flipped_bit_in_the_database_is_seen_before_anything_is_shown(data, place):
    with open_again(data) as desk:
        for _ in range(5):
            received(desk)
    database = desk_places(data).database
    _flip_a_bit(database, at=int(database.stat().st_size * place))
    damaged = database.read_bytes()

    with pytest.raises(DatabaseDamaged):
        _open(data)

    assert database.read_bytes() == damaged, "what is left is left as it is, for whoever mends it"


def test_one_flipped_bit_in_a_kept_file_is_seen_when_it_is_read(data):
    with open_again(data) as desk:
        entity = worked_on(desk).entity
        digest = attach_result(desk, entity, pdf=result_pdf(), name="kq.pdf").result.sha256
        _flip_a_bit(desk.files.get(digest).path)

        with pytest.raises(FileDamaged):
            desk.files.read(digest)

        attach_result(desk, entity, pdf=result_pdf(), name="kq.pdf")
        assert desk.files.read(digest) == result_pdf(), "the same file again heals it"


def test_every_damage_has_a_code_of_its_own():
    errors = (
        WrongPassword,
        UserLockedOut,
        KeyFileMissing,
        KeyFileDamaged,
        DeviceSecretMissing,
        DatabaseMissing,
        DatabaseDamaged,
        WrongDatabaseKey,
        NotEncrypted,
        FileDamaged,
    )

    assert len({error.code for error in errors} | {StoreError.code}) == len(errors) + 1


def test_a_page_on_its_way_when_the_power_failed_is_asked_about_at_the_next_opening(data):
    with open_again(data) as desk:
        done = receive_dossier(desk, residence())
        digest = desk.files.keep(b"%PDF", purpose="print", entity=None, at=desk.clock.now())
        desk.prints.drawn(done.print_id, digest)
        desk.prints.sent(done.print_id, printer="p", job="", by=1, at=desk.clock.now())
    with looked_into(data) as desk:
        assert desk.prints.get(done.print_id).state is PrintState.SENT

    with open_again(data) as desk:
        (waiting,) = desk.prints.open()
        assert (waiting.id, waiting.state, waiting.reason) == (
            done.print_id,
            PrintState.UNKNOWN,
            "restart",
        )


def test_a_restored_desk_opens_to_be_read_and_writes_nothing(data, tmp_path):
    with open_again(data) as desk:
        dossier = printed(desk)
        waiting = receive_dossier(desk, residence())
        backup = back_up(desk.store, tmp_path / "usb", at=desk.clock.now())
    shutil.rmtree(data / "desk")
    restore(backup.file, desk_places(data))

    with open_again(data) as desk:
        assert desk.journal.dossier(dossier.code) == dossier
        assert desk.prints.get(waiting.print_id).state is PrintState.QUEUED
        before = desk.store.database.value("SELECT count(*) FROM journal")
        with pytest.raises(NeedsNewEpoch):
            received(desk)
        with pytest.raises(NeedsNewEpoch):
            sync_now(desk)
        assert desk.store.database.value("SELECT count(*) FROM journal") == before


def _open(data, **how):
    with open_again(data, **how):
        pass


def _code_of_a_wrong_try(data):
    with pytest.raises(StoreError) as caught:
        _open(data, password="sai-mật-khẩu")
    return caught.value.code


def _flip_a_bit(path, *, at=None):
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if at is None else at] ^= 1
    path.write_bytes(content)

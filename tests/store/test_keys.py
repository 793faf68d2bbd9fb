"""Who may open the database: passwords, waits, the two copies, the device secret, the province."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from desk_app.store import keys
from desk_app.store.database import create_database
from desk_app.store.device_secret import SecretHome
from desk_app.store.errors import (
    DatabaseExists,
    DatabaseMissing,
    DeviceSecretMissing,
    KeyFileDamaged,
    KeyFileMissing,
    KeyFileTooNew,
    UnknownUser,
    UserDisabled,
    UserExists,
    UserLockedOut,
    WeakPassword,
    WrongPassword,
)
from desk_app.store.key_file import read_key_file, write_key_file
from desk_app.store.keys import NewUser
from desk_app.store.lockout import Moment
from desk_app.store.recovery import ask_recovery, keep_recovery, take_recovery
from desk_app.store.recovery_errors import RecoveryFailed, RecoveryUnasked, RecoveryUnsealed
from desk_app.store.wrapping import unwrapped_key, wrapped_key
from sync.errors import MalformedMessage, SealBroken
from sync.proof.desk_key import Desk, pass_on, read_request
from sync.sealing import new_seal_key
from tests.store.making import AT, PASSWORD, QUICK, places_in

HOA = NewUser(number=1, name="Hoà", password=PASSWORD)
BINH = NewUser(number=2, name="Bình", password="mat khau khac")
WRONG = "sai mật khẩu"


class MemoryKeyring(KeyringBackend):
    """A system's secret store that a test may empty or lock."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}
        self.is_locked = False

    def get_password(self, service, username):
        if self.is_locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        if self.is_locked:
            raise KeyringLocked
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


@pytest.fixture
def system():
    return MemoryKeyring()


@pytest.fixture
def places(tmp_path):
    return places_in(tmp_path)


@pytest.fixture
def made(places, system):
    return keys.create_keys(places, desk="d1", admin=HOA, effort=QUICK, system=system)


def moment(after=0.0, *, boot="b", back=0.0):
    """So many seconds later; `back`: with the wall clock set back by so many."""
    at = AT + timedelta(seconds=after - back)
    return Moment(at=at, boot=boot, monotonic=100.0 + after)


def unlock(places, system, name="hoa", password=PASSWORD, now=None):
    return keys.unlock(places, name, password, now=now or moment(), system=system)


def fail(places, system, *, times=1, now=None):
    now = now or moment()
    for n in range(times):
        later = Moment(
            at=now.at + timedelta(hours=n), boot=now.boot, monotonic=now.monotonic + 3600 * n
        )
        with pytest.raises(WrongPassword):
            unlock(places, system, password=WRONG, now=later)
    return later


def test_the_right_password_gives_the_database_key(places, system, made):
    opened = unlock(places, system)

    assert opened == made
    assert len(opened.key) == 48


@pytest.mark.parametrize("name", ["Hoà", "Hòa", "HOA", "hoa", "Hoa\u0300"])
@pytest.mark.usefixtures("made")
def test_a_name_is_known_however_it_is_typed(places, system, name):
    assert unlock(places, system, name=name).user == 1


def test_a_password_is_the_same_composed_or_not(places, system, made):
    decomposed = "ma\u0323\u0302t-kha\u0302\u0309u-ma\u0302\u0303u"

    assert unlock(places, system, password=decomposed).key == made.key


@pytest.mark.usefixtures("made")
def test_a_wrong_password_and_an_unknown_name_open_nothing(places, system):
    with pytest.raises(WrongPassword) as wrong:
        unlock(places, system, password=WRONG)
    with pytest.raises(WrongPassword):
        unlock(places, system, name="ai đó")

    assert wrong.value.details == {"seconds": "1"}


@pytest.mark.usefixtures("made")
def test_every_wrong_password_doubles_the_wait_up_to_a_quarter_of_an_hour(places, system):
    waits = []
    for n in range(14):
        with pytest.raises(WrongPassword) as wrong:
            unlock(places, system, password=WRONG, now=moment(3600.0 * n))
        waits.append(int(wrong.value.details["seconds"]))

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]


@pytest.mark.usefixtures("made")
def test_the_right_password_does_not_shorten_a_wait(places, system):
    last = fail(places, system, times=4)

    with pytest.raises(UserLockedOut) as locked:
        unlock(places, system, now=last)

    assert locked.value.details == {"seconds": "8"}


@pytest.mark.usefixtures("made")
def test_after_the_wait_the_right_password_ends_the_count(places, system):
    fail(places, system, times=4)

    unlock(places, system, now=moment(3600.0 * 3 + 8))

    assert read_key_file(places).users[0].lockout.failures == 0


@pytest.mark.usefixtures("made")
def test_a_clock_set_back_or_forward_does_not_shorten_a_wait(places, system):
    fail(places, system, times=1, now=moment())
    fail(places, system, times=1, now=moment(1.0))

    for now in (moment(1.5, back=86_400), moment(1.5, back=-86_400)):
        with pytest.raises(UserLockedOut):
            unlock(places, system, now=now)


@pytest.mark.usefixtures("made")
def test_a_clock_set_back_over_a_restart_begins_the_wait_anew(places, system):
    last = fail(places, system, times=5)
    before = Moment(at=last.at - timedelta(days=365), boot="next start", monotonic=1.0)
    soon = Moment(at=before.at + timedelta(seconds=15), boot="next start", monotonic=16.0)
    later = Moment(at=before.at + timedelta(seconds=16), boot="next start", monotonic=17.0)

    for now in (before, soon):
        with pytest.raises(UserLockedOut):
            unlock(places, system, now=now)

    assert unlock(places, system, now=later).user == 1


def test_one_users_wait_is_not_anothers(places, system, made):
    keys.add_key(places, made, BINH, effort=QUICK, system=system)
    fail(places, system, times=3)

    assert unlock(places, system, "bình", BINH.password).key == made.key


def test_the_second_copy_is_used_where_the_first_is_missing_or_damaged(places, system, made):
    places.key_file.unlink()
    assert unlock(places, system).key == made.key

    places.key_file.write_bytes(b"{")
    assert unlock(places, system).key == made.key


def test_every_change_writes_both_copies(places, system, made):
    places.key_file.unlink()

    keys.add_key(places, made, BINH, effort=QUICK, system=system)

    assert places.key_file.read_bytes() == places.key_file_copy.read_bytes()


def test_the_newer_copy_counts(places, system, made):
    older = places.key_file.read_bytes()
    keys.add_key(places, made, BINH, effort=QUICK, system=system)
    places.key_file.write_bytes(older)  # a power cut between the two copies

    assert unlock(places, system, "bình", BINH.password).key == made.key


@pytest.mark.usefixtures("made")
def test_no_key_file_and_a_damaged_one_are_told_apart(places, system):
    content = bytearray(places.key_file.read_bytes())
    content[len(content) // 2] ^= 1
    places.key_file.write_bytes(content)
    places.key_file_copy.write_bytes(content)
    with pytest.raises(KeyFileDamaged):
        unlock(places, system)

    places.key_file.unlink()
    places.key_file_copy.unlink()
    places.database.touch()
    with pytest.raises(KeyFileMissing):
        unlock(places, system)


def test_a_folder_without_a_desk_is_left_as_it_is(places, system):
    with pytest.raises(DatabaseMissing):
        unlock(places, system)

    assert not places.data.exists()


@pytest.mark.usefixtures("system", "made")
def test_any_flipped_bit_of_the_key_file_is_noticed(places):
    whole = places.key_file.read_bytes()
    places.key_file_copy.unlink()

    for offset in range(0, len(whole), 7):
        content = bytearray(whole)
        content[offset] ^= 4
        places.key_file.write_bytes(content)
        with pytest.raises((KeyFileDamaged, KeyFileTooNew)):
            read_key_file(places)


@pytest.mark.usefixtures("made")
def test_a_newer_key_file_is_told(places, system):
    plain = json.loads(places.key_file.read_bytes()) | {"format": 2}
    for path in (places.key_file, places.key_file_copy):
        path.write_text(json.dumps(plain), encoding="utf-8")

    with pytest.raises(KeyFileTooNew):
        unlock(places, system)


def test_another_users_record_does_not_open_under_ones_own_name(places, system, made):
    keys.add_key(places, made, BINH, effort=QUICK, system=system)
    file = read_key_file(places)
    hoa, binh = file.users
    write_key_file(places, file.with_user(replace(hoa, key=binh.key)))

    with pytest.raises(WrongPassword):
        unlock(places, system, "hoa", BINH.password)


@pytest.mark.usefixtures("made")
def test_without_the_device_secret_no_password_opens(places, system):
    system.kept.clear()

    with pytest.raises(DeviceSecretMissing) as missing:
        unlock(places, system)

    assert missing.value.details == {"home": "system"}


def test_a_password_alone_does_not_open_a_record():
    record = wrapped_key(
        b"k" * 48, PASSWORD, device_secret=b"s" * 32, desk="d1", user=1, effort=QUICK
    )

    def opened(password=PASSWORD, secret=b"s" * 32, desk="d1", user=1):
        return unwrapped_key(record, password, device_secret=secret, desk=desk, user=user)

    assert opened() == b"k" * 48
    assert len(record.salt + record.nonce + record.wrapped) == 92
    assert [
        opened(password=WRONG),
        opened(secret=b"t" * 32),
        opened(desk="d2"),
        opened(user=2),
    ] == [None] * 4


@pytest.mark.usefixtures("made")
def test_another_machines_secret_is_told_from_a_wrong_password(places, system):
    [(name, _)] = system.kept.items()
    system.kept[name] = "A" * 43 + "="

    with pytest.raises(DeviceSecretMissing):
        unlock(places, system)


@pytest.mark.usefixtures("made")
def test_a_locked_secret_store_is_told(places, system):
    system.is_locked = True

    with pytest.raises(DeviceSecretMissing):
        unlock(places, system)


def test_without_a_secret_store_a_file_of_this_account_takes_its_place_and_says_so(places, system):
    system.is_locked = True
    made = keys.create_keys(places, desk="d1", admin=HOA, effort=QUICK, system=system)

    opened = unlock(places, system)

    assert made.secret_home is opened.secret_home is SecretHome.FILE
    assert places.secret("d1").stat().st_mode & 0o077 == 0
    assert places.data not in places.secret("d1").parents
    places.secret("d1").unlink()
    with pytest.raises(DeviceSecretMissing) as missing:
        unlock(places, system)
    assert missing.value.details == {"home": "file"}


def test_a_disabled_user_opens_nothing(places, system, made):
    keys.add_key(places, made, BINH, effort=QUICK, system=system)

    keys.disable_key(places, 2)

    with pytest.raises(UserDisabled):
        unlock(places, system, "Bình", BINH.password)
    assert read_key_file(places).users[1].key is None


def test_a_changed_password_replaces_the_old_one_and_ends_the_wait(places, system, made):
    fail(places, system, times=6)

    keys.change_password(places, made, user=1, password="mật khẩu mới", effort=QUICK, system=system)

    assert unlock(places, system, password="mật khẩu mới").key == made.key
    with pytest.raises(WrongPassword):
        unlock(places, system)


def test_a_name_can_be_taken_once(places, system, made):
    with pytest.raises(UserExists):
        keys.add_key(
            places,
            made,
            NewUser(number=2, name="HÒA", password=PASSWORD),
            effort=QUICK,
            system=system,
        )


@pytest.mark.usefixtures("system")
def test_a_short_password_is_refused_before_anything_is_written(places):
    with pytest.raises(WeakPassword) as weak:
        keys.create_keys(places, desk="d1", admin=NewUser(number=1, name="A", password="12345"))

    assert weak.value.details == {"least": "6"}
    assert not places.data.exists()


@pytest.mark.usefixtures("made")
def test_keys_are_not_made_over_others(places, system):
    places.key_file.unlink()

    with pytest.raises(DatabaseExists):
        keys.create_keys(places, desk="d2", admin=HOA, effort=QUICK, system=system)


def test_only_a_known_user_gets_a_new_password(places, system, made):
    with pytest.raises(UnknownUser):
        keys.change_password(places, made, user=9, password=PASSWORD, system=system)


@pytest.fixture
def escrowed(places, system):
    """A desk whose key lies sealed to an escrow key; the key pair and what unlocks."""
    escrow = new_seal_key()
    made = keys.create_keys(places, desk="d1", admin=HOA, effort=QUICK, system=system)
    create_database(places.database, made.key).close()
    keep_recovery(places, made, machine=7, recipient=escrow.recipient)
    return escrow, made


@pytest.mark.parametrize("is_secret_gone", [False, True])
def test_the_province_lets_one_account_in_again(places, system, escrowed, is_secret_gone):
    escrow, made = escrowed
    if is_secret_gone:
        system.kept.clear()
    request = ask_recovery(places, "hoà")
    answer = pass_on(read_request(request), (escrow.private,))
    told = {"name": "Hoà", "password": "mật khẩu mới", "effort": QUICK, "system": system}

    opened = take_recovery(places, answer, **told)

    assert read_request(request).person == HOA.name
    assert opened.key == made.key
    assert unlock(places, system, password="mật khẩu mới").key == made.key
    with pytest.raises(RecoveryUnasked):  # an answer opens once
        take_recovery(places, answer, **told)


def test_an_answer_opens_for_the_request_of_this_desk_alone(places, system, escrowed):
    escrow, made = escrowed
    before = places.key_file.read_bytes()
    first = ask_recovery(places, "Hoà")
    again = ask_recovery(places, "Hoà", is_new=False)
    other = replace(read_request(first), desk=Desk(dev=8, installation="d1"))
    late = pass_on(read_request(first), (escrow.private,))
    ask_recovery(places, "Hoà")

    assert again == first
    with pytest.raises(SealBroken):
        pass_on(other, (escrow.private,))
    with pytest.raises(SealBroken):
        pass_on(read_request(first), (new_seal_key().private,))
    for answer in (late, b"", b"rubbish", late[:-1]):
        with pytest.raises(RecoveryFailed):
            take_recovery(places, answer, name="Hoà", password="mật khẩu mới", system=system)
    with pytest.raises(UnknownUser):
        ask_recovery(places, "Kẻ lạ")
    assert made.key not in first
    assert places.key_file.read_bytes() == before


@pytest.mark.usefixtures("made")
def test_a_desk_without_a_sealed_key_says_it_cannot_be_recovered(places):
    create_database(places.database, bytes(keys.KEY_BYTES)).close()

    with pytest.raises(RecoveryUnsealed):
        ask_recovery(places, "Hoà")


def test_a_key_is_sealed_again_for_another_escrow_key_alone(places, escrowed):
    escrow, made = escrowed
    revision = read_key_file(places).revision
    keep_recovery(places, made, machine=7, recipient=escrow.recipient)
    same = read_key_file(places).revision
    keep_recovery(places, made, machine=7, recipient=new_seal_key().recipient)

    assert (same, read_key_file(places).revision) == (revision, revision + 1)


@given(st.binary(max_size=400))
def test_what_is_no_request_is_refused(content):
    with pytest.raises(MalformedMessage):
        read_request(content)


def test_the_shipped_effort_is_the_one_agreed():
    assert keys.Effort() == keys.Effort(memory_kib=65_536, passes=3, lanes=1)


def test_a_disabled_users_name_stays_taken(places, system, made):
    keys.add_key(places, made, BINH, effort=QUICK, system=system)
    keys.disable_key(places, 2)

    with pytest.raises(UserExists):
        keys.add_key(
            places,
            made,
            NewUser(number=3, name="binh", password=PASSWORD),
            effort=QUICK,
            system=system,
        )

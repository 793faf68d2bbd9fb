"""Orders of the province at the desk: who is locked out, what machine is revoked, what program."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from desk_app.domain.rights import Role
from desk_app.store import barring
from desk_app.store.access import ended, least_app_missed, locked_out, note_refused
from desk_app.store.barring import apply_locks
from desk_app.store.errors import DiskFull, MachineEnded, UserBarred, UserDisabled
from desk_app.store.key_file import read_key_file
from desk_app.store.opening import open_store
from sync.protocol.control import AppOrder, MachineOrder, UserOrder, write_order
from sync.protocol.page import Verdict
from tests.store.making import AT, PASSWORD, QUICK, Hub, receive
from tests.support.clock import SetClock

SECOND = int(AT.timestamp())


def ordered(store, *orders, hub=None):
    """Let the store take these orders; the hub that gave them."""
    hub = hub or Hub()
    for order in orders:
        hub.write(None, kind_and_body=write_order(order))
    hub.settle(store)
    return hub


def lock(name, *, at=SECOND, locked=True):
    return UserOrder(name=name, at=at, is_locked=locked, reason="nghỉ việc" if locked else "")


def revoked(dev=5, *, at=SECOND, wipe=False):
    return MachineOrder(dev=dev, at=at, reason="mất máy", is_wipe=wipe)


@pytest.fixture
def with_colleague(store):
    store.users.add("Bình", PASSWORD, roles=[Role.CLERK], by=1, at=AT)
    return store


def opened_by(store, name):
    store.close()
    return open_store(store.places, name, PASSWORD, now=AT, effort=QUICK)


def test_a_revoked_machine_writes_nothing_more_and_shows_everything(store):
    entry = receive(store)

    ordered(store, revoked())

    with pytest.raises(MachineEnded):
        receive(store)
    assert store.journal.dossier(entry.entity).code
    assert (ended(store.database).reason, ended(store.database).is_wipe) == ("mất máy", False)


def test_an_order_about_another_machine_concerns_nobody_here(store):
    ordered(store, revoked(dev=6, wipe=True))

    assert ended(store.database) is None
    receive(store)


def test_a_refusal_alone_revokes_too_and_the_order_brings_the_reason(store):
    note_refused(store.database, {"dev": "5", "at": str(SECOND), "wipe": ""})
    with pytest.raises(MachineEnded):
        receive(store)

    ordered(store, revoked(at=SECOND + 5))

    assert ended(store.database).reason == "mất máy"
    assert ended(store.database).at == AT


def test_a_wipe_is_never_taken_back(store):
    ordered(store, revoked(wipe=True))

    note_refused(store.database, {"at": str(SECOND), "wipe": ""})

    assert ended(store.database).is_wipe


def test_a_locked_person_cannot_sign_in_and_the_colleague_can(with_colleague):
    ordered(with_colleague, lock("HOA"))
    apply_locks(with_colleague.database, with_colleague.places)

    with pytest.raises(UserBarred):
        opened_by(with_colleague, "Hoa")

    opened_by(with_colleague, "Bình").close()


def test_the_key_of_a_locked_person_leaves_the_key_file(with_colleague):
    """A password that opens nothing needs no program that refuses it."""
    ordered(with_colleague, lock("Hoa"))

    apply_locks(with_colleague.database, with_colleague.places)

    kept = {user.name: user for user in read_key_file(with_colleague.places).users}
    assert kept["Hoa"].key is None
    assert kept["Bình"].key is not None
    content = json.loads(with_colleague.places.key_file_copy.read_text("utf-8"))
    assert [user["number"] for user in content["users"] if "wrapped" in user] == [2]


def test_an_unlocked_person_signs_in_with_the_password_of_before(with_colleague):
    hub = ordered(with_colleague, lock("Hoa"))
    apply_locks(with_colleague.database, with_colleague.places)
    colleague = opened_by(with_colleague, "Bình")
    ordered(colleague, lock("hoa", at=SECOND + 9, locked=False), hub=hub)

    apply_locks(colleague.database, colleague.places)

    back = opened_by(colleague, "Hoa")
    assert locked_out(back.database, "Hoa") is None
    back.close()


def test_the_last_person_keeps_the_key_and_is_refused_all_the_same(store):
    ordered(store, lock("Hoa"))
    apply_locks(store.database, store.places)

    with pytest.raises(UserBarred):
        opened_by(store, "Hoa")

    assert read_key_file(store.places).users[0].key is not None


def test_the_last_person_may_still_hear_the_province(store):
    hub = ordered(store, lock("Hoa"))
    store.close()
    listening = open_store(store.places, "Hoa", PASSWORD, now=AT, effort=QUICK, may_be_barred=True)
    ordered(listening, lock("Hoa", at=SECOND + 9, locked=False), hub=hub)

    apply_locks(listening.database, listening.places)

    opened_by(listening, "Hoa").close()


def test_when_all_are_locked_one_key_stays(with_colleague):
    ordered(with_colleague, lock("Hoa"), lock("Bình"))

    apply_locks(with_colleague.database, with_colleague.places)

    keys = [user.key for user in read_key_file(with_colleague.places).users]
    assert any(key is not None for key in keys)


def test_a_lock_cut_between_database_and_key_file_is_finished_later(with_colleague):
    ordered(with_colleague, lock("Hoa"))
    before = with_colleague.places.key_file.read_bytes()
    apply_locks(with_colleague.database, with_colleague.places)
    for path in (with_colleague.places.key_file, with_colleague.places.key_file_copy):
        path.write_bytes(before)  # as if the power had gone before it was written

    apply_locks(with_colleague.database, with_colleague.places)

    kept = {user.name: user for user in read_key_file(with_colleague.places).users}
    assert kept["Hoa"].is_barred


def test_a_key_is_in_the_database_before_it_leaves_the_file(with_colleague, monkeypatch):
    ordered(with_colleague, lock("Hoa"))

    def cut(*_arguments):
        raise DiskFull

    monkeypatch.setattr(barring, "write_key_file", cut)
    with pytest.raises(DiskFull):
        apply_locks(with_colleague.database, with_colleague.places)

    assert with_colleague.settings.get("access.parked")["1"]["wrapped"]


def test_who_was_disabled_here_stays_disabled_when_the_province_unlocks(with_colleague):
    with_colleague.users.disable(2, by=1, at=AT)
    hub = ordered(with_colleague, lock("Bình"))
    apply_locks(with_colleague.database, with_colleague.places)
    ordered(with_colleague, lock("Bình", at=SECOND + 9, locked=False), hub=hub)
    apply_locks(with_colleague.database, with_colleague.places)

    with pytest.raises(UserDisabled):
        opened_by(with_colleague, "Bình")


def test_a_locked_person_writes_nothing_even_while_signed_in(store):
    ordered(store, lock("Hoa"))

    with pytest.raises(UserBarred):
        receive(store)


def test_an_older_order_that_comes_again_changes_nothing(store):
    """A feed that is read anew brings the lock again after the unlock was known."""
    hub = ordered(store, lock("Hoa"), lock("Hoa", at=SECOND + 60, locked=False))
    again = Hub(epoch=hub.epoch + 1)
    again.write(None, kind_and_body=write_order(lock("Hoa")))

    store.replica(SetClock(AT)).take(again.reply(store, after=0))

    assert locked_out(store.database, "Hoa") is None


def test_an_order_in_the_name_of_the_hub_by_a_machine_is_none(store):
    hub = Hub()
    hub.write(None, author=6, kind_and_body=write_order(lock("Hoa")))
    hub.write(None, author=6, kind_and_body=write_order(revoked(wipe=True)))

    hub.settle(store)

    assert locked_out(store.database, "Hoa") is None
    assert ended(store.database) is None


def test_an_order_that_was_refused_is_none(store):
    hub = Hub()
    hub.write(None, verdict=Verdict.REFUSED, kind_and_body=write_order(revoked()))

    hub.settle(store)

    assert ended(store.database) is None


@pytest.mark.parametrize("body", [(), ("x",), (5, "x", "y"), (5, 1)])
def test_an_order_that_cannot_be_read_stops_nothing(store, body):
    hub = Hub()
    hub.write(None, kind_and_body=(1004, body))

    hub.settle(store)

    receive(store)


def test_an_old_program_is_told_what_is_wanted(store):
    since = int((AT + timedelta(days=30)).timestamp())

    hub = ordered(store, AppOrder(version="99.0", since=since))

    assert least_app_missed(store.database).version == "99.0"
    ordered(store, AppOrder(version="0.0.1", since=since), hub=hub)
    assert least_app_missed(store.database) is None


def test_keys_that_were_parked_do_not_stand_twice(with_colleague):
    hub = ordered(with_colleague, lock("Hoa"))
    apply_locks(with_colleague.database, with_colleague.places)
    ordered(with_colleague, lock("Hoa", at=SECOND + 9, locked=False), hub=hub)

    apply_locks(with_colleague.database, with_colleague.places)

    assert with_colleague.settings.get("access.parked") == {}
    file = read_key_file(with_colleague.places)
    assert replace(file, users=()).desk == with_colleague.unlocked.desk

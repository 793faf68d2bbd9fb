"""Whose signature on a paper counts, as the desk keeps it."""

from datetime import timedelta

from desk_app.store.issuers import issuers_named, list_as_of
from sync.proof.paper import key_id_of
from sync.protocol.control import KeysOrder, MachineKey, MachineOrder
from tests.store.making import AT
from tests.store.test_orders import ordered

KEY = b"k" * 32
SECOND = int(AT.timestamp())


def told(until=0, key=KEY):
    one = MachineKey(dev=8, org="H17.20444", key=key, since=SECOND - 9, until=until)
    return KeysOrder(keys=(one,))


def the_issuer(store):
    (found,) = issuers_named(store.database, key_id_of(KEY))
    return found


def test_a_machine_of_another_commune_is_known_by_its_key(store):
    ordered(store, told())

    assert the_issuer(store).organisation == "H17.20444"
    assert the_issuer(store).public_key == KEY
    assert the_issuer(store).until is None
    assert issuers_named(store.database, b"\0" * 8) == []


def test_the_end_of_a_key_is_never_taken_back(store):
    hub = ordered(store, told(), told(until=SECOND + 60))

    ordered(store, told(), hub=hub)

    assert the_issuer(store).until == AT + timedelta(seconds=60)


def test_an_order_to_a_machine_of_the_commune_ends_its_key(store):
    ordered(store, told(), MachineOrder(dev=8, at=SECOND + 60, reason="mất", is_wipe=False))

    assert the_issuer(store).until == AT + timedelta(seconds=60)


def test_the_list_is_as_old_as_the_last_answer(store):
    assert list_as_of(store.database) is None

    hub = ordered(store, told())

    assert list_as_of(store.database) is not None
    before = list_as_of(store.database)
    ordered(store, told(key=b"j" * 32), hub=hub)
    assert list_as_of(store.database) >= before

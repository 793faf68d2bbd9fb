"""Keys that sign papers: told to every desk together, and the end of one at once."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from sync.client.exchange import exchange_once
from sync.errors import MalformedMessage
from sync.hub import tables
from sync.hub.control import revoke
from sync.hub.machine_keys import GATHER_S, tell_keys
from sync.protocol.control import (
    KEYS_TOLD,
    MOST_KEYS,
    KeysOrder,
    MachineKey,
    read_order,
    write_order,
)
from sync.protocol.versions import PROVINCE_SCOPE
from sync.record import decode
from tests.sync.conftest import BOTH, ORG, OTHER_ORG


def later(clock, seconds):
    clock.at += timedelta(seconds=seconds)


def told_to(desk):
    """The orders about keys in the province's feed, as this desk has it."""
    changes = [decode(row[8]) for row in desk.feed(PROVINCE_SCOPE)]
    return [read_order(one.kind, one.body) for one in changes if one.kind == KEYS_TOLD]


@BOTH
def test_every_desk_of_the_province_learns_every_key(hub, desk, stranger, link, clock):
    later(clock, GATHER_S)

    assert tell_keys(hub) == 3

    for reader in (desk, stranger):
        exchange_once(reader, link)
        (order,) = told_to(reader)
        assert {(one.dev, one.org) for one in order.keys} == {(1, ORG), (2, ORG), (3, OTHER_ORG)}
        assert [one.key for one in order.keys if one.dev == desk.granted.dev] == [desk.public]
        assert {one.until for one in order.keys} == {0}


def test_what_was_told_is_not_told_again(hub, clock):
    later(clock, GATHER_S)
    tell_keys(hub)

    assert tell_keys(hub, at_once=True) == 0


def test_a_fresh_machine_waits_an_hour_for_others(hub, clock):
    later(clock, GATHER_S - 1)

    assert tell_keys(hub) == 0
    later(clock, 1)
    assert tell_keys(hub) == 3


@BOTH
def test_the_end_of_a_machine_is_told_at_once(hub, desk, stranger, link, clock):
    tell_keys(hub, at_once=True)
    later(clock, 5)
    revoke(hub, desk.granted.dev, reason="mất máy")

    assert tell_keys(hub) == 1

    exchange_once(stranger, link)
    last = told_to(stranger)[-1]
    assert [(one.dev, one.until) for one in last.keys] == [(desk.granted.dev, hub.now())]


def test_many_machines_are_told_of_in_several_changes(hub, stranger, link, clock):
    with hub.database.writing() as connection:
        known = connection.execute(tables.devices.select().limit(1)).one()._asdict()
        connection.execute(
            insert(tables.devices),
            [
                known | {"dev": dev, "device_key": dev.to_bytes(32, "big")}
                for dev in range(10, 10 + 2 * MOST_KEYS)
            ],
        )
    later(clock, GATHER_S)

    assert tell_keys(hub) == 2 * MOST_KEYS + 3

    exchange_once(stranger, link)
    told = [one.dev for order in told_to(stranger) for one in order.keys]
    assert len(told) == len(set(told)) == 2 * MOST_KEYS + 3


def test_an_order_about_keys_is_read_as_it_was_written():
    order = KeysOrder(keys=(MachineKey(dev=7, org=ORG, key=b"k" * 32, since=5, until=0),))

    assert read_order(*write_order(order)) == order


@pytest.mark.parametrize(
    "body", [(), (1,), ((1,),), (((1, ORG, b"k" * 31, 5, 0),),), (((1, ORG, b"k" * 32, 5),),)]
)
def test_an_order_about_keys_that_cannot_be_read_says_so(body):
    with pytest.raises(MalformedMessage):
        read_order(KEYS_TOLD, body)

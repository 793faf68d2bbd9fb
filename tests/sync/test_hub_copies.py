"""Copies of a hub on either database, and what it notices of one that was put back."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from sync import record
from sync.client.exchange import exchange_once
from sync.errors import HubFailed
from sync.hub import tables
from sync.hub.backup import back_up, require_whole, verify
from sync.hub.errors import HubPutBack
from sync.hub.hub import open_hub
from sync.hub.own_log import say
from sync.hub.restoring import renew, restore_hub
from sync.hub.vigil import mark_of
from tests.sync.conftest import BOTH, ORG, small_province
from tests.sync.rules import CREATED
from tests.sync.small_replica import SmallReplica
from tests.sync.wires import DirectLink


def durable_of(hub, desk):
    query = select(tables.epochs.c.durable).where(tables.epochs.c.dev == desk.granted.dev)
    with hub.database.reading() as connection:
        return connection.execute(query).scalar_one()


@BOTH
def test_a_copy_counts_once_it_was_read_back(hub, desk, link, tmp_path):
    desk.write(CREATED, (f"{ORG}-261123-0001",))
    exchange_once(desk, link)

    copy = back_up(hub, tmp_path / "copies")
    desk.write(CREATED, (f"{ORG}-261123-0002",))
    exchange_once(desk, link)
    by_itself = durable_of(hub, desk)
    moved = verify(hub, copy.number)

    is_sqlite = hub.database.engine.dialect.name == "sqlite"
    assert copy.is_verified is is_sqlite
    assert (by_itself, moved) == ((1, 0) if is_sqlite else (0, 1))
    assert copy.command.startswith("pg_dump ") is not is_sqlite
    assert (durable_of(hub, desk), desk.acked()) == (1, 2)
    assert "hub.key" in require_whole(copy.folder)["sha256"]


def test_lists_of_keys_and_what_tls_shows_come_back_with_the_keys(hub, tmp_path):
    kept = {"hub.lists": b"lists", "tls-root.pem": b"root", "tls.key": b"leaf"}
    for name, content in kept.items():
        (hub.folder / name).write_bytes(content)
    copy = back_up(hub, tmp_path / "copies")

    put_back = restore_hub(copy.folder, tmp_path / "again", small_province())

    assert {name: (put_back.folder / name).read_bytes() for name in kept} == kept
    assert (put_back.folder / "hub.key").read_bytes() == (hub.folder / "hub.key").read_bytes()


@BOTH
def test_a_hub_put_back_begins_an_epoch_and_a_log_of_its_own(hub, desk, prepared):
    with hub.database.writing() as connection:
        before = mark_of(connection)
        said = say(hub, connection, "province", kind=1001, body=("x", "y", 1, bytes(32)))
    hub.database.close()

    renew(prepared.folder, small_province(), database_url=prepared.database_url)

    again = open_hub(prepared.folder, small_province(), database_url=prepared.database_url)
    with again.database.writing() as connection:
        after = mark_of(connection)
        later = say(again, connection, "province", kind=1001, body=("x", "z", 1, bytes(32)))
    assert after.hub_ep != before.hub_ep
    assert after.own_ep > before.own_ep
    assert record.creator(later.change.ent)[:2] == (0, after.own_ep)
    assert said.change.ent != later.change.ent
    exchange_once(SmallReplica(desk.granted, key=desk.key), DirectLink(again))
    again.database.close()


@BOTH
def test_a_line_of_time_that_changed_is_noticed(hub, prepared):
    hub.vigil.note(hub.database, now=hub.now())
    with hub.database.writing() as connection:
        connection.execute(update(tables.hub).values(hub_ep=5))
    hub.database.close()

    with pytest.raises(HubPutBack):
        open_hub(prepared.folder, small_province(), database_url=prepared.database_url)


@BOTH
def test_a_running_hub_stops_when_an_older_database_takes_over(hub, desk, link, clock):
    desk.write(CREATED, (f"{ORG}-261123-0001",))
    exchange_once(desk, link)
    hub.vigil.note(hub.database, now=hub.now())
    with hub.database.writing() as connection:
        connection.execute(update(tables.feeds).values(pos=0, digest=0))
    clock.at += timedelta(seconds=31)

    with pytest.raises(HubFailed) as refused:
        exchange_once(desk, link)

    assert refused.value.details["reason"] == "hub_put_back"

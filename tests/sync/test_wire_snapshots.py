"""A feed kept short: what is over leaves it, and who was away too long gets the snapshot."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from sync.client.exchange import exchange_once
from sync.client.link import HttpLink
from sync.errors import HubAnsweredRubbish, MalformedMessage, ReplicaDiverged
from sync.hub import tables
from sync.hub.snapshots import compact, compact_all
from sync.protocol.page import FeedRecord, Verdict
from sync.protocol.snapshot import Content, KeyRange, Offer, read_content, write_content
from tests.sync import looks
from tests.sync.conftest import BOTH, ORG
from tests.sync.rules import CREATED, PAID, STEPPED
from tests.sync.servers import serving
from tests.sync.wires import DirectLink


@pytest.fixture
def short(hub):
    """A hub for which a dossier is over after its second step."""
    return replace(hub, province=replace(hub.province, over=frozenset({"step 2"})))


def dossier(desk, number, steps=2):
    ent = desk.write(CREATED, (f"{ORG}-261123-{number:04d}",))
    for step in range(1, steps + 1):
        desk.write(STEPPED, (step,), ent=ent)
    return ent


def shorten(hub, clock, *, scope=ORG):
    """Compact everything there is by now."""
    clock.at += timedelta(days=1)
    return compact(hub, scope, before=int(clock.at.timestamp()))


@BOTH
def test_what_is_over_leaves_the_feed_and_stays_in_the_ledger(short, desk, clock):
    for number in range(1, 4):
        dossier(desk, number)
    dossier(desk, 9, steps=1)
    exchange_once(desk, DirectLink(short))

    done = shorten(short, clock)

    assert (done.floor, done.dropped) == (11, 9)
    assert [row[0] for row in looks.feed(short, ORG)] == [10, 11]
    assert looks.count(short, tables.changes) == 11


@BOTH
def test_a_new_desk_gets_what_is_open_and_goes_on_with_pages(short, desk, colleague, clock):
    dossier(desk, 1)
    open_one = dossier(desk, 2, steps=1)
    exchange_once(desk, DirectLink(short))
    shorten(short, clock)
    desk.write(PAID, (5,), ent=open_one)
    exchange_once(desk, DirectLink(short))

    exchange_once(colleague, DirectLink(short))

    assert [row[1] for row in colleague.feed(ORG)] == [4, 5, 6]
    assert colleague.cursors()[ORG] == desk.cursors()[ORG]


@BOTH
def test_who_was_away_keeps_what_it_knew_and_loses_what_never_was(short, desk, colleague, clock):
    dossier(desk, 1)
    exchange_once(desk, DirectLink(short))
    exchange_once(colleague, DirectLink(short))
    dossier(desk, 2, steps=1)
    exchange_once(desk, DirectLink(short))
    shorten(short, clock)
    colleague.db.execute(
        "INSERT INTO settled VALUES (?, 99, 1, 7, 1, 1, 'ok', '', x'00', 5)", (ORG,)
    )

    exchange_once(colleague, DirectLink(short))

    assert sorted(row[1] for row in colleague.feed(ORG)) == [1, 2, 3, 4, 5]


@BOTH
def test_a_desk_at_the_floor_needs_no_snapshot(short, desk, clock):
    dossier(desk, 1)
    exchange_once(desk, DirectLink(short))
    shorten(short, clock)

    exchange_once(desk, DirectLink(short))

    assert desk.snapshots == {}


@BOTH
def test_a_feed_is_shortened_again_and_keeps_every_key(short, desk, colleague, clock):
    dossier(desk, 1)
    exchange_once(desk, DirectLink(short))
    shorten(short, clock)
    dossier(desk, 2)
    exchange_once(desk, DirectLink(short))
    again = shorten(short, clock)
    dossier(desk, 3, steps=1)
    exchange_once(desk, DirectLink(short))

    exchange_once(colleague, DirectLink(short))

    assert (again.floor, again.dropped) == (6, 3)
    assert [row[1] for row in colleague.feed(ORG)] == [6, 7, 8]


@BOTH
def test_nothing_old_enough_changes_nothing(short, desk, clock):
    dossier(desk, 1)
    exchange_once(desk, DirectLink(short))

    assert compact(short, ORG, before=int(clock.at.timestamp()) - 9_999) is None
    assert compact_all(short, before=0) == []


@BOTH
def test_a_hub_that_offers_the_same_again_and_again_is_told_to_a_person(short, desk, clock):
    dossier(desk, 1)
    exchange_once(desk, DirectLink(short))
    shorten(short, clock)
    desk.db.execute("DELETE FROM cursors")
    exchange_once(desk, DirectLink(short))
    desk.db.execute("DELETE FROM cursors")

    with pytest.raises(ReplicaDiverged):
        exchange_once(desk, DirectLink(short))


@BOTH
def test_a_snapshot_comes_in_ranges_over_http(short, desk, colleague, clock):
    for number in range(1, 30):
        dossier(desk, number, steps=1)
    dossier(desk, 99)
    exchange_once(desk, DirectLink(short))
    shorten(short, clock)

    with serving(short) as url, HttpLink(url) as link:
        done = exchange_once(colleague, link)

    assert done.bytes_down > 0
    assert len(colleague.feed(ORG)) == 59


@BOTH
def test_a_content_that_is_not_what_was_offered_is_not_believed(short, desk, colleague, clock):
    dossier(desk, 1)
    dossier(desk, 2, steps=1)
    exchange_once(desk, DirectLink(short))
    shorten(short, clock)

    class Flipping(DirectLink):
        def snapshot(self, *told, **more):
            content = super().snapshot(*told, **more)
            return content[:-1] + bytes([content[-1] ^ 1])

    with pytest.raises(HubAnsweredRubbish):
        exchange_once(colleague, Flipping(short))

    exchange_once(colleague, DirectLink(short))
    assert len(colleague.feed(ORG)) == 2


@BOTH
def test_another_unit_reads_no_snapshot_of_this_one(short, desk, stranger, clock):
    dossier(desk, 1)
    exchange_once(desk, DirectLink(short))
    shorten(short, clock)

    exchange_once(stranger, DirectLink(short))

    assert stranger.feed(ORG) == []


def test_a_content_is_read_back():
    keys = (KeyRange(dev=1, ep=1, first=1, last=9, verdict=Verdict.HELD),)
    entry = FeedRecord(
        pos=10, ver=2, dev=1, ep=1, seq=10, verdict=Verdict.OK, reason="", raw=b"raw"
    )
    content = write_content(keys, [entry])

    offer = Offer(
        hub_id=bytes(8),
        hub_ep=1,
        scope=ORG,
        pos=10,
        newest=10,
        digest=1,
        size=len(content),
        sha256=sha256(content).hexdigest(),
    )

    assert read_content(content, expected=offer) == Content(keys=keys, records=(entry,))
    with pytest.raises(MalformedMessage):
        read_content(content[:-1], expected=offer)

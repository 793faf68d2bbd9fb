"""Feeds: positions without gaps whoever writes and reads meanwhile, and a digest to prove it."""

import threading

import pytest
from sqlalchemy import select

from sync.client.exchange import exchange_once
from sync.hub import tables
from sync.hub.feeds import Reader
from sync.protocol import page
from sync.protocol.hello import Cursor
from tests.sync import looks
from tests.sync.bodies import asked, frame_of
from tests.sync.conftest import BOTH, ORG
from tests.sync.rules import CREATED, POISON, STEPPED
from tests.sync.wires import DirectLink

pytestmark = BOTH
ROUNDS = 6


def work(desk, number):
    ent = desk.write(CREATED, (f"{ORG}-261123-{number:04d}",))
    desk.write(STEPPED, (1,), ent=ent)
    desk.write(POISON, (), ent=ent)


def test_writers_at_once_leave_no_gap_and_readers_skip_nothing(hub, desk, colleague):
    seen, troubles = [], []

    def write(machine, first):
        try:
            for number in range(first, first + ROUNDS):
                work(machine, number)
                exchange_once(machine, DirectLink(hub))
        except Exception as error:
            troubles.append(error)
            raise

    def look():
        cursor = Cursor(hub_ep=0, pos=0)
        while len(seen) < ROUNDS * 6 and not troubles:
            with hub.database.reading() as connection:
                rows = connection.execute(
                    select(tables.feed.c.pos)
                    .where(tables.feed.c.scope == ORG, tables.feed.c.pos > cursor.pos)
                    .order_by(tables.feed.c.pos)
                ).all()
            seen.extend(row.pos for row in rows)
            cursor = Cursor(hub_ep=0, pos=seen[-1] if seen else 0)

    threads = [
        threading.Thread(target=write, args=(desk, 1)),
        threading.Thread(target=write, args=(colleague, 500)),
        threading.Thread(target=look),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    exchange_once(desk, DirectLink(hub))
    exchange_once(colleague, DirectLink(hub))
    assert troubles == []
    assert seen == list(range(1, ROUNDS * 6 + 1))
    assert desk.feed(ORG) == colleague.feed(ORG)
    assert len(desk.feed(ORG)) == ROUNDS * 6


def test_the_digest_of_a_feed_is_the_sum_over_its_records(hub, desk, link):
    work(desk, 1)
    exchange_once(desk, link)
    digest = 0
    for pos, ver, dev, ep, seq, verdict, reason, raw, told in looks.feed(hub, ORG):
        entry = page.FeedRecord(
            pos=pos,
            ver=ver,
            dev=dev,
            ep=ep,
            seq=seq,
            verdict=page.Verdict(verdict),
            reason=reason,
            raw=None,
        )
        digest = page.add(digest, ORG, entry, raw)

        assert told == digest

    assert desk.cursors()[ORG].digest == digest


def test_every_record_of_an_entity_has_a_version_of_its_own(hub, desk, link):
    work(desk, 1)

    exchange_once(desk, link)

    assert [(row[1], row[5]) for row in looks.feed(hub, ORG)] == [(1, "ok"), (2, "ok"), (3, "held")]


@pytest.mark.parametrize(
    "cursor",
    [
        pytest.param(Cursor(1, 2, 12345), id="another digest"),
        pytest.param(Cursor(1, 99, 0), id="beyond the end"),
    ],
)
def test_a_reader_the_hub_does_not_know_begins_anew(hub, desk, link, cursor):
    work(desk, 1)
    asked(desk, link, frame_of(desk))

    told = asked(desk, link, cursors={ORG: cursor}).pages[0]

    assert (told.after, told.last, told.newest) == (0, 3, 3)
    assert looks.count(hub, tables.feed) == 3


def test_a_reader_of_a_feed_that_is_empty_again_is_told_so(stranger, link):
    told = asked(stranger, link, cursors={stranger.granted.org: Cursor(1, 5, 9)}).pages[0]

    assert (told.after, told.last, told.newest, told.records) == (0, 0, 0, ())


def test_a_reader_gets_the_bytes_of_others_and_of_its_own_only_the_verdict(desk, colleague, link):
    work(desk, 1)
    own = asked(desk, link, frame_of(desk)).pages[0].records

    others = asked(colleague, link).pages[0].records

    assert [entry.raw for entry in own] == [None, None, None]
    assert [entry.raw for entry in others] == desk.outbox(0, 10**9)
    assert [entry.verdict for entry in own] == [entry.verdict for entry in others]


def test_a_page_is_cut_near_the_size_asked_for(hub, desk, colleague, link):
    for number in range(1, 300):
        desk.write(CREATED, (f"{ORG}-261123-{number:04d}", f"{number * 7919:x}" * 8))
    exchange_once(desk, link)

    told = asked(colleague, link, want_bytes=5_000)

    assert 0 < told.pages[0].last < 299
    assert told.pages[0].has_more
    with hub.database.reading() as connection:
        reader = Reader(connection, hub_ep=1, author=(9, 9), key=hub.key)
        signed = reader.pages([ORG], {}, want_bytes=5_000)
    assert len(signed[0]) < 7_000

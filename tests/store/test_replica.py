"""The desk's side of a round: what goes out, and an answer taken whole or not at all."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from desk_app.domain import events
from desk_app.store.entries import Standing
from desk_app.store.errors import NeedsNewEpoch, RecordRefused
from desk_app.store.identity import freeze
from desk_app.store.lists import ListFilter
from sync import record
from sync.client.replica import Replica  # noqa: TC001 - read as a claim
from sync.protocol.hello import Cursor
from sync.protocol.page import FeedRecord, Verdict
from sync.protocol.versions import FILE_PUBLISHED
from tests.store.making import AT, HUB_ID, SCOPE, Hub, do, handed_on, receive, received
from tests.support.clock import SetClock


@pytest.fixture
def hub():
    return Hub()


@pytest.fixture
def replica(store):
    return store.replica(SetClock(AT))


def foreign(hub, name="Người của quầy khác", *, code="H17.20443-261123-2001", author=9):
    return hub.write(received(name, code=code), author=author)


def test_it_is_what_a_round_asks_for(replica):
    asked: Replica = replica  # for the type checker

    identity = asked.identity()

    assert (identity.hub_id, identity.dev, identity.ep) == (HUB_ID, 5, 1)
    assert len(identity.sign(b"x")) == 64


def test_the_counter_rises_also_over_a_restart(store, replica):
    assert [replica.next_counter() for _ in range(3)] == [1, 2, 3]
    assert store.replica(SetClock(AT)).next_counter() == 4


def test_the_outbox_holds_own_changes_in_order_within_the_limit(store, replica):
    for _ in range(4):
        receive(store)

    everything = replica.outbox(0, 1_000_000)
    numbers = [record.decode(raw).seq for raw in everything]

    assert numbers == [1, 2, 3, 4, 5]
    assert replica.outbox(3, 1_000_000) == everything[3:]
    assert replica.outbox(0, 1) == everything[:1]
    assert replica.outbox(0, len(everything[0]) + len(everything[1])) == everything[:2]
    assert replica.outbox(5, 1_000_000) == []
    assert replica.last() == 5


def test_a_long_outbox_is_cut_by_bytes_and_nothing_is_left_out(store, replica):
    for _ in range(40):
        receive(store)

    sent, after = [], 0
    while raws := replica.outbox(after, 2_000):
        assert sum(map(len, raws)) <= 2_000
        sent += [record.decode(raw).seq for raw in raws]
        after = sent[-1]

    assert sent == list(range(1, 42))


def test_heads_are_those_of_the_chain(store, replica):
    receive(store)

    assert replica.head(0) == record.first_head(5, 1)
    assert replica.head(2) == store.database.value("SELECT head FROM journal WHERE number = 2")


def test_an_answer_settles_ours_and_brings_those_of_others(store, hub, replica):
    entry = receive(store)
    hub.judge(entry)
    aside = do(store, handed_on(), entry.entity)
    hub.judge(aside, Verdict.HELD, "wrong_status")
    hub.judge(do(store, handed_on("ai"), entry.entity), Verdict.REFUSED, "x")
    foreign(hub)

    taken = hub.settle(store)

    assert (taken.settled, taken.held, taken.refused, taken.received) == (3, 1, 1, 1)
    assert replica.cursors() == {SCOPE: Cursor(7, 4, 44)}
    assert store.database.value("SELECT count(*) FROM dossiers") == 2
    assert replica.acked() == 4


def test_taking_the_same_answer_again_changes_nothing(store, hub, replica):
    entry = receive(store)
    hub.judge(entry)
    foreign(hub)
    reply = hub.reply(store)
    replica.take(reply)
    before = store.database.rows("SELECT * FROM dossiers ORDER BY id")

    taken = replica.take(replace(reply, pages=(replace(reply.pages[0], after=0),)))

    assert (taken.settled, taken.received) == (0, 0)
    assert store.database.rows("SELECT * FROM dossiers ORDER BY id") == before


def test_an_answer_that_cannot_be_kept_leaves_everything_as_it_was(store, hub, replica):
    receive(store)
    foreign(hub)
    broken = hub.records[0]._replace(pos=2, ver=-1)
    hub.records.append(broken)

    with pytest.raises(RecordRefused):
        replica.take(hub.reply(store))

    assert replica.cursors() == {}
    assert replica.acked() == 0
    assert store.database.value("SELECT count(*) FROM dossiers") == 1


def test_one_unreadable_record_does_not_stop_the_feed(store, hub, replica):
    foreign(hub)
    hub.records.append(hub.records[0]._replace(pos=2, seq=2, raw=b"\xff"))
    foreign(hub, "Người sau", code="H17.20443-261123-2002", author=10)

    taken = hub.settle(store)

    assert taken.received == 3
    assert store.database.value("SELECT count(*) FROM dossiers") == 2
    assert replica.cursors()[SCOPE].pos == 3


def test_a_record_under_a_number_that_is_not_its_own_is_passed_over(store, hub):
    foreign(hub)
    hub.records[0] = hub.records[0]._replace(seq=7)

    hub.settle(store)

    assert store.database.value("SELECT count(*) FROM dossiers") == 0


def test_an_own_change_that_is_not_here_is_passed_over(store, hub, replica):
    hub.records.append(
        FeedRecord(pos=1, ver=1, dev=5, ep=0, seq=9, verdict=Verdict.OK, reason="", raw=None)
    )

    hub.settle(store)

    assert replica.cursors()[SCOPE].pos == 1


def test_an_acknowledgement_is_taken_even_when_it_is_lower(store, hub, replica):
    for _ in range(3):
        receive(store)
    hub.settle(store, acked=4)

    hub.settle(store, acked=2)

    assert replica.acked() == 2
    assert store.journal.waiting().held == 2


def test_an_answer_overtaken_by_another_process_takes_nothing_back(store, hub, replica):
    asked = replica.cursors()
    entry = receive(store)
    hub.judge(entry)
    slow = replace(hub.reply(store, acked=1), asked=asked)
    foreign(hub)
    quick = hub.reply(store, acked=2)
    replica.take(replace(quick, asked=asked, receipt=replace(quick.receipt, counter=2)))

    replica.take(slow)

    assert store.journal.standing(entry) is Standing.OK
    assert replica.cursors()[SCOPE].pos == 2
    assert replica.acked() == 2
    assert store.database.value("SELECT count(*) FROM dossiers") == 2


def test_what_is_acknowledged_and_not_judged_still_waits(store, hub):
    entry = receive(store)
    hub.settle(store, acked=2)

    waiting = store.journal.waiting()

    assert (waiting.changes, waiting.held) == (2, 2)
    assert store.lists.page(ListFilter()).dossiers[0].tick == "held"
    hub.judge(entry)
    hub.settle(store)
    assert store.lists.page(ListFilter()).dossiers[0].tick == "judged"


def test_a_feed_begun_anew_keeps_what_it_had_until_it_is_read_again(store, hub, replica):
    entry = receive(store)
    hub.judge(entry)
    foreign(hub)
    hub.settle(store)
    restored = Hub(epoch=8)
    restored.records = [hub.records[1]._replace(pos=1), *_more(restored, 3)]

    replica.take(restored.reply(store, last=1))
    half_way = store.journal.standing(entry)
    replica.take(restored.reply(store, after=1))

    assert half_way is Standing.OK
    assert store.database.value("SELECT count(*) FROM dossiers") == 5
    assert replica.cursors()[SCOPE] == Cursor(8, 4, 44)
    assert store.journal.waiting().changes == 2  # ours is no longer settled: it goes out again


def test_what_a_feed_begun_anew_no_longer_has_is_dropped(store, hub, replica):
    foreign(hub)
    foreign(hub, code="H17.20443-261123-2002", author=10)
    hub.settle(store)
    restored = Hub(epoch=8)
    restored.records = [hub.records[1]]
    restored.records[0] = restored.records[0]._replace(pos=1)

    replica.take(restored.reply(store))

    codes = store.database.rows("SELECT code FROM dossiers")
    assert codes == [("H17.20443-261123-2002",)]


def test_a_result_named_by_another_is_fetched_once(store, hub, replica):
    entry = receive(store)
    hub.judge(entry)
    attached = events.ResultAttached(
        sha256="2ab9" * 16, name="kq.pdf", size_bytes=3, issuer="Sở", is_signed=True
    )
    hub.write(attached, entity=entry.entity)
    hub.settle(store)

    wanted = replica.files_wanted()
    content = b"pdf"
    replica.keep_file(_sha(content), content)

    assert wanted == ["2ab9" * 16]
    assert store.files.get(_sha(content)).is_at_hub
    assert store.journal.dossier(entry.entity).status == "done"


def test_a_file_the_province_published_is_wanted_too(store, hub, replica):
    content = b"catalogue"
    body = ("catalogue", "2026.zip", 9, bytes.fromhex(_sha(content)))
    hub.write(None, kind_and_body=(FILE_PUBLISHED, body))
    hub.settle(store)

    assert replica.files_wanted() == [_sha(content)]
    replica.keep_file(_sha(content), content)

    assert replica.files_wanted() == []
    assert store.files.get(_sha(content)).purpose == "published"


def test_what_the_province_published_last_is_known_by_its_name(store, hub):
    for content in (b"first", b"second"):
        body = ("catalogue", "2026.zip", 9, bytes.fromhex(_sha(content)))
        hub.write(None, kind_and_body=(FILE_PUBLISHED, body))
    hub.settle(store)

    assert store.journal.published() == {"2026.zip": _sha(b"second")}


def test_a_file_goes_out_when_the_change_that_names_it_is_acknowledged(store, hub, replica):
    entry = receive(store)
    do(store, handed_on(), entry.entity)
    digest = store.files.keep(b"pdf", purpose="result", entity=entry.entity, at=AT)
    store.files.keep(b"receipt", purpose="print", entity=entry.entity, at=AT)
    named = events.ResultAttached(sha256=digest, name="kq.pdf", size_bytes=3)
    before = replica.files_to_send()
    do(store, named, entry.entity)

    unacknowledged = replica.files_to_send()
    hub.settle(store)
    [to_send] = replica.files_to_send()
    sent = to_send.open().read()
    replica.file_held_by_hub(digest)

    assert before == unacknowledged == []
    assert (to_send.sha256, to_send.size, sent) == (digest, 3, b"pdf")
    assert replica.files_to_send() == []


def test_the_clock_mark_tells_the_last_offset_and_its_age(store, hub):
    clock = SetClock(AT)
    replica = store.replica(clock)
    assert replica.clock_mark().offset_s is None

    replica.take(hub.reply(store, hub_time=int(AT.timestamp()) + 40, offset_s=40))
    clock.pass_by(minutes=5)

    mark = replica.clock_mark()
    assert (mark.offset_s, mark.age_s) == (40, 300)
    assert mark.now == int((AT + timedelta(minutes=5)).timestamp())
    assert 0 < len(mark.boot) <= 16


def test_a_doubtful_database_talks_to_no_hub(store, hub, replica):
    reply = hub.reply(store)
    with store.database.writing():
        freeze(store.database, "restored")

    with pytest.raises(NeedsNewEpoch):
        replica.identity()
    with pytest.raises(NeedsNewEpoch):
        replica.take(reply)


def test_the_receipt_is_kept_as_proof_of_filing(store, hub):
    receive(store)

    hub.settle(store)

    assert store.database.rows("SELECT acked, receipt FROM receipts") == [(2, b"receipt")]


def test_seen_lamport_counters_lift_ours(store, hub):
    foreign(hub)  # its counter stands at 101
    hub.settle(store)

    receive(store)

    raw = store.database.value("SELECT record FROM journal ORDER BY place DESC LIMIT 1")
    assert record.decode(raw).lam == 102


def _more(hub, count):
    for n in range(count):
        foreign(hub, code=f"H17.20443-261123-3{n:03d}", author=20 + n)
    found = [entry._replace(pos=entry.pos + 1) for entry in hub.records]
    hub.records = []
    return found


def _sha(content):
    return sha256(content).hexdigest()

"""One round: out and back, safe to repeat, whatever the line does."""

from dataclasses import replace
from hashlib import sha256

import cbor2
import pytest
from sqlalchemy import delete, select, update

from sync import cose, record
from sync.client.exchange import exchange_once
from sync.client.pace import Pace
from sync.errors import (
    DeskTooOld,
    EpochNeeded,
    HistoryForked,
    HubAnsweredRubbish,
    HubNotKnown,
    HubTooOld,
    HubUnreachable,
    MachineRevoked,
    ReplicaDiverged,
    RequestTooLarge,
)
from sync.hub import tables
from sync.hub.results import publish_file, send_result
from sync.protocol.fields import pack
from sync.protocol.page import PAGE
from sync.protocol.versions import PROVINCE_SCOPE
from tests.sync import looks
from tests.sync.conftest import ORG
from tests.sync.rules import CREATED, STEPPED
from tests.sync.wires import DirectLink, LossyLink

CODE = "H48.20443-261123-0001"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 500


def day(desk, dossiers=5, first=1):
    """Some work: each dossier created and taken two steps."""
    for number in range(first, first + dossiers):
        ent = desk.write(CREATED, (f"{ORG}-261123-{number:04d}",))
        desk.write(STEPPED, (1,), ent=ent)
        desk.write(STEPPED, (2,), ent=ent)


def test_a_round_sends_settles_and_counts(desk, link):
    day(desk)

    done = exchange_once(desk, link)

    assert (done.sent, done.settled, done.held, done.refused, done.received) == (15, 15, 0, 0, 0)
    assert (done.bytes_up, done.bytes_down) == (link.bytes_up, link.bytes_down)
    assert desk.acked() == 15


def test_a_second_round_has_nothing_to_do_and_costs_next_to_nothing(desk, link):
    day(desk)
    exchange_once(desk, link)

    done = exchange_once(desk, link)

    assert (done.sent, done.settled, done.received) == (0, 0, 0)
    assert len(link.requests) == 2
    assert done.bytes_up + done.bytes_down < 450


def test_colleagues_of_one_unit_read_each_others_work_in_one_order(hub, desk, colleague, link):
    day(desk)
    exchange_once(desk, link)
    day(colleague, first=100)

    done = exchange_once(colleague, link)
    exchange_once(desk, link)

    assert (done.settled, done.received) == (15, 15)
    assert desk.feed(ORG) == colleague.feed(ORG)
    assert [row[8] for row in desk.feed(ORG)] == [row[7] for row in looks.feed(hub, ORG)]


def test_a_receipt_is_kept_as_it_was_signed(desk, link):
    day(desk)

    exchange_once(desk, link)

    assert desk.one("SELECT raw FROM receipts")[:2] == b"\xd2\x84"


@pytest.mark.parametrize("fate", ["request", "answer"])
def test_after_a_lost_message_the_next_round_brings_all_and_nothing_twice(hub, desk, fate):
    day(desk)
    link = LossyLink(hub, [fate])

    with pytest.raises(HubUnreachable):
        exchange_once(desk, link)
    done = exchange_once(desk, link)

    assert done.settled == 15
    assert looks.count(hub, tables.changes) == 15
    assert len(desk.verdicts()) == 15


def test_a_request_that_arrives_twice_takes_effect_once(hub, desk):
    day(desk)

    done = exchange_once(desk, LossyLink(hub, ["twice"]))

    assert done.settled == 15
    assert looks.count(hub, tables.changes) == 15


def test_a_long_feed_comes_in_pages_that_leave_out_nothing(desk, colleague, link):
    day(desk, dossiers=400)
    exchange_once(desk, link)
    pace = Pace(rate=1.0)  # the smallest pages there are

    done = exchange_once(colleague, link, pace=pace)

    assert done.received == 1200
    assert len(link.requests) == 3
    assert colleague.feed(ORG) == desk.feed(ORG)


def test_a_day_of_many_batches_is_sent_in_one_round(hub, desk, link):
    day(desk, dossiers=20)

    done = exchange_once(desk, link, pace=Pace(batch_bytes=200))

    assert done.sent == 60
    assert len(link.requests) > 3
    assert looks.count(hub, tables.changes) == 60


class NarrowLink(DirectLink):
    """A way through something that takes no more than so many bytes at once."""

    most = 700

    def exchange(self, body):
        if len(body) > self.most:
            raise RequestTooLarge(bytes=len(body))
        return super().exchange(body)


def test_what_is_too_large_at_once_is_halved_until_it_passes(hub, desk):
    day(desk, dossiers=30)

    done = exchange_once(desk, NarrowLink(hub))

    assert done.sent == 90


def test_one_change_that_is_too_large_by_itself_is_told(hub, desk):
    desk.write(CREATED, (CODE, "".join(map(chr, range(256, 2_000)))))

    with pytest.raises(RequestTooLarge):
        exchange_once(desk, NarrowLink(hub))


def test_a_hub_restored_from_a_backup_gets_the_rest_again(hub, desk, link):
    day(desk, dossiers=2)
    exchange_once(desk, link)
    forget(hub, after=2)
    day(desk, dossiers=1, first=50)

    done = exchange_once(desk, link)

    assert done.settled == 9
    assert looks.count(hub, tables.changes) == 9
    assert [row[8] for row in desk.feed(ORG)] == [row[7] for row in looks.feed(hub, ORG)]


def forget(hub, *, after):
    """Make the hub what it was when its feed had so many records."""
    feed, changes, feeds = tables.feed, tables.changes, tables.feeds
    rows = looks.feed(hub, ORG)
    digest = rows[after - 1][8] if after else 0
    kept = [row[4] for row in rows[:after]]
    dev = rows[0][2]
    with hub.database.writing() as connection:
        connection.execute(delete(feed).where(feed.c.scope == ORG, feed.c.pos > after))
        connection.execute(delete(changes).where(changes.c.scope == ORG, changes.c.pos > after))
        connection.execute(delete(tables.entities))
        connection.execute(delete(tables.dossiers))
        connection.execute(delete(tables.holds))
        connection.execute(delete(tables.batches))
        head = connection.execute(
            changes.select().where(changes.c.dev == dev, changes.c.seq == len(kept))
        ).one_or_none()
        connection.execute(
            update(tables.epochs)
            .where(tables.epochs.c.dev == dev)
            .values(acked=len(kept), head=head.head if head else tables.epochs.c.first_head)
        )
        connection.execute(
            update(feeds).where(feeds.c.scope == ORG).values(pos=after, digest=digest)
        )
    hub.states._known.clear()


def test_a_hub_whose_feed_went_another_way_is_read_anew(hub, desk, colleague, link):
    day(desk, dossiers=2)
    exchange_once(desk, link)
    exchange_once(colleague, link)
    forget(hub, after=0)
    day(colleague, dossiers=1, first=70)
    exchange_once(colleague, link)

    exchange_once(desk, link)
    exchange_once(colleague, link)

    assert desk.feed(ORG) == colleague.feed(ORG)
    assert len(desk.feed(ORG)) == 9


class LyingReplica:
    """A replica whose copy of a feed is not what the hub sent."""

    def __init__(self, replica):
        self._replica = replica

    def __getattr__(self, name):
        return getattr(self._replica, name)

    def take(self, reply):
        pages = tuple(replace(page, digest=page.digest ^ 1) for page in reply.pages)
        return self._replica.take(replace(reply, pages=pages))


def test_a_copy_that_is_not_the_hubs_is_fetched_anew_once(desk, colleague, link):
    day(desk)
    exchange_once(desk, link)
    exchange_once(LyingReplica(colleague), link)
    day(desk, first=60)
    exchange_once(desk, link)

    exchange_once(colleague, link)

    assert colleague.feed(ORG) == desk.feed(ORG)


class ForgingHubLink(DirectLink):
    """A hub whose digests are wrong whatever it sends."""

    def deliver(self, body, at_hub):
        with self.hub.database.writing() as connection:
            connection.execute(update(tables.feed).values(digest=tables.feed.c.digest + 1))
        return super().deliver(body, at_hub)


def test_a_feed_that_never_adds_up_is_told_and_not_taken(hub, desk, colleague, link):
    day(desk)
    exchange_once(desk, link)

    with pytest.raises(ReplicaDiverged):
        exchange_once(colleague, ForgingHubLink(hub))

    assert colleague.feed(ORG) == []


def test_a_restored_machine_is_stopped_before_it_writes(desk, link):
    day(desk)
    exchange_once(desk, link)
    desk.db.execute("DELETE FROM journal WHERE seq > 10")
    desk.db.execute("UPDATE numbers SET value = 3 WHERE name = 'acked'")

    with pytest.raises(EpochNeeded):
        exchange_once(desk, link)

    assert desk.acked() == 3


def test_a_machine_whose_counter_went_back_is_stopped(desk, link):
    exchange_once(desk, link)
    exchange_once(desk, link)
    exchange_once(desk, link)
    desk.db.execute("UPDATE numbers SET value = 0 WHERE name = 'counter'")

    with pytest.raises(EpochNeeded):
        exchange_once(desk, link)


def test_two_processes_that_overtake_each_other_once_go_on(desk, link):
    exchange_once(desk, link)
    exchange_once(desk, link)
    desk.db.execute("UPDATE numbers SET value = 1 WHERE name = 'counter'")
    day(desk)

    assert exchange_once(desk, link).settled == 15


def test_a_cloned_machine_is_told_of_the_other_history(desk, link):
    twin = desk.__class__(desk.granted, key=desk.key)
    day(desk)
    exchange_once(desk, link)
    day(twin, dossiers=6, first=40)
    twin.db.execute("INSERT INTO numbers VALUES ('counter', 100)")

    with pytest.raises(HistoryForked):
        exchange_once(twin, link)


def test_a_machine_put_back_takes_no_receipt_for_what_it_never_wrote(desk, link):
    day(desk)
    copy = desk.db.serialize()
    day(desk, dossiers=2, first=20)
    exchange_once(desk, link)
    twin = desk.__class__(desk.granted, key=desk.key)
    twin.db.deserialize(copy)
    day(twin, dossiers=2, first=40)
    twin.db.execute("INSERT INTO numbers VALUES ('counter', 100)")

    with pytest.raises(HistoryForked):
        exchange_once(twin, link, pace=Pace(batch_bytes=1))  # what both have goes out first

    assert twin.acked() == 0


class RubbishLink(DirectLink):
    """Answers as something that is not the hub."""

    def __init__(self, hub, mangle):
        super().__init__(hub)
        self.mangle = mangle

    def deliver(self, body, at_hub):
        return self.mangle(super().deliver(body, at_hub))


def with_a_bit_flipped_in_its_receipt(answer):
    receipt = cose.read_all(answer, limit=9)[0].raw
    return receipt[:-1] + bytes([receipt[-1] ^ 1]) + answer[len(receipt) :]


@pytest.mark.parametrize(
    ("mangle", "error"),
    [
        pytest.param(lambda answer: b"", HubAnsweredRubbish, id="nothing"),
        pytest.param(lambda answer: b"<html>sign in</html>", HubAnsweredRubbish, id="a web page"),
        pytest.param(lambda answer: answer[:-1], HubAnsweredRubbish, id="the last byte missing"),
        pytest.param(lambda answer: answer + b"\x00", HubAnsweredRubbish, id="a byte too much"),
        pytest.param(
            lambda answer: answer[:-1] + bytes([answer[-1] ^ 1]),
            HubAnsweredRubbish,
            id="a bit of a page flipped",
        ),
        pytest.param(
            with_a_bit_flipped_in_its_receipt,
            HubNotKnown,
            id="a bit of the receipt flipped",
        ),
        pytest.param(
            lambda answer: answer[len(answer) // 2 :], HubAnsweredRubbish, id="the second half"
        ),
    ],
)
def test_an_answer_that_is_not_the_hubs_changes_nothing(hub, desk, mangle, error):
    day(desk)

    with pytest.raises(error):
        exchange_once(desk, RubbishLink(hub, mangle))

    assert desk.acked() == 0
    assert desk.verdicts() == {}
    assert exchange_once(desk, DirectLink(hub)).settled == 15


def test_a_recorded_refusal_stops_nobody_else(hub, desk, colleague):
    day(desk)
    answers = []
    recording = RubbishLink(hub, lambda answer: answers.append(answer) or answer)
    with hub.database.writing() as connection:
        mine = tables.devices.c.dev == colleague.granted.dev
        connection.execute(update(tables.devices).where(mine).values(revoked_at=1))
    with pytest.raises(MachineRevoked):
        exchange_once(colleague, recording)

    with pytest.raises(HubAnsweredRubbish):
        exchange_once(desk, RubbishLink(hub, lambda _answer: answers[0]))


def of_version(version, hub):
    """Says each message of the hub in another version, signed by the hub."""

    def mangle(answer):
        told = [
            cose.sign(
                pack(version, *cbor2.loads(message.payload)[1:]),
                typ=message.typ,
                kid=message.kid,
                signer=hub.key.sign,
            )
            for message in cose.read_all(answer, limit=9)
        ]
        return b"".join(told)

    return mangle


@pytest.mark.parametrize(
    ("version", "error"),
    [pytest.param(99, DeskTooOld, id="newer hub"), pytest.param(0, HubTooOld, id="older hub")],
)
def test_a_hub_of_another_version_is_told_by_who_must_update(hub, desk, version, error):
    day(desk)

    with pytest.raises(error):
        exchange_once(desk, RubbishLink(hub, of_version(version, hub)))

    assert desk.acked() == 0


class OldPageLink(DirectLink):
    """Puts a page that went by earlier, the hub's own signature on it, into a new answer."""

    def __init__(self, hub, place):
        super().__init__(hub)
        self.place = place
        self.old = None

    def deliver(self, body, at_hub):
        told = cose.read_all(super().deliver(body, at_hub), limit=9)
        pages = [one.raw for one in told if one.typ == PAGE]
        if self.old is None:
            self.old = pages[-1]
            return b"".join(one.raw for one in told)
        return told[0].raw + b"".join(self.place(pages, self.old))


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(lambda pages, old: [old, *pages], id="before the new one"),
        pytest.param(lambda pages, old: [*pages, old], id="after the new one"),
        pytest.param(lambda pages, old: [*pages[:-1], old], id="in its place"),
        pytest.param(lambda pages, old: pages[:-1], id="left out"),
    ],
)
def test_an_answer_with_other_pages_than_the_hub_gave_is_not_taken(
    hub, desk, colleague, link, place
):
    day(colleague)
    exchange_once(colleague, link)
    bad = OldPageLink(hub, place)
    exchange_once(desk, bad)
    day(colleague, dossiers=2, first=100)
    exchange_once(colleague, link)
    exchange_once(desk, link)
    known = desk.feed(ORG)
    day(colleague, dossiers=3, first=200)
    exchange_once(colleague, link)

    with pytest.raises(HubAnsweredRubbish) as told:
        exchange_once(desk, bad)

    assert told.value.details == {"reason": "another_answer"}
    assert desk.feed(ORG) == known


class IdleHubLink(DirectLink):
    """A hub that acknowledges nothing and says that all is well."""

    def deliver(self, body, at_hub):
        return super().deliver(cose.read_all(body, limit=9)[0].raw, at_hub)


def test_a_hub_that_takes_nothing_is_not_asked_for_ever(hub, desk):
    day(desk)
    link = IdleHubLink(hub)

    done = exchange_once(desk, link)

    assert (done.sent, len(link.requests)) == (0, 1)


def test_an_answer_to_an_older_question_is_not_taken(hub, desk, link):
    answers = []
    day(desk)
    exchange_once(desk, RubbishLink(hub, lambda answer: answers.append(answer) or answer))

    with pytest.raises(HubAnsweredRubbish):
        exchange_once(desk, RubbishLink(hub, lambda answer: answers[0]))

    assert exchange_once(desk, link).sent == 0


def test_no_transaction_is_open_while_the_network_is_slow(hub, desk):
    class Looking(DirectLink):
        def exchange(self, body):
            assert not desk.db.in_transaction
            return super().exchange(body)

    day(desk)

    assert exchange_once(desk, Looking(hub)).sent == 15


def test_a_round_that_is_stopped_touches_the_replica_no_more(hub, desk, link):
    day(desk)

    done = exchange_once(desk, link, should_stop=lambda: len(link.requests) > 0)

    assert desk.log == []
    assert (done.sent, desk.acked()) == (0, 0)
    assert looks.count(hub, tables.changes) == 15


def test_a_result_of_the_province_comes_with_its_file(hub, desk, link, tmp_path):
    desk.write(CREATED, (CODE,))
    exchange_once(desk, link)
    (tmp_path / "result.pdf").write_bytes(PDF)
    sent = send_result(hub, CODE, tmp_path / "result.pdf")
    desk.wanted = [sent.sha256]

    done = exchange_once(desk, link)

    assert (done.received, done.files_down) == (1, 1)
    assert desk.one("SELECT content FROM files WHERE sha256 = ?", sent.sha256) == PDF
    assert desk.feed(ORG)[-1][3:6] == (0, 1, 1)


def test_every_log_the_hub_holds_verifies_from_its_changes_alone(hub, desk, link, tmp_path):
    day(desk)
    exchange_once(desk, link)
    (tmp_path / "r.pdf").write_bytes(PDF)
    send_result(hub, CODE, tmp_path / "r.pdf")
    publish_file(hub, tmp_path / "r.pdf")
    send_result(hub, CODE, tmp_path / "r.pdf")

    with hub.database.reading() as connection:
        logs = connection.execute(select(tables.epochs)).all()
        query = select(tables.changes).order_by(tables.changes.c.dev, tables.changes.c.seq)
        changes = connection.execute(query).all()

    for log in logs:
        head, keys = record.first_head(log.dev, log.ep), {}
        for row in changes:
            if row.dev == log.dev:
                change = record.decode(row.raw)
                keys.update({change.ent: change.salt} if change.salt else {})
                head = record.link(head, row.dev, row.ep, row.raw, keys[change.ent], row.seq)
        assert head == log.head
    assert [log.acked for log in logs if log.dev == 0] == [3]


def test_what_the_province_publishes_reaches_every_unit(hub, desk, stranger, link, tmp_path):
    (tmp_path / "rates.tsv").write_text("a\tb")

    publish_file(hub, tmp_path / "rates.tsv")
    exchange_once(desk, link)
    exchange_once(stranger, link)

    assert desk.feed(PROVINCE_SCOPE) == stranger.feed(PROVINCE_SCOPE)
    assert [row[6] for row in desk.feed(PROVINCE_SCOPE)] == ["ok"]


def add_file(desk, content):
    digest = sha256(content).hexdigest()
    desk.db.execute("INSERT INTO files VALUES (?, ?, 0)", (digest, content))
    return digest


def test_a_scan_goes_up_in_slices_and_comes_down_at_a_colleague(desk, colleague, link):
    content = bytes(range(256)) * 300
    digest = add_file(desk, content)
    colleague.wanted = [digest]

    up = exchange_once(desk, link, pace=Pace(rate=1.0))
    down = exchange_once(colleague, link, pace=Pace(rate=1.0))

    assert (up.files_up, down.files_down) == (1, 1)
    assert desk.files_to_send() == []
    assert colleague.one("SELECT content FROM files") == content


def test_a_file_another_unit_brought_must_be_brought_again_to_be_had(desk, stranger, link):
    content = b"secret" * 1000
    digest = add_file(desk, content)
    exchange_once(desk, link)
    stranger.wanted = [digest]
    refused = exchange_once(stranger, link)
    stranger.wanted = []
    add_file(stranger, content)

    brought = exchange_once(stranger, link)

    assert (refused.files_down, refused.files_failed) == (0, 1)
    assert (brought.files_up, link.bytes_up > 2 * len(content)) == (1, True)


class SpoilingLink(DirectLink):
    """Brings files with one bit turned, the first time."""

    has_spoilt = False

    def fetch(self, sha256, file_pass, *, start, most):
        content = super().fetch(sha256, file_pass, start=start, most=most)
        if self.has_spoilt or not content:
            return content
        self.has_spoilt = True
        return bytes([content[0] ^ 1]) + content[1:]


def test_a_file_spoilt_on_the_way_is_dropped_and_fetched_again(hub, desk, colleague, link):
    content = b"scan" * 5000
    colleague.wanted = [add_file(desk, content)]
    exchange_once(desk, link)
    spoiling, pace = SpoilingLink(hub), Pace()

    spoilt = exchange_once(colleague, spoiling, pace=pace)
    again = exchange_once(colleague, spoiling, pace=pace)

    assert (spoilt.files_down, spoilt.files_failed) == (0, 1)
    assert (again.files_down, again.files_failed) == (1, 0)
    assert colleague.one("SELECT content FROM files") == content


def test_an_empty_file_goes_up_too(desk, link):
    add_file(desk, b"")

    assert exchange_once(desk, link).files_up == 1


def test_a_file_the_hub_has_already_is_not_sent_again(desk, colleague, link):
    content = b"scan" * 5000
    add_file(desk, content)
    exchange_once(desk, link)
    add_file(colleague, content)

    done = exchange_once(colleague, link)

    assert done.files_up == 1
    assert link.bytes_up < 1.5 * len(content)


def test_a_file_that_fails_stops_no_other(desk, link):
    good = add_file(desk, b"good" * 10)
    bad = add_file(desk, b"bad" * 10)
    desk.db.execute("UPDATE files SET content = ? WHERE sha256 = ?", (b"rotten", bad))

    done = exchange_once(desk, link)

    assert (done.files_up, done.files_failed) == (1, 1)
    assert desk.one("SELECT at_hub FROM files WHERE sha256 = ?", good) == 1
    assert desk.one("SELECT at_hub FROM files WHERE sha256 = ?", bad) == 0

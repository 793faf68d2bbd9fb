"""Old and new together: kept messages are read, unknown kinds wait, dictionaries stay."""

import json

import cbor2
import pytest

from sync import cose, record
from sync.client.exchange import exchange_once
from sync.protocol import compression, frame, hello, page, receipt, snapshot
from sync.relay import sharing, words
from tests.sync import golden_messages
from tests.sync.conftest import ORG
from tests.sync.golden_messages import KEY
from tests.sync.rules import CREATED, STEPPED
from tests.sync.wires import DirectLink

PUBLIC = KEY.public_key().public_bytes_raw()
RELEASES = sorted(golden_messages.FOLDER.glob("*.json"))

each_release = pytest.mark.parametrize("kept", RELEASES, ids=lambda path: path.stem)


def read(kept, name):
    return cose.read(bytes.fromhex(json.loads(kept.read_text())[name]))


def raws(kept):
    return [bytes.fromhex(one) for one in json.loads(kept.read_text())["raws"]]


def test_the_first_release_is_kept():
    assert "0.1.0" in [path.stem for path in RELEASES]


@each_release
@pytest.mark.parametrize("name", ["frame-plain", "frame-dictionary"])
def test_a_frame_of_a_released_version_gives_its_very_changes(kept, name):
    told = frame.read_frame(read(kept, name), key=PUBLIC)

    assert [raw for raw, _ in told.changes()] == raws(kept)
    assert told.head_after == golden_messages.heads(raws(kept))[3]


@each_release
def test_damage_wrapped_by_a_released_version_is_read(kept):
    told = frame.read_frame(read(kept, "frame-wrapped"), key=PUBLIC)

    assert (told.form, told.wrapped(), told.first) == (frame.Form.WRAPPED, b"\xff", 4)


@each_release
@pytest.mark.parametrize("name", ["page", "page-dictionary"])
def test_a_page_of_a_released_version_gives_its_records(kept, name):
    told = page.read_page(read(kept, name), key=PUBLIC)

    assert [entry.raw for entry in told.records] == raws(kept)
    assert [entry.pos for entry in told.records] == [1, 2, 3]


@each_release
def test_a_receipt_of_a_released_version_is_proof_for_ever(kept):
    told = receipt.read_receipt(read(kept, "receipt"), key=PUBLIC)

    assert (told.acked, told.head) == (3, golden_messages.heads(raws(kept))[3])


@each_release
def test_what_a_released_desk_says_first_is_understood(kept):
    told = hello.read_hello(read(kept, "hello"), key=PUBLIC)

    assert (told.dev, told.last, told.cursors["province"].pos) == (5, 3, 2)
    assert set(told.dictionaries) <= set(compression.known())


@each_release
def test_a_snapshot_offered_by_a_released_hub_is_understood(kept):
    assert snapshot.read_offer(read(kept, "snapshot-offer"), key=PUBLIC).pos == 3


@each_release
def test_what_machines_of_a_commune_said_to_each_other_is_understood(kept):
    ask = words.read_ask(read(kept, "relay-ask"))
    word = words.read_word(read(kept, "relay-word"), nonce=ask.nonce, key=PUBLIC)
    told = sharing.read_share(bytes.fromhex(json.loads(kept.read_text())["relay-share"]))
    (log,) = told.logs
    (raw,) = log.frames

    assert (ask.act, ask.dev, word.key) == (words.Act.SHARE, 5, ask.key)
    assert told.have == (sharing.Have(dev=6, ep=2, after=7),)
    assert (log.words, log.receipt, log.last) == (b"words", b"receipt", 3)
    assert frame.read_frame(cose.read(raw), key=PUBLIC).head_after[:8] == log.head


@each_release
def test_the_changes_of_a_released_version_are_still_changes(kept):
    assert [record.decode(raw) for raw in raws(kept)] == golden_messages.changes()


def test_a_hub_that_does_not_know_a_kind_keeps_it_and_goes_on(hub, desk, colleague):
    hub.province.rules.known -= {STEPPED}
    ent = desk.write(CREATED, (f"{ORG}-261123-0001",))
    desk.write(STEPPED, (1,), ent=ent)
    desk.write(CREATED, (f"{ORG}-261123-0002",))

    exchange_once(desk, DirectLink(hub))
    exchange_once(colleague, DirectLink(hub))

    verdicts = {seq: verdict for seq, (verdict, _) in desk.verdicts().items()}
    assert verdicts == {1: "ok", 2: "opaque", 3: "ok"}
    assert [row[8] for row in colleague.feed(ORG)] == [row[8] for row in desk.feed(ORG)]


def test_a_desk_of_a_newer_version_may_say_more_than_this_hub_knows(hub, desk):
    desk.write(CREATED, (f"{ORG}-261123-0001",))

    class Newer(DirectLink):
        """Appends a field to the hello, as a later version will."""

        def exchange(self, body):
            first, *rest = cose.read_all(body, limit=9)
            payload = cbor2.dumps([*cbor2.loads(first.payload), "later"])
            said = cose.sign(payload, typ=first.typ, kid=first.kid, signer=desk.key.sign)
            self.body = said + b"".join(message.raw for message in rest)
            answer = super().exchange(self.body)
            assert answer
            return answer

    done = exchange_once(desk, Newer(hub))

    assert done.sent == 1

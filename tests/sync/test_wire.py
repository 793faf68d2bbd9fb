"""What travels: rows that give the very bytes again, dictionaries, damage that stops nothing."""

from hashlib import sha256

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import cose, record
from sync.client.exchange import exchange_once
from sync.client.pace import Pace
from sync.errors import DictionaryUnknown, FrameRefused, MalformedChange
from sync.hub import tables
from sync.protocol import compression, rows
from sync.record import Change
from tests.sync import looks
from tests.sync.bodies import asked, frame_of, hello_of, resigned
from tests.sync.conftest import ORG
from tests.sync.rules import CREATED, PAID, STEPPED
from tests.sync.wires import DirectLink

OK = ("ok", "")
DAMAGED = ("held", "unreadable")
NUMBER = st.integers(0, 2**63 - 1)
BODY = st.lists(st.one_of(NUMBER, st.text(max_size=9), st.binary(max_size=9)), max_size=4)


@st.composite
def logs(draw):
    """Changes of one author, numbered in a row."""
    first = draw(st.integers(1, 2**32 - 9))
    made = []
    for seq in range(first, first + draw(st.integers(0, 6))):
        own = record.entity_id(5, 1, draw(st.integers(1, seq)))
        made.append(
            Change(
                seq=seq,
                kind=draw(st.integers(0, 2_000)),
                ent=draw(st.one_of(st.just(own), st.integers(1, 2**63 - 1))),
                base=draw(NUMBER),
                lam=draw(NUMBER),
                at=draw(st.integers(0, record.MAX_AT)),
                actor=draw(NUMBER),
                cat=draw(NUMBER),
                body=tuple(draw(BODY)),
                salt=draw(st.one_of(st.none(), st.binary(min_size=16, max_size=16))),
            )
        )
    return made


@given(logs())
def test_rows_give_the_very_bytes_again(changes):
    first = changes[0].seq if changes else 1

    told = rows.unfold(rows.fold(changes, author=(5, 1)), author=(5, 1), first=first)

    assert told == [(record.encode(change), change) for change in changes]


@given(st.binary(max_size=60), st.integers(1, 2**32 - 1))
def test_rows_that_are_none_are_refused_and_nothing_else_happens(told, first):
    try:
        found = rows.unfold(told, author=(5, 1), first=first)
    except MalformedChange:
        return

    assert rows.fold([change for _, change in found], author=(5, 1)) == told or found == []


@given(logs().filter(bool), st.data())
def test_rows_read_together_are_those_read_one_by_one(changes, data):
    told = rows.fold(changes, author=(5, 1))
    at = data.draw(st.integers(0, len(told) - 1))
    told = told[:at] + data.draw(st.binary(max_size=3)) + told[at + data.draw(st.integers(0, 3)) :]
    first = changes[0].seq

    try:
        found = rows.unfold(told, author=(5, 1), first=first)
    except MalformedChange as error:
        found = error.details

    try:
        each = cbor2.loads(b"\x9f" + told + b"\xff", max_depth=9, immutable=True)
        alone = rows._one_by_one(each, (5 << 8 | 1) << 32, first)
    except (cbor2.CBORError, ValueError, OverflowError):
        alone = {"reason": "not_cbor"}
    except MalformedChange as error:
        alone = error.details
    assert found == alone


def test_the_change_that_cannot_be_made_again_is_named():
    good = Change(seq=7, kind=1, ent=9, base=0, lam=7, at=5, actor=1, cat=1, body=())

    with pytest.raises(MalformedChange) as refused:
        rows.unfold(rows.fold([good], author=(5, 1)) + b"\x01", author=(5, 1), first=7)

    assert refused.value.details["seq"] == "8"


def test_every_dictionary_is_named_by_its_content():
    folder = compression._folder()

    for name in compression.known():
        content = folder.joinpath(f"{name.hex()}.dict").read_bytes()
        assert sha256(content).digest()[: compression.NAME_BYTES] == name
    assert {compression.FRAMES, compression.PAGES} <= set(compression.known())


def test_a_dictionary_saves_most_where_little_is_sent(desk):
    day(desk, dossiers=1)

    plain, packed = frame_of(desk), frame_of(desk, dictionary=compression.FRAMES)

    assert len(packed) < len(plain)


def test_what_was_packed_with_an_unknown_dictionary_is_told_apart_from_rubbish():
    with pytest.raises(DictionaryUnknown):
        compression.unpack(compression.pack_at_desk(b"x"), dictionary=b"none")


class OldHub(DirectLink):
    """A hub from before the dictionaries of today."""

    def _carry(self, body, at_hub):
        def without(hub, told):
            for message in cose.read_all(told, limit=64)[1:]:
                if compression.FRAMES in message.payload:
                    raise DictionaryUnknown(dictionary=compression.FRAMES.hex())
            return at_hub(hub, told)

        return super()._carry(body, without)


def test_a_hub_that_lacks_the_dictionary_gets_everything_without(hub, desk):
    day(desk)
    pace, link = Pace(), OldHub(hub)

    done = exchange_once(desk, link, pace=pace)

    assert (done.sent, done.settled, len(link.requests)) == (15, 15, 2)
    assert not pace.has_dictionaries


def test_pages_come_with_the_dictionary_only_to_a_desk_that_has_it(desk, colleague, link):
    day(desk)
    exchange_once(desk, link)

    with_it = link.exchange(hello_of(colleague, dictionaries=compression.known()))
    without = link.exchange(hello_of(colleague))

    assert compression.PAGES in with_it
    assert compression.PAGES not in without
    assert len(with_it) < len(without)


def day(desk, dossiers=5, first=1):
    for number in range(first, first + dossiers):
        ent = desk.write(CREATED, (f"{ORG}-261123-{number:04d}",))
        desk.write(STEPPED, (1,), ent=ent)
        desk.write(STEPPED, (2,), ent=ent)


# Damage


def damage(desk, seq, raw):
    desk.db.execute("UPDATE journal SET raw = ? WHERE seq = ?", (raw, seq))


def flipped(raw):
    """The same change, its body another: it can still be read, but not believed."""
    change = record.decode(raw)
    return record.encode(change._replace(body=(*change.body[:-1], 9)))


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(lambda raw: b"", id="nothing left"),
        pytest.param(lambda raw: raw[:-1], id="cut short"),
        pytest.param(lambda raw: b"\xff" * len(raw), id="rubbish"),
        pytest.param(lambda raw: bytes(70_000), id="far too long"),
        pytest.param(flipped, id="another change"),
    ],
)
@pytest.mark.parametrize("seq", [2, 8, 15])
def test_damage_stops_nothing_but_itself(hub, desk, link, broken, seq):
    day(desk)
    raw = desk.one("SELECT raw FROM journal WHERE seq = ?", seq)
    damage(desk, seq, broken(raw))

    exchange_once(desk, link)

    assert desk.acked() == 15
    assert looks.count(hub, tables.changes) == 15
    verdicts = desk.verdicts()
    assert verdicts[seq] == DAMAGED
    same = {2: {2, 3}, 8: {8, 9}, 15: {15}}[seq]  # what comes after it in its dossier
    assert {number for number, told in verdicts.items() if told != OK} <= same


def test_a_log_full_of_damage_comes_to_its_end_in_one_round(desk, link):
    day(desk, dossiers=40)
    for seq in range(3, 120, 7):
        damage(desk, seq, b"\x00")

    exchange_once(desk, link)

    assert desk.acked() == 120
    assert len(link.requests) <= 10
    held = [seq for seq, told in desk.verdicts().items() if told == DAMAGED]
    assert set(range(3, 120, 7)) <= set(held)


def test_a_change_whose_salt_the_hub_never_got_is_wrapped_too(desk, link):
    day(desk, dossiers=2)
    desk.db.execute("INSERT INTO salts VALUES (77, ?)", (bytes(16),))
    desk.write(PAID, (1,), ent=77)
    day(desk, dossiers=1, first=50)

    exchange_once(desk, link)

    assert desk.acked() == 10
    assert desk.verdicts()[7] == DAMAGED


def test_damage_that_was_wrapped_is_acknowledged_again_like_any_change(hub, desk, link):
    day(desk, dossiers=2)
    damage(desk, 3, b"\x00")
    exchange_once(desk, link)
    desk._number("acked", 0)

    exchange_once(desk, link)

    assert desk.acked() == 6
    assert looks.count(hub, tables.changes) == 6


def test_a_wrapped_frame_holds_one_change_and_no_more(desk, link):
    day(desk, dossiers=1)
    whole = frame_of(desk)

    with pytest.raises(FrameRefused) as refused:
        asked(desk, link, as_wrapped(desk, whole))

    assert refused.value.details["reason"] == "wrapped_too_much"


def as_wrapped(desk, frame):
    """A frame of several changes that calls itself one of a single damaged one."""
    *told, _ = cbor2.loads(cose.read(frame).payload)
    return resigned(desk, frame, cbor2.dumps([*told, 1]))

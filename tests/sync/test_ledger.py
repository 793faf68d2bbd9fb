"""The hub's log: once, in order, and never two histories under one name."""

import cbor2
import pytest
from sqlalchemy import update

from sync import cose
from sync.client.answer import read_answer
from sync.errors import (
    BadSignature,
    DeskTooOld,
    FrameRefused,
    HelloReplayed,
    HubNotKnown,
    HubTooOld,
    MachineRevoked,
    MachineUnknown,
    MalformedMessage,
    WrongHub,
)
from sync.hub import tables
from sync.hub.epochs import CLOSED
from sync.hub.hub import make_hub
from sync.hub.ledger import exchange
from sync.protocol.fields import pack
from sync.protocol.receipt import Answer
from tests.sync import looks
from tests.sync.bodies import asked, frame_of, hello_of, resigned
from tests.sync.conftest import BOTH, small_province
from tests.sync.rules import CREATED, PAID, STEPPED
from tests.sync.wires import DirectLink

pytestmark = BOTH


@pytest.fixture
def five(desk):
    """A desk with five changes about one dossier."""
    ent = desk.write(CREATED, ("H48.20443-261123-0001",))
    for step in (1, 2, 3, 4):
        desk.write(STEPPED, (step,), ent=ent)
    return desk


def test_a_batch_is_acknowledged_with_the_head_of_its_last_change(five, link):
    receipt = asked(five, link, frame_of(five)).receipt

    assert (receipt.answer, receipt.acked, receipt.head) == (Answer.OK, 5, five.head(5))


def test_a_batch_that_comes_twice_is_acknowledged_twice_and_takes_effect_once(hub, five, link):
    frame = frame_of(five)
    first = asked(five, link, frame).receipt

    second = asked(five, link, frame).receipt

    assert (second.answer, second.acked, second.head) == (first.answer, 5, first.head)
    assert looks.count(hub, tables.changes) == looks.count(hub, tables.feed) == 5


def test_the_same_batch_twice_in_one_request_takes_effect_once(hub, five, link):
    frame = frame_of(five)

    receipt = asked(five, link, frame, frame).receipt

    assert (receipt.answer, receipt.acked) == (Answer.OK, 5)
    assert looks.count(hub, tables.changes) == 5


@pytest.mark.parametrize(
    "cuts",
    [
        pytest.param([(1, 2), (3, 5)], id="two batches"),
        pytest.param([(1, 3), (2, 5)], id="overlapping"),
        pytest.param([(1, 1), (1, 2), (1, 3), (1, 5)], id="always from the start"),
        pytest.param([(1, 5), (2, 3), (4, 4)], id="parts of what is there"),
        pytest.param([(i, i) for i in range(1, 6)], id="one by one"),
    ],
)
def test_batches_may_be_cut_anew_at_will(hub, five, link, cuts):
    receipts = [asked(five, link, frame_of(five, *cut)).receipt for cut in cuts]

    assert {receipt.answer for receipt in receipts} == {Answer.OK}
    assert (receipts[-1].acked, receipts[-1].head) == (5, five.head(5))
    assert [row[4] for row in looks.feed(hub, "H48.20443")] == [1, 2, 3, 4, 5]


def test_a_gap_is_told_and_nothing_of_it_applied(hub, five, link):
    asked(five, link, frame_of(five, 1, 2))

    receipt = asked(five, link, frame_of(five, 4, 5)).receipt

    assert (receipt.answer, receipt.acked, receipt.head) == (Answer.GAP, 2, five.head(2))
    assert looks.count(hub, tables.changes) == 2


def test_what_follows_a_gap_in_one_request_waits_too(five, link):
    receipt = asked(five, link, frame_of(five, 2, 3), frame_of(five, 1, 1)).receipt

    assert (receipt.answer, receipt.acked) == (Answer.GAP, 0)


def forked(desk):
    """The same desk, restored to its first two changes and gone on differently."""
    twin = desk.__class__(desk.granted, key=desk.key)
    for row in desk.db.execute("SELECT * FROM journal WHERE seq <= 2").fetchall():
        twin.db.execute("INSERT INTO journal VALUES (?, ?, ?, ?)", row)
    for row in desk.db.execute("SELECT * FROM salts").fetchall():
        twin.db.execute("INSERT INTO salts VALUES (?, ?)", row)
    ent = twin.one("SELECT ent FROM journal WHERE seq = 1")
    for _ in range(3):
        twin.write(PAID, (8_000,), ent=ent)
    twin.db.execute("INSERT INTO numbers VALUES ('counter', 100)")
    return twin


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param(1, 5, id="the whole log again"),
        pytest.param(3, 5, id="from where they part"),
        pytest.param(4, 5, id="after they parted"),
        pytest.param(5, 5, id="the last one"),
    ],
)
def test_another_history_under_the_same_name_freezes_it_and_is_kept(hub, five, link, first, last):
    asked(five, link, frame_of(five))
    twin = forked(five)

    receipt = asked(twin, link, frame_of(twin, first, last)).receipt

    assert (receipt.answer, receipt.acked) == (Answer.FORK, 5)
    assert looks.count(hub, tables.quarantine) == 1
    assert looks.count(hub, tables.changes) == 5


def test_another_history_that_overlaps_the_log_is_found_where_it_stands_alone(hub, five, link):
    asked(five, link, frame_of(five, 1, 4))
    twin = forked(five)

    overlapping = asked(twin, link, frame_of(twin, 1, 5)).receipt
    alone = asked(twin, link, frame_of(twin, 5, 5)).receipt

    assert (overlapping.answer, overlapping.acked) == (Answer.GAP, 4)
    assert alone.answer is Answer.FORK
    assert looks.count(hub, tables.changes) == 4


def test_a_frozen_log_takes_nothing_more_from_anybody(hub, five, link):
    asked(five, link, frame_of(five, 1, 4))
    twin = forked(five)
    asked(twin, link, frame_of(twin, 3, 4))

    answered = asked(five, link, frame_of(five, 5, 5), counter=200)

    assert (answered.receipt.answer, answered.receipt.acked) == (Answer.FORK, 4)
    assert answered.pages == ()
    assert looks.count(hub, tables.changes) == 4


def test_a_machine_that_knows_less_than_it_sent_is_told_to_take_a_new_epoch(five, link):
    asked(five, link, frame_of(five))

    answered = asked(five, link, last=3)

    assert answered.receipt.answer is Answer.EPOCH
    assert answered.pages == ()


def test_a_machine_of_an_older_epoch_is_told_so(hub, five, link):
    asked(five, link, frame_of(five, 1, 2))
    with hub.database.writing() as connection:
        connection.execute(update(tables.epochs).values(frozen=CLOSED))

    receipt = asked(five, link, frame_of(five, 3, 5)).receipt

    assert (receipt.answer, receipt.acked) == (Answer.EPOCH, 2)


def refused_frames(desk):
    """Frames that cannot be read, each with why."""
    whole = frame_of(desk)
    fields = cbor2.loads(cose.read(whole).payload)
    return {
        "head": frame_of(desk, heads=(desk.head(0), desk.head(4))),
        "numbers_not_in_a_row": resigned(desk, whole, pack(*fields[:3], 9, *fields[4:])),
        "author": frame_of(desk, author=(desk.granted.dev + 1, 1), signer=desk.key.sign),
    }


@pytest.mark.parametrize("reason", ["head", "numbers_not_in_a_row", "author"])
def test_a_frame_that_cannot_be_read_is_refused_and_nothing_changes(hub, five, link, reason):
    frame = refused_frames(five)[reason]

    with pytest.raises(FrameRefused) as refused:
        asked(five, link, frame)

    assert refused.value.details["reason"] == reason
    assert looks.count(hub, tables.changes) == 0


def test_a_change_about_an_entity_whose_salt_never_came_is_refused(hub, five, link):
    asked(five, link, frame_of(five))
    five.db.execute("INSERT INTO salts VALUES (77, ?)", (bytes(16),))
    five.write(PAID, (1,), ent=77)

    with pytest.raises(FrameRefused) as refused:
        asked(five, link, frame_of(five, 6))

    assert refused.value.details["reason"] == "salt_missing"
    assert looks.count(hub, tables.changes) == 5


def test_a_refused_request_uses_up_nothing(five, link):
    with pytest.raises(FrameRefused):
        asked(five, link, frame_of(five, heads=(five.head(0), five.head(4))), counter=7)

    receipt = asked(five, link, frame_of(five), counter=7).receipt

    assert receipt.acked == 5


def test_a_hello_is_good_once(five, link):
    asked(five, link, counter=7)

    with pytest.raises(HelloReplayed) as refused:
        asked(five, link, frame_of(five), counter=7)

    assert refused.value.details == {"counter": "7"}


def test_a_hello_for_another_hub_is_refused(five, link):
    with pytest.raises(WrongHub):
        asked(five, link, hub_id=b"8 others")


def test_a_frame_for_another_hub_is_refused(hub, five, link):
    with pytest.raises(WrongHub):
        asked(five, link, frame_of(five, hub_id=b"8 others"))

    assert looks.count(hub, tables.changes) == 0


def test_an_unknown_machine_is_refused(five, link):
    five.granted = replace_dev(five.granted, 77)

    with pytest.raises(MachineUnknown):
        asked(five, link)


def replace_dev(granted, dev):
    return granted.__class__(
        **{name: getattr(granted, name) for name in granted.__dataclass_fields__ if name != "dev"},
        dev=dev,
    )


def test_a_machine_under_anothers_name_is_refused(five, colleague, link):
    colleague.granted = five.granted

    with pytest.raises(BadSignature):
        asked(colleague, link)


def test_a_revoked_machine_is_refused_and_its_changes_not_taken(hub, five, link):
    with hub.database.writing() as connection:
        connection.execute(update(tables.devices).values(revoked_at=1))

    with pytest.raises(MachineRevoked):
        asked(five, link, frame_of(five))

    assert looks.count(hub, tables.changes) == 0


@pytest.mark.parametrize(
    ("version", "error"),
    [pytest.param(99, HubTooOld, id="newer desk"), pytest.param(0, DeskTooOld, id="older desk")],
)
def test_a_desk_of_another_version_learns_who_must_update(five, link, version, error):
    body = resigned(five, hello_of(five), pack(version, "whatever it says by then"))

    with pytest.raises(error):
        read(five, link, body)


def read(desk, link, body):
    answer = link.exchange(body)
    return read_answer(answer, request=body, identity=desk.identity(), counter=0)


def test_a_refusal_by_another_hub_stops_nobody(five, tmp_path):
    other = make_hub(tmp_path / "other", small_province())

    with pytest.raises(HubNotKnown):
        asked(five, DirectLink(other))

    other.database.close()


@pytest.mark.parametrize("body", [b"", b"\x00", b"<html>", bytes(1000)])
def test_a_request_that_is_no_message_is_refused(hub, body):
    with pytest.raises(MalformedMessage):
        exchange(hub, body)


def test_machines_of_other_units_read_other_feeds(five, stranger, link):
    asked(five, link, frame_of(five))

    pages = asked(stranger, link).pages

    assert [page.scope for page in pages] == []


def test_the_clock_of_every_batch_is_kept(hub, five, link):
    five.at -= 86_400 * 365

    receipt = asked(five, link, frame_of(five)).receipt

    assert receipt.answer is Answer.OK
    assert receipt.hub_time == 1_795_399_200
    assert looks.count(hub, tables.batches) == 1

"""Parcels there and back: the same frames as on the line, in any order, whole or torn."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from itertools import permutations

import pytest
from sqlalchemy import func, select, update

from sync import record
from sync.client.parcels import export_parcel, offer
from sync.client.parcels_back import import_parcel
from sync.errors import (
    BadSignature,
    FileDamaged,
    MachineRevoked,
    MachineUnknown,
    WrongHub,
)
from sync.hub import keeping_tables, tables
from sync.hub.hub import make_hub
from sync.hub.parcels import look_into, take_parcel
from sync.hub.results import publish_file, send_result
from sync.hub.snapshots import compact
from sync.parcel.errors import (
    ParcelForOthers,
    ParcelOutdated,
    ParcelUnreadable,
)
from sync.parcel.reading import read_parcel
from sync.parcel.stick import Stick
from sync.protocol.epoch import EpochRequest, make_request, read_grant
from sync.protocol.page import PAGE
from sync.protocol.receipt import Answer
from sync.sealing import open_sealed, seal
from tests.sync import looks
from tests.sync.carrying import (
    acked_at,
    answer_to,
    bring,
    bring_bytes,
    by_line,
    by_stick,
    carrying,
    digest_at,
    file_at,
    take_back,
    write_to,
)
from tests.sync.conftest import BOTH, ORG, small_province
from tests.sync.rules import CREATED, PAID
from tests.sync.test_exchange import day

SCAN = bytes(range(256)) * 700  # three slices
SCAN_ID = sha256(SCAN).hexdigest()


@pytest.fixture
def desk(prepared, hub):
    return carrying(prepared, hub, 0)


@pytest.fixture
def colleague(prepared, hub):
    return carrying(prepared, hub, 1)


@BOTH
def test_a_stick_there_and_back_does_what_a_round_does(hub, desk, tmp_path):
    day(desk)
    desk.add_file(SCAN_ID, SCAN)

    (back,) = by_stick(hub, desk, tmp_path / "stick")

    assert (back.is_whole, back.acked, back.settled, back.received) == (True, 15, 15, 0)
    assert desk.acked() == 15
    assert {verdict for verdict, _ in desk.verdicts().values()} == {"ok"}
    assert desk.files_to_carry() == []
    assert file_at(hub, ORG, SCAN_ID) == SCAN


def test_an_offer_tells_what_a_parcel_would_carry_near_enough(desk, tmp_path):
    day(desk)
    desk.add_file(SCAN_ID, SCAN)

    told = offer(desk)
    (path,) = write_to(desk, tmp_path / "stick")

    assert (told.changes, told.first, told.last, told.files) == (15, 1, 15, 1)
    assert abs(told.bytes - path.stat().st_size) < 2_000


def test_a_colleague_learns_of_it_by_a_stick_of_its_own(hub, desk, colleague, tmp_path):
    day(desk)
    by_stick(hub, desk, tmp_path / "one")

    (back,) = by_stick(hub, colleague, tmp_path / "two")

    assert back.received == 15
    assert [row[:9] for row in colleague.feed(ORG)] == [row[:9] for row in desk.feed(ORG)]


def test_a_result_comes_back_on_the_stick_without_being_asked_for(hub, desk, tmp_path):
    pdf = tmp_path / "ket-qua.pdf"
    pdf.write_bytes(b"%PDF-1.7\n" + SCAN)
    digest = sha256(pdf.read_bytes()).hexdigest()
    desk.write(CREATED, (f"{ORG}-261123-0001",))
    by_stick(hub, desk, tmp_path / "one")
    send_result(hub, f"{ORG}-261123-0001", pdf)
    desk.wanted = [digest]

    (back,) = by_stick(hub, desk, tmp_path / "two")

    assert (back.received, back.files) == (1, 1)
    assert desk.content_of(digest) == pdf.read_bytes()


def test_a_file_the_province_publishes_comes_back_too(hub, desk, tmp_path):
    published = tmp_path / "fees.json"
    published.write_bytes(b"{}")
    digest = publish_file(hub, published).sha256
    desk.wanted = [digest]

    (back,) = by_stick(hub, desk, tmp_path / "stick")

    assert back.files == 1
    assert desk.content_of(digest) == b"{}"


@pytest.mark.parametrize("order", list(permutations(["stick 1", "stick 2", "line"])))
def test_two_sticks_and_the_line_come_to_the_same_in_any_order(hub, desk, tmp_path, order):
    day(desk, dossiers=2)
    first = write_to(desk, tmp_path / "1")
    day(desk, dossiers=3, first=3)
    second = write_to(desk, tmp_path / "2")
    ways = {
        "stick 1": lambda: [bring(hub, path) for path in first],
        "stick 2": lambda: [bring(hub, path) for path in second],
        "line": lambda: by_line(hub, desk),
    }

    for way in order:
        ways[way]()
    by_line(hub, desk)

    assert acked_at(hub, desk) == 15
    assert desk.acked() == 15
    assert len(desk.feed(ORG)) == 15
    assert looks.count(hub, tables.feed) == 15
    assert looks.count(hub, tables.quarantine) == 0


@pytest.mark.parametrize("order", list(permutations(range(4)))[::3])
def test_answers_on_sticks_and_the_line_come_to_the_same_in_any_order(
    hub, desk, colleague, tmp_path, order
):
    day(desk, dossiers=1)
    by_line(hub, desk)
    early = answer_to(hub, colleague, tmp_path / "early")
    day(desk, dossiers=2, first=2)
    colleague.write(CREATED, (f"{ORG}-261123-0009",))
    by_line(hub, desk)
    for path in write_to(colleague, tmp_path / "own"):
        bring(hub, path)
    late = answer_to(hub, colleague, tmp_path / "late")
    ways = [
        lambda: [take_back(colleague, path) for path in early],
        lambda: [take_back(colleague, path) for path in late],
        lambda: by_line(hub, colleague),
        lambda: [take_back(colleague, path) for path in (*early, *late)],
    ]

    for way in order:
        ways[way]()

    assert colleague.acked() == 1
    assert [row[1] for row in colleague.feed(ORG)] == list(range(1, 11))
    assert colleague.cursors()[ORG].digest == digest_at(hub, ORG)


def test_a_replayed_parcel_changes_nothing(hub, desk, tmp_path):
    day(desk)
    (path,) = write_to(desk, tmp_path / "stick")
    first, again = bring(hub, path), bring(hub, path)

    assert (first.taken, again.taken, again.answer) == (15, 0, Answer.OK)
    assert looks.count(hub, tables.feed) == 15


def test_an_old_answer_never_takes_an_ack_back(hub, desk, tmp_path):
    day(desk, dossiers=1)
    by_line(hub, desk)
    old = answer_to(hub, desk, tmp_path / "old")
    day(desk, dossiers=1, first=2)
    by_line(hub, desk)

    for path in old:
        take_back(desk, path)

    assert desk.acked() == 6
    assert desk.receipt().acked == 6


def test_a_parcel_made_before_a_round_is_not_mistaken_for_a_restored_machine(hub, desk, tmp_path):
    day(desk, dossiers=1)
    (path,) = write_to(desk, tmp_path / "stick")
    day(desk, dossiers=4, first=2)
    by_line(hub, desk)

    taken = bring(hub, path)

    assert (taken.answer, taken.taken) == (Answer.OK, 0)
    day(desk, dossiers=1, first=6)
    assert by_line(hub, desk).sent == 3


def test_a_parcel_is_used_as_far_as_it_was_not_cut_off(hub, desk, tmp_path, monkeypatch):
    monkeypatch.setattr("sync.client.parcels._FRAME_BYTES", 200)
    day(desk, dossiers=60)
    desk.add_file(SCAN_ID, SCAN)
    (path,) = write_to(desk, tmp_path / "stick")
    whole = path.read_bytes()
    taken = []

    for cut in [*range(5_000, len(whole), len(whole) // 14), len(whole) - 1]:
        try:
            told = bring_bytes(hub, whole[:cut])
        except ParcelUnreadable:
            assert cut < 66_000  # less than one sealed portion
            continue
        assert not told.is_whole
        taken.append(acked_at(hub, desk))
    assert taken == sorted(taken)
    assert bring_bytes(hub, whole).is_whole
    assert acked_at(hub, desk) == 180
    assert file_at(hub, ORG, SCAN_ID) == SCAN


def test_a_torn_answer_is_taken_as_far_as_it_goes(hub, desk, colleague, tmp_path, monkeypatch):
    monkeypatch.setattr("sync.hub.parcel_news._PAGE_BYTES", 2_048)
    day(desk, dossiers=400)
    by_line(hub, desk)
    (path,) = answer_to(hub, colleague, tmp_path / "back")
    whole = path.read_bytes()
    torn = tmp_path / "torn.vnb"
    torn.write_bytes(whole[: 70_000 if len(whole) > 70_000 else len(whole) - 1])

    try:
        back = take_back(colleague, torn)
        assert not back.is_whole
    except ParcelUnreadable:
        assert len(whole) < 70_000
    again = take_back(colleague, path)

    assert again.is_whole
    assert len(colleague.feed(ORG)) == 1_200


def test_one_flipped_bit_never_changes_what_is_taken(hub, desk, tmp_path):
    day(desk)
    desk.add_file(SCAN_ID, SCAN)
    (path,) = write_to(desk, tmp_path / "stick")
    whole = path.read_bytes()

    for place in range(0, len(whole), 1_499):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << place % 8
        try:
            told = bring_bytes(hub, bytes(flipped))
        except (ParcelUnreadable, ParcelForOthers):
            continue
        assert not told.is_whole

    assert acked_at(hub, desk) in {0, 15}
    assert file_at(hub, ORG, SCAN_ID) in {None, SCAN}


def test_nothing_readable_lies_on_the_stick(hub, desk, tmp_path):
    desk.write(CREATED, (f"{ORG}-261123-0001",))
    desk.write(PAID, (5_000,), ent=desk.write(CREATED, ("Nguyễn Thị Chim Hoàng Yến",)))
    desk.add_file(sha256(b"Chim Ho" * 50).hexdigest(), b"Chim Ho" * 50)
    there = write_to(desk, tmp_path / "there")
    for path in there:
        bring(hub, path)
    back = answer_to(hub, desk, tmp_path / "back")

    for path in [*there, *back]:
        assert b"Chim" not in path.read_bytes()
        assert ORG.encode() not in path.read_bytes()
        assert len(path.stem) == 16
        assert set(path.stem) <= set("0123456789abcdef")
    left = [path for name in ("there", "back") for path in (tmp_path / name).iterdir()]
    assert {path.suffix for path in left} == {".vnb"}


def test_a_parcel_is_cut_to_the_size_a_stick_can_hold(hub, desk, tmp_path, monkeypatch):
    monkeypatch.setattr("sync.client.parcels._FRAME_BYTES", 300)
    day(desk, dossiers=30)
    desk.add_file(SCAN_ID, SCAN)
    paths = write_to(desk, tmp_path / "stick", most_bytes=70_000)

    assert len(paths) >= 3
    assert all(path.stat().st_size <= 70_000 for path in paths)
    for path in paths:
        bring(hub, path)

    assert acked_at(hub, desk) == 90
    assert file_at(hub, ORG, SCAN_ID) == SCAN


def test_an_answer_cut_into_parts_brings_a_file_larger_than_a_part(hub, desk, tmp_path):
    published = tmp_path / "forms.zip"
    published.write_bytes(SCAN)
    publish_file(hub, published)
    desk.wanted = [SCAN_ID]
    paths = answer_to(hub, desk, tmp_path / "back", most_bytes=70_000)

    begun = {}

    for path in paths:
        take_back(desk, path, begun=begun)

    assert len(paths) > 1
    assert desk.content_of(SCAN_ID) == SCAN
    assert begun == {}


def test_the_escrow_key_opens_a_parcel_too(prepared, desk, tmp_path):
    day(desk)
    (path,) = write_to(desk, tmp_path / "stick")
    escrow = (prepared.folder / "offline" / "escrow.key").read_text("ascii").strip()

    plain = open_sealed(path.read_bytes(), [escrow])

    assert b"sync/parcel" in plain


def test_a_parcel_for_another_hub_is_left_alone(desk, tmp_path):
    day(desk)
    (path,) = write_to(desk, tmp_path / "stick")
    other = make_hub(tmp_path / "other", small_province())

    with pytest.raises(ParcelForOthers):
        bring(other, path)

    other.database.close()


def test_a_parcel_sealed_for_us_but_meant_for_another_hub_is_refused(hub, desk, tmp_path):
    day(desk)
    desk.granted = replace(desk.granted, hub_id=bytes(8))
    (path,) = write_to(desk, tmp_path / "stick")

    with pytest.raises(WrongHub):
        bring(hub, path)

    assert acked_at(hub, desk) == 0


def messages_in(desk, path):
    """What stands in a parcel back, opened with the desk's key."""
    found = []
    read_parcel(BytesIO(path.read_bytes()), desk.private_keys(), found.append)
    return found


def test_an_old_page_in_the_place_of_the_new_one_is_not_taken(hub, desk, colleague, tmp_path):
    day(colleague)
    by_line(hub, colleague)
    (first,) = answer_to(hub, desk, tmp_path / "first")
    take_back(desk, first)
    day(colleague, dossiers=2, first=100)
    by_line(hub, colleague)
    bring(hub, *write_to(desk, tmp_path / "there"))
    take_back(desk, *answer_to(hub, desk, tmp_path / "second"))
    bring(hub, *write_to(desk, tmp_path / "there again"))
    day(colleague, dossiers=2, first=200)
    by_line(hub, colleague)
    (now,) = answer_to(hub, desk, tmp_path / "third")
    old = next(one for one in messages_in(desk, first) if one.typ == PAGE)
    swapped = [old if one.typ == PAGE else one for one in messages_in(desk, now)]
    known = desk.feed(ORG)

    forged = seal(b"".join(one.raw for one in swapped), (desk.seal.recipient,))
    told = import_parcel(desk, BytesIO(forged))

    assert old.raw != messages_in(desk, now)[-1].raw
    assert (told.received, told.has_gap) == (0, True)
    assert desk.feed(ORG) == known


def test_pages_that_go_on_from_more_than_is_here_wait(hub, desk, colleague, tmp_path):
    day(colleague)
    by_line(hub, colleague)
    before = desk.db.serialize()
    take_back(desk, *answer_to(hub, desk, tmp_path / "first"))
    bring(hub, *write_to(desk, tmp_path / "there"))
    day(colleague, dossiers=2, first=100)
    by_line(hub, colleague)
    (path,) = answer_to(hub, desk, tmp_path / "second")
    desk.db.deserialize(before)

    told = import_parcel(desk, BytesIO(path.read_bytes()))

    assert (told.received, told.has_gap) == (0, True)
    assert desk.feed(ORG) == []


def test_an_answer_for_another_desk_is_left_alone(hub, desk, colleague, tmp_path):
    (path,) = answer_to(hub, colleague, tmp_path / "back")

    with pytest.raises(ParcelForOthers):
        take_back(desk, path)


def test_a_manifest_by_another_key_is_not_believed(hub, desk, colleague, tmp_path):
    day(desk)
    desk.key = colleague.key
    (path,) = write_to(desk, tmp_path / "stick")

    with pytest.raises(BadSignature):
        bring(hub, path)


def test_a_machine_nobody_enrolled_brings_nothing(hub, desk, tmp_path):
    day(desk)
    desk.granted = replace(desk.granted, dev=4_711)
    (path,) = write_to(desk, tmp_path / "stick")

    with pytest.raises(MachineUnknown):
        bring(hub, path)


def test_what_was_sealed_by_who_knows_whom_is_no_parcel(hub, desk):
    for plain in (b"", b"hello", b"\xff" * 70_000, b"\x83\x41a\x00\x41b", bytes(200_000)):
        sealed = seal(plain, desk.recipients())

        with pytest.raises((ParcelUnreadable, ParcelForOthers)):
            take_parcel(hub, BytesIO(sealed))


def test_a_file_that_is_not_what_it_says_is_thrown_away_and_stops_nothing(hub, desk, tmp_path):
    wrong = sha256(b"something else").hexdigest()
    day(desk)
    desk.add_file(wrong, SCAN)
    desk.add_file(SCAN_ID, SCAN)
    (path,) = write_to(desk, tmp_path / "stick")

    told = bring(hub, path)

    assert (told.files, told.taken) == (1, 15)
    assert file_at(hub, ORG, wrong) is None
    assert file_at(hub, ORG, SCAN_ID) == SCAN


def test_a_file_that_shrank_under_the_pen_is_told(desk, tmp_path):
    desk.add_file(SCAN_ID, SCAN)
    short = [replace(one, size=one.size + 1) for one in desk.files_to_carry()]
    desk.files_to_carry = lambda: short

    with pytest.raises(FileDamaged):
        write_to(desk, tmp_path / "stick")

    assert list((tmp_path / "stick").iterdir()) == []


def test_late_work_of_a_revoked_machine_waits_for_a_person_once(hub, desk, tmp_path):
    day(desk)
    desk.add_file(SCAN_ID, SCAN)
    (path,) = write_to(desk, tmp_path / "stick")
    with hub.database.writing() as connection:
        connection.execute(
            update(tables.devices)
            .where(tables.devices.c.dev == desk.granted.dev)
            .values(revoked_at=hub.now())
        )

    told = [bring(hub, path) for _ in range(3)]

    assert [one.taken for one in told] == [0, 0, 0]
    assert acked_at(hub, desk) == 0
    assert looks.count(hub, tables.quarantine) == 1
    assert file_at(hub, ORG, SCAN_ID) == SCAN  # whoever takes the changes after all needs it


def test_two_histories_under_one_name_are_noticed_on_a_stick_too(prepared, hub, desk, tmp_path):
    clone = carrying(prepared, hub, 0)
    day(desk, dossiers=2)
    day(clone, dossiers=2, first=7)
    (one,) = write_to(desk, tmp_path / "one")
    (other,) = write_to(clone, tmp_path / "other")
    bring(hub, one)

    told = [bring(hub, other) for _ in range(2)]

    assert [one.answer for one in told] == [Answer.FORK, Answer.FORK]
    assert acked_at(hub, desk) == 6
    assert looks.count(hub, tables.quarantine) == 1


def test_what_a_restored_hub_said_before_is_not_taken_after_what_it_said_since(
    hub, desk, tmp_path, clock
):
    day(desk, dossiers=1)
    by_line(hub, desk)
    (old,) = answer_to(hub, desk, tmp_path / "old")
    clock.at = clock.at.replace(day=24)
    restored = replace(hub, hub_ep=hub.hub_ep ^ 1)
    by_line(restored, desk)

    with pytest.raises(ParcelOutdated):
        take_back(desk, old)


def test_what_a_parcel_says_can_be_looked_at_before_it_is_taken(hub, desk, tmp_path):
    day(desk)
    (path,) = write_to(desk, tmp_path / "stick")

    with path.open("rb") as file:
        told = look_into(hub, file)

    assert (told.dev, told.changes) == (desk.granted.dev, 15)
    assert acked_at(hub, desk) == 0


def test_an_empty_parcel_still_asks_for_news(hub, desk, colleague, tmp_path):
    day(colleague)
    by_line(hub, colleague)

    (back,) = by_stick(hub, desk, tmp_path / "stick")

    assert (back.acked, back.received) == (0, 15)


def test_progress_reaches_its_end_and_a_person_may_stop_it(desk, tmp_path):
    day(desk)
    desk.add_file(SCAN_ID, SCAN)
    told = []
    (tmp_path / "stick").mkdir()

    export_parcel(desk, Stick(tmp_path / "stick"), tell=told.append)

    assert [one.done for one in told] == sorted(one.done for one in told)
    assert told[-1].done >= len(SCAN)
    assert told[-1].done <= told[-1].total


def test_hub_keeps_one_row_for_a_parcel_that_comes_twice(hub, desk, tmp_path):
    day(desk)
    (path,) = write_to(desk, tmp_path / "stick")
    bring(hub, path)
    bring(hub, path)

    with hub.database.reading() as connection:
        assert (
            connection.execute(select(func.count()).select_from(keeping_tables.parcels)).scalar()
            == 1
        )


def test_a_revoked_machine_is_told_so_and_nothing_else(hub, desk, colleague, tmp_path):
    day(colleague)
    by_line(hub, colleague)
    with hub.database.writing() as connection:
        connection.execute(
            update(tables.devices)
            .where(tables.devices.c.dev == desk.granted.dev)
            .values(revoked_at=hub.now())
        )
    (path,) = answer_to(hub, desk, tmp_path / "back")

    with pytest.raises(MachineRevoked):
        take_back(desk, path)

    assert desk.feed(ORG) == []
    assert desk.newest_receipt() is None


def test_a_machine_in_doubt_carries_its_request_and_takes_the_answer_alone(
    hub, desk, colleague, tmp_path
):
    day(colleague)
    by_line(hub, colleague)
    day(desk)
    desk.is_sound = False
    identity = desk.identity()
    asked = EpochRequest(
        hub_id=identity.hub_id,
        dev=identity.dev,
        ep=identity.ep,
        request=b"r" * 16,
        why="restored",
        last=15,
    )
    desk.others = [make_request(asked, identity.sign)]

    (path,) = write_to(desk, tmp_path / "there")
    told = bring(hub, path)
    (back,) = [take_back(desk, one) for one in answer_to(hub, desk, tmp_path / "back")]

    assert (told.manifest.changes, told.manifest.others, told.taken) == (0, 1, 0)
    assert back.others == len(desk.told) == 1
    assert read_grant(desk.told[0], key=identity.hub_keys).request == b"r" * 16
    assert (back.received, back.acked, desk.feed(ORG)) == (0, 0, [])


def test_a_desk_below_the_floor_gets_the_snapshot_on_its_stick(
    hub, desk, colleague, clock, tmp_path
):
    short = replace(hub, province=replace(hub.province, over=frozenset({"step 2"})))
    day(desk)
    by_line(short, desk)
    clock.at += timedelta(days=1)
    assert compact(short, ORG, before=short.now()) is not None
    day(desk, dossiers=1, first=9)
    by_line(short, desk)

    for folder in ("one", "two"):
        (back,) = by_stick(short, colleague, tmp_path / folder)
        assert (back.is_whole, back.has_gap) == (True, False)

    assert colleague.cursors()[ORG].digest == digest_at(short, ORG)
    assert colleague.cursors()[ORG].pos == 18
    assert list(colleague.snapshots) == [ORG]


def unsalted(desk):
    """A change whose salt the hub never got: only the hub cannot read it."""
    desk.db.execute("INSERT INTO salts VALUES (77, ?)", (bytes(16),))
    desk.write(PAID, (1,), ent=77)


def altered(desk):
    """The last change but one with another body: it can still be read, and is not believed."""
    seq = desk.last() - 1
    change = record.decode(desk.one("SELECT raw FROM journal WHERE seq = ?", seq))
    raw = record.encode(change._replace(body=(9,)))
    desk.db.execute("UPDATE journal SET raw = ? WHERE seq = ?", (raw, seq))


@pytest.mark.parametrize("damage", [unsalted, altered])
def test_what_only_the_hub_cannot_read_is_wrapped_on_the_next_stick(hub, desk, tmp_path, damage):
    day(desk)
    (path,) = write_to(desk, tmp_path / "before")
    bring(hub, path)
    day(desk, dossiers=2, first=50)
    damage(desk)
    day(desk, dossiers=2, first=60)
    (path,) = write_to(desk, tmp_path / "one")
    taken = bring(hub, path)
    (back,) = answer_to(hub, desk, tmp_path / "back")
    take_back(desk, back)

    (path,) = write_to(desk, tmp_path / "two")
    again = bring(hub, path)
    (back,) = answer_to(hub, desk, tmp_path / "back-again")
    come = take_back(desk, back)

    assert (taken.taken, taken.refused) == (0, "frame_refused")
    assert (again.refused, again.answer, acked_at(hub, desk)) == ("", Answer.OK, desk.last())
    assert come.is_whole
    held = [seq for seq, told in desk.verdicts().items() if told == ("held", "unreadable")]
    assert len(held) == 1
    assert digest_at(hub, ORG) == desk.cursors()[ORG].digest
    assert by_line(hub, desk).sent == 0

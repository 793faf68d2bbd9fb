"""Invitations, enrolment and lanes."""

import stat
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.client.enrol import enrol
from sync.errors import (
    BadSignature,
    DatabaseUnusable,
    EnrolCodeRefused,
    HubAnsweredRubbish,
    HubExists,
    HubKeyDamaged,
    HubMissing,
    UnknownOrg,
)
from sync.hub import tables
from sync.hub.access import invite_desk
from sync.hub.errors import LaneOutOfRange, LanesUsedUp, LaneTaken
from sync.hub.hub import make_hub, open_hub
from sync.hub.keys import load_key
from sync.hub.lanes import Range, read_lane
from sync.hub.overview import desks, told
from tests.sync import looks
from tests.sync.bodies import asked, frame_of
from tests.sync.conftest import ORG, OTHER_ORG, enrolled_desk, small_province
from tests.sync.rules import CREATED, POISON
from tests.sync.small_replica import SmallReplica
from tests.sync.wires import DirectLink, LossyLink


def enrolling(machine, link, code, **parts):
    said = {"device_key": machine.public, "sign": machine.key.sign, "name": "Máy", "app": "t"}
    return enrol(link, code, **{**said, **parts})


def test_an_invited_machine_learns_all_it_needs(hub, link):
    machine = SmallReplica()
    invitation = invite_desk(hub, OTHER_ORG, lane=Range(5000, 5100))

    granted = enrolling(machine, link, invitation.code)

    assert (granted.hub_id, granted.hub_key) == (hub.key.hub_id, hub.key.public)
    assert (granted.dev, granted.ep, granted.org) == (4, 1, OTHER_ORG)
    assert granted.names == ("Xã Khác", "Đà Nẵng")
    assert [(lane.org, lane.first, lane.last) for lane in granted.lanes] == [
        (OTHER_ORG, 5000, 5100)
    ]
    assert granted.scopes == ("province", f"{OTHER_ORG}/access", OTHER_ORG)


def test_a_lost_answer_is_given_again_to_the_same_machine(hub):
    machine = SmallReplica()
    code = invite_desk(hub, ORG).code
    lossy = LossyLink(hub, ["answer"])
    with pytest.raises(Exception, match="hub_unreachable"):
        enrolling(machine, lossy, code)

    granted = enrolling(machine, lossy, code)

    assert granted.dev == 4
    assert looks.count(hub, tables.devices) == 4


def test_a_code_is_good_for_one_machine(hub, link):
    code = invite_desk(hub, ORG).code
    enrolling(SmallReplica(), link, code)

    with pytest.raises(EnrolCodeRefused):
        enrolling(SmallReplica(), link, code)


def test_a_key_enrols_once(hub, link):
    machine = SmallReplica()
    enrolling(machine, link, invite_desk(hub, ORG).code)

    with pytest.raises(BadSignature):
        enrolling(machine, link, invite_desk(hub, ORG).code)


def test_a_code_expires_and_gives_its_lane_back(hub, link, clock):
    invitation = invite_desk(hub, ORG)
    clock.at += timedelta(days=15)

    with pytest.raises(EnrolCodeRefused):
        enrolling(SmallReplica(), link, invitation.code)

    assert invite_desk(hub, ORG).lane == invitation.lane


def test_neither_code_nor_key_of_an_invitation_travels(hub):
    link = DirectLink(hub)
    code = invite_desk(hub, ORG).code

    enrolling(SmallReplica(), link, code)

    assert code.replace("-", "").encode() not in link.requests[0]


def test_an_answer_by_a_hub_that_does_not_know_the_code_is_not_believed(hub, tmp_path):
    other = make_hub(tmp_path / "other", small_province())
    code, false_code = invite_desk(hub, ORG).code, invite_desk(other, ORG).code

    class Swapped(DirectLink):
        def enrol(self, _body):
            false = SmallReplica()
            return DirectLink(other).enrol(remade(false, false_code))

    with pytest.raises(HubAnsweredRubbish):
        enrolling(SmallReplica(), Swapped(hub), code)

    other.database.close()


def remade(machine, code):
    """The body of a request to enrol."""
    kept = []

    class Keeping:
        def enrol(self, body):
            kept.append(body)
            return b""

    with pytest.raises(HubAnsweredRubbish):
        enrolling(machine, Keeping(), code)
    return kept[0]


@pytest.mark.parametrize("org", ["", "H99.99999", "h48.20443", "province", "H48..1", "X" * 36])
def test_only_units_there_are_get_invitations(hub, org):
    with pytest.raises(UnknownOrg):
        invite_desk(hub, org)


def test_lanes_are_given_out_in_order_until_none_is_left(hub):
    given_out = [invite_desk(hub, ORG).lane for _ in range(7)]

    assert given_out[0] == (3000, 3999)
    assert given_out[-1] == (9000, 9999)
    with pytest.raises(LanesUsedUp):
        invite_desk(hub, ORG)


def test_every_unit_has_lanes_of_its_own(hub):
    assert invite_desk(hub, OTHER_ORG).lane == (2000, 2999)


def test_a_lane_that_overlaps_is_refused_and_no_invitation_made(hub):
    before = looks.count(hub, tables.invites)

    with pytest.raises(LaneTaken) as refused:
        invite_desk(hub, ORG, lane=Range(1500, 2500))

    assert refused.value.details == {"lane": "1500-2500", "other": "0001-1999"}
    assert looks.count(hub, tables.invites) == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 9999), st.integers(0, 3000)), max_size=6))
def test_lanes_of_a_unit_never_overlap(hub, wanted):
    for first, more in wanted:
        try:
            invite_desk(hub, ORG, lane=Range(first, min(9999, first + more)))
        except LaneTaken:
            continue
    with hub.database.reading() as connection:
        rows = connection.execute(
            tables.lanes.select().where(tables.lanes.c.org == ORG).order_by("first")
        ).all()

    assert all(a.last < b.first for a, b in pairwise(rows))


@pytest.mark.parametrize(
    ("typed", "lane"),
    [("1-1999", (1, 1999)), (" 0001 - 1999 ", (1, 1999)), ("7–7", (7, 7)), ("1-9999", (1, 9999))],
)
def test_a_lane_is_read_as_people_write_it(typed, lane):
    assert read_lane(typed) == lane


@pytest.mark.parametrize(
    "typed", ["", "5", "0-10", "9-1", "1-10000", "a-b", "1-2-3", "-1-5", "１-２"]
)
def test_what_is_no_lane_is_refused(typed):
    with pytest.raises(LaneOutOfRange):
        read_lane(typed)


def test_the_hubs_key_is_its_owners_alone(prepared):
    key = prepared.folder / "hub.key"

    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_second_hub_in_one_folder_is_refused_and_the_first_kept(tmp_path):
    first = make_hub(tmp_path / "hub", small_province())

    with pytest.raises(HubExists):
        make_hub(tmp_path / "hub", small_province())

    assert load_key(tmp_path / "hub").hub_id == first.key.hub_id
    first.database.close()


def test_a_hub_whose_database_cannot_be_made_is_not_half_made(tmp_path):
    with pytest.raises(DatabaseUnusable):
        make_hub(tmp_path / "hub", small_province(), database_url="sqlite:////nowhere/at/all.db")

    made = make_hub(tmp_path / "hub", small_province())

    assert load_key(tmp_path / "hub").hub_id == made.key.hub_id
    made.database.close()


def test_a_folder_without_a_hub_says_so(tmp_path):
    with pytest.raises(HubMissing):
        open_hub(tmp_path, small_province())


@pytest.mark.parametrize("content", [b"", b"rubbish", b"-----BEGIN PRIVATE KEY-----\n"])
def test_a_damaged_key_is_told(prepared, content):
    (prepared.folder / "hub.key").write_bytes(content)

    with pytest.raises(HubKeyDamaged):
        open_hub(prepared.folder, small_province())


def test_a_database_of_another_hub_is_not_used(prepared, tmp_path):
    other = make_hub(tmp_path / "other", small_province())
    other.database.close()
    (prepared.folder / "hub.db").write_bytes((tmp_path / "other" / "hub.db").read_bytes())
    for left in prepared.folder.glob("hub.db-*"):
        left.unlink()

    with pytest.raises(DatabaseUnusable):
        open_hub(prepared.folder, small_province())


def test_an_operator_sees_every_machine(hub, desk, link):
    ent = desk.write(CREATED, (f"{ORG}-261123-0001",))
    desk.write(POISON, (), ent=ent)
    desk.at -= 100
    asked(desk, link, frame_of(desk))
    enrolled_desk(hub, OTHER_ORG)

    views = desks(hub)

    assert [view.dev for view in views] == [1, 2, 3, 4]
    seen = told(views[0])
    assert (seen["acked"], seen["set_aside"], seen["lanes"]) == (2, 1, [[1, 1999]])
    assert seen["last_contact_at"] == "2026-11-23T02:00:00+00:00"
    assert seen["clock_behind_s"] == 399_300
    assert told(views[1])["last_contact_at"] is None

"""What the province orders: machines revoked and wiped, people locked out, leases, old programs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from sync import cose
from sync.client.exchange import exchange_once
from sync.errors import BadSignature, DeskTooOld, HubNotKnown, MachineRevoked, UnknownOrg
from sync.hub import keeping_tables, tables
from sync.hub.control import (
    lock_user,
    order_wipe,
    require_app,
    revoke,
    set_lease,
    unlock_user,
)
from sync.hub.errors import (
    FrameNotTaken,
    KeyNotListed,
    LeaseOutOfRange,
    NoSuchMachine,
    QuarantineUnknown,
    RootKeyRefused,
    UserNotLocked,
    VersionRefused,
)
from sync.hub.hub import open_hub
from sync.hub.key_rotation import look_at_keys, retire_key, rotate_keys
from sync.hub.late import list_kept, pass_over, take_reviewed
from sync.hub.orders import redo
from sync.protocol.control import (
    LEAST_APP,
    MACHINE_REVOKED,
    USER_LOCKED,
    USER_UNLOCKED,
    WIPE_ORDERED,
    access_scope,
    is_older,
    read_order,
    write_order,
)
from sync.protocol.key_list import KeyList, follow, make_key_list, read_first
from sync.record import decode
from sync.sealing import open_sealed, seal
from tests.sync import looks
from tests.sync.bodies import asked, frame_of
from tests.sync.conftest import BOTH, ORG, OTHER_ORG, enrolled_desk, small_province
from tests.sync.rules import CREATED, STEPPED, USER
from tests.sync.wires import DirectLink

ACCESS = access_scope(ORG)
CODE = f"{ORG}-261123-0001"


def kinds_in(desk, scope):
    return [decode(row[8]).kind for row in desk.feed(scope)]


@BOTH
def test_a_revoked_machine_is_told_and_its_work_is_kept_and_not_applied(hub, desk, link):
    ent = desk.write(CREATED, (CODE,))
    exchange_once(desk, link)
    desk.write(STEPPED, (1,), ent=ent)
    revoke(hub, desk.granted.dev, reason="mất máy")

    with pytest.raises(MachineRevoked):
        exchange_once(desk, link)

    assert desk.revoked["dev"] == "1"
    assert desk.revoked["wipe"] == ""
    assert [(kept.dev, kept.first, kept.last) for kept in list_kept(hub)] == [(1, 2, 2)]
    assert looks.count(hub, tables.changes) == 2  # the dossier, and the order itself


def test_what_comes_again_of_a_revoked_machine_is_kept_once(hub, desk, link):
    desk.write(CREATED, (CODE,))
    revoke(hub, 1, reason="")

    for _ in range(3):
        desk.at += 60  # the same changes in another frame
        with pytest.raises(MachineRevoked):
            exchange_once(desk, link)

    assert len(list_kept(hub)) == 1


def test_a_frame_of_a_revoked_machine_is_taken_when_a_person_says_so(hub, desk, colleague, link):
    desk.write(CREATED, (CODE,))
    revoke(hub, 1, reason="")
    with pytest.raises(MachineRevoked):
        exchange_once(desk, link)
    (kept,) = list_kept(hub)

    take_reviewed(hub, kept.id)

    exchange_once(colleague, link)
    assert CREATED in kinds_in(colleague, ORG)
    assert list_kept(hub) == []
    with pytest.raises(QuarantineUnknown):
        take_reviewed(hub, kept.id)


def test_a_frame_that_does_not_follow_is_not_taken_and_waits_on(hub, desk, link):
    ent = desk.write(CREATED, (CODE,))
    revoke(hub, 1, reason="")
    with pytest.raises(MachineRevoked):
        exchange_once(desk, link)
    desk.write(STEPPED, (1,), ent=ent)
    desk._number("acked", 1)
    with pytest.raises(MachineRevoked):
        exchange_once(desk, link)
    later = next(kept for kept in list_kept(hub) if kept.first == 2)

    with pytest.raises(FrameNotTaken):
        take_reviewed(hub, later.id)

    assert len(list_kept(hub)) == 2


def test_a_frame_that_is_passed_over_stays_stored(hub, desk, link):
    desk.write(CREATED, (CODE,))
    revoke(hub, 1, reason="")
    with pytest.raises(MachineRevoked):
        exchange_once(desk, link)

    pass_over(hub, list_kept(hub)[0].id)

    assert list_kept(hub) == []
    assert looks.count(hub, tables.quarantine) == 1


def test_a_thief_who_changes_a_frame_gains_nothing(hub, desk, link):
    desk.write(CREATED, (CODE,))
    revoke(hub, 1, reason="")
    raw = bytearray(frame_of(desk))
    raw[-1] ^= 1

    with pytest.raises(BadSignature):
        asked(desk, link, bytes(raw))

    assert list_kept(hub) == []


def test_a_machine_is_revoked_once_and_keeps_its_first_moment(hub, clock):
    first = revoke(hub, 1, reason="mất máy")
    clock.at += timedelta(hours=1)

    again = revoke(hub, 1, reason="khác")

    assert (again.at, again.reason) == (first.at, "mất máy")
    assert looks.count(hub, tables.changes) == 1


def test_an_order_stands_in_the_feed_of_its_organisation_alone(hub, colleague, stranger, link):
    revoke(hub, 1, reason="mất máy")

    exchange_once(colleague, link)
    exchange_once(stranger, link)

    assert kinds_in(colleague, ACCESS) == [MACHINE_REVOKED]
    assert stranger.feed(ACCESS) == []
    assert stranger.feed(access_scope(OTHER_ORG)) == []


def test_a_wipe_revokes_too_and_is_told_in_the_refusal(hub, desk, colleague, link):
    order_wipe(hub, 1, reason="bị trộm")

    with pytest.raises(MachineRevoked):
        exchange_once(desk, link)
    exchange_once(colleague, link)

    assert desk.revoked["wipe"]
    assert kinds_in(colleague, ACCESS) == [MACHINE_REVOKED, WIPE_ORDERED]


def test_a_wipe_is_ordered_once(hub):
    first = order_wipe(hub, 1, reason="")

    assert order_wipe(hub, 1, reason="") == first
    assert looks.count(hub, tables.changes) == 2


def test_orders_come_before_the_changes_of_the_organisation(hub, desk, colleague, link):
    for number in range(1, 40):
        desk.write(CREATED, (f"{ORG}-261123-{number:04d}",))
    exchange_once(desk, link)
    lock_user(hub, ORG, "Nguyễn Văn An", reason="")

    answer = asked(colleague, link)

    assert [page.scope for page in answer.pages] == [ACCESS, ORG]


@BOTH
def test_acts_of_a_locked_person_are_flagged_from_the_moment_of_the_lock(hub, desk, link, clock):
    desk.at = int(clock.at.timestamp())
    desk.write(USER, (1, "an"))
    before = desk.write(CREATED, (CODE,))
    exchange_once(desk, link)
    clock.at += timedelta(minutes=1)
    lock_user(hub, ORG, "An", reason="")
    desk.at += 120
    desk.write(STEPPED, (1,), ent=before)

    exchange_once(desk, link)

    assert desk.verdicts()[2] == ("ok", "")
    assert desk.verdicts()[3] == ("flagged", "user_locked")


def test_work_from_before_the_lock_that_comes_later_is_not_flagged(hub, desk, link, clock):
    desk.at = int(clock.at.timestamp()) - 60
    desk.write(USER, (1, "an"))
    desk.write(CREATED, (CODE,))
    lock_user(hub, ORG, "An", reason="")

    exchange_once(desk, link)

    assert set(desk.verdicts().values()) == {("ok", "")}


def test_a_locked_person_is_flagged_though_the_account_came_in_the_same_batch(
    hub, desk, link, clock
):
    lock_user(hub, ORG, "An", reason="")
    desk.at = int(clock.at.timestamp()) + 5
    desk.write(USER, (1, "an"))
    desk.write(CREATED, (CODE,))

    exchange_once(desk, link)

    assert desk.verdicts()[2] == ("flagged", "user_locked")


def test_who_is_unlocked_works_on_unflagged(hub, desk, link, clock):
    lock_user(hub, ORG, "An", reason="")
    clock.at += timedelta(hours=1)
    unlock_user(hub, ORG, "AN")
    desk.at = int(clock.at.timestamp()) + 5
    desk.write(USER, (1, "an"))
    desk.write(CREATED, (CODE,))

    exchange_once(desk, link)

    assert desk.verdicts()[2] == ("ok", "")
    assert kinds_in(desk, ACCESS) == [USER_LOCKED, USER_UNLOCKED]


def test_other_people_of_the_machine_are_not_flagged(hub, desk, link, clock):
    lock_user(hub, ORG, "Bình", reason="")
    desk.at = int(clock.at.timestamp()) + 5
    desk.write(USER, (1, "an"))
    desk.write(CREATED, (CODE,))

    exchange_once(desk, link)

    assert desk.verdicts()[2] == ("ok", "")


def test_nobody_can_be_unlocked_who_is_not_locked(hub):
    with pytest.raises(UserNotLocked):
        unlock_user(hub, ORG, "An")


@pytest.mark.parametrize("org", ["H99.99999", "province", ""])
def test_people_are_locked_only_at_units_with_machines(hub, org):
    with pytest.raises(UnknownOrg):
        lock_user(hub, org, "An", reason="")


def test_an_unknown_machine_is_told_to_the_operator(hub):
    with pytest.raises(NoSuchMachine):
        revoke(hub, 99, reason="")


def test_a_lease_is_told_in_the_next_receipt(hub, desk, link):
    set_lease(hub, 1, 14)

    answer = asked(desk, link)

    assert answer.receipt.lease_days == 14
    assert desk.granted.lease_days == 60


@pytest.mark.parametrize("days", [0, 13, 181])
def test_a_lease_outside_the_limits_is_refused(hub, days):
    with pytest.raises(LeaseOutOfRange):
        set_lease(hub, 1, days)


def test_an_old_program_is_warned_first_and_then_not_answered(hub, desk, link, clock):
    require_app(hub, "99.0", since=clock.at.date() + timedelta(days=30))
    exchange_once(desk, link)
    clock.at += timedelta(days=31)

    with pytest.raises(DeskTooOld):
        exchange_once(desk, link)

    assert kinds_in(desk, "province") == [LEAST_APP]


@pytest.mark.parametrize("version", ["", "neu", "1.x", "1..2"])
def test_what_is_no_version_is_refused(hub, version):
    with pytest.raises(VersionRefused):
        require_app(hub, version, since=date(2027, 1, 1))


def test_orders_that_a_hub_lost_count_again_once_they_come_back(hub, clock):
    order_wipe(hub, 1, reason="bị trộm")
    lock_user(hub, ORG, "An", reason="")
    lock_user(hub, ORG, "Bình", reason="")
    clock.at += timedelta(hours=1)
    unlock_user(hub, ORG, "Bình")
    require_app(hub, "0.0.1", since=date(2027, 1, 1))
    said = looks.feed(hub, ACCESS) + looks.feed(hub, "province")
    scopes = [ACCESS] * len(looks.feed(hub, ACCESS)) + ["province"]
    before = access_tables(hub)
    with hub.database.writing() as connection:
        connection.execute(tables.locks.delete())
        lost = {"revoked_at": None, "revoked_why": "", "wipe_at": None}
        connection.execute(tables.devices.update().values(**lost))
        connection.execute(tables.hub.update().values(least_app="", least_app_from=0))

    for _ in range(2):
        with hub.database.writing() as connection:
            for scope, row in zip(scopes, said, strict=True):
                redo(hub, connection, scope, decode(row[7]))

    assert access_tables(hub) == before


def access_tables(hub):
    """What stands in the tables that orders change."""
    device = tables.devices.c
    with hub.database.reading() as connection:
        locked = connection.execute(tables.locks.select().order_by("name_folded")).all()
        machine = connection.execute(
            select(device.revoked_at, device.revoked_why, device.wipe_at).where(device.dev == 1)
        ).one()
        least = connection.execute(
            select(tables.hub.c.least_app, tables.hub.c.least_app_from)
        ).one()
    return [tuple(row) for row in (*locked, machine, least)]


@pytest.mark.parametrize(
    ("app", "version", "older"),
    [
        ("quay-mot-cua 0.1.0", "0.2.0", True),
        ("quay-mot-cua 0.10.0", "0.9.9", False),
        ("quay-mot-cua 0.2.0", "0.2.0", False),
        ("test", "0.1", True),
        ("quay-mot-cua 1.0", "1.0.1", True),
    ],
)
def test_versions_are_compared_by_their_numbers(app, version, older):
    assert is_older(app, version) is older


@pytest.mark.parametrize("kind", [USER_LOCKED, USER_UNLOCKED, MACHINE_REVOKED, LEAST_APP])
@pytest.mark.parametrize("body", [(), (1, "x", 3, 4), ("a", "b"), (None,)])
def test_an_order_that_cannot_be_read_says_so(kind, body):
    with pytest.raises(Exception, match="malformed_message"):
        read_order(kind, body)


def test_an_order_is_read_as_it_was_written(hub):
    order = order_wipe(hub, 1, reason="bị trộm")

    assert read_order(*write_order(order)) == order


def root_of(hub):
    return hub.folder / "offline" / "root.key"


def reopened(prepared, clock):
    return open_hub(prepared.folder, small_province(clock), database_url=prepared.database_url)


@BOTH
def test_a_desk_follows_the_hub_to_a_new_key_and_leaves_the_old_one(prepared, hub, desk, clock):
    exchange_once(desk, DirectLink(hub))
    old = desk.identity().hub_keys
    rotate_keys(hub, root_of(hub))
    renewed = reopened(prepared, clock)
    exchange_once(desk, DirectLink(renewed))
    both = desk.identity().hub_keys

    retired = next(key for key in look_at_keys(renewed).keys if not key.is_signing)
    retire_key(renewed, retired.fingerprint, root_of(renewed))
    exchange_once(desk, DirectLink(renewed))

    assert set(both) == {renewed.key.public, *old}
    assert desk.identity().hub_keys == (renewed.key.public,)
    assert renewed.key.hub_id == hub.key.hub_id
    with pytest.raises(HubNotKnown):
        exchange_once(desk, DirectLink(hub))  # with the key that was taken out
    renewed.database.close()


def test_a_desk_that_was_away_through_three_lists_takes_them_in_their_order(
    prepared, hub, desk, clock
):
    for _ in range(3):
        rotate_keys(hub, root_of(hub))
    renewed = reopened(prepared, clock)

    exchange_once(desk, DirectLink(renewed))

    assert [read_first(cose.read(raw)).number for raw in desk.key_lists] == [2, 3, 4]
    renewed.database.close()


def test_a_machine_enrolled_after_a_rotation_begins_with_the_newest_list(prepared, hub, clock):
    rotate_keys(hub, root_of(hub))
    renewed = reopened(prepared, clock)

    fresh = enrolled_desk(renewed)

    assert read_first(cose.read(fresh.granted.key_list)).number == 2
    exchange_once(fresh, DirectLink(renewed))
    renewed.database.close()


def test_an_older_list_is_passed_over_and_a_forged_one_refused(hub, desk):
    first = read_first(cose.read(desk.granted.key_list))
    rotate_keys(hub, root_of(hub))
    with hub.database.reading() as connection:
        second = cose.read(
            connection.execute(
                keeping_tables.key_lists.select().where(keeping_tables.key_lists.c.number == 2)
            )
            .one()
            .raw
        )
    ((newest, _),) = follow(first, [cose.read(desk.granted.key_list), second])
    forged = make_key_list(
        type(newest)(
            hub_id=newest.hub_id,
            number=3,
            root=newest.root,
            made_at=newest.made_at,
            keys=(bytes(32),),
            recipient=newest.recipient,
            escrow=newest.escrow,
        ),
        hub.key.sign,  # the hub's own key, as a thief of the hub would have it
    )

    usurped = make_key_list(
        replace(newest, number=3, root=desk.public, keys=(desk.public,)), desk.key.sign
    )

    assert newest.number == 2
    assert follow(newest, [cose.read(desk.granted.key_list), second]) == []
    with pytest.raises(Exception, match="bad_signature"):
        follow(newest, [cose.read(forged)])
    with pytest.raises(BadSignature):
        follow(newest, [cose.read(usurped)])


def test_a_list_with_a_gap_before_it_is_refused(hub, desk):
    first = read_first(cose.read(desk.granted.key_list))
    rotate_keys(hub, root_of(hub))
    rotate_keys(hub, root_of(hub))
    with hub.database.reading() as connection:
        third = connection.execute(
            keeping_tables.key_lists.select().where(keeping_tables.key_lists.c.number == 3)
        ).one()

    with pytest.raises(Exception, match="key_list_refused"):
        follow(first, [cose.read(third.raw)])


def test_an_answer_whose_lists_are_forged_is_not_believed(hub, desk):
    other = DirectLink(hub)

    class Forging:
        bytes_up = bytes_down = 0

        def exchange(self, body):
            listed = read_first(cose.read(desk.granted.key_list))
            false = make_key_list(
                type(listed)(
                    hub_id=listed.hub_id,
                    number=2,
                    root=listed.root,
                    made_at=1,
                    keys=(desk.public,),
                    recipient=listed.recipient,
                    escrow=listed.escrow,
                ),
                desk.key.sign,
            )
            return false + other.exchange(body)

    with pytest.raises(HubNotKnown):
        exchange_once(desk, Forging())

    assert desk.key_lists == []
    assert "take" not in desk.log


def test_a_database_put_back_from_a_copy_learns_the_lists_that_lie_beside_the_keys(
    prepared, hub, desk, clock
):
    """Else the desks that follow them would believe this hub no more."""
    rotate_keys(hub, root_of(hub))
    rotate_keys(hub, root_of(hub))
    renewed = reopened(prepared, clock)
    exchange_once(desk, DirectLink(renewed))
    with renewed.database.writing() as connection:
        connection.execute(
            keeping_tables.key_lists.delete().where(keeping_tables.key_lists.c.number > 1)
        )
    renewed.database.close()

    restored = reopened(prepared, clock)

    assert look_at_keys(restored).number == 3
    exchange_once(desk, DirectLink(restored))
    restored.database.close()


def test_lists_beside_the_keys_that_the_root_key_did_not_sign_are_not_taken(prepared, hub, clock):
    first = look_at_keys(hub)
    forged = make_key_list(
        KeyList(
            hub_id=hub.key.hub_id,
            number=2,
            root=bytes(32),
            made_at=1,
            keys=(bytes(32),),
            recipient=first.recipient,
            escrow=first.escrow,
        ),
        hub.key.sign,
    )
    (prepared.folder / "hub.lists").write_bytes(forged)

    with pytest.raises(BadSignature):
        reopened(prepared, clock)


def test_nobody_changes_keys_without_the_root_key(hub, tmp_path):
    wrong = tmp_path / "root.key"
    wrong.write_bytes((hub.folder / "hub.key").read_bytes())

    for path in (wrong, tmp_path / "none", hub.folder / "seal.key"):
        with pytest.raises(RootKeyRefused):
            rotate_keys(hub, path)

    assert look_at_keys(hub).number == 1


def test_the_last_key_is_not_taken_out(hub):
    only = look_at_keys(hub).keys[0].fingerprint

    for name in (only, "0" * 16):
        with pytest.raises(KeyNotListed):
            retire_key(hub, name, root_of(hub))


def test_what_is_sealed_for_an_older_recipient_still_opens(prepared, hub, desk, clock):
    listed = read_first(cose.read(desk.granted.key_list))
    sealed = seal(b"parcel", [listed.recipient, listed.escrow])
    rotate_keys(hub, root_of(hub))
    renewed = reopened(prepared, clock)

    opened = open_sealed(sealed, renewed.opening.private)

    assert opened == b"parcel"
    assert look_at_keys(renewed).recipient != listed.recipient
    renewed.database.close()


def test_a_list_comes_only_where_it_is_news(hub, desk, link):
    rotate_keys(hub, root_of(hub))

    told = [asked(desk, link, keys=number).key_lists for number in (1, 2)]

    assert [len(lists) for lists in told] == [1, 0]

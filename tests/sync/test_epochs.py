"""Restored, copied and moved desks: nothing goes on before a new epoch, and nothing is lost."""

from contextlib import closing
from datetime import timedelta

import pytest

from desk_app.domain.handling import ReasonMissing
from desk_app.queries import recovered as queries
from desk_app.store.errors import NeedsNewEpoch, NothingRecovered
from desk_app.store.new_epoch import epoch_request
from desk_app.store.witness import Doubt
from desk_app.usecases.accept_recovered import accept_recovered
from desk_app.usecases.ask_epoch import take_epoch
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.leave_out_recovered import leave_out_recovered
from sync.client.link import HttpLink
from sync.errors import EpochNeeded, GrantRefused, HistoryForked
from sync.protocol.receipt import Answer
from tests.support.samples import an_applicant
from tests.sync.real_desks import RealDesk, RealHub, a_new_desk, codes_at, digests_at


@pytest.fixture
def hub(tmp_path):
    with RealHub(tmp_path / "hub").up() as served:
        yield served


@pytest.fixture
def desk(hub, tmp_path):
    made = a_new_desk(hub, tmp_path / "one")
    yield made
    made.close()


def accept_all(desk):
    return [accept_recovered(desk.desk, one.key) for one in queries.waiting(desk.desk)]


def test_a_desk_put_back_takes_a_new_epoch_and_lacks_nothing(hub, desk):
    first = desk.receive().code
    desk.sync()
    kept = desk.keep_copy("kept")
    second = desk.receive().code
    desk.sync()
    desk.put_back(kept)
    assert desk.desk.store.doubt is Doubt.RESTORED
    with pytest.raises(NeedsNewEpoch):
        desk.receive()

    desk.ask()

    assert desk.codes() == sorted([first, second]) == codes_at(hub)
    assert queries.state(desk.desk).is_whole
    assert queries.waiting(desk.desk) == []
    third = desk.receive()
    assert third.register_number == 3
    desk.sync()
    assert codes_at(hub) == sorted([first, second, third.code])
    assert desk.digests() == digests_at(hub)
    desk.desk.journal.verify_chain()


def test_work_the_province_lacks_comes_back_with_its_code_and_its_moment(hub, desk):
    """The copy is newer than what was sent: what it holds beyond is offered for review."""
    sent = desk.receive()
    desk.sync()
    kept_back = desk.receive()
    kept = desk.keep_copy("kept")
    desk.receive()
    desk.put_back(kept)
    hub.clock.at += timedelta(hours=3)
    desk.ask()

    [found] = queries.waiting(desk.desk)
    before = codes_at(hub)
    [reviewed] = accept_all(desk)
    desk.sync()

    assert before == [sent.code]
    assert (found.code, found.is_new) == (kept_back.code, True)
    assert [change.name for change in found.changes] == ["DossierReceived"]
    assert (reviewed.accepted, reviewed.left_out) == (1, 0)
    dossier = desk.desk.journal.dossier(kept_back.code)
    assert dossier.received_at == kept_back.received_at
    assert (dossier.register_number, dossier.entity) == (2, reviewed.entity)
    assert codes_at(hub) == sorted([sent.code, kept_back.code])
    [entry] = desk.desk.journal.timeline(dossier.entity)
    assert (entry.origin.epoch, entry.origin.by) == (1, desk.desk.user.number)
    assert desk.desk.prints.of(dossier.entity)
    assert desk.digests() == digests_at(hub)
    desk.desk.journal.verify_chain()


def test_work_left_out_stays_listed_with_who_and_when(hub, desk):
    desk.sync()
    desk.receive()
    kept = desk.keep_copy("kept")
    desk.receive()
    desk.put_back(kept)
    desk.ask()

    [found] = queries.waiting(desk.desk)
    with pytest.raises(ReasonMissing):
        leave_out_recovered(desk.desk, found.key, " ")
    leave_out_recovered(desk.desk, found.key, "Đã nhập lại bằng tay")
    desk.sync()

    assert queries.waiting(desk.desk) == []
    [said] = queries.reviewed(desk.desk)
    assert (said.is_accepted, said.user, said.reason) == (
        False,
        "Quản trị",
        "Đã nhập lại bằng tay",
    )
    assert codes_at(hub) == []
    with pytest.raises(NothingRecovered):
        accept_recovered(desk.desk, found.key)


def test_steps_on_a_dossier_the_province_knows_are_recovered_on_it(desk):
    dossier = desk.receive()
    desk.sync()
    hand_on(desk.desk, dossier.entity, to="Văn phòng")
    kept = desk.keep_copy("kept")
    desk.receive()
    desk.put_back(kept)
    desk.ask()

    [found] = queries.waiting(desk.desk)
    accept_all(desk)
    desk.sync()

    assert (found.key, found.is_new) == (dossier.entity, False)
    assert desk.desk.journal.dossier(dossier.code).status == "in_progress"
    assert [entry.standing for entry in desk.desk.journal.timeline(dossier.entity)] == ["ok", "ok"]


def test_without_its_witness_the_province_notices(hub, desk):
    """Put back together with the machine's folder: the desk itself sees nothing wrong."""
    desk.receive()
    desk.sync()
    copy = desk.cloned_to(desk.folder.with_name("copy"))
    desk.receive()
    desk.sync()
    assert copy.desk.store.doubt is None
    written = copy.receive()

    with pytest.raises((EpochNeeded, HistoryForked)):
        copy.sync()

    with pytest.raises(NeedsNewEpoch):
        copy.receive()
    copy.open()
    assert copy.desk.store.doubt in {Doubt.OVERTAKEN, Doubt.FORKED}
    copy.ask()
    accept_all(copy)
    copy.sync()
    desk_codes = codes_at(hub)
    assert written.code not in desk_codes or desk_codes.count(written.code) == 1
    assert copy.digests() == digests_at(hub)
    copy.close()


@pytest.mark.parametrize("first", ["original", "copy"])
def test_two_copies_at_work_lose_nothing_in_either_order(hub, desk, first):
    shared = desk.receive()
    desk.sync()
    unsent = desk.receive()
    copy = desk.cloned_to(desk.folder.with_name("copy"))
    one, two = (desk, copy) if first == "original" else (copy, desk)
    written = {one: one.receive(applicant=an_applicant(name="Một")), two: two.receive()}
    one.sync()
    with pytest.raises((HistoryForked, EpochNeeded)):
        two.sync()

    two.open()
    two.ask()
    accept_all(two)
    two.sync()
    with pytest.raises(HistoryForked):
        one.sync()
    one.open()
    one.ask()
    for machine in (one, two, one):
        accept_all(machine)
        machine.sync()

    assert one.desk.journal.identity.epoch != two.desk.journal.identity.epoch
    assert one.digests() == two.digests() == digests_at(hub)
    assert {shared.code, unsent.code, written[one].code} <= set(codes_at(hub))
    lanes = [set(machine.desk.lanes) for machine in (one, two)]
    assert lanes[0].isdisjoint(lanes[1])
    again = one.receive(), two.receive()
    one.sync()
    two.sync()
    one.sync()
    assert {dossier.code for dossier in again} <= set(codes_at(hub))
    assert one.digests() == two.digests() == digests_at(hub)
    copy.close()


def test_the_same_change_recovered_by_two_copies_counts_once(hub, desk):
    desk.sync()
    dossier = desk.receive()
    copy = desk.cloned_to(desk.folder.with_name("copy"))
    for machine in (desk, copy):
        machine.desk.replica.stop_writing(Answer.EPOCH)
        machine.open()
        machine.ask()
        accept_all(machine)

    for machine in (desk, copy, desk):
        machine.sync()

    assert codes_at(hub) == [dossier.code]
    [aside] = copy.desk.journal.set_aside()
    assert (aside.standing, aside.reason) == ("refused", "already_recovered")
    copy.close()


def test_asking_again_gives_the_same_grant_until_one_is_taken(hub, desk):
    desk.desk.replica.stop_writing(Answer.EPOCH)
    desk.open()
    request = epoch_request(desk.desk.store)
    with closing(HttpLink(hub.url)) as link:
        grants = {link.exchange(request) for _ in range(3)}
    [grant] = grants

    assert epoch_request(desk.desk.store) == request
    desk.desk = take_epoch(desk.desk, grant)
    assert desk.receive().code
    with pytest.raises(GrantRefused):
        take_epoch(desk.desk, grant)
    assert desk.desk.journal.identity.epoch == 2


def test_a_reception_before_the_lost_ones_are_back_takes_none_of_their_lines(hub, desk):
    """The grant came on a stick: work goes on at once, what the province has comes later."""
    desk.sync()
    kept = desk.keep_copy("kept")
    lost = [desk.receive() for _ in range(3)]
    desk.sync()
    desk.put_back(kept)
    with closing(HttpLink(hub.url)) as link:
        grant = link.exchange(epoch_request(desk.desk.store))
    desk.desk = take_epoch(desk.desk, grant)

    fresh = desk.receive()
    desk.sync()

    lines = {desk.desk.journal.dossier(code).register_number for code in desk.codes()}
    assert len(lines) == len(desk.codes()) == 4
    assert fresh.register_number > max(dossier.register_number for dossier in lost)
    assert desk.digests() == digests_at(hub)


def test_the_second_process_on_one_database_stops_and_goes_on_with_the_first(hub, desk):
    other = RealDesk(folder=desk.folder, clock=desk.clock).open()
    desk.desk.replica.stop_writing(Answer.EPOCH)
    with pytest.raises(NeedsNewEpoch):
        other.receive()

    desk.open()
    desk.ask()
    mine = desk.receive()
    theirs = other.receive()
    desk.sync()
    other.sync()

    assert codes_at(hub) == sorted([mine.code, theirs.code])
    assert desk.digests() == digests_at(hub)
    other.close()


STEPS = ("receive", "hand on", "sync", "receive", "hand on", "sync", "receive")


@pytest.mark.parametrize(
    ("point", "has_witness"),
    [*((point, True) for point in range(0, len(STEPS), 2)), (1, False), (3, False), (5, False)],
)
def test_put_back_at_any_point_nothing_known_is_lost(hub, desk, point, has_witness):
    """What is in the copy or at the province is there in the end, each code once."""
    desk.sync()
    written, copied, kept = [], [], None
    for number, step in enumerate(STEPS):
        if step == "receive":
            written.append(desk.receive())
        elif step == "hand on":
            hand_on(desk.desk, written[-1].entity, to="Văn phòng")
        else:
            desk.sync()
        if number == point:
            kept, copied = desk.keep_copy("kept"), [dossier.code for dossier in written]
    at_hub = codes_at(hub)
    desk.put_back(kept)
    if not has_witness:
        desk.places.witness(desk.desk.store.unlocked.desk).unlink()
        desk.open()
        assert desk.desk.store.doubt is Doubt.UNWITNESSED

    if desk.desk.store.doubt is not None:
        desk.ask()
    accept_all(desk)
    after = desk.receive()
    desk.sync()

    known = sorted({*copied, *at_hub, after.code})
    assert codes_at(hub) == known == desk.codes()
    assert desk.digests() == digests_at(hub)
    assert desk.desk.journal.waiting().changes == 0
    assert desk.desk.journal.set_aside() == []
    numbers = [desk.desk.journal.dossier(code).register_number for code in known]
    assert len(set(numbers)) == len(numbers)
    desk.desk.journal.verify_chain()

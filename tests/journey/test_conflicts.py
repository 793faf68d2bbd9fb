"""Two machines of one commune and the province: from the birth of a conflict to its settlement."""

import pytest

from desk_app.domain import events
from desk_app.domain.correction import field_text
from desk_app.domain.dossier import Status
from desk_app.domain.merging import disputed
from desk_app.domain.reviewing import NotInDispute, Remedy
from desk_app.domain.tenure import HeldElsewhere
from desk_app.queries.conflicts import asides, dispute, disputes
from desk_app.queries.dossiers import timeline
from desk_app.queries.reaching import of_dossier
from desk_app.queries.syncing import sync_status
from desk_app.usecases.add_user import add_user
from desk_app.usecases.appraise_dossier import appraise_dossier
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.leave_aside import leave_aside
from desk_app.usecases.record_payment import record_payment
from desk_app.usecases.request_supplement import request_supplement
from desk_app.usecases.send_again import send_again
from desk_app.usecases.settle_value import settle_value
from desk_app.usecases.stop_dossier import stop_dossier
from desk_app.usecases.take_over_dossier import take_over_dossier
from sync.hub.errors import ReleaseRefused
from sync.hub.results import release_dossier
from sync.hub.snapshots import compact_all
from tests.support.counter import residence
from tests.support.desks import EVERY_ROLE, PASSWORD
from tests.sync.real_desks import RealHub, a_new_desk, digests_at

PHONE = "applicant.phone"


@pytest.fixture
def hub(tmp_path):
    with RealHub(tmp_path / "province").up() as up:
        yield up


@pytest.fixture
def machines(hub, tmp_path):
    """Two machines of one commune, each with a person of its own who does everything there."""
    made = []
    for number, name in enumerate(("Hoa", "Bình")):
        machine = a_new_desk(hub, tmp_path / f"machine-{number}")
        user = add_user(machine.desk, name, PASSWORD, roles=EVERY_ROLE)
        machine.desk = machine.desk.signed_in(user)
        made.append(machine)
    yield made
    for machine in made:
        machine.close()


@pytest.fixture
def shared(machines):
    """A dossier that the first machine received and both have seen."""
    first, second = machines
    entity = first.receive(**vars_of(residence())).entity
    rounds(first, second)
    return entity


def vars_of(application):
    return {"procedure": application.procedure, "papers": application.papers}


def rounds(*machines):
    """Each talks to the province once, in this order."""
    for machine in machines:
        machine.sync()


def phone(machine, entity):
    return field_text(machine.desk.journal.dossier(entity).application, PHONE)


def test_two_values_of_one_field_meet_and_a_person_settles_them(hub, machines, shared):
    first, second = machines
    correct_dossier(first.desk, shared, field=PHONE, text="0906000111", reason="Gõ nhầm")
    first.clock.pass_by(minutes=5)
    correct_dossier(second.desk, shared, field=PHONE, text="0907000222", reason="Hỏi lại")
    correct_dossier(second.desk, shared, field="note", text="Gấp", reason="Ghi thiếu")

    rounds(first, second, first)

    for machine in machines:
        assert phone(machine, shared) == "0906000111", "what the province had stays"
        assert machine.desk.journal.dossier(shared).application.note == "Gấp", "another field"
        [open_] = disputes(machine.desk)
        assert (open_.entity, open_.field) == (shared, PHONE)
        assert [one.value for one in open_.given] == ["0906000111", "0907000222"]
        assert [one.user for one in open_.given] == ["Hoa", "Bình"]
        assert of_dossier(machine.desk, shared) == "aside"
    here, there = dispute(second.desk, shared, PHONE).given
    assert (here.is_own, there.is_own) == (False, True)
    assert (here.machine, there.machine) == (first.desk.machine, second.desk.machine)

    settle_value(first.desk, shared, field=PHONE, text="0907000222", reason="Đã gọi cho bà Sen")
    rounds(first, second)

    for machine in machines:
        assert phone(machine, shared) == "0907000222"
        assert disputes(machine.desk) == []
        assert of_dossier(machine.desk, shared) == "judged"
        said = {getattr(one.event, "now", "") for one in timeline(machine.desk, shared)}
        assert said >= {"0906000111", "0907000222"}, "the losing value stays in the history"
        with pytest.raises(NotInDispute):
            settle_value(machine.desk, shared, field=PHONE, text="1", reason="x")
    assert first.digests() == second.digests() == digests_at(hub)


def test_two_settlements_without_a_line_are_settled_once_more(machines, shared):
    first, second = machines
    for machine, value in zip(machines, ("0906", "0907"), strict=True):
        correct_dossier(machine.desk, shared, field=PHONE, text=value, reason="x")
    rounds(first, second, first)
    settle_value(first.desk, shared, field=PHONE, text="0907", reason="Hoa hỏi")
    settle_value(second.desk, shared, field=PHONE, text="0908", reason="Bình hỏi")

    rounds(first, second, first)

    for machine in machines:
        assert phone(machine, shared) == "0907"
        assert disputed(machine.desk.journal.dossier(shared)) == {PHONE: ("0908",)}


def test_the_machine_that_holds_a_dossier_is_never_undone_by_another(machines, shared):
    first, second = machines

    with pytest.raises(HeldElsewhere) as held:
        request_supplement(second.desk, shared, items=["Hợp đồng"], reason="Thiếu")
    record_payment(second.desk, shared, amount_vnd=15_000)
    hand_on(first.desk, shared, to="Văn phòng")
    rounds(first, second, first)
    appraise_dossier(second.desk, shared, is_sufficient=True)
    rounds(second, first)

    assert held.value.details == {"machine": str(first.desk.machine)}
    for machine in machines:
        dossier = machine.desk.journal.dossier(shared)
        assert (dossier.paid_vnd, dossier.is_appraised) == (15_000, True)
        assert dossier.tenure.holder == second.desk.machine
    with pytest.raises(HeldElsewhere):
        request_supplement(first.desk, shared, items=["Hợp đồng"], reason="Thiếu")


def test_the_late_step_of_an_old_holder_is_held_and_its_facts_are_kept(hub, machines, shared):
    first, second = machines
    hand_on(first.desk, shared, to="Bộ phận tư pháp")
    record_payment(first.desk, shared, amount_vnd=15_000)
    take_over_dossier(second.desk, shared, reason="Máy quầy 1 hỏng, người nộp đang chờ")
    request_supplement(second.desk, shared, items=["Hợp đồng"], reason="Chưa có")

    rounds(second, first, second)

    for machine in machines:
        dossier = machine.desk.journal.dossier(shared)
        assert dossier.status is Status.SUPPLEMENT_REQUESTED
        assert (dossier.paid_vnd, dossier.handed_to) == (15_000, "")
        [aside] = asides(machine.desk)
        assert (aside.moment.name, aside.moment.verdict) == ("HandedOn", "held")
        assert aside.moment.reason == "step_unseen"
        assert aside.moment.user == "Hoa"
        assert aside.remedy is Remedy.OPEN
        assert sync_status(machine.desk).set_aside == 1
    assert first.digests() == second.digests() == digests_at(hub)

    place = asides(second.desk)[0].place
    leave_aside(second.desk, place, reason="Đang chờ bổ sung, chuyển sau")
    rounds(second, first)

    for machine in machines:
        assert asides(machine.desk) == []
        assert of_dossier(machine.desk, shared) == "judged"


def test_a_held_step_is_sent_again_once_it_follows(machines, shared):
    first, second = machines
    hand_on(first.desk, shared, to="Văn phòng")
    rounds(first, second)
    appraise_dossier(first.desk, shared, is_sufficient=True)
    hand_on(second.desk, shared, to="Lãnh đạo")
    rounds(second, first)
    [aside] = asides(first.desk)
    assert (aside.moment.name, aside.remedy) == ("Appraised", Remedy.SEND_AGAIN)
    assert not first.desk.journal.dossier(shared).is_appraised

    send_again(first.desk, aside.place)
    rounds(first, second)

    for machine in machines:
        assert machine.desk.journal.dossier(shared).is_appraised
        assert asides(machine.desk) == []


def test_a_contradicting_fact_is_kept_and_shown(machines, shared):
    first, second = machines
    stop_dossier(first.desk, shared, reason="Người nộp rút", ground=events.StopGround.REQUEST)
    record_payment(second.desk, shared, amount_vnd=15_000)
    rounds(first, second, first)

    for machine in machines:
        dossier = machine.desk.journal.dossier(shared)
        assert (dossier.status, dossier.paid_vnd) == (Status.STOPPED, 15_000)


def test_the_province_sets_a_dossier_free(hub, machines, shared):
    first, second = machines
    code = second.desk.journal.dossier(shared).code

    release_dossier(hub.hub, code, "Máy đang giữ bị hỏng")
    second.sync()
    hand_on(second.desk, shared, to="Văn phòng")
    hand_on(first.desk, shared, to="Kho lưu")
    rounds(second, first)

    assert first.desk.journal.dossier(shared).handed_to == "Văn phòng"
    [aside] = asides(first.desk)
    assert aside.moment.reason == "step_unseen"
    stop_dossier(second.desk, shared, reason="Người nộp rút", ground=events.StopGround.REQUEST)
    rounds(second)
    with pytest.raises(ReleaseRefused):
        release_dossier(hub.hub, code, "x")


def test_what_a_machine_has_seen_meanwhile_it_may_go_on_with(machines, shared):
    first, second = machines
    hand_on(first.desk, shared, to="Văn phòng")
    first.sync()

    with pytest.raises(HeldElsewhere):
        request_supplement(second.desk, shared, items=["Hợp đồng"], reason="Thiếu")
    second.sync()
    appraise_dossier(second.desk, shared, is_sufficient=True)

    assert second.desk.journal.dossier(shared).is_appraised


def test_money_taken_for_a_dossier_that_left_the_feed_is_still_in_force(hub, machines, shared):
    first, second = machines
    stop_dossier(first.desk, shared, reason="Người nộp rút", ground=events.StopGround.REQUEST)
    rounds(first, second)
    [compacted] = compact_all(hub.hub, before=hub.hub.now() + 1)
    hub.hub.states.__init__()  # as after a restart
    record_payment(second.desk, shared, amount_vnd=15_000)

    rounds(second, first)

    assert compacted.dropped > 0
    for machine in machines:
        assert machine.desk.journal.dossier(shared).paid_vnd == 15_000
        assert [one.verdict for one in timeline(machine.desk, shared)] == ["ok", "ok", "ok"]

"""An interlinked dossier (thủ tục liên thông): one visit, one receipt, an agency for each part."""

from datetime import datetime

import pytest

from desk_app.catalogue.planning import planned
from desk_app.clock import VIETNAM
from desk_app.domain.acts import open_acts
from desk_app.domain.dossier import Status, WrongStatus
from desk_app.domain.handing_out import ReturnToStranger
from desk_app.domain.handling import ReasonMissing
from desk_app.domain.linked import (
    PartResultMissing,
    PartTooEarly,
    ResultsTogether,
)
from desk_app.domain.linked_parts import NoSuchPart, PartState, WrongPartState
from desk_app.domain.linked_plan import LinkedChoice, PartNotOptional
from desk_app.domain.rights import Act
from desk_app.domain.submission import PaperTaken
from desk_app.queries.dossiers import ListFilter, page
from desk_app.usecases.add_supplement import add_supplement
from desk_app.usecases.cancel_dossier import cancel_dossier
from desk_app.usecases.end_part import end_part
from desk_app.usecases.give_part import give_part
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.request_supplement import request_supplement
from desk_app.usecases.return_result import return_result
from desk_app.usecases.send_part import send_part
from tests.support.counter import other_procedure, received, residence

BIRTH, DEATH = "3.000722", "2.002913"
CERTIFICATE, HOME, HEALTH, CARD = "khai-sinh", "thuong-tru", "the-bhyt", "the-can-cuoc"
WITHOUT_CARD = LinkedChoice(left_out=(CARD,))
ONE_BY_ONE = LinkedChoice(left_out=(CARD,), is_apart=True)
MOTHER = {"receiver": "Nguyễn Thị Sen", "paper": "Căn cước 048190001234"}
# 16/11/2026 is a Monday, Tuesday 24/11 a public holiday. When; what; without; all; each part.
PROMISES = [
    ("16/11 09:00", BIRTH, {CARD}, "19/11", ["16/11", "18/11", "18/11"]),  # three days in all
    ("16/11 15:30", BIRTH, {CARD}, "19/11", ["17/11", "19/11", "19/11"]),  # after the cut-off
    ("16/11 09:00", BIRTH, {CARD, HOME}, "19/11", ["16/11", "18/11"]),
    ("16/11 09:00", BIRTH, set(), "26/11", ["16/11", "18/11", "18/11", "26/11"]),  # its last part
    ("20/11 09:00", BIRTH, {CARD}, "26/11", ["20/11", "25/11", "25/11"]),  # over the holiday
    ("16/11 09:00", DEATH, {"mai-tang-phi", "tu-tuat"}, "17/11", ["16/11", "17/11"]),
    ("16/11 09:00", DEATH, set(), "27/11", ["16/11", "17/11", "23/11", "27/11"]),
]


def birth(desk, choice=WITHOUT_CARD):
    return received(desk, other_procedure(desk, BIRTH), linked=choice).entity


def states(dossier):
    return [str(part.state) for part in dossier.parts]


def test_a_part_runs_from_the_end_of_what_is_before_it_and_the_whole_is_never_promised_earlier(
    desk,
):
    for at, code, left_out, due, of_parts in PROMISES:
        moment = datetime.strptime(f"{at} 2026", "%d/%m %H:%M %Y").replace(tzinfo=VIETNAM)

        plan = planned(
            desk.catalogue, desk.rules, code, LinkedChoice(left_out=tuple(left_out)), at=moment
        )

        told = f"{at} {code} without {left_out}"
        assert f"{plan.promise.due_at:%d/%m}" == due, told
        assert [f"{part.due_at:%d/%m}" for part in plan.parts] == of_parts, told


def test_one_visit_makes_one_dossier_with_its_parts_and_one_receipt(desk):
    before = len(page(desk, ListFilter()).rows)

    done = receive_dossier(desk, other_procedure(desk, BIRTH), linked=WITHOUT_CARD)

    rows = page(desk, ListFilter()).rows
    assert len(rows) == before + 1
    assert [job.form for job in desk.prints.of(done.dossier.entity)] == ["receipt"]
    assert done.dossier.register_number == 1
    assert states(done.dossier) == ["waiting"] * 3
    assert done.dossier.parts[1].agency == "Công an xã"
    assert "no_promise" not in done.warnings
    assert received(desk).parts == ()  # no other procedure has any


def test_what_the_law_links_cannot_be_left_out(desk):
    application = other_procedure(desk, BIRTH)

    with pytest.raises(PartNotOptional):
        receive_dossier(desk, application, linked=LinkedChoice(left_out=(HEALTH,)))

    assert page(desk, ListFilter()).rows == ()


def test_the_dossier_is_finished_with_its_last_part_and_a_refused_one_stops_none(desk):
    entity = birth(desk)
    with pytest.raises(PartTooEarly):
        send_part(desk, entity, part=HOME)
    end_part(desk, entity, part=CERTIFICATE, word="12/2026")

    sent = send_part(desk, entity, part=HOME, code="g01-77")
    refused = end_part(
        desk, entity, part=HOME, state=PartState.REFUSED, word="Nơi ở chưa đủ điều kiện"
    )
    done = end_part(desk, entity, part=HEALTH, word="TE1486612345678")

    assert (sent.status, sent.parts[1].code) == (Status.IN_PROGRESS, "G01-77")
    assert sent.parts[1].due_at > desk.clock.now()
    assert refused.status is Status.IN_PROGRESS
    assert states(done) == ["done", "refused", "done"]
    assert (done.status, done.done_at) == (Status.DONE, desk.clock.now())
    assert done.parts[1].reason == "Nơi ở chưa đủ điều kiện"
    returned = return_result(desk, entity, **MOTHER)
    assert returned.status is Status.RETURNED
    assert states(returned) == ["given", "refused", "given"]


def test_a_dossier_with_every_part_refused_is_ended_unsolved(desk):
    entity = birth(desk)

    for part in (CERTIFICATE, HOME, HEALTH):
        dossier = end_part(
            desk, entity, part=part, state=PartState.REFUSED, word="Không thẩm quyền"
        )

    assert dossier.status is Status.STOPPED
    assert dossier.refused_at == desk.clock.now()


def test_results_go_out_one_by_one_only_where_the_citizen_chose_so(desk):
    together, apart = birth(desk), birth(desk, ONE_BY_ONE)
    for entity in (together, apart):
        end_part(desk, entity, part=CERTIFICATE, word="12/2026")

    with pytest.raises(ResultsTogether):
        give_part(desk, together, part=CERTIFICATE, **MOTHER)
    with pytest.raises(ReturnToStranger):
        give_part(desk, apart, part=CERTIFICATE, receiver="Người Lạ", paper="Căn cước")
    with pytest.raises(WrongPartState):
        give_part(desk, apart, part=HOME, **MOTHER)
    given = give_part(desk, apart, part=CERTIFICATE, **MOTHER)
    end_part(desk, apart, part=HOME, word="CT08-5")
    end_part(desk, apart, part=HEALTH, word="TE1486612345678")
    give_part(desk, apart, part=HOME, **MOTHER)
    last = give_part(desk, apart, part=HEALTH, **MOTHER)

    assert (given.status, states(given)) == (Status.IN_PROGRESS, ["given", "waiting", "waiting"])
    assert (last.status, last.returned_at) == (Status.RETURNED, desk.clock.now())
    assert Act.GIVE_PART not in open_acts(last)


def test_a_part_given_back_goes_out_once_more_and_its_time_runs_anew(desk):
    entity = birth(desk)
    end_part(desk, entity, part=CERTIFICATE, word="12/2026")
    first = send_part(desk, entity, part=HEALTH).parts[2].due_at

    back = end_part(desk, entity, part=HEALTH, state=PartState.WAITING, word="Thiếu mã hộ")
    desk.clock.pass_by(days=1)
    again = send_part(desk, entity, part=HEALTH, agency="BHXH tỉnh").parts[2]

    assert (back.parts[2].state, back.parts[2].reason) == (PartState.WAITING, "Thiếu mã hộ")
    assert (again.agency, again.reason) == ("BHXH tỉnh", "")
    assert again.due_at > first


def test_what_an_agency_says_needs_its_paper_or_its_reason(desk):
    entity = birth(desk)

    with pytest.raises(PartResultMissing):
        end_part(desk, entity, part=CERTIFICATE, word=" ")
    with pytest.raises(ReasonMissing):
        end_part(desk, entity, part=CERTIFICATE, state=PartState.REFUSED, word="")
    with pytest.raises(PartTooEarly):
        end_part(desk, entity, part=HEALTH, word="TE1")
    with pytest.raises(NoSuchPart):
        end_part(desk, entity, part=CARD, word="TE1")
    with pytest.raises(NoSuchPart):
        send_part(desk, received(desk, residence()).entity, part=HOME)

    assert states(desk.journal.dossier(entity)) == ["waiting"] * 3


def test_no_result_of_the_commune_alone_ends_it_and_its_acts_are_those_of_its_parts(desk):
    entity = birth(desk)
    begun = open_acts(desk.journal.dossier(entity))

    worked = end_part(desk, entity, part=CERTIFICATE, word="12/2026")

    assert begun[:3] == (Act.HAND_ON, Act.SEND_PART, Act.END_PART)
    assert open_acts(worked)[:2] == (Act.SEND_PART, Act.END_PART)
    assert not {Act.APPROVE, Act.SIGN_RESULT, Act.ATTACH_RESULT} & {*begun, *open_acts(worked)}
    assert (Act.CANCEL in begun, Act.CANCEL in open_acts(worked)) == (True, False)
    with pytest.raises(WrongStatus):
        cancel_dossier(desk, entity, reason="Nhầm")


def test_after_a_supplement_what_is_left_of_the_parts_is_counted_anew(desk):
    entity = birth(desk)
    end_part(desk, entity, part=CERTIFICATE, word="12/2026")
    request_supplement(desk, entity, items=["Tờ khai CT01"], reason="Thiếu chữ ký")
    desk.clock.pass_by(days=7)

    dossier = add_supplement(desk, entity, papers=[PaperTaken(name="Tờ khai CT01", originals=1)])

    assert dossier.due_at > dossier.first_due_at
    assert states(dossier)[0] == "done"

from dataclasses import replace
from datetime import timedelta

import pytest

from desk_app.domain import events, handling, tenure
from desk_app.domain.acts import open_acts
from desk_app.domain.answering import (
    HandedToAnother,
    OutsideCodeUnfit,
    OutsideSystem,
    TakerMissing,
    decide_apology_signed,
    decide_hand_over_answer,
    decide_outside_code,
    require_taker,
)
from desk_app.domain.dossier import Status, WrongStatus
from desk_app.domain.folding import apply
from desk_app.domain.handling import ReasonMissing
from desk_app.domain.rights import Act, Role
from desk_app.domain.tenure import Written
from tests.support.samples import (
    HANDED_ON,
    MONDAY,
    SUFFICIENT,
    SUPPLEMENT_ASKED,
    a_dossier,
)

TAKEN = events.HandOverAnswered(is_taken=True, taker="Nguyễn Thị Sen")
GIVEN_BACK = events.HandOverAnswered(is_taken=False, taker="Sen", reason="Thiếu tờ khai")


def test_what_was_handed_on_waits_until_somebody_signs_for_it_or_works_on_it():
    assert a_dossier(HANDED_ON).awaits_taking
    assert not a_dossier(HANDED_ON, TAKEN).awaits_taking
    assert not a_dossier(HANDED_ON, SUFFICIENT).awaits_taking
    assert not a_dossier(HANDED_ON, SUPPLEMENT_ASKED).awaits_taking


def test_a_dossier_given_back_lies_where_it_lay_before():
    at_the_desk = a_dossier(HANDED_ON, GIVEN_BACK)
    second = events.HandedOn(to="Phòng Kinh tế", hand_over_by=MONDAY)
    at_the_first = a_dossier(HANDED_ON, TAKEN, second, GIVEN_BACK)

    assert (at_the_desk.status, at_the_desk.handed_to) == (Status.RECEIVED, "")
    assert at_the_desk.given_back_reason == "Thiếu tờ khai"
    assert (at_the_first.status, at_the_first.handed_to) == (Status.IN_PROGRESS, "Văn phòng")
    assert a_dossier(HANDED_ON, GIVEN_BACK, HANDED_ON).given_back_reason == ""


def test_an_answer_needs_a_name_a_reason_and_a_hand_over():
    waiting = a_dossier(HANDED_ON)

    with pytest.raises(TakerMissing):
        decide_hand_over_answer(waiting, is_taken=True, taker="", reason="", now=MONDAY)
    with pytest.raises(ReasonMissing):
        decide_hand_over_answer(waiting, is_taken=False, taker="Sen", reason="", now=MONDAY)
    with pytest.raises(WrongStatus):
        decide_hand_over_answer(a_dossier(), is_taken=True, taker="Sen", reason="", now=MONDAY)


def test_whom_it_was_handed_to_or_a_stand_in_answers_and_for_strangers_the_desk():
    handlers = ["Sen", "Bình"]

    require_taker("Sen", person="Sen", roles=[Role.CLERK], handlers=handlers)
    require_taker("Sen", person="Bình", roles=[Role.HANDLER], handlers=handlers)
    require_taker("Công an xã", person="Hoa", roles=[Role.CLERK], handlers=handlers)
    with pytest.raises(HandedToAnother):
        require_taker("Sen", person="Hoa", roles=[Role.CLERK], handlers=handlers)


def test_who_signs_for_it_holds_it_and_what_was_given_back_is_anyones():
    given = Written(by=17, ver=2, base=1)
    handed = apply(a_dossier(), HANDED_ON, at=MONDAY, written=given)
    at_18 = Written(by=18, ver=3, base=2)

    taken = apply(handed, TAKEN, at=MONDAY, written=at_18)
    back = apply(handed, GIVEN_BACK, at=MONDAY, written=at_18)

    assert taken.tenure.holder == 18
    assert back.tenure.holder == tenure.ANYONE


def test_the_code_of_another_system_is_kept_once_a_system():
    first = decide_outside_code(
        a_dossier(), system=OutsideSystem.MINISTRY, code=" g15.99-01 ", is_entered=True, now=MONDAY
    )
    dossier = apply(a_dossier(), first, at=MONDAY)
    mended = replace(first, code="G15.99-02", is_entered=False)

    dossier = apply(dossier, mended, at=MONDAY)

    assert [(one.code, one.is_entered) for one in dossier.outside] == [("G15.99-02", True)]
    assert not dossier.awaits_entry
    assert a_dossier().awaits_entry


@pytest.mark.parametrize("code", ["", "ab", "a b c", "x" * 61, "mã; số"])
def test_what_is_no_code_is_refused(code):
    with pytest.raises(OutsideCodeUnfit):
        decide_outside_code(
            a_dossier(), system=OutsideSystem.VNEID, code=code, is_entered=False, now=MONDAY
        )


def test_an_apology_is_signed_once_for_the_date_it_tells():
    extended = events.Extended(due_at=MONDAY + timedelta(days=9), reason="Mưa lũ", signer="A")
    dossier = a_dossier(HANDED_ON, extended)

    signed = apply(dossier, decide_apology_signed(dossier, now=MONDAY), at=MONDAY)

    assert Act.SIGN_APOLOGY in open_acts(dossier)
    assert Act.SIGN_APOLOGY not in open_acts(signed)
    with pytest.raises(WrongStatus):
        apply(dossier, events.ApologySigned(due_at=MONDAY), at=MONDAY)


def test_no_supplement_is_asked_for_or_taken_after_a_stop():
    stopped = a_dossier(
        HANDED_ON,
        SUPPLEMENT_ASKED,
        events.Stopped(ground=events.StopGround.NO_SUPPLEMENT, reason="Quá hạn"),
    )

    with pytest.raises(handling.EndedAlready):
        handling.decide_supplement_request(stopped, items=("A",), reason="Thiếu", now=MONDAY)
    with pytest.raises(handling.EndedAlready):
        handling.decide_supplement(
            stopped, papers=(), now=MONDAY, limit=None, calendar=None, hours=None
        )

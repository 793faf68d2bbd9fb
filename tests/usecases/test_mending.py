"""Correct, cancel, number anew: what puts a mistake right without hiding it."""

from datetime import UTC, datetime

import pytest

from desk_app.domain.correction import NotCorrectable
from desk_app.domain.dossier import Status, WrongStatus
from desk_app.domain.dossier_code import Lane
from desk_app.domain.handling import ReasonMissing
from desk_app.domain.identity import BirthDateImpossible, PersonalIdContradictsSex
from desk_app.domain.returning import NothingToCorrect, NotTemporary
from desk_app.domain.text import TooLong
from desk_app.queries import dossiers
from desk_app.queries.reception import find_people
from desk_app.store.errors import WrongPrintStep
from desk_app.store.numbering import grant_lane
from desk_app.store.prints import PrintKind, PrintState
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.cancel_dossier import cancel_dossier
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.renumber_dossier import NoLane, renumber_dossier
from tests.support.counter import (
    all_that_is_kept,
    bytes_in_tray,
    printed,
    received,
    residence,
    result_pdf,
    tray_pages,
    worked_on,
)
from tests.support.desks import ORGANISATION, a_desk
from tests.support.words import words_on


def test_a_correction_prints_the_receipt_anew_and_says_so(desk):
    entity = printed(desk).entity
    desk.clock.pass_by(days=1)

    dossier = correct_dossier(
        desk, entity, field="applicant.name", text="Nguyễn Thị Sim", reason="Gõ nhầm tên"
    )

    assert (dossier.application.applicant.name, dossier.corrections) == ("Nguyễn Thị Sim", 1)
    job = desk.prints.of(entity)[-1]
    assert (job.kind, job.copy, job.state) == (PrintKind.CORRECTED, 1, PrintState.QUEUED)
    done = print_paper(desk, job.id)
    words = words_on(bytes_in_tray(desk, done.job))
    assert "Tiếp nhận hồ sơ của: Nguyễn Thị Sim" in words
    assert "ĐÃ ĐÍNH CHÍNH" in words
    assert "Đính chính: Gõ nhầm tên" in words
    assert "Hùng Sơn, ngày 17 tháng 11 năm 2026" in words
    assert "09 giờ 00 phút, ngày 16/11/2026" in words, "received when it was received"
    assert "BẢN IN LẠI" not in words


def test_a_correction_keeps_what_was_and_finds_by_what_is(desk):
    entity = received(desk).entity

    correct_dossier(desk, entity, field="applicant.name", text="Trần Thị Sim", reason="Gõ nhầm")
    correct_dossier(desk, entity, field="applicant.phone", text="0905999888", reason="Gõ nhầm")

    events = [one.event for one in desk.journal.timeline(entity)][1:]
    assert [(one.field, one.was, one.now) for one in events] == [
        ("applicant.name", "Nguyễn Thị Sen", "Trần Thị Sim"),
        ("applicant.phone", "0905000111", "0905999888"),
    ]
    assert [row.entity for row in dossiers.search(desk, "tran thi sim")] == [entity]
    assert dossiers.search(desk, "thi sen") == []
    assert [known.person.phone for known in find_people(desk, "048190001234")] == ["0905999888"]


def test_what_was_queued_before_the_correction_is_never_printed(desk):
    entity = received(desk).entity
    (before,) = desk.prints.of(entity)

    correct_dossier(desk, entity, field="applicant.name", text="Nguyễn Sim", reason="Gõ nhầm")

    spoiled, queued = desk.prints.of(entity)
    assert (spoiled.id, spoiled.state, spoiled.reason) == (
        before.id,
        PrintState.SPOILED,
        "overtaken",
    )
    assert (queued.kind, queued.state) == (PrintKind.ORIGINAL, PrintState.QUEUED)
    print_paper(desk, queued.id)
    assert tray_pages(desk) == ["H17.20443-261116-0001-receipt.pdf"]


CORRECTIONS_REFUSED = [
    pytest.param("applicant.sex", "male", PersonalIdContradictsSex, id="against the number"),
    pytest.param("applicant.birth_on", "31/02/1990", BirthDateImpossible, id="no such day"),
    pytest.param("applicant.name", "S" * 5000, TooLong, id="5,000 letters"),
    pytest.param("applicant.name", " Nguyễn Thị  Sen ", NothingToCorrect, id="says so already"),
    pytest.param("procedure", "1.004222", NotCorrectable, id="another procedure"),
    pytest.param("submitter.name", "Sim", NotCorrectable, id="nobody submits for her"),
]


@pytest.mark.parametrize(("field", "text", "error"), CORRECTIONS_REFUSED)
def test_a_refused_correction_changes_nothing(desk, field, text, error):
    entity = printed(desk).entity
    before = all_that_is_kept(desk)

    with pytest.raises(error):
        correct_dossier(desk, entity, field=field, text=text, reason="Gõ nhầm")
    with pytest.raises(ReasonMissing):
        correct_dossier(desk, entity, field="applicant.phone", text="0905999888", reason=" ")

    assert all_that_is_kept(desk) == before


def test_a_cancelled_reception_keeps_its_number_accounted_for(desk):
    entity = printed(desk).entity

    dossier = cancel_dossier(desk, entity, reason="Nhận nhầm thủ tục")

    assert (dossier.status, dossier.cancelled_at) == (Status.STOPPED, desk.clock.now())
    assert desk.journal.dossier("H17.20443-261116-0001").entity == entity
    assert desk.journal.timeline(entity)[-1].event.reason == "Nhận nhầm thủ tục"
    assert received(desk).code == "H17.20443-261116-0002"
    assert received(desk).register_number == 3
    with pytest.raises(WrongStatus):
        hand_on(desk, entity, to="Văn phòng")


def test_the_receipt_of_a_cancelled_dossier_does_not_go_out_any_more(desk):
    done = receive_dossier(desk, residence())

    cancel_dossier(desk, done.dossier.entity, reason="Nhận nhầm thủ tục")

    assert desk.prints.open() == []
    assert desk.prints.get(done.print_id).reason == "overtaken"
    with pytest.raises(WrongPrintStep):
        print_paper(desk, done.print_id)
    assert tray_pages(desk) == []


def test_nothing_with_a_result_is_cancelled_and_nothing_without_a_reason(desk):
    entity = worked_on(desk).entity
    with pytest.raises(ReasonMissing):
        cancel_dossier(desk, entity, reason=" ")
    attach_result(desk, entity, pdf=result_pdf(), name="kq.pdf")
    before = all_that_is_kept(desk)

    with pytest.raises(WrongStatus):
        cancel_dossier(desk, entity, reason="Nhận nhầm")

    assert all_that_is_kept(desk) == before


def test_an_exhausted_lane_gives_temporary_numbers_and_says_so(tmp_path):
    with a_desk(tmp_path, lane=(7, 8)) as desk:
        taken = [receive_dossier(desk, residence()) for _ in range(4)]

        codes = [one.dossier.code for one in taken]
        assert codes[:2] == ["H17.20443-261116-0007", "H17.20443-261116-0008"]
        assert [one.dossier.is_temporary for one in taken] == [False, False, True, True]
        assert len(set(codes)) == 4
        assert "temporary_number" in taken[2].warnings
        words = words_on(_print(desk, taken[3].print_id))
        assert f"Mã hồ sơ (số tạm): {codes[3]}" in words
        assert "Mã hồ sơ chính thức sẽ được báo sau." in words


def test_the_next_day_has_numbers_again_for_what_waited(tmp_path):
    with a_desk(tmp_path, lane=(7, 7)) as desk:
        received(desk)
        waiting = printed(desk)
        with pytest.raises(NoLane):
            renumber_dossier(desk, waiting.entity)
        desk.clock.pass_by(days=1)

        dossier = renumber_dossier(desk, waiting.entity)

        assert (dossier.code, dossier.is_temporary) == ("H17.20443-261117-0007", False)
        assert desk.journal.dossier(waiting.code).entity == dossier.entity, "found by both"
        words = words_on(_print(desk, desk.prints.of(dossier.entity)[-1].id))
        assert "Mã hồ sơ: H17.20443-261117-0007" in words
        assert "số tạm" not in words
        with pytest.raises(NotTemporary):
            renumber_dossier(desk, dossier.entity)


def test_renumbering_what_has_its_code_uses_no_number_up(desk):
    entity = received(desk).entity
    before = all_that_is_kept(desk)

    with pytest.raises(NotTemporary):
        renumber_dossier(desk, entity)

    assert all_that_is_kept(desk) == before


def test_a_desk_without_a_lane_works_on_and_is_numbered_once_it_has_one(tmp_path):
    with a_desk(tmp_path, lane=None) as desk:
        waiting = [printed(desk) for _ in range(2)]
        assert all(one.is_temporary for one in waiting)
        with pytest.raises(NoLane):
            renumber_dossier(desk, waiting[0].entity)

        lane = Lane(organisation=ORGANISATION, first=2000, last=2999)
        with desk.store.database.writing():
            grant_lane(desk.store.database, lane, epoch=0, at=desk.clock.now())

        codes = [renumber_dossier(desk, one.entity).code for one in waiting]
        assert codes == ["H17.20443-261116-2000", "H17.20443-261116-2001"]


def test_two_machines_of_one_commune_never_give_the_same_number(tmp_path):
    with (
        a_desk(tmp_path / "one", author=17, lane=(1, 1999)) as one,
        a_desk(tmp_path / "two", author=18, lane=(2000, 2999)) as two,
        a_desk(tmp_path / "bare", author=19, lane=None) as bare,
        a_desk(tmp_path / "other", author=20, lane=None) as other,
    ):
        codes = [received(desk).code for desk in (one, two, bare, other) for _ in range(3)]

    assert len(set(codes)) == 12


def test_a_clock_set_back_a_year_never_gives_a_code_out_again(desk):
    before = [received(desk).code for _ in range(2)]
    right = desk.clock.at
    desk.clock.at = right.replace(year=2025)

    behind = receive_dossier(desk, residence())
    again = received(desk)

    assert behind.dossier.is_temporary
    assert "temporary_number" in behind.warnings
    assert behind.dossier.register_year == 2025
    desk.clock.at = right
    after = [received(desk).code, renumber_dossier(desk, behind.dossier.entity).code]
    codes = [*before, behind.dossier.code, again.code, *after]
    assert len(set(codes)) == 6
    assert codes[-2:] == ["H17.20443-261116-0003", "H17.20443-261116-0004"]


def test_a_clock_set_back_within_the_day_changes_nothing(desk):
    desk.clock.at = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
    first = received(desk)
    desk.clock.at = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)

    second = received(desk)

    assert (first.code[-4:], second.code[-4:]) == ("0001", "0002")
    assert not second.is_temporary


def _print(desk, print_id):
    return bytes_in_tray(desk, print_paper(desk, print_id).job)

"""Refused, put off, stopped, withdrawn: what ends or delays a dossier, and its paper."""

from datetime import UTC, datetime, timedelta

import pytest

from desk_app.domain import events, handling
from desk_app.domain.acts import open_acts
from desk_app.domain.dossier import Status, WrongStatus
from desk_app.domain.rights import Act
from desk_app.domain.submission import PaperTaken
from desk_app.store.prints import PrintState
from desk_app.usecases.add_supplement import add_supplement
from desk_app.usecases.extend_dossier import extend_dossier
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.refuse_dossier import refuse_dossier
from desk_app.usecases.register_dossier import register_dossier
from desk_app.usecases.request_supplement import request_supplement
from desk_app.usecases.stop_dossier import stop_dossier
from desk_app.usecases.withdraw_dossier import withdraw_dossier
from tests.support.counter import (
    all_that_is_kept,
    approved,
    bytes_in_tray,
    residence,
    tray_pages,
    worked_on,
)
from tests.support.words import words_on


def test_a_refusal_says_why_on_its_paper(desk):
    dossier = refuse_dossier(
        desk,
        worked_on(desk).entity,
        reason="Chỗ ở nằm trong khu vực cấm\nChủ nhà không đồng ý",
        ground="Luật Cư trú 2020, Điều 23",
    )

    assert dossier.status is Status.STOPPED
    words = _last_page(desk, dossier)
    assert "PHIẾU TỪ CHỐI" in words
    assert "Chỗ ở nằm trong khu vực cấm" in words
    assert "Căn cứ: Luật Cư trú 2020, Điều 23" in words


def test_who_is_refused_before_reception_gets_the_paper_without_a_code(desk):
    registered = register_dossier(desk, residence(papers=()))

    dossier = refuse_dossier(desk, registered.entity, reason="Không thuộc thẩm quyền")

    assert (dossier.status, dossier.code) == (Status.NOT_RECEIVED, "")
    words = _last_page(desk, dossier)
    assert "Không thuộc thẩm quyền" in words
    assert tray_pages(desk) == [f"{dossier.entity}-refusal.pdf"]


def test_an_extension_is_an_apology_a_day_ahead_and_once(desk):
    entity = worked_on(desk).entity
    later = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)

    dossier = extend_dossier(
        desk, entity, due_at=later, reason="Cần xác minh nơi ở cũ", signer="Lê Văn Núi"
    )

    assert (dossier.due_at, dossier.extensions) == (later, 1)
    words = _last_page(desk, dossier)
    assert "Kính gửi: Nguyễn Thị Sen" in words
    assert "17 giờ 00 phút, ngày 19/11/2026" in words, "the promise before"
    assert "17 giờ 00 phút, ngày 25/11/2026" in words
    assert "Cần xác minh nơi ở cũ" in words
    assert "Lê Văn Núi" in words
    with pytest.raises(handling.ExtendedAlready):
        extend_dossier(desk, entity, due_at=later + timedelta(days=1), reason="x", signer="y")


def test_an_extension_on_the_last_day_comes_too_late(desk):
    entity = worked_on(desk).entity
    desk.clock.at = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)
    before = all_that_is_kept(desk)

    with pytest.raises(handling.ExtensionTooLate):
        extend_dossier(
            desk, entity, due_at=datetime(2026, 11, 25, tzinfo=UTC), reason="x", signer="y"
        )

    assert all_that_is_kept(desk) == before


def test_a_stop_says_what_becomes_of_papers_and_money(desk):
    dossier = stop_dossier(
        desk,
        worked_on(desk).entity,
        ground=events.StopGround.REQUEST,
        reason="Gia đình không chuyển nữa",
        money="Trả lại 15.000 đồng",
    )

    assert dossier.status is Status.STOPPED
    words = _last_page(desk, dossier)
    assert "THÔNG BÁO" in words
    assert "Theo đề nghị của người nộp hồ sơ" in words
    assert "Gia đình không chuyển nữa" in words
    assert "Tờ khai CT01" in words
    assert "Trả lại 15.000 đồng" in words


def test_papers_that_come_after_the_stop_are_not_taken_and_change_nothing(desk):
    entity = worked_on(desk).entity
    request_supplement(desk, entity, items=["Hợp đồng thuê nhà"], reason="Chưa có")
    stop_dossier(desk, entity, ground=events.StopGround.NO_SUPPLEMENT, reason="Quá hạn bổ sung")
    before = all_that_is_kept(desk)

    with pytest.raises(WrongStatus):
        add_supplement(desk, entity, papers=[PaperTaken(name="Hợp đồng thuê nhà", originals=1)])
    with pytest.raises(WrongStatus):
        request_supplement(desk, entity, items=["Bản đồ"], reason="Chưa có")

    assert all_that_is_kept(desk) == before
    assert Act.ADD_SUPPLEMENT not in open_acts(desk.journal.dossier(entity))


def test_who_withdraws_is_stopped_afterwards_on_paper(desk):
    entity = worked_on(desk).entity

    withdrawn = withdraw_dossier(desk, entity, reason="Không còn nhu cầu")
    assert withdrawn.status is Status.WITHDRAWAL_REQUESTED
    assert open_acts(withdrawn)[0] is Act.STOP
    stopped = stop_dossier(desk, entity, ground=events.StopGround.REQUEST, reason="Đã rút")

    assert stopped.status is Status.STOPPED


def test_nothing_is_withdrawn_once_it_was_decided(desk):
    with pytest.raises(WrongStatus):
        withdraw_dossier(desk, approved(desk).entity, reason="Không còn nhu cầu")


def _last_page(desk, dossier):
    """The words of what waits for the printer of this dossier, now printed; the last page's."""
    for job in desk.prints.open():
        if job.entity == dossier.entity:
            done = print_paper(desk, job.id)
            assert done.state is PrintState.PRINTED
    return words_on(bytes_in_tray(desk, done.job))

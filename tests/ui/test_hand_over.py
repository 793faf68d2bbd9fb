"""The day's dossiers go on together in the window, and the taker answers for each."""

import pytest

from desk_app.domain.dossier import Status
from desk_app.domain.paper_names import NO_DOSSIER, form_of
from desk_app.domain.rights import Role
from desk_app.opening import opened_desk
from desk_app.usecases.receive_dossier import receive_dossier
from tests.support.counter import certification, residence
from tests.support.desks import PASSWORD
from tests.support.samples import an_applicant
from tests.support.window import PERSON, with_user

pytestmark = [pytest.mark.screen, pytest.mark.slow]


def test_the_day_s_dossiers_are_handed_on_with_a_list_and_answered_for_one_by_one(
    folder, clock, desk_window
):
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=clock) as desk:
        people = ["Nguyễn Thị Sen", "Trần Văn Bình", "Hồ Thị Mơ"]
        forms = [residence, residence, certification]
        entities = [
            receive_dossier(desk, form(applicant=an_applicant(name=name))).dossier.entity
            for name, form in zip(people, forms, strict=True)
        ]
    with_user(folder, "Lựu", Role.HANDLER)
    desk_window.press("Bàn giao")
    desk_window.sees("Hồ Thị Mơ")
    desk_window.press("Đăng ký, quản lý cư trú 2")
    desk_window.sees_not("Hồ Thị Mơ")
    desk_window.press("Chọn tất cả")
    desk_window.press("Lựu")
    desk_window.sees("Bàn giao 2 hồ sơ")
    desk_window.picture("hand-over-give")
    desk_window.write("Chuyển đến", "Công an xã")
    desk_window.keys("Control+Enter")
    desk_window.sees("Đã bàn giao 2 hồ sơ cho Công an xã")

    desk_window.press("Chờ nhận")
    desk_window.press(desk_window.page.get_by_role("button", name="Trần Văn Bình").first)
    desk_window.write("Lý do trả lại", "Thiếu tờ khai CT01")
    desk_window.picture("hand-over-take")
    desk_window.press("Trả lại 1")
    desk_window.sees("Đã trả lại 1 hồ sơ")
    desk_window.press("Chọn tất cả")
    desk_window.keys("Control+Enter")
    desk_window.sees("Đã nhận 1 hồ sơ")
    desk_window.keys("Alt+1")
    desk_window.sees_heading("Hôm nay")
    desk_window.picture("today-office")

    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=clock) as desk:
        first, second, third = (desk.journal.dossier(entity) for entity in entities)
        lists = [form_of(one.form) for one in desk.prints.of(NO_DOSSIER)]
    assert (first.status, first.awaits_taking) == (Status.IN_PROGRESS, False)
    assert (second.status, second.given_back_reason) == (Status.RECEIVED, "Thiếu tờ khai CT01")
    assert third.status is Status.RECEIVED
    assert lists == ["hand-over-list"]

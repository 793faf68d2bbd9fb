"""What a person must look at in the window: two values side by side, and what was set aside."""

from contextlib import suppress
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from desk_app.domain import events
from desk_app.domain.correction import field_text
from desk_app.opening import opened_desk
from desk_app.queries.conflicts import asides, disputes
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.hand_on import hand_on
from sync.protocol.page import Verdict
from tests.store.making import Hub
from tests.support.clock import SetClock
from tests.support.counter import received, residence
from tests.support.desks import PASSWORD
from tests.support.window import PERSON

pytestmark = [pytest.mark.screen, pytest.mark.slow]

PHONE = "applicant.phone"
TRIES = 3
OTHER = 6  # the commune's other machine, where Bình works
BINH = events.UserAdded(number=9, name="Bình", roles=("clerk",))


def opened(folder):
    return opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock())


def at_the_other_machine(hub, desk, event, entity, **more):
    at = desk.clock.now() + timedelta(minutes=20)
    return hub.write(event, entity=entity, author=OTHER, at=at, **more)


@pytest.fixture
def dossier(folder):
    """Both machines corrected the phone, and both took the next step, none seeing the other."""
    with opened(folder) as desk:
        entity = received(desk, residence()).entity
        correct_dossier(desk, entity, field=PHONE, text="0907000222", reason="Hỏi lại")
        hand_on(desk, entity, to="Bộ phận Tư pháp")
        [reception, correction, handed] = desk.journal.timeline(entity)
        hub = Hub()
        hub.judge(reception)
        at_the_other_machine(hub, desk, BINH, 0)
        theirs = events.Corrected(
            field=PHONE, was="0905000111", now="0906000111", reason="Gõ nhầm một số"
        )
        at_the_other_machine(hub, desk, theirs, entity)
        taken = events.TakenOver(reason="Máy quầy 1 mất điện, người nộp đang chờ")
        at_the_other_machine(hub, desk, taken, entity)
        hub.judge(correction, Verdict.FLAGGED, "values_differ")
        hub.judge(handed, Verdict.HELD, "step_unseen")
        hub.settle(desk.store)
        assert len(disputes(desk)) == len(asides(desk)) == 1
        return entity


@pytest.fixture
def to_look_at(dossier, desk_window):  # noqa: ARG001 - it must be there before the screen is
    """The screen that says what waits and what a person must look at."""
    desk_window.keys("Alt+7")
    desk_window.sees_heading("Đồng bộ")
    return desk_window


def test_two_values_stand_side_by_side_and_a_person_takes_one_by_keys_alone(
    to_look_at, dossier, folder
):
    to_look_at.sees("0906000111 ≠ 0907000222")
    to_look_at.sees("Bình (máy 6)")
    to_look_at.picture("conflicts-list")
    to_look_at.press("So sánh và chọn")

    to_look_at.sees_heading("Hai giá trị khác nhau: số điện thoại")
    to_look_at.sees("Đang dùng")
    to_look_at.sees("Giá trị kia")
    to_look_at.cursor_in("Lý do")
    to_look_at.picture("conflicts-side-by-side")
    second = to_look_at.page.get_by_role("radio", name="2. 0907000222")
    for _ in range(TRIES):  # a key pressed while the screen is drawn anew does nothing
        to_look_at.keys("Shift+Tab", "ArrowDown")
        with suppress(AssertionError):
            expect(second).to_be_checked(timeout=5_000)
            break
        to_look_at.field("Lý do").click()
        to_look_at.cursor_in("Lý do")
    expect(second).to_be_checked()
    to_look_at.keys("Tab")
    to_look_at.cursor_in("Lý do")
    to_look_at.type("Đã gọi cho bà Sen")
    to_look_at.keys("Control+Enter")
    to_look_at.sees("Chọn giá trị")
    to_look_at.picture("conflicts-settled")

    with opened(folder) as desk:
        application = desk.journal.dossier(dossier).application
        assert field_text(application, PHONE) == "0907000222"
        assert disputes(desk) == []
        last = desk.journal.timeline(dossier)[-1].event
        assert (last.over, last.reason) == (("0906000111",), "Đã gọi cho bà Sen")


def test_a_third_value_is_typed_and_a_reason_is_asked_for(to_look_at, dossier, folder):
    to_look_at.press("So sánh và chọn")
    to_look_at.sees_heading("Hai giá trị khác nhau")
    to_look_at.page.get_by_role("radio", name="Giá trị khác").click()
    to_look_at.write("Gõ giá trị đúng", "0908000333")
    to_look_at.keys("Control+Enter")
    to_look_at.sees("Chưa ghi lý do")
    to_look_at.picture("conflicts-third")

    to_look_at.write("Lý do", "Bà Sen đổi số")
    to_look_at.keys("Control+Enter")
    to_look_at.sees("Chọn giá trị")

    with opened(folder) as desk:
        assert field_text(desk.journal.dossier(dossier).application, PHONE) == "0908000333"


def test_lists_and_the_dossier_say_how_far_it_has_come_and_what_stands_in_the_way(
    dossier,  # noqa: ARG001 - it must be there before the list is
    desk_window,
):
    desk_window.keys("Alt+3")
    desk_window.sees("Nguyễn Thị Sen")
    desk_window.sees("Có việc cần xử lý")
    desk_window.picture("conflicts-dossiers")
    desk_window.cursor_in("Tìm theo mã")
    desk_window.keys("Enter")

    desk_window.sees("Máy 6 của xã đang giữ hồ sơ này")
    desk_window.sees("Số điện thoại: có hai giá trị")
    desk_window.button("Tiếp quản hồ sơ").wait_for()
    desk_window.picture("conflicts-dossier")


def test_what_was_set_aside_has_its_reason_and_is_left_with_one(to_look_at, folder):
    to_look_at.sees("máy khác đã làm một bước")
    to_look_at.press("Để nguyên")
    to_look_at.cursor_in("Lý do")
    to_look_at.type("Bình đã làm bước này")
    to_look_at.picture("conflicts-leave")
    to_look_at.keys("Control+Enter")
    to_look_at.sees("Đã ghi: đã xem, để nguyên.")
    to_look_at.sees_not("máy khác đã làm một bước")

    with opened(folder) as desk:
        assert asides(desk) == []

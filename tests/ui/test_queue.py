"""The morning at the counter: numbers, the waiting room's screen, a visit with a dossier."""

import pytest
from playwright.sync_api import expect

from desk_app.opening import opened_desk
from desk_app.store.queue import Queue
from tests.support.clock import SetClock
from tests.support.desks import PASSWORD
from tests.support.window import PERSON

pytestmark = [pytest.mark.screen, pytest.mark.slow]


def test_a_number_is_given_called_shown_outside_and_becomes_a_dossier(desk_window, folder):
    desk_window.press("Hàng chờ")
    desk_window.sees_heading("Hàng chờ")
    desk_window.press("Hộ tịch")
    desk_window.keys("Control+Enter")
    desk_window.sees("Đã phát số 001")
    desk_window.sees("chưa chọn máy in phiếu")  # and the number stands
    desk_window.press("Chứng thực")
    desk_window.press("Người cao tuổi")
    desk_window.keys("Control+Enter")
    desk_window.sees("Đã phát số 002")
    desk_window.picture("queue-given")
    with desk_window.page.expect_popup() as opened:
        desk_window.press("Mở màn hình phòng chờ")
    outside = opened.value
    outside.set_viewport_size({"width": 1366, "height": 768})
    expect(outside.locator("footer")).to_contain_text("2 người chờ")

    desk_window.keys("Alt+g")

    expect(outside.locator(".called b")).to_have_text(["002"])
    expect(outside.locator(".called span")).to_have_text(["Quầy 1"])
    desk_window.sees("002")
    desk_window.picture("queue-called")
    words = outside.locator("body").inner_text()
    assert "Người cao tuổi" not in words
    assert "Chứng thực" not in words
    desk_window.keys("F2")
    desk_window.cursor_in("Quét thẻ căn cước")
    desk_window.sees("Quầy 1")
    desk_window.picture("queue-over-reception")
    desk_window.write("Họ và tên", "Lê Văn Bình")
    desk_window.field("Tìm thủ tục").click()
    desk_window.type("2.000815")
    desk_window.sees("2.000815")
    desk_window.keys("Enter")
    desk_window.sees("Hẹn trả kết quả")
    desk_window.keys("Control+Enter")
    desk_window.sees("H17.20443-261116-0001")
    desk_window.keys("Alt+g")
    expect(outside.locator(".called b")).to_have_text(["001"])

    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        queue = Queue(desk.store.database, desk.clock.today())
        assert len(queue.dossiers(2)) == 1
        assert [one.state for one in queue.tickets()] == ["called", "done"]

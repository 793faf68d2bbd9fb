"""A day in a village through the window: planned, checked, opened, worked, closed, printed."""

import pytest

pytestmark = [pytest.mark.screen, pytest.mark.slow]


def test_a_session_in_a_village_from_its_plan_to_its_summary(window):
    window.sign_in()
    window.keys("Control+k")
    window.cursor_in("Gõ vài chữ")
    window.type("phien luu dong")
    window.keys("Enter")
    window.sees("Chưa có phiên lưu động nào")
    window.write("Nơi đến (thôn, bản)", "Thôn A Xan 2")
    window.write("Việc", "Đăng ký hộ tịch")
    window.write("Thủ tục nhận tại thôn", "tam tru")
    window.press(window.page.get_by_role("button", name="Đăng ký tạm trú", exact=True).first)
    window.picture("village-plan")
    window.keys("Control+Enter")
    window.sees("Đã ghi kế hoạch đi Thôn A Xan 2")
    window.press("Kiểm tra trước khi đi")
    window.sees("Dải số hồ sơ mỗi ngày")
    window.picture("village-check")
    window.press("Mở phiên")
    window.sees("Đã mở phiên tại Thôn A Xan 2")
    window.sees("Hồ sơ đã nhận")
    window.picture("village-open")
    window.press("Đóng phiên")
    window.sees("Ghi chú (không bắt buộc)")
    window.picture("village-close")
    window.keys("Control+Enter")
    window.sees("Đã đóng phiên tại Thôn A Xan 2")
    window.press("In bảng tổng hợp")
    window.sees("Đã in")
    window.picture("village-closed")

"""What people say, through the window: a complaint from the counter to its answer, and slips."""

import pytest

pytestmark = [pytest.mark.screen, pytest.mark.slow]


def test_a_complaint_is_written_down_passed_on_and_answered(window):
    window.sign_in()
    window.keys("Control+k")
    window.cursor_in("Gõ vài chữ")
    window.type("y kien nguoi")
    window.keys("Enter")
    window.sees("Không có phản ánh, kiến nghị nào chờ trả lời")
    window.write("Nội dung người dân nói", "Chờ từ sáng đến trưa mới tới lượt")
    window.keys("Control+Enter")
    window.sees("Đã ghi PA")
    window.sees("Chờ từ sáng đến trưa mới tới lượt")
    window.press("Rất không hài lòng")
    window.press("Chờ lâu")
    window.press("Đếm vào hôm nay")
    window.sees("Hôm nay: 1 người trả lời")
    window.picture("feedback")
    window.press("Chuyển")
    window.press(window.page.get_by_role("radio", name="Lên tỉnh"))
    window.picture("feedback-route")
    window.keys("Control+Enter")
    window.sees("Đã chuyển lên tỉnh")
    window.press("Trả lời")
    window.write("Nội dung trả lời", "Quầy đã mở thêm một cửa.")
    window.keys("Control+Enter")
    window.sees("Đã trả lời PA")
    window.press("Cả việc đã trả lời")
    window.sees("Quầy đã mở thêm một cửa.")
    window.picture("feedback-answered")

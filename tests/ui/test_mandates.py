"""The chairman lets postal staff stand in and withdraws it; what they see without a mandate."""

import pytest

from desk_app.domain.rights import Role
from tests.support.counter import CERTIFICATION
from tests.support.window import Eyes, served, with_user

pytestmark = [pytest.mark.screen, pytest.mark.slow]


def test_a_mandate_is_given_for_one_procedure_and_withdrawn(desk_window, folder):
    with_user(folder, "buu", Role.POSTAL)
    desk_window.press("Alt+8 Người dùng")
    desk_window.press("Lập ủy nhiệm")
    desk_window.cursor_in("Số quyết định")
    desk_window.type("12/QĐ-UBND")
    desk_window.page.get_by_role("radio", name="buu").click()
    desk_window.write("Thêm thủ tục", CERTIFICATION)
    desk_window.keys("Enter")
    desk_window.sees("Chỉ những thủ tục này")
    desk_window.picture("mandate-give")

    desk_window.keys("Control+Enter")
    desk_window.sees("Đã lập ủy nhiệm theo 12/QĐ-UBND")
    desk_window.sees("Đang hiệu lực")
    desk_window.picture("mandates")

    desk_window.press("Thu hồi")
    desk_window.sees("Thu hồi ủy nhiệm theo 12/QĐ-UBND?")
    desk_window.keys("Control+Enter")
    desk_window.sees("Đã thu hồi ủy nhiệm theo 12/QĐ-UBND")


def test_postal_staff_are_told_what_they_lack_before_anybody_types(folder, browser, clock):
    with_user(folder, "buu", Role.POSTAL)

    with served(folder, clock=clock) as new_address:
        eyes = Eyes(browser, new_address())
        eyes.sign_in("buu")
        eyes.keys("F2")

        eyes.sees("Chưa có quyết định nào cho tài khoản bưu điện này")
        eyes.picture("postal-without-mandate")
        eyes.close()

"""Signing in, being locked out, locking."""

import pytest

from desk_app.domain.rights import Role
from tests.support.desks import PASSWORD
from tests.support.window import PERSON, with_user

pytestmark = [pytest.mark.screen, pytest.mark.slow]


def choose_pin(window, pin):
    window.press(f"Người dùng {PERSON}")
    window.press(window.page.get_by_role("menuitem", name="Đặt mã PIN"))
    window.write("Mật khẩu", PASSWORD)
    window.write("Mã PIN mới", pin)
    window.write("Gõ lại mã PIN", pin)
    window.press("Lưu mã PIN")
    window.sees_not("Gõ lại mã PIN")


def come(window, label, secret):
    window.write(label, secret)
    window.keys("Enter")
    window.sees_not("Màn hình đã được che")


def test_a_wrong_password_is_told_and_the_right_one_opens_the_desk(window):
    window.write("Mật khẩu", "khong-phai")
    window.keys("Enter")
    window.sees("mật khẩu không đúng")

    window.sign_in()

    window.sees("Quầy Một Cửa · xã Hùng Sơn")


def test_the_lock_key_hides_the_work_from_inside_a_field_and_leaving_closes_the_desk(desk_window):
    desk_window.keys("F2")
    desk_window.cursor_in("Quét thẻ căn cước")
    desk_window.write("Ghi chú", "đang dở")

    desk_window.keys("Control+l")
    desk_window.sees("Màn hình đã được che")
    desk_window.sees_not("Ghi chú")
    desk_window.press("Đăng xuất, đóng quầy")
    desk_window.sees_heading("Đăng nhập")
    desk_window.sign_in()

    desk_window.keys("F2")
    desk_window.cursor_in("Quét thẻ căn cước")
    desk_window.reads("Ghi chú", "đang dở")


def test_two_people_change_by_pin_and_each_finds_their_own_work(folder, window):
    with_user(folder, "Lâm", Role.CLERK)
    window.sign_in()
    choose_pin(window, "271828")
    window.keys("F2")
    window.cursor_in("Quét thẻ căn cước")
    window.write("Ghi chú", "của Hoa")
    window.keys("Control+l")
    window.press(window.page.get_by_role("radio", name="Lâm"))
    window.picture("change-person")
    come(window, "Mật khẩu", PASSWORD)
    window.sees_heading("Hôm nay")
    window.keys("F2")
    window.cursor_in("Quét thẻ căn cước")
    window.reads("Ghi chú", "")

    window.keys("Control+l")
    window.press(window.page.get_by_role("radio", name=PERSON))
    come(window, "Mã PIN", "271828")

    window.reads("Ghi chú", "của Hoa")


def test_after_many_wrong_passwords_the_next_try_waits(window):
    for _ in range(8):
        window.write("Mật khẩu", "khong-phai")
        window.keys("Enter")
        window.page.wait_for_timeout(1_500)
        if window.page.get_by_text("Chờ", exact=False).count():
            break

    window.sees("giây rồi thử lại")
    window.picture("locked-out")

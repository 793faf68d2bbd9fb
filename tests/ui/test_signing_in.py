"""Signing in, being locked out, locking."""

import pytest

pytestmark = [pytest.mark.screen, pytest.mark.slow]


def test_a_wrong_password_is_told_and_the_right_one_opens_the_desk(window):
    window.write("Mật khẩu", "khong-phai")
    window.keys("Enter")
    window.sees("mật khẩu không đúng")

    window.sign_in()

    window.sees("Quầy Một Cửa · xã Hùng Sơn")


def test_the_lock_key_closes_the_desk_from_inside_a_field(desk_window):
    desk_window.keys("F2")
    desk_window.cursor_in("Quét thẻ căn cước")

    desk_window.keys("Control+l")

    desk_window.sees_heading("Đăng nhập")


def test_what_was_typed_just_before_the_lock_is_there_after_it(desk_window):
    desk_window.keys("F2")
    desk_window.cursor_in("Quét thẻ căn cước")
    desk_window.write("Ghi chú", "đang dở")

    desk_window.keys("Control+l")
    desk_window.sees_heading("Đăng nhập")
    desk_window.sign_in()

    desk_window.keys("F2")
    desk_window.cursor_in("Quét thẻ căn cước")
    desk_window.reads("Ghi chú", "đang dở")


def test_after_many_wrong_passwords_the_next_try_waits(window):
    for _ in range(8):
        window.write("Mật khẩu", "khong-phai")
        window.keys("Enter")
        window.page.wait_for_timeout(1_500)
        if window.page.get_by_text("Chờ", exact=False).count():
            break

    window.sees("giây rồi thử lại")
    window.picture("locked-out")

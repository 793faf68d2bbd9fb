"""What is pressed too early says what is missing, and the cursor stands there."""

import pytest

from desk_app.opening import opened_desk
from tests.support.counter import received
from tests.support.desks import PASSWORD
from tests.support.window import PERSON, Eyes, served

pytestmark = [pytest.mark.screen, pytest.mark.slow]


def test_signing_in_without_a_password_asks_for_it_in_its_field(window):
    window.press("Vào làm việc")
    window.sees("Gõ mật khẩu của bạn vào ô này")
    window.cursor_in("Mật khẩu")
    window.picture("gap-login")

    window.type("x")
    window.sees_not("Gõ mật khẩu của bạn vào ô này")
    window.keys("Backspace", "Enter")

    window.sees("Gõ mật khẩu của bạn vào ô này")
    window.cursor_in("Mật khẩu")


def test_a_covered_screen_asks_for_what_opens_it(desk_window):
    desk_window.keys("Control+l")
    desk_window.sees("Màn hình đã được che")
    desk_window.press("Làm tiếp")

    desk_window.sees("Gõ mật khẩu của bạn vào ô này")
    desk_window.cursor_in("Mật khẩu")
    desk_window.picture("gap-cover")


def test_the_first_start_leads_from_one_gap_to_the_next(machine, clock, browser):
    with served(machine / "new", clock=clock) as new_address:
        window = Eyes(browser, new_address())
        window.sees_heading("Thiết lập lần đầu")

        window.press("Đăng ký máy")
        window.sees("Gõ địa chỉ máy chủ tỉnh đã cho")
        window.write("Địa chỉ máy chủ của tỉnh", "https://motcua.tinh.example:8400")
        window.press("Đăng ký máy")
        window.sees("Gõ mã đăng ký tỉnh đã cấp")
        window.cursor_in("Mã đăng ký")
        window.picture("gap-set-up")
        window.write("Địa chỉ máy chủ của tỉnh", "/media/usb")
        window.keys("Control+Enter")

        window.sees("Gõ tên mà quản trị quầy")
        window.cursor_in("Tên đăng nhập")
        window.close()


def test_settings_say_what_the_relay_and_the_hub_wait_for(desk_window):
    desk_window.keys("Alt+9")
    desk_window.sees("Còn thiếu: địa chỉ của trạm, mã của trạm")
    desk_window.write("Mã của trạm", "ABCD-EFGH")
    desk_window.sees("Còn thiếu: địa chỉ của trạm")

    desk_window.press("Dùng địa chỉ này")

    desk_window.sees("Máy đang dùng đúng địa chỉ này rồi")
    desk_window.cursor_in("Địa chỉ máy chủ")
    desk_window.picture("gap-settings")


def test_scanning_without_a_scanner_or_a_folder_opens_where_they_are_chosen(
    folder, clock, window, tmp_path
):
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=clock) as desk:
        dossier = received(desk)
    window.sign_in()
    window.keys("Alt+3")
    window.sees_heading("Hồ sơ")
    window.sees(dossier.code)
    window.keys("Enter")
    window.press("Quét giấy tờ")
    window.sees("Khay trống")

    window.press("Từ thư mục (0)")
    window.sees("Chưa biết máy quét lưu tệp vào đâu")
    window.sees("Thư mục theo dõi")
    place = window.field("Thư mục theo dõi").bounding_box()
    window.page.mouse.click(place["x"] + 60, place["y"] + place["height"] / 2)  # its helper is over
    window.cursor_in("Thư mục theo dõi")
    window.type(str(tmp_path))
    window.keys("Enter")
    window.press("Từ thư mục (0)")
    window.sees("Thư mục của máy quét chưa có tệp nào")
    window.press(window.page.get_by_role("button", name="Quét", exact=True))

    window.sees("Chưa chọn máy quét")
    window.picture("gap-scans")

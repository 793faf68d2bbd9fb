"""The frame and the places of the window: keys, rights, users, sync, catalogue, nothing outside."""

import re

import pytest
from playwright.sync_api import expect

from desk_app.domain.rights import Role
from desk_app.opening import opened_desk
from sync.client.replica import Modes
from tests.support.clock import SetClock
from tests.support.counter import certification, printed, received
from tests.support.desks import PASSWORD
from tests.support.window import PERSON, Eyes, a_set_up_folder, served, with_user

LOOKS = 10
pytestmark = [pytest.mark.screen, pytest.mark.slow]


def with_dossiers(folder, count):
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        return [received(desk, certification()).code for _ in range(count)]


def test_the_keys_arrive_inside_a_text_field_and_do_their_one_thing(folder, desk_window):
    with_dossiers(folder, 1)
    desk_window.keys("F2")
    desk_window.cursor_in("Quét thẻ căn cước")
    desk_window.write("Ghi chú", "chữ")

    desk_window.keys("F8")
    desk_window.sees("Chưa liên lạc được với tỉnh")
    desk_window.keys("F4")
    desk_window.cursor_in("Tìm hồ sơ, người")
    desk_window.keys("Alt+3")
    desk_window.sees_heading("Hồ sơ")
    desk_window.cursor_in("Tìm theo mã")
    desk_window.keys("Escape")
    desk_window.cursor_in("Quét thẻ căn cước")
    desk_window.keys("Control+k")
    desk_window.cursor_in("Gõ vài chữ")
    desk_window.picture("commands")
    desk_window.type("thu tuc")
    desk_window.keys("Enter")
    desk_window.sees_heading("Thủ tục")

    desk_window.keys("F2")
    desk_window.reads("Ghi chú", "chữ")


def test_search_finds_as_one_types_and_a_filter_narrows(folder, desk_window):
    codes = with_dossiers(folder, 3)
    desk_window.keys("Alt+3")
    desk_window.cursor_in("Tìm theo mã")
    desk_window.sees(codes[0])

    desk_window.type(codes[1][-4:])
    desk_window.sees_not(codes[0])
    desk_window.sees(codes[1])
    desk_window.picture("dossiers")

    desk_window.write("Tìm theo mã", " ")
    desk_window.press("Đã trả 0")
    desk_window.sees("Không có hồ sơ nào như vậy")


def test_todays_list_is_walked_by_arrows_and_opened_by_enter(folder, desk_window):
    codes = with_dossiers(folder, 2)
    desk_window.keys("Alt+3", "Alt+1")
    desk_window.sees(codes[0])
    desk_window.picture("today")

    desk_window.keys("ArrowDown", "Enter")

    desk_window.sees("Quá trình")
    desk_window.sees("Chuyển xử lý")


def test_a_row_is_one_button_that_says_everything_to_a_screen_reader(folder, desk_window):
    first, last = with_dossiers(folder, 2)
    desk_window.keys("Alt+3")
    desk_window.cursor_in("Tìm theo mã")
    rows = desk_window.page.get_by_role("button", name="Nguyễn Thị Sen")

    expect(rows).to_have_count(2)
    expect(rows.first).to_have_text(
        re.compile(
            rf"^{last}\. Nguyễn Thị Sen\. Được tiếp nhận\. Hạn trả 17:00 16/11/2026, còn 8 giờ\. "
            r"Mới lưu trên máy này\. Chứng thực bản sao"
        )
    )
    expect(rows.first).to_have_attribute("tabindex", "0")
    desk_window.keys("ArrowDown", "ArrowDown")
    expect(rows.last).to_have_attribute("aria-current", "true")
    expect(rows.first).to_have_attribute("aria-current", "false")
    rows.last.click()
    desk_window.sees("Quá trình")
    desk_window.sees(first)


def test_a_clerk_sees_neither_signing_nor_users(folder, browser, clock):
    with_user(folder, "lan", Role.CLERK)

    with served(folder, clock=clock) as new_address:
        eyes = Eyes(browser, new_address())
        eyes.sign_in("lan")

        eyes.sees("Trả kết quả")
        eyes.sees_not("Ký số")
        eyes.sees_not("Cài đặt người dùng")
        assert eyes.page.get_by_role("button", name="Người dùng lan").count() == 1
        assert eyes.page.get_by_role("button", name="Alt+6 Người dùng").count() == 0
        eyes.close()


def test_a_user_is_added_and_disabled(desk_window, folder):
    desk_window.press("Alt+8 Người dùng")
    desk_window.press("Thêm người dùng")
    desk_window.cursor_in("Tên đăng nhập")
    desk_window.type("tam")
    desk_window.page.get_by_role("checkbox", name="Công chức thụ lý").click()
    desk_window.write("Mật khẩu đầu tiên", "mat-khau-moi")
    desk_window.write("Gõ lại mật khẩu", "mat-khau-moi")
    desk_window.picture("user-add")
    desk_window.keys("Control+Enter")
    desk_window.sees("Đã thêm tam")
    desk_window.picture("users")

    desk_window.page.get_by_role("button", name="Khóa tài khoản").nth(1).click()
    desk_window.sees("Khóa hẳn tài khoản tam?")
    desk_window.keys("Control+Enter")

    desk_window.sees("Đã khóa tài khoản tam")
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        tam = desk.users.find("tam")
    assert tam.roles == (Role.HANDLER,)
    assert not tam.is_active


def test_what_waits_is_told_and_the_tray_can_be_emptied(folder, desk_window):
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        printed(desk)
    desk_window.keys("Alt+7")

    desk_window.sees("Thay đổi chờ")
    desk_window.sees("1 trang nằm trong khay")
    desk_window.picture("sync")
    desk_window.press("Dọn khay")

    desk_window.sees("Đã dọn 1 trang")
    assert list((folder / "desk" / "tray").glob("*.pdf")) == []


def test_the_catalogue_marks_what_no_source_confirms(desk_window):
    desk_window.keys("Alt+6")
    desk_window.cursor_in("Tìm thủ tục")
    desk_window.type("huu tri xa hoi")
    desk_window.sees("1.014027")
    desk_window.page.get_by_role("button", name="1.014027").first.click()

    desk_window.sees("10 ngày làm việc")
    desk_window.sees("chưa xác nhận")
    desk_window.picture("procedures")
    desk_window.press("Tiếp nhận")
    desk_window.sees("Hẹn trả kết quả")


def test_a_password_is_changed_only_by_who_knows_the_old_one(desk_window):
    desk_window.press("Người dùng Hoa")
    desk_window.page.get_by_role("menuitem", name="Đổi mật khẩu").click()
    desk_window.cursor_in("Mật khẩu hiện nay")
    desk_window.type("khong-phai")
    desk_window.write("Mật khẩu mới", "mat-khau-moi")
    desk_window.write("Gõ lại mật khẩu", "mat-khau-moi")
    desk_window.keys("Control+Enter")
    desk_window.sees("mật khẩu không đúng")


def test_nothing_is_asked_of_any_other_machine(desk_window):
    desk_window.keys("F2")
    desk_window.cursor_in("Quét thẻ căn cước")

    outside = [url for url in desk_window.answered if "//127.0.0.1:" not in url]

    assert [url for url in outside if not url.startswith(("blob:", "data:"))] == []


def test_a_mistake_of_ours_shows_a_number_and_freezes_nothing(desk_window, monkeypatch):
    monkeypatch.setattr("desk_app.ui.connect.people.settings_shown", lambda *_: 1 / 0)

    desk_window.keys("Alt+9")
    desk_window.sees("Lỗi ngoài dự kiến")
    desk_window.keys("Alt+3")

    desk_window.sees_heading("Hồ sơ")


def test_the_language_is_chosen_and_kept_for_the_next_start(folder, desk_window, browser, clock):
    desk_window.keys("Alt+9")
    desk_window.sees("Về quầy này")
    desk_window.picture("settings")
    desk_window.page.get_by_role("radio", name="English").click()
    desk_window.sees_heading("Settings")

    with served(folder, clock=clock) as new_address:
        eyes = Eyes(browser, new_address())
        eyes.sees_heading("Sign in")
        eyes.close()


def test_a_new_machine_begins_with_its_enrolment(machine, browser, clock):
    with served(machine / "new", clock=clock) as new_address:
        eyes = Eyes(browser, new_address())
        eyes.sees_heading("Thiết lập lần đầu")
        eyes.write("Địa chỉ máy chủ", "http://127.0.0.1:9")
        eyes.write("Mã đăng ký", "khong-co")
        eyes.write("Tên đăng nhập của quản trị", "hoa")
        eyes.write("Mật khẩu", PASSWORD)
        eyes.write("Gõ lại mật khẩu", PASSWORD)
        eyes.picture("set-up")
        eyes.keys("Control+Enter")

        eyes.sees("Mã đăng ký không dùng được")
        eyes.sees_heading("Thiết lập lần đầu")
        eyes.close()


def test_the_first_admin_is_told_how_the_desk_gets_its_clerks(machine, browser, clock):
    folder = a_set_up_folder(machine / "data", roles=(Role.ADMIN,), clock=clock)

    with served(folder, clock=clock) as new_address:
        eyes = Eyes(browser, new_address())
        eyes.sign_in()

        eyes.sees("Chưa có ai được tiếp nhận hồ sơ")
        eyes.close()


def test_what_was_taken_in_waits_today_for_its_handler(folder, desk_window):
    with_dossiers(folder, 1)

    desk_window.keys("Alt+3", "Alt+1")

    desk_window.sees("Đến hạn hôm nay")
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        received(desk)
    desk_window.sees("Chờ chuyển xử lý")


def test_the_line_can_be_paused_and_kept_free_of_files(folder, desk_window):
    desk_window.keys("Alt+7")
    desk_window.sees("Đường truyền")

    desk_window.press("Tạm dừng tự gửi")
    desk_window.sees("Đã tạm dừng tự gửi.")
    desk_window.press("Chỉ gửi dữ liệu, chưa gửi tệp")
    desk_window.sees("Máy không tự gửi cho đến khi bỏ tạm dừng")
    desk_window.picture("sync-paused")

    for _ in range(LOOKS):  # the words on the screen were there before the second press
        with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
            chosen = desk.replica.modes()
        if chosen.records_only:
            break
        desk_window.page.wait_for_timeout(300)
    assert chosen == Modes(is_paused=True, records_only=True)

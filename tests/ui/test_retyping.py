"""A dossier is copied field by field into another system, and leaves the list once it is in."""

import pytest

from desk_app.opening import opened_desk
from desk_app.queries.dossiers import search
from desk_app.store.copies import copies_of
from tests.support.counter import received
from tests.support.desks import PASSWORD
from tests.support.window import PERSON

pytestmark = [pytest.mark.screen, pytest.mark.slow]


def test_a_card_is_copied_by_one_key_a_field_and_closed_with_the_other_system_s_code(
    folder, clock, desk_window
):
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=clock) as desk:
        entity = received(desk).entity
    desk_window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk_window.press("Nhập ngành")
    desk_window.sees("Nguyễn Thị Sen")
    desk_window.picture("retype-list")
    desk_window.press(desk_window.page.get_by_role("button", name="Nguyễn Thị Sen").first)
    desk_window.sees("Đã chép 0/")
    desk_window.keys("Control+Enter")
    desk_window.sees("Đã chép 1/")
    desk_window.keys("Control+Enter")
    desk_window.sees("Đã chép 2/")
    desk_window.press(desk_window.page.get_by_role("button", name="048190001234").first)
    desk_window.sees("Đã chép 3/")
    assert desk_window.page.evaluate("navigator.clipboard.readText()") == "048190001234"
    desk_window.picture("retype-card")
    desk_window.write("Mã hệ thống kia trả về", "G01.20443-261116-000777")
    desk_window.press("Đã nhập xong")
    desk_window.sees("Đã ghi là nhập xong")
    assert desk_window.page.evaluate("navigator.clipboard.readText()") == ""
    desk_window.press("Danh sách chờ nhập")
    desk_window.sees("Không còn hồ sơ nào chờ nhập")

    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=clock) as desk:
        found = [row.entity for row in search(desk, "000777")]
        log = [one.field for one in copies_of(desk.store.database, entity)]
    assert found == [entity]
    assert log == ["1. Mã thủ tục", "2. Tên thủ tục", "8. Số định danh cá nhân"]

"""Reports in the window: from a figure to its dossiers and back, the index, and the file."""

import pytest

from desk_app.opening import opened_desk
from tests.support.counter import certification, received
from tests.support.desks import PASSWORD
from tests.support.window import PERSON

pytestmark = [pytest.mark.screen, pytest.mark.slow]


@pytest.fixture
def busy(folder, clock):
    """Three dossiers of this month."""
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=clock) as desk:
        received(desk, certification())
        received(desk, certification())
        return received(desk)


@pytest.mark.usefixtures("busy")
def test_the_dossiers_behind_a_figure_are_one_press_away(desk_window, folder):
    desk_window.keys("Control+k")
    desk_window.sees("Bảng lệnh")
    desk_window.type("bao cao")
    desk_window.keys("Enter")
    desk_window.sees_heading("Báo cáo: Tháng")
    desk_window.picture("report")
    desk_window.press("Thủ tục")
    desk_window.sees("1.004194 · Đăng ký tạm trú")
    desk_window.press("Đang giải quyết: tổng số · 1.004194 · Đăng ký tạm trú: 1")
    desk_window.sees_heading("Đang giải quyết: tổng số")
    desk_window.sees("1 – 1 trong 1 hồ sơ")
    desk_window.picture("report-behind")
    desk_window.press("Về báo cáo")
    desk_window.press("Chỉ số phục vụ")
    desk_window.sees("Không đủ dữ liệu tại quầy")
    desk_window.picture("report-index")
    desk_window.press("Tiến độ từng tuần")
    desk_window.sees("Còn quá hạn")
    desk_window.picture("report-weeks")
    desk_window.press("Lưu Excel")
    desk_window.sees("Đã lưu báo cáo")

    assert len(list((folder / "desk" / "reports").glob("bao-cao-*.xlsx"))) == 1

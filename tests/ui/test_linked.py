"""A birth with its interlinked parts, from the counter to the last result, through the window."""

import pytest

from desk_app.domain.dossier import Status
from desk_app.opening import opened_desk
from desk_app.queries import dossiers as queries
from tests.support.clock import SetClock
from tests.support.desks import PASSWORD
from tests.support.window import PERSON

pytestmark = [pytest.mark.screen, pytest.mark.slow]
BIRTH = "3.000722"


def test_a_birth_goes_from_the_counter_through_its_agencies_to_the_mother(folder, desk_window):
    desk_window.keys("F2")
    desk_window.cursor_in("Quét thẻ căn cước")
    desk_window.type("048190001234|201234567|Nguyễn Thị Bưởi|02031990|Nữ|Thôn Phú Ninh|01012022")
    desk_window.keys("Enter")
    desk_window.cursor_in("Tìm thủ tục")
    desk_window.type(BIRTH)
    desk_window.sees(BIRTH)
    desk_window.keys("Enter")
    desk_window.sees("Hẹn trả kết quả")
    page = desk_window.page
    desk_window.press(page.get_by_role("checkbox", name="Cấp thẻ căn cước cho trẻ em"))
    desk_window.press(page.get_by_role("radio", name="Trả từng kết quả khi có"))
    desk_window.picture("linked-receive")
    desk_window.press("Đủ cả")
    desk_window.keys("Control+Enter")
    desk_window.sees("Đã lưu")
    desk_window.keys("Alt+3")
    desk_window.cursor_in("Tìm theo mã")
    desk_window.type("buoi")
    desk_window.sees("Nguyễn Thị Bưởi")
    desk_window.keys("Enter")
    desk_window.sees("xong 0/3")

    desk_window.press("Ghi kết quả phần liên thông")
    desk_window.write("Số giấy kết quả", "12/2026")
    desk_window.picture("linked-end")
    desk_window.keys("Control+Enter")
    desk_window.sees("xong 1/3")
    desk_window.press("Chuyển phần liên thông")
    desk_window.write("Mã hồ sơ ở cơ quan đó", "G01-77")
    desk_window.keys("Control+Enter")
    desk_window.sees("G01-77")
    desk_window.press("Trả kết quả một phần")
    desk_window.sees("Giấy tờ đã xem")
    desk_window.keys("Control+Enter")
    desk_window.sees("Đã trả")
    desk_window.picture("linked-dossier")

    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        (row,) = queries.page(desk, queries.ListFilter()).rows
        dossier = desk.journal.dossier(row.entity)
    assert dossier.status is Status.IN_PROGRESS
    assert [str(part.state) for part in dossier.parts] == ["given", "sent", "waiting"]
    assert dossier.is_apart

"""A handler's job: a confirmation made, looked at, changed and attached; then a true copy."""

import pytest

from desk_app.opening import opened_desk
from tests.papers.test_made_results import picture
from tests.printing.reading import needs_poppler
from tests.support.clock import SetClock
from tests.support.counter import approved
from tests.support.desks import PASSWORD
from tests.support.window import PERSON
from tests.support.words import words_on

pytestmark = [pytest.mark.screen, pytest.mark.slow]


@pytest.fixture
def dossier(folder):
    """The id of a dossier that the leader approved."""
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        return approved(desk).entity


def kept_result(folder, entity):
    """(name, number, words) of the dossier's result."""
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        result = desk.journal.dossier(entity).result
        return result.name, result.number, words_on(desk.files.read(result.sha256))


@needs_poppler
def test_a_handler_makes_a_confirmation_and_a_true_copy(dossier, desk_window, folder, tmp_path):
    window = desk_window
    window.keys("Alt+3")
    window.cursor_in("Tìm theo mã")
    window.keys("Enter")
    window.sees("Quá trình")
    window.press("Lập kết quả")
    window.sees("Điền các ô bên trái")
    window.picture("make-empty")
    window.write("Số văn bản", "12")
    window.keys("Control+Enter")
    window.sees("Chưa điền ô “Xác nhận về việc”")
    window.write("Xác nhận về việc", "cư trú tại thôn")
    window.write("Nội dung xác nhận", "Cư trú tại thôn từ năm 2017.")
    window.keys("Control+Enter")
    window.sees("Trang 1/1")
    window.sees("Đính làm kết quả")
    window.sees_not("Đang mở trang")
    window.picture("make-page")
    window.write("Giấy này được cấp để", "xin việc")
    window.sees("Đã sửa sau khi xem")
    window.keys("Control+Enter")
    window.sees("Đính làm kết quả")
    window.press("Đính làm kết quả")
    window.sees("Đính kèm kết quả: đã ghi")
    window.picture("make-kept")

    name, number, words = kept_result(folder, dossier)

    assert (name, number) == ("Giấy xác nhận.pdf", "12/GXN-UBND")
    assert "Nguyễn Thị Sen" in words
    assert "Giấy này được cấp để xin việc." in words

    scan = tmp_path / "quet.jpg"
    scan.write_bytes(picture("JPEG"))
    window.press("Lập kết quả")
    window.press(window.page.get_by_role("radio", name="Sao y bản chính"))
    window.write("Số văn bản", "9")
    window.keys("Control+Enter")
    window.sees("Chưa chọn bản quét")
    window.chooses_file("Chọn tệp PDF hoặc ảnh quét", scan)
    window.keys("Control+Enter")
    window.sees("Đính làm kết quả")
    window.sees_not("Đang mở trang")
    window.picture("make-copy")
    window.press("Đính làm kết quả")
    window.sees("Đính kèm kết quả: đã ghi")

    name, number, words = kept_result(folder, dossier)

    assert (name, number) == ("Sao y bản chính.pdf", "9/SY-UBND")
    assert words.startswith("SAO Y")

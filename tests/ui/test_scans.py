"""Scanning in the window: from the folder and the scanner into the tray, and beside a dossier."""

import os
import shutil

import pytest

from desk_app.domain.scan_choice import ScanChoice
from desk_app.opening import opened_desk
from desk_app.usecases.choose_scanning import choose_scanning
from tests.scanning.scanner import scanner
from tests.support.counter import received
from tests.support.desks import PASSWORD
from tests.support.paper import askew, blurred, picture_bytes, written_page
from tests.support.window import PERSON

pytestmark = [pytest.mark.screen, pytest.mark.slow]


@pytest.fixture
def dossier(folder, clock, tmp_path, monkeypatch):
    """A dossier of today; the scanner has saved two pages, two more lie in its feeder."""
    (tmp_path / "quét").mkdir()
    (tmp_path / "program").mkdir()
    straight = askew(written_page(dpi=150), 2.5)
    pages = {"scan_0001.jpg": straight, "scan_0002.jpg": blurred(written_page(dpi=150), 4)}
    for name, page in pages.items():
        (tmp_path / "quét" / name).write_bytes(picture_bytes(page, "JPEG", dpi=(150, 150)))
    program = scanner(tmp_path / "program", written_page(dpi=150), pages=2)
    monkeypatch.setenv("PATH", str(tmp_path / "program"), prepend=os.pathsep)
    assert shutil.which("scanimage") == program
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=clock) as desk:
        choose_scanning(
            desk, ScanChoice(folder=str(tmp_path / "quét"), scanner="one", source="feeder")
        )
        return received(desk)


def test_papers_are_scanned_put_in_order_and_stand_beside_the_dossier(
    dossier, desk_window, folder, clock, tmp_path
):
    desk_window.keys("Alt+3")
    desk_window.sees_heading("Hồ sơ")
    desk_window.sees(dossier.code)
    desk_window.keys("Enter")
    desk_window.press("Quét giấy tờ")
    desk_window.sees("Khay trống")
    desk_window.press("Từ thư mục (2)")
    desk_window.sees("Đã lấy 2 trang")
    desk_window.sees("bị nhòe")
    desk_window.picture("scan-tray")
    dropped = tmp_path / "thả vào.png"
    askew(written_page(dpi=100), 0).save(dropped)
    desk_window.drops(dropped)
    desk_window.sees("Khay: 3 trang")
    desk_window.sees("thả vào.png")
    desk_window.press("Bỏ")
    desk_window.sees("không lấy lại được")
    desk_window.keys("Escape")
    desk_window.sees_not("không lấy lại được")
    desk_window.sees("Khay: 3 trang")
    desk_window.press("Bỏ")
    desk_window.sees("không lấy lại được")
    desk_window.keys("Control+Enter")
    desk_window.sees("Khay: 2 trang")
    desk_window.press("Quét")
    desk_window.sees("Khay: 4 trang")
    desk_window.press(desk_window.page.get_by_role("radio", name="Đen trắng"))
    desk_window.press("Máy quét và thư mục")
    desk_window.sees("Thư mục theo dõi")
    desk_window.picture("scan-black-white")
    desk_window.keys("Control+Enter")
    desk_window.sees("Đã gắn 4 trang")
    desk_window.picture("scan-kept")
    desk_window.press("Mở hồ sơ")
    desk_window.sees(f"{dossier.code}_ct01_01.pdf")
    desk_window.picture("scan-dossier")

    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=clock) as desk:
        (scan,) = desk.journal.dossier(dossier.entity).scans
        assert scan.pages == 4
        assert desk.scan_tray.pages() == []
    assert list((tmp_path / "quét").iterdir()) == []

    desk_window.press("Xem")
    desk_window.press("Gỡ bản số hóa")
    desk_window.write("Lý do", "Quét nhầm hồ sơ")
    desk_window.picture("scan-withdraw")
    desk_window.keys("Control+Enter")
    desk_window.sees("Đã gỡ bản số hóa")
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=clock) as desk:
        assert desk.journal.dossier(dossier.entity).scans == ()

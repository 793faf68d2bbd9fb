"""The pictures to sign with, in Settings: refused, seen on a page, kept."""

import pytest

from desk_app.opening import opened_desk
from desk_app.queries.signed_sample import kept_pictures
from tests.signing.pictures import signature_png
from tests.support.clock import SetClock
from tests.support.desks import PASSWORD
from tests.support.window import PERSON

pytestmark = [pytest.mark.screen, pytest.mark.slow]


def test_the_leader_tries_a_signature_on_a_page_and_keeps_it(desk_window, folder, tmp_path):
    good, bad = tmp_path / "chu-ky.png", tmp_path / "hong.png"
    good.write_bytes(signature_png())
    bad.write_bytes(b"no picture")
    desk_window.page.get_by_role("button", name="Cài đặt").first.click()
    desk_window.sees("Hình chữ ký của tôi: chưa có")

    with desk_window.page.expect_file_chooser() as chooser:
        desk_window.press("Chọn ảnh chữ ký…")
    chooser.value.set_files(bad)
    desk_window.sees("không phải ảnh PNG đọc được")
    desk_window.chooses_file("Chọn ảnh chữ ký…", good)
    desk_window.picture("sign-pictures")
    desk_window.keys("Control+Enter")
    desk_window.sees("Hình chữ ký của tôi: đã có")
    desk_window.picture("sign-pictures-kept")

    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        assert kept_pictures(desk).signature

"""Receipts through the window: a book written down, numbers used, one voided and replaced."""

import pytest

from desk_app.opening import opened_desk
from desk_app.usecases.record_payment import record_payment
from tests.support.clock import SetClock
from tests.support.counter import certification, received
from tests.support.desks import PASSWORD
from tests.support.window import PERSON

pytestmark = [pytest.mark.screen, pytest.mark.slow]


def test_a_clerk_writes_down_a_book_voids_a_number_and_writes_the_next(folder, window):
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        dossier = received(desk, certification())
        record_payment(desk, dossier.entity, amount_vnd=8_000)
    window.sign_in()
    window.press("Thu phí")
    window.sees("8.000")
    window.keys("Alt+b")
    window.sees("Chưa ghi quyển biên lai nào")
    window.write("Ký hiệu", "AB/26P")
    window.write("Quyển số", "3")
    window.write("Từ số", "124")
    window.write("Đến số", "133")
    window.write("Nơi cấp", "Chi cục Thuế khu vực XII")
    window.press("Ghi quyển mới nhận")
    window.sees("Đã ghi quyển AB/26P")
    window.sees("Sắp hết: còn 10 số")

    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        record_payment(desk, received(desk, certification()).entity, amount_vnd=2_000)
    window.sees("AB/26P 0000124")
    window.press("Xóa bỏ")
    window.write("Lý do", "ghi sai tên người nộp")
    window.press(window.page.get_by_role("checkbox", name="Đã thu đủ các liên và gạch chéo"))
    window.picture("receipts-void")
    window.keys("Control+Enter")
    window.sees("Đã xóa bỏ số 0000124")
    window.keys("Control+Enter")
    window.sees("Đã lập biên lai AB/26P số 0000125")  # of the one taken before there was a book
    window.keys("Control+Enter")
    window.sees("Đã lập biên lai AB/26P số 0000126")
    window.sees("Thay số 0000124")
    window.picture("receipts")
    window.keys("F9")
    window.sees("Đã in")

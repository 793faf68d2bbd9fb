"""Closing the till through the window: count, see what differs, close, begin anew."""

import pytest

from desk_app.domain.rights import Role
from desk_app.opening import opened_desk
from desk_app.usecases.record_payment import record_payment
from tests.support.clock import SetClock
from tests.support.counter import certification, received
from tests.support.desks import PASSWORD
from tests.support.window import PERSON, with_user

pytestmark = [pytest.mark.screen, pytest.mark.slow]


def test_two_people_close_a_till_that_does_not_balance(folder, window):
    with_user(folder, "Lâm", Role.HANDLER)
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        record_payment(desk, received(desk, certification()).entity, amount_vnd=42_000)
    window.sign_in()
    window.press("Thu phí")
    window.sees("42.000")
    window.write("20.000 đ", "2")
    window.sees("Vì sao chênh lệch")
    window.write("Vì sao chênh lệch", "trả nhầm hai nghìn")
    window.press(window.page.get_by_role("radio", name="Lâm"))
    window.picture("till")

    window.keys("Control+Enter")
    window.sees("chênh lệch -2.000")
    window.picture("till-sure")
    window.keys("Control+Enter")

    window.sees("Đã khóa sổ quỹ")
    window.sees("Thiếu 2.000")
    window.sees("Chưa thu khoản nào")
    window.picture("till-closed")

"""Handing a result over through the window: a stranger is refused, a relation is asked for."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from desk_app.opening import opened_desk
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.sign_result import sign_result
from desk_app.usecases.unlock_signer import unlock_signer
from tests.support.counter import approved, residence, result_pdf
from tests.support.pki import YEAR, Authority, curve_key
from tests.support.window import PASSWORD, PERSON

pytestmark = [pytest.mark.screen, pytest.mark.slow]


def sign(folder, clock):
    now = clock.now()
    leader = Authority.root("Gốc", at=now).issue(curve_key(), since=now - YEAR, until=now + YEAR)
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=clock) as desk:
        entity = approved(desk, residence()).entity
        attach_result(desk, entity, pdf=result_pdf(), name="kq.pdf")
        signer = unlock_signer(desk, pkcs12=leader.pkcs12("mật khẩu"), password="mật khẩu")
        sign_result(desk, entity, signer=signer)


def test_a_stranger_is_refused_and_a_proxy_says_the_relation(folder, clock, desk_window):
    with ThreadPoolExecutor(1) as pool:  # the browser's loop runs in this thread
        pool.submit(sign, folder, clock).result()
    window = desk_window
    window.keys("Alt+5")
    window.sees("Nguyễn Thị Sen")
    window.cursor_in("Tìm theo mã")
    window.keys("Enter")
    window.sees("Trả lại bản chính")
    window.write("Người nhận kết quả", "Lê Văn Bưởi")
    window.write("Giấy tờ của người nhận", "Căn cước 001190009999")
    window.keys("Control+Enter")
    window.sees("Người nhận không phải người nộp")
    window.press(window.page.get_by_role("checkbox", name="Nhận thay"))
    window.write("Quan hệ với chủ hồ sơ", "con")
    window.picture("return")
    window.keys("Control+Enter")
    window.sees("đã trả kết quả")

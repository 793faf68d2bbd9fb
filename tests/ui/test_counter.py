"""A visit with more than one turn: come again, one more for the same person, a proxy, few keys."""

import pytest

from desk_app.domain.dossier import Status
from desk_app.opening import opened_desk
from desk_app.usecases.receive_dossier import receive_dossier
from tests.support.clock import SetClock
from tests.support.counter import certification
from tests.support.desks import PASSWORD
from tests.support.samples import an_applicant
from tests.support.window import PERSON
from tests.ui.test_receiving import CARD, CERTIFY, choose, dossiers_in

pytestmark = [pytest.mark.screen, pytest.mark.slow]

BIRTH = "1.001193"
MOST_KEYS = 8


def test_a_visit_of_several_turns_is_typed_once(desk_window, folder):
    desk_window.keys("F2")
    desk_window.cursor_in("Quét thẻ căn cước")
    desk_window.type(CARD)
    desk_window.keys("Enter")
    desk_window.sees("Số này: Nữ, sinh năm 1990")
    desk_window.sees("Trên thẻ (địa chỉ cũ): Thôn Phú Ninh")
    desk_window.write("Địa chỉ", "Thôn Phú Ninh, xã Hùng Sơn, Đà Nẵng")
    desk_window.field("Tìm thủ tục").click()
    choose(desk_window, BIRTH)
    desk_window.press("Hẹn quay lại vì")
    desk_window.sees("Người phụ trách vắng")
    desk_window.picture("back-reasons")
    desk_window.page.get_by_role("menuitem", name="Thiếu giấy tờ").click()
    desk_window.sees("Lượt đến chưa tiếp nhận: 1")

    desk_window.cursor_in("Quét thẻ căn cước")
    desk_window.keys("Control+Shift+Enter")
    desk_window.cursor_in("Tìm thủ tục")
    choose(desk_window, BIRTH)
    desk_window.sees("lần đến thứ 2")
    desk_window.press("In danh mục")
    desk_window.sees("Danh mục giấy tờ cần mang đã gửi")
    desk_window.press("Đủ cả")
    desk_window.picture("back-again")
    desk_window.keys("Control+Enter")
    desk_window.sees("H17.20443-261116-0001")

    desk_window.cursor_in("Quét thẻ căn cước")
    desk_window.keys("Control+Shift+Enter")
    desk_window.cursor_in("Tìm thủ tục")
    choose(desk_window, BIRTH)
    desk_window.sees("đã có hồ sơ H17.20443-261116-0001 cùng thủ tục")
    desk_window.page.get_by_label("Người khác nộp thay").first.click()
    desk_window.write("Họ và tên người nộp", "Lê Văn Bạn")
    desk_window.write("Quan hệ với người yêu cầu", "bạn")
    desk_window.sees("chưa ghi thì không tiếp nhận được")
    desk_window.press("Đủ cả")
    desk_window.picture("proxy")
    desk_window.keys("Control+Enter")
    desk_window.sees("chưa có giấy ủy quyền")
    desk_window.write("Giấy ủy quyền số", "12/2026")
    desk_window.write("Nơi chứng thực", "UBND xã Hùng Sơn")
    desk_window.keys("Control+Enter")
    desk_window.sees("H17.20443-261116-0002")

    by_proxy, first = dossiers_in(folder)
    assert (first.status, first.asked_back) == (Status.RECEIVED, 1)
    applicant = first.application.applicant
    assert by_proxy.application.applicant == applicant
    assert applicant.address == "Thôn Phú Ninh, xã Hùng Sơn, Đà Nẵng"
    assert applicant.old_address == "Thôn Phú Ninh, xã Hùng Sơn"
    assert by_proxy.application.submitter.paper == "12/2026, UBND xã Hùng Sơn"


def test_a_known_citizen_leaves_with_a_certified_copy_in_eight_keys(desk_window, folder):
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        known = an_applicant(name="Lê Văn Bình", phone="0905123456", personal_id="", sex="")
        receive_dossier(desk, certification(applicant=known))
    keys = []

    def press(*pressed):
        keys.extend(pressed)
        desk_window.keys(*pressed)

    press("F2")
    desk_window.cursor_in("Quét thẻ căn cước")
    desk_window.type("0905123")
    desk_window.sees("Lê Văn Bình")
    press("Enter")
    desk_window.cursor_in("Tìm thủ tục")
    desk_window.type(CERTIFY)
    desk_window.sees(CERTIFY)
    press("Enter")
    desk_window.cursor_in("Số trang bản chính")
    press("Control+a")
    desk_window.type("3")
    press("Tab")
    desk_window.cursor_in("Số bản")
    press("Control+a")
    desk_window.type("2")
    desk_window.sees("10.000 đ")
    press("Control+Enter")
    desk_window.sees("H17.20443-261116-0002")

    assert len(keys) <= MOST_KEYS, keys
    newest = dossiers_in(folder)[0]
    assert (newest.application.applicant.name, newest.fee_vnd) == ("Lê Văn Bình", 10_000)

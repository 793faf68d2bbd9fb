"""Reception in the window: the fast path, cards, people found again, drafts, refusals."""

from dataclasses import replace
from datetime import date

import pytest

from desk_app.domain.dossier import Status
from desk_app.opening import opened_desk
from desk_app.queries import dossiers as queries
from desk_app.scanning.mending import Mending
from desk_app.usecases.keep_scan import PaperOf, keep_scan
from desk_app.usecases.take_scans import take_scans
from tests.support.clock import SetClock
from tests.support.counter import RESIDENCE, an_applicant, certification, received
from tests.support.desks import PASSWORD
from tests.support.paper import picture_bytes, written_page
from tests.support.window import PERSON, Eyes, served

pytestmark = [pytest.mark.screen, pytest.mark.slow]

CARD = "048190001234|201234567|Nguyễn Thị Bưởi|02031990|Nữ|Thôn Phú Ninh, xã Hùng Sơn|01012022"
KNOWN = an_applicant(name="Lê Văn Bình", phone="0905123456")
CERTIFY = "2.000815"  # copies certified from originals, the same day
NGUYEN_THI_BUOI = ("Nguye", 1, "ê", "n", 2, "ễn", " Thi", 1, "ị", " Bu", 1, "ư", "o", 1, "ơ", "i")
BUOI = (2, "ởi")  # the tone comes last and goes back over two letters


@pytest.fixture
def reception(desk_window):
    desk_window.keys("F2")
    desk_window.cursor_in("Quét thẻ căn cước")
    return desk_window


def dossiers_in(folder):
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        return [
            desk.journal.dossier(row.entity)
            for row in queries.page(desk, queries.ListFilter()).rows
        ]


def choose(reception, procedure):
    reception.cursor_in("Tìm thủ tục")
    reception.type(procedure)
    reception.sees(procedure)
    reception.keys("Enter")
    reception.sees("Hẹn trả kết quả")


def test_a_paper_scanned_before_is_taken_from_the_store_by_one_key(folder, window):
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        earlier = received(desk)
        take_scans(desk, [("a.png", picture_bytes(written_page()))])
        paper = PaperOf(
            name="Giấy tờ về chỗ ở hợp pháp", id="cho-o", valid_until=date(2030, 12, 31)
        )
        keep_scan(desk, earlier.entity, paper, mending=Mending(), most_bytes=900_000)
    window.sign_in()
    window.keys("F2")
    window.cursor_in("Quét thẻ căn cước")
    window.type("048190001234")
    window.keys("Enter")
    choose(window, RESIDENCE)
    window.sees("Đã có trong kho")
    window.picture("receive-in-store")
    window.keys("Alt+k")
    window.sees("đã nhận 1/2")
    window.picture("receive-reused")
    window.press("Đủ cả")
    window.sees("đã nhận 2/2")
    window.keys("Control+Enter")
    window.sees("H17.20443-261116-0002")

    newest = max(dossiers_in(folder), key=lambda one: one.code)
    assert [one.reused_from for one in newest.scans] == [earlier.code]


def test_a_certification_takes_a_card_a_code_two_numbers_and_one_key(reception, folder):
    reception.type(CARD)
    reception.keys("Enter")
    choose(reception, CERTIFY)
    reception.cursor_in("Số trang bản chính")
    reception.keys("Control+a")
    reception.type("3")
    reception.keys("Tab")
    reception.cursor_in("Số bản")
    reception.keys("Control+a")
    reception.type("2")
    reception.sees("10.000 đ")
    reception.picture("receive-fast")

    reception.keys("Control+Enter")

    reception.sees("H17.20443-261116-0001")
    reception.cursor_in("Quét thẻ căn cước")
    reception.picture("receive-done")
    (dossier,) = dossiers_in(folder)
    assert dossier.application.applicant.name == "Nguyễn Thị Bưởi"
    assert dossier.application.applicant.personal_id == "048190001234"
    assert dossier.fee_vnd == 10_000
    assert len(list((folder / "desk" / "tray").glob("*.pdf"))) == 1

    reception.keys("F9")
    reception.sees("Vì sao in lại?")
    reception.page.get_by_role("radio", name="Tờ cũ hỏng").click()
    reception.picture("receive-reprint")
    reception.keys("Control+Enter")
    reception.sees_not("Vì sao in lại?")
    assert len(list((folder / "desk" / "tray").glob("*.pdf"))) == 2


def test_letters_sent_in_bursts_arrive_as_they_were_meant(reception, folder):
    reception.field("Họ và tên").click()
    reception.burst(*NGUYEN_THI_BUOI, *BUOI)
    reception.field("Địa chỉ").click()
    reception.burst(
        "tho", 1, "ô", "n Phu", 1, "ú", " Ninh", ", xa", 1, "ã", " Hu", 1, "ù", "ng So", 1, "ơ", "n"
    )
    reception.field("Ghi chú").click()
    reception.burst("ca", 1, "ầ", "n ga", 1, "ấ", "p")
    reception.field("Tìm thủ tục").click()
    reception.burst("chu", 1, "ứ", "ng thu", 1, "ự", "c ba", 1, "ả", "n sao")
    reception.sees(CERTIFY)
    reception.keys("Enter")
    reception.sees("Hẹn trả kết quả")

    reception.keys("Control+Enter")

    reception.sees("H17.20443-261116-0001")
    (dossier,) = dossiers_in(folder)
    assert dossier.application.applicant.name == "Nguyễn Thị Bưởi"
    assert dossier.application.applicant.address == "thôn Phú Ninh, xã Hùng Sơn"
    assert dossier.application.note == "cần gấp"


def test_a_known_citizen_certifies_a_copy_with_eight_keys_beyond_the_data(folder, window):
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        received(desk, replace(certification(), applicant=KNOWN))
    window.sign_in()
    pressed = []

    def press(*keys):
        pressed.extend(keys)
        window.keys(*keys)

    press("F2")
    window.cursor_in("Quét thẻ căn cước")
    window.sees("Còn thiếu: họ và tên, thủ tục")
    window.picture("receive-lacking")
    window.type("0905123")
    window.sees("Lê Văn Bình")
    press("Enter")
    window.cursor_in("Tìm thủ tục")
    window.sees("Còn thiếu: thủ tục")
    window.type(CERTIFY)
    window.sees(CERTIFY)
    press("Enter")
    window.cursor_in("Số trang bản chính")
    window.sees_not("Còn thiếu")
    press("Control+a")
    window.type("3")
    press("Tab")
    window.cursor_in("Số bản")
    press("Control+a")
    window.type("2")
    window.sees("10.000 đ")
    press("Control+Enter")
    window.sees("H17.20443-261116-0002")

    newest = max(dossiers_in(folder), key=lambda one: one.code)
    assert newest.application.applicant.name == "Lê Văn Bình"
    assert newest.fee_vnd == 10_000
    assert len(pressed) <= 8


def test_enter_takes_nobody_who_only_bears_a_name_like_the_one_typed(folder, window):
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        received(desk, replace(certification(), applicant=KNOWN))
    window.sign_in()
    window.keys("F2")
    window.cursor_in("Quét thẻ căn cước")
    window.type("Lê Văn B")
    window.sees("Lê Văn Bình")
    window.sees("Người mới: Lê Văn B")
    window.picture("receive-new-or-known")

    window.keys("Enter")
    window.cursor_in("Tìm thủ tục")
    window.reads("Họ và tên", "Lê Văn B")
    window.reads("Số điện thoại", "")
    window.field("Quét thẻ căn cước").click()
    window.type("Lê Văn B")
    window.sees("Người mới: Lê Văn B")
    window.keys("ArrowDown", "Enter")  # though the list of procedures stands open too
    window.cursor_in("Tìm thủ tục")

    window.reads("Họ và tên", "Lê Văn Bình")
    window.reads("Số điện thoại", "0905123456")


def test_a_card_that_cannot_be_read_says_which_part(reception):
    reception.type("04819000123|x|Nguyễn Thị Bưởi|02031990|Nữ|Hùng Sơn|01012022")
    reception.keys("Enter")

    reception.sees("số định danh")


def test_what_was_typed_is_there_again_after_leaving_clearing_and_a_reload(reception):
    reception.write("Họ và tên", "Trần Văn Núi")
    reception.page.wait_for_timeout(1_200)  # a draft is kept a moment after the last letter
    reception.keys("Alt+1")
    reception.sees_heading("Hôm nay")

    reception.keys("F2")
    reception.reads("Họ và tên", "Trần Văn Núi")
    reception.press("Xóa biểu mẫu")
    reception.press("Lấy lại chữ vừa xóa")
    reception.sees("Xóa biểu mẫu")
    reception.reads("Họ và tên", "Trần Văn Núi")
    reception.page.reload()
    reception.open_eyes()

    reception.reads("Họ và tên", "Trần Văn Núi")


def test_a_missing_paper_is_told_and_a_supplement_asked_for_instead(reception, folder):
    reception.write("Họ và tên", "Trần Văn Núi")
    reception.field("Tìm thủ tục").click()
    choose(reception, "1.001193")  # birth registration
    reception.keys("Control+Enter")
    reception.sees("Thiếu giấy tờ bắt buộc")
    reception.picture("receive-missing")

    reception.press("Yêu cầu bổ sung")
    reception.cursor_in("Lý do")
    reception.type("Chưa mang theo giấy chứng sinh")
    reception.picture("receive-supplement")
    reception.keys("Control+Enter")

    reception.sees("Đã ghi yêu cầu bổ sung")
    (dossier,) = dossiers_in(folder)
    assert dossier.status is Status.SUPPLEMENT_REQUESTED
    assert dossier.received_at is None


def test_a_visit_can_be_refused_before_reception(reception, folder):
    reception.write("Họ và tên", "Trần Văn Núi")
    reception.field("Tìm thủ tục").click()
    choose(reception, "1.001193")

    reception.press("Từ chối")
    reception.cursor_in("Căn cứ")
    reception.type("Luật Hộ tịch, điều 13")
    reception.field("Lý do").click()
    reception.type("Không thuộc thẩm quyền của xã")
    reception.keys("Control+Enter")

    reception.sees("Đã ghi từ chối")
    (dossier,) = dossiers_in(folder)
    assert dossier.status is Status.NOT_RECEIVED


def test_the_promise_says_day_by_day_why(reception):
    reception.field("Tìm thủ tục").click()
    choose(reception, "1.014027")  # ten working days, over the holiday of 24 November

    reception.press("Vì sao?")

    reception.sees("Thứ Ba 24/11/2026")
    reception.sees("không tính")
    reception.picture("receive-why")


def test_the_window_speaks_english_when_told(folder, browser, clock):
    with served(folder, clock=clock, lang="en") as new_address:
        eyes = Eyes(browser, new_address())
        eyes.write("Password", PASSWORD)
        eyes.keys("Enter")
        eyes.sees_heading("Today")
        eyes.keys("F2")

        eyes.cursor_in("Scan the ID card")

        eyes.sees("Receive and print")
        eyes.sees_not("Tiếp nhận")
        eyes.picture("receive-english")
        eyes.close()

"""One dossier from hand to hand in the window: acts, papers, the file, signing, returning."""

import json
from datetime import timedelta

import pytest

from desk_app.domain.dossier import Status
from desk_app.opening import opened_desk
from desk_app.usecases.attach_result import attach_result
from tests.catalogue.test_accounts import account
from tests.support.clock import SetClock
from tests.support.counter import approved, received, result_pdf
from tests.support.desks import PASSWORD
from tests.support.pki import YEAR, Authority, rsa_key
from tests.support.window import PERSON

pytestmark = [pytest.mark.screen, pytest.mark.slow]


@pytest.fixture
def dossier(folder):
    """The id of a dossier taken in this morning."""
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        return received(desk).entity


@pytest.fixture
def one_dossier(dossier, desk_window):  # noqa: ARG001 - it must be there before the list is
    """Its screen."""
    desk_window.keys("Alt+3")
    desk_window.cursor_in("Tìm theo mã")
    desk_window.type("sen")
    desk_window.sees("Nguyễn Thị Sen")
    desk_window.keys("Enter")
    desk_window.sees("Quá trình")
    return desk_window


def state_of(folder, entity):
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        return desk.journal.dossier(entity)


def do(window, act, *typed):
    """Press the act's button, type into its fields from the first on, confirm."""
    window.press(act)
    window.page.get_by_role("button", name="Thôi").wait_for()
    for index, words in enumerate(typed):
        if index:
            window.keys("Tab")
        window.type(words)
    window.keys("Control+Enter")


def by_file(window):
    """Where a token is found beside it, the file is chosen first."""
    window.sees("Thôi (Esc)")
    window.sees_not("Đang tìm")
    way = window.page.get_by_role("radio", name="Tệp chữ ký số")
    if way.count():
        way.first.click()


def test_a_result_decided_at_the_commune_is_signed_and_returned_here(
    one_dossier, dossier, folder, tmp_path
):
    result, key = tmp_path / "ket-qua.pdf", tmp_path / "key.p12"
    result.write_bytes(result_pdf())
    at = SetClock().now()
    signer = Authority.root("CA mẫu", at=at).issue(
        rsa_key(2048), since=at - YEAR, until=at + timedelta(days=300)
    )
    key.write_bytes(signer.pkcs12("mat-ma"))

    do(one_dossier, "Chuyển xử lý", "Công chức tư pháp")
    one_dossier.sees("Chuyển xử lý: đã ghi")
    do(one_dossier, "Thẩm định")
    one_dossier.sees("Thẩm định: đã ghi")
    do(one_dossier, "Phê duyệt")
    one_dossier.sees("Phê duyệt: đã ghi")
    one_dossier.press("Đính kèm kết quả")
    one_dossier.chooses_file("Chọn tệp PDF", result)
    one_dossier.picture("dossier-attach")
    one_dossier.keys("Control+Enter")
    one_dossier.sees("Đính kèm kết quả: đã ghi")
    one_dossier.picture("dossier")

    one_dossier.keys("Control+Enter")
    one_dossier.sees("Ký 1 văn bản đã xem")
    one_dossier.picture("sign")
    one_dossier.keys("Control+Enter")
    by_file(one_dossier)
    one_dossier.chooses_file("Chọn tệp chứng thư", key)
    one_dossier.write("Mật khẩu chứng thư", "sai")
    one_dossier.keys("Control+Enter")
    one_dossier.sees("mật khẩu")
    one_dossier.write("Mật khẩu chứng thư", "mat-ma")
    one_dossier.picture("sign-password")
    one_dossier.keys("Control+Enter")
    one_dossier.sees("đã ký và kiểm tra")
    assert state_of(folder, dossier).status is Status.DONE

    one_dossier.keys("Alt+5")
    one_dossier.sees("Nguyễn Thị Sen")
    one_dossier.field("Tìm theo mã, tên hoặc quét").click()
    one_dossier.keys("Enter")
    one_dossier.cursor_in("Giấy tờ của người nhận")
    one_dossier.picture("return")
    one_dossier.keys("Control+Enter")
    one_dossier.sees("đã trả kết quả")
    one_dossier.picture("returned")
    assert state_of(folder, dossier).status is Status.RETURNED


def test_an_act_the_rules_refuse_says_why_and_keeps_what_was_typed(one_dossier):
    do(one_dossier, "Xin lỗi, gia hạn", "16:30 30/11/2026")

    one_dossier.sees("Chưa ghi lý do")
    one_dossier.reads("Hẹn lại", "16:30 30/11/2026")
    one_dossier.keys("Escape")
    one_dossier.sees_not("Hẹn lại")


def test_a_day_that_is_none_is_told_before_anything_is_recorded(one_dossier, dossier, folder):
    do(one_dossier, "Yêu cầu bổ sung", "Giấy chứng sinh", "Thiếu giấy", "32/13/2026")

    one_dossier.sees("Không đọc được ngày")

    assert state_of(folder, dossier).status is Status.RECEIVED


def test_a_supplement_is_asked_for_and_each_paper_taken_as_it_came(one_dossier, dossier, folder):
    one_dossier.press("Yêu cầu bổ sung")
    one_dossier.write("Nội dung cần bổ sung", "Giấy chứng sinh\nGiấy khai sinh của mẹ")
    one_dossier.write("Lý do", "Thiếu giấy chứng sinh")
    one_dossier.keys("Control+Enter")
    one_dossier.sees("Yêu cầu bổ sung: đã ghi")
    one_dossier.sees("Phiếu yêu cầu bổ sung")

    one_dossier.press("Nhận bổ sung")
    one_dossier.sees("Giấy tờ nhận được")
    one_dossier.press(one_dossier.page.get_by_role("button", name="Bản chính").nth(1))
    one_dossier.press(one_dossier.page.get_by_role("menuitem", name="Còn thiếu"))
    one_dossier.write("Giấy tờ 1", "Giấy chứng sinh")
    one_dossier.picture("dossier-supplement")
    one_dossier.keys("Control+Enter")

    one_dossier.sees("Nhận bổ sung: đã ghi")
    taken = {paper.name: paper.state for paper in state_of(folder, dossier).application.papers}
    assert taken["Giấy chứng sinh"] == "original"
    assert "Giấy khai sinh của mẹ" not in taken


def test_a_slip_of_the_pen_is_put_right_with_its_reason(one_dossier, dossier, folder):
    one_dossier.press("Đính chính")
    one_dossier.write("Viết đúng là", "Nguyễn Thị Sên")
    one_dossier.write("Lý do", "Gõ thiếu dấu")
    one_dossier.picture("dossier-correct")
    one_dossier.keys("Control+Enter")

    one_dossier.sees("Đính chính: đã ghi")

    assert state_of(folder, dossier).application.applicant.name == "Nguyễn Thị Sên"


def test_sex_is_put_right_by_choosing_and_what_was_typed_for_another_field_is_none(one_dossier):
    one_dossier.press("Đính chính")
    one_dossier.write("Viết đúng là", "Nguyễn Thị Sên")
    one_dossier.press(one_dossier.page.get_by_role("radio", name="Giới tính"))
    one_dossier.press(one_dossier.page.get_by_role("radio", name="Nữ", exact=True))
    one_dossier.picture("dossier-correct-sex")
    one_dossier.press(one_dossier.page.get_by_role("radio", name="Họ và tên"))
    one_dossier.reads("Viết đúng là", "")


def test_a_mistaken_reception_is_cancelled_and_nothing_more_is_offered(one_dossier):
    do(one_dossier, "Hủy tiếp nhận", "Nhận nhầm người")
    one_dossier.sees("Hủy tiếp nhận: đã ghi")

    one_dossier.sees("Đã hủy tiếp nhận")
    one_dossier.sees("không còn việc nào")


def test_the_print_key_prints_the_receipt_and_then_a_copy_with_its_reason(
    one_dossier, dossier, folder
):
    one_dossier.keys("F9")
    one_dossier.sees("Đã in.")

    one_dossier.keys("F9")
    one_dossier.sees("Vì sao in lại?")
    one_dossier.keys("Control+Enter")
    one_dossier.sees("Chưa chọn lý do")
    one_dossier.page.get_by_role("radio", name="Lý do khác").click()
    one_dossier.sees("Lý do khác là gì?")
    one_dossier.write("Lý do khác là gì?", "Giấy ướt mưa")
    one_dossier.picture("dossier-reprint")
    one_dossier.keys("Control+Enter")
    one_dossier.sees("bản in lại 1")

    assert len(list((folder / "desk" / "tray").glob("*.pdf"))) == 2
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        assert [one.why for one in desk.prints.of(dossier)] == ["", "other: Giấy ướt mưa"]


@pytest.fixture
def account_told(folder):
    """The province told where the commune's transfers go."""
    there = folder / "catalogue"
    there.mkdir()
    content = {"schema": 1, "accounts": [account()]}
    (there / "accounts.json").write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.usefixtures("account_told")
def test_a_transfer_is_shown_before_it_is_written_down_as_shown(one_dossier, dossier, folder):
    one_dossier.press("Ghi nhận thu tiền")
    one_dossier.sees("Tiền mặt")
    one_dossier.write("Số tiền", "15.000")
    one_dossier.page.get_by_role("radio", name="Chuyển khoản: đã đưa mã QR").click()
    one_dossier.sees("UBND xã Hùng Sơn")
    one_dossier.sees("chưa phải đã thu")
    one_dossier.picture("dossier-vietqr")
    one_dossier.keys("Control+Enter")
    one_dossier.sees("Ghi nhận thu tiền: đã ghi")

    after = state_of(folder, dossier)
    assert (after.paid_vnd, after.awaited_vnd, after.awaited_proof) == (0, 15_000, "shown")


@pytest.fixture
def dossier_without_its_file(folder):
    """A dossier whose result was lost from the disk."""
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        entity = approved(desk).entity
        attach_result(desk, entity, pdf=result_pdf(), name="ket-qua.pdf")
        (stored,) = [one for one in desk.files.of(entity) if one.purpose != "print"]
        stored.path.unlink()


@pytest.mark.usefixtures("dossier_without_its_file")
def test_a_file_lost_from_the_disk_hides_nothing_else_of_its_dossier(desk_window):
    desk_window.keys("Alt+3")
    desk_window.cursor_in("Tìm theo mã")
    desk_window.keys("Enter")

    desk_window.sees("không đọc được trên máy này")
    desk_window.sees("Quá trình")

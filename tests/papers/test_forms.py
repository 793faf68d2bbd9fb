"""Mẫu 02 to 05 of a real dossier, every form as a sample, and what no form tells of."""

from datetime import UTC, datetime

import pytest

from desk_app.domain import events
from desk_app.domain.rights import Role
from desk_app.papers.forms import FORMS, UnknownForm
from desk_app.papers.notices import NoPaperYet
from desk_app.papers.sample import SampleDesk, draw_sample
from desk_app.store.entries import Standing
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.extend_dossier import extend_dossier
from desk_app.usecases.refuse_dossier import refuse_dossier
from desk_app.usecases.register_dossier import register_dossier
from desk_app.usecases.request_supplement import request_supplement
from desk_app.usecases.stop_dossier import stop_dossier
from printing.page import Paper
from sync.protocol.page import Verdict
from tests.papers.drawing import drawn, stand_in_order
from tests.store.making import Hub
from tests.support.counter import received, residence, worked_on
from tests.support.words import words_on

CODE = "H17.20443-261116-0001"
TITLES = {
    "receipt": "GIẤY TIẾP NHẬN HỒ SƠ",
    "supplement-request": "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
    "refusal": "PHIẾU TỪ CHỐI TIẾP NHẬN",
    "extension-apology": "xin lỗi",
    "stop-notice": "THÔNG BÁO",
    "control-sheet": "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
    "collection-slip": "PHIẾU THU NỘI BỘ",
    "post-slip": "PHIẾU GỬI HỒ SƠ",
    "result-cover": "PHIẾU TRẢ KẾT QUẢ",
    "certified-copy": "CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH",
    "data-sheet": "PHIẾU DỮ LIỆU NHẬP LẠI",
    "satisfaction-slip": "PHIẾU ĐÁNH GIÁ MỨC ĐỘ HÀI LÒNG",
    "receipt-slip": "PHIẾU HẸN TRẢ KẾT QUẢ",
}
TELLING_OF_AN_ACT = [*list(TITLES)[1:5], "collection-slip"]
NAMELESS = {"satisfaction-slip", "certified-copy"}


def test_the_supplement_request_lists_what_is_lacking_and_whom_to_ask(desk):
    dossier = request_supplement(
        desk, worked_on(desk).entity, items=["Hợp đồng thuê nhà", "Căn cước"], reason="Chưa có"
    )

    words = words_on(drawn(desk, dossier, "supplement-request"))

    stand_in_order(
        words,
        "Số: ........./HDHS",
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        f"Mã hồ sơ: {CODE}",
        "Nguyễn Thị Sen",
        "Đăng ký tạm trú",
        "1. Hợp đồng thuê nhà",
        "2. Căn cước",
        "Lý do: Chưa có",
        "Quản trị",
        "NGƯỜI HƯỚNG DẪN",
    )


def test_the_refusal_gives_its_reasons_line_by_line_and_its_ground(desk):
    dossier = refuse_dossier(
        desk, worked_on(desk).entity, reason="Khu vực cấm\nChủ nhà từ chối", ground="Luật Cư trú"
    )

    words = words_on(drawn(desk, dossier, "refusal"))

    stand_in_order(
        words,
        "Nguyễn Thị Sen",
        "Đăng ký tạm trú",
        "Khu vực cấm",
        "Chủ nhà từ chối",
        "Căn cứ: Luật Cư trú",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Quản trị",
    )


def test_the_apology_names_both_times_the_reason_and_who_signs(desk):
    dossier = extend_dossier(
        desk,
        worked_on(desk).entity,
        due_at=datetime(2026, 11, 25, 10, 0, tzinfo=UTC),
        reason="Cần xác minh",
        signer="Lê Văn Núi",
    )

    words = words_on(drawn(desk, dossier, "extension-apology"))

    stand_in_order(
        words,
        "Số: ........./PXL",
        "Kính gửi: Nguyễn Thị Sen",
        "Ủy ban nhân dân xã Hùng Sơn",
        CODE,
        "17 giờ 00 phút, ngày 19/11/2026",
        "Cần xác minh",
        "17 giờ 00 phút, ngày 25/11/2026",
        "CHỦ TỊCH",
        "Lê Văn Núi",
    )


@pytest.mark.parametrize(
    ("ground", "words_of_it"),
    [
        (events.StopGround.REQUEST, "Theo đề nghị của người nộp hồ sơ"),
        (events.StopGround.NO_SUPPLEMENT, "Quá thời hạn bổ sung"),
        (events.StopGround.OFFICE, "Theo quyết định của cơ quan giải quyết"),
    ],
)
def test_the_stop_notice_says_why_and_what_goes_back(desk, ground, words_of_it):
    dossier = stop_dossier(
        desk, worked_on(desk).entity, ground=ground, reason="Đã chuyển đi", money="Không thu"
    )

    words = words_on(drawn(desk, dossier, "stop-notice"))

    assert words_of_it in words
    stand_in_order(
        words, CODE, "Kính gửi: Nguyễn Thị Sen", "Đã chuyển đi", "Tờ khai CT01", "Không thu"
    )


def test_papers_that_stay_are_not_said_to_go_back(desk):
    dossier = stop_dossier(
        desk,
        worked_on(desk).entity,
        ground=events.StopGround.OFFICE,
        reason="Giấy tờ giả",
        papers_back=False,
    )

    assert "Tờ khai CT01" not in words_on(drawn(desk, dossier, "stop-notice"))


def test_who_refuses_is_named_on_the_paper(desk):
    registered = register_dossier(desk, residence(papers=()))
    clerk = desk.users.add(
        "Pơloong Bích", "mật-khẩu-mẫu", roles=[Role.CLERK], by=1, at=desk.clock.now()
    )

    dossier = refuse_dossier(
        desk.signed_in(clerk), registered.entity, reason="Không thuộc thẩm quyền"
    )

    words = words_on(drawn(desk, dossier, "refusal"))
    assert "Pơloong Bích" in words
    assert "Nhân viên bưu điện" not in words


@pytest.mark.parametrize("form", TELLING_OF_AN_ACT)
def test_a_form_of_an_act_that_was_not_done_is_not_drawn(desk, form):
    with pytest.raises(NoPaperYet):
        drawn(desk, received(desk), form)


def test_a_form_nobody_knows_is_not_drawn(desk):
    with pytest.raises(UnknownForm):
        drawn(desk, received(desk), "phieu-la")


@pytest.mark.parametrize("paper", [Paper.A5, Paper.A4])
def test_a_form_is_the_same_bytes_on_the_same_paper(desk, paper):
    dossier = received(desk)

    assert drawn(desk, dossier, paper=paper) == drawn(desk, dossier, paper=paper)


def test_what_the_province_set_aside_is_not_told_of(desk):
    before = received(desk)
    correct_dossier(desk, before.entity, field="note", text="Gấp", reason="Ghi thiếu")
    hub = Hub()
    reception, correction = desk.journal.timeline(before.entity)
    hub.judge(reception)
    hub.judge(correction, Verdict.HELD, "wrong_status")
    hub.settle(desk.store)

    dossier = desk.journal.dossier(before.entity)

    assert [one.standing for one in desk.journal.timeline(before.entity)] == [
        Standing.OK,
        Standing.HELD,
    ]
    assert "Đính chính" not in words_on(drawn(desk, dossier))


def test_a_dossier_set_aside_whole_still_has_its_receipt(desk):
    before = received(desk)
    hub = Hub()
    hub.judge(desk.journal.timeline(before.entity)[0], Verdict.HELD, "malformed_event")
    hub.settle(desk.store)

    assert CODE in words_on(drawn(desk, desk.journal.dossier(before.entity)))


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_a_sample_that_cannot_be_taken_for_a_paper(desk, form):
    sample = SampleDesk(place=desk.place, catalogue=desk.catalogue)

    words = words_on(draw_sample(sample, form))

    assert TITLES[form] in words
    assert ("Nguyễn Văn Mẫu" in words) == (form not in NAMELESS)
    assert "MẪU" in words.replace("Mẫu", "")
    assert draw_sample(sample, form) == draw_sample(sample, form)


def test_there_is_no_sample_of_a_form_nobody_knows(desk):
    with pytest.raises(UnknownForm):
        draw_sample(SampleDesk(place=desk.place, catalogue=desk.catalogue), "phieu-la")

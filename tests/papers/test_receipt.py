"""Mẫu 01 of a real dossier: what it says, in the official order."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk_app.domain import submission
from desk_app.domain.linked_plan import LinkedChoice
from desk_app.domain.rights import Role
from desk_app.usecases.add_supplement import add_supplement
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.give_mandate import give_mandate
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.register_dossier import register_dossier
from desk_app.usecases.request_supplement import request_supplement
from tests.papers.drawing import drawn, stand_in_order
from tests.support.counter import COUNCIL_FEE, NO_LIMIT, other_procedure, received, residence
from tests.support.samples import a_mandate, an_applicant
from tests.support.words import words_on

IN_ORDER = (
    "UBND XÃ HÙNG SƠN",
    "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 0001/TTPVHCC",
    "Hùng Sơn, ngày 16 tháng 11 năm 2026",
    "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
    "Mã hồ sơ: H17.20443-261116-0001",
    "Trung tâm Phục vụ hành chính công: xã Hùng Sơn",
    "Tiếp nhận hồ sơ của: Nguyễn Thị Sen",
    "Địa chỉ: Thôn Một, xã Hùng Sơn",
    "Số điện thoại: 0905000111",
    "Email:",
    "Số CCCD/căn cước/hộ chiếu: 048190001234",
    "Nội dung yêu cầu giải quyết: Đăng ký tạm trú",
    "1. Thành phần hồ sơ nộp gồm:",
    "STT Tên giấy tờ Bản chính Bản sao",
    "1 Tờ khai CT01 01",
    "2 Giấy tờ về chỗ ở hợp pháp 01",
    "2. Số lượng hồ sơ: 01 (bộ)",
    "3. Thời gian giải quyết hồ sơ theo quy định: 3 ngày làm việc",
    "4. Thời gian nhận hồ sơ: 09 giờ 00 phút, ngày 16/11/2026",
    "5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 19/11/2026",
    "6. Đăng ký nhận kết quả tại: Nhận trực tiếp tại",
    "Phí, lệ phí: 15.000 đồng",
    "Vào Sổ theo dõi hồ sơ: Quyển số 2026, Số thứ tự 1",
    "NGƯỜI NỘP HỒ SƠ",
    "NGƯỜI TIẾP NHẬN HỒ SƠ",
    "Quản trị",
    "Liên 1: Giao người nộp",
)


def test_the_receipt_says_everything_in_the_official_order_on_both_copies(desk):
    words = words_on(drawn(desk, received(desk)))

    first, second = words.split("Liên 1: Giao người nộp")
    stand_in_order(f"{first} Liên 1: Giao người nộp", *IN_ORDER)
    stand_in_order(second, *IN_ORDER[:-1], "Liên 2: Lưu")


def test_the_same_dossier_gives_the_same_bytes(desk):
    dossier = received(desk)

    assert drawn(desk, dossier) == drawn(desk, dossier)


def test_who_brings_it_for_another_is_named_with_the_relation(desk):
    son = submission.Submitter(
        person=an_applicant(name="Lê Văn Bưởi", personal_id="", sex=""), relation="con"
    )

    words = words_on(drawn(desk, received(desk, residence(submitter=son))))

    stand_in_order(
        words,
        "Tiếp nhận hồ sơ của: Nguyễn Thị Sen",
        "Người nộp hồ sơ: Lê Văn Bưởi (con)",
        "Địa chỉ",
    )


@pytest.mark.parametrize(
    ("roles", "is_noted"),
    [
        pytest.param((Role.POSTAL,), True, id="a postal clerk"),
        pytest.param((Role.CLERK,), False, id="an official"),
        pytest.param((Role.CLERK, Role.POSTAL), False, id="an official who carries post too"),
    ],
)
def test_a_postal_clerk_signs_as_one(desk, roles, is_noted):
    who = desk.users.add("Pơloong Bích", "mật-khẩu-mẫu", roles=roles, by=1, at=desk.clock.now())
    give_mandate(desk, a_mandate(desk.clock.today()))

    words = words_on(drawn(desk, received(desk.signed_in(who))))

    assert "Pơloong Bích" in words
    said = "Nhân viên bưu điện, được giao tiếp nhận hồ sơ theo Quyết định số 12/QĐ-UBND"
    assert (said in words) is is_noted


def test_a_rate_not_filled_in_is_said_and_never_shown_as_nothing(desk):
    words = words_on(drawn(desk, received(desk, other_procedure(desk, COUNCIL_FEE))))

    assert "Phí, lệ phí: chưa có mức thu" in words
    assert "0 đồng" not in words


def test_the_ground_of_an_exemption_stands_beside_the_fee(desk):
    application = replace(other_procedure(desk, COUNCIL_FEE), exemption="hộ nghèo")

    words = words_on(drawn(desk, received(desk, application)))

    assert "0 đồng (miễn: hộ nghèo)" in words


def test_without_a_stated_limit_neither_limit_nor_promise_is_invented(desk):
    words = words_on(drawn(desk, received(desk, other_procedure(desk, NO_LIMIT))))

    assert "3. Thời gian giải quyết hồ sơ theo quy định: ...." in words
    assert "5. Thời gian trả kết quả giải quyết hồ sơ: ...." in words


def test_for_a_body_elsewhere_the_receipt_says_from_when_the_time_runs(desk):
    words = words_on(drawn(desk, received(desk, competent="H17.20455")))

    assert "Thời hạn tính từ khi cơ quan có thẩm quyền nhận được hồ sơ" in words
    assert "5. Thời gian trả kết quả giải quyết hồ sơ: ...." in words


@pytest.mark.parametrize(
    ("way", "words_of_it"),
    [
        (submission.ReturnMethod.POST, "Qua dịch vụ bưu chính công ích"),
        (submission.ReturnMethod.ONLINE, "Bản điện tử, qua Cổng Dịch vụ công quốc gia"),
    ],
)
def test_where_the_result_is_taken_is_said_as_asked_for(desk, way, words_of_it):
    words = words_on(drawn(desk, received(desk, residence(result_by=way))))

    assert f"6. Đăng ký nhận kết quả tại: {words_of_it}" in words


def test_a_paper_that_is_still_missing_is_not_receipted(desk):
    missing = submission.PaperTaken(
        name="Hợp đồng thuê nhà", originals=1, state=submission.PaperState.MISSING
    )
    application = residence(papers=(*residence().papers, missing))

    assert "Hợp đồng thuê nhà" not in words_on(drawn(desk, received(desk, application)))


def test_the_case_stands_behind_the_name_of_the_procedure(desk):
    version = desk.catalogue.procedure("1.004194").version_on(desk.clock.today())
    case = version.cases[0]

    dossier = received(desk, residence(case=case.id, persons=3))

    assert f"Đăng ký tạm trú ({case.name})" in words_on(drawn(desk, dossier))


def test_who_received_signs_it_not_who_wrote_the_visit_down(desk):
    first = desk.users.add(
        "Coor Thị Đào", "mật-khẩu-mẫu", roles=[Role.CLERK], by=1, at=desk.clock.now()
    )
    visit = register_dossier(desk.signed_in(first), residence(papers=()))

    words = words_on(drawn(desk, received(desk, residence(), registered=visit.entity)))

    assert "Quản trị" in words
    assert "Coor Thị Đào" not in words


def test_it_is_dated_by_the_last_act_that_it_tells_of(desk):
    entity = received(desk).entity
    desk.clock.pass_by(days=1)
    dossier = hand_on(desk, entity, to="Văn phòng")
    assert "ngày 16 tháng 11 năm 2026" in words_on(drawn(desk, dossier)), "handing on is not on it"
    request_supplement(desk, entity, items=["Hợp đồng"], reason="Chưa có")
    desk.clock.pass_by(days=1)
    lease = submission.PaperTaken(name="Hợp đồng thuê nhà", copies=1)

    dossier = add_supplement(desk, entity, papers=[lease])

    words = words_on(drawn(desk, dossier))
    assert "ngày 18 tháng 11 năm 2026" in words
    assert "3 Hợp đồng thuê nhà" in words


def test_what_was_written_by_hand_shows_the_day_it_was_received(desk):
    friday = desk.clock.now() - timedelta(days=3)

    dossier = receive_dossier(desk, residence(), received_at=friday).dossier

    assert "4. Thời gian nhận hồ sơ: 09 giờ 00 phút, ngày 13/11/2026" in words_on(
        drawn(desk, dossier)
    )


def test_the_last_correction_is_told_with_its_reason(desk):
    entity = received(desk).entity
    correct_dossier(desk, entity, field="applicant.phone", text="0905999888", reason="Gõ nhầm số")

    dossier = correct_dossier(
        desk, entity, field="applicant.name", text="Nguyễn Thị Sim", reason="Gõ nhầm tên"
    )

    words = words_on(drawn(desk, dossier))
    assert "Đính chính: Gõ nhầm tên" in words
    assert "Gõ nhầm số" not in words
    assert "Số điện thoại: 0905999888" in words


def test_the_receipt_of_an_interlinked_dossier_names_each_part_with_agency_and_day(desk):
    choice = LinkedChoice(left_out=("the-can-cuoc",), is_apart=True)
    dossier = received(desk, other_procedure(desk, "3.000722"), linked=choice)

    words = words_on(drawn(desk, dossier))

    assert "Các thủ tục liên thông trong hồ sơ này (trả từng kết quả khi có)" in words
    stand_in_order(words, "Đăng ký khai sinh", "UBND xã (tư pháp", "17:00 16/11/2026")
    stand_in_order(words, "Cấp thẻ bảo hiểm y tế", "Bảo hiểm xã hội", "17:00 18/11/2026")
    assert "17 giờ 00 phút, ngày 19/11/2026" in words.replace("\xa0", " ")
    assert "thủ tục liên thông" not in words_on(drawn(desk, received(desk)))

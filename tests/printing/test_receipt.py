"""Mẫu 01, read back from the pages that are printed."""

import os
import re
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest

from printing.errors import GlyphMissing, QrTooLong
from printing.page import Paper
from printing.parties import Applicant
from printing.pdf import MM
from printing.receipt import PaperTaken, ReceiptForm, draw
from printing.standard import standard
from tests.printing.forms import APPLICANT, CODE, LONG_REQUEST, MANY_PAPERS, RECEIPT
from tests.printing.reading import (
    Word,
    codes_on,
    fonts_of,
    needs_poppler,
    pages_of,
    picture_of,
    problems_of,
    running_text,
    text_of,
)

COPIES = standard("receipt", RECEIPT.letterhead).copies
EMPTY = replace(
    RECEIPT,
    applicant=Applicant(name=""),
    personal_id="",
    papers=(),
    due_at="",
    register_book="",
    register_number="",
    fee_vnd=None,
)
LONG = replace(
    RECEIPT,
    applicant=replace(APPLICANT, name="Công Tằng Tôn Nữ Thị Phương Thảo " * 5),
    request=LONG_REQUEST,
    papers=MANY_PAPERS,
)
POSTAL = replace(
    RECEIPT,
    submitted_by="Zơrâm Văn Nam",
    clerk_note="Nhân viên bưu điện, được giao tiếp nhận hồ sơ",
    due_note="Thời gian tính từ khi Ủy ban nhân dân xã Tây Giang nhận được hồ sơ.",
    is_temporary=True,
    correction="sửa họ tên người nộp",
    is_sample=True,
)
EVERY_KIND = [
    pytest.param(RECEIPT, id="usual"),
    pytest.param(EMPTY, id="empty"),
    pytest.param(LONG, id="long"),
    pytest.param(POSTAL, id="postal"),
]
LABELS_IN_ORDER = (
    "Mã hồ sơ:",
    "Trung tâm Phục vụ hành chính công:",
    "Tiếp nhận hồ sơ của:",
    "Địa chỉ:",
    "Số điện thoại:",
    "Email:",
    "Số CCCD/căn cước/hộ chiếu:",
    "Nội dung yêu cầu giải quyết:",
    "1. Thành phần hồ sơ nộp gồm:",
    "2. Số lượng hồ sơ:",
    "3. Thời gian giải quyết hồ sơ theo quy định:",
    "4. Thời gian nhận hồ sơ:",
    "5. Thời gian trả kết quả giải quyết hồ sơ:",
    "6. Đăng ký nhận kết quả tại:",
    "Phí, lệ phí:",
    "Vào Sổ theo dõi hồ sơ:",
    "NGƯỜI NỘP HỒ SƠ",
    "NGƯỜI TIẾP NHẬN HỒ SƠ",
)


def first_copy(form: ReceiptForm) -> str:
    return running_text(draw(form)).split(COPIES[1])[0]


@needs_poppler
@pytest.mark.parametrize("paper", [Paper.A5, Paper.A4])
@pytest.mark.parametrize("form", [RECEIPT, EMPTY, LONG])
def test_every_line_of_the_official_form_stands_in_its_order(form: ReceiptForm, paper: Paper):
    copy = running_text(draw(form, paper)).split(COPIES[1])[0]

    places = [copy.index(label) for label in LABELS_IN_ORDER]
    assert places == sorted(places)


@needs_poppler
def test_both_copies_say_the_same_and_whose_they_are():
    text = running_text(draw(LONG))

    applicants, desks = text.split(COPIES[1], maxsplit=1)
    assert applicants.replace(COPIES[0], "").split() == desks.replace(COPIES[1], "").split()


@needs_poppler
def test_the_head_names_the_state_the_offices_number_place_and_day():
    copy = first_copy(RECEIPT)

    for line in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 0123/TTPVHCC",
        "Hùng Sơn, ngày 23 tháng 11 năm 2026",
        "GIẤY TIẾP NHẬN HỒ SƠ",
        "VÀ HẸN TRẢ KẾT QUẢ",
    ):
        assert line in copy


@needs_poppler
def test_the_times_are_printed_to_the_minute():
    copy = first_copy(RECEIPT)

    assert "4. Thời gian nhận hồ sơ: 09 giờ 05 phút, ngày 23/11/2026" in copy
    assert "5. Thời gian trả kết quả giải quyết hồ sơ: 16 giờ 30 phút, ngày 23/11/2026" in copy


@needs_poppler
@pytest.mark.parametrize(
    ("fee_vnd", "printed"),
    [
        pytest.param(8000, "Phí, lệ phí: 8.000 đồng", id="an amount"),
        pytest.param(0, "Phí, lệ phí: 0 đồng", id="free"),
        pytest.param(None, "Phí, lệ phí: chưa có mức thu", id="no rate is never printed as free"),
    ],
)
def test_the_fee_is_printed_as_it_is_known(fee_vnd: int | None, printed: str):
    assert printed in first_copy(replace(RECEIPT, fee_vnd=fee_vnd))


@needs_poppler
def test_the_table_gives_each_paper_its_counts():
    copy = first_copy(
        replace(RECEIPT, papers=(PaperTaken(name="Tờ khai", originals=1, copies=12),))
    )

    assert "STT Tên giấy tờ Bản chính Bản sao 1 Tờ khai 01 12 2." in copy


@needs_poppler
def test_what_is_not_known_is_left_as_dots_to_write_on():
    copy = first_copy(EMPTY)

    for label in (*LABELS_IN_ORDER[2:7], LABELS_IN_ORDER[8]):
        assert re.search(re.escape(label) + r" \.{20,}", copy), label
    assert re.search(r"trả kết quả giải quyết hồ sơ: \.+ giờ \.+ phút, ngày \.+/\.+/\.+", copy)
    assert re.search(r"Quyển số \.+, Số thứ tự \.+", copy)


@needs_poppler
@pytest.mark.parametrize(
    ("change", "printed"),
    [
        pytest.param({"is_temporary": True}, f"Mã hồ sơ (số tạm): {CODE}", id="temporary"),
        pytest.param({"correction": "sửa họ tên"}, "ĐÃ ĐÍNH CHÍNH", id="corrected"),
        pytest.param({"correction": "sửa họ tên"}, "Đính chính: sửa họ tên", id="and why"),
        pytest.param({"submitted_by": "Zơrâm Văn Nam"}, "Người nộp hồ sơ: Zơrâm", id="by another"),
        pytest.param({"clerk_note": "Nhân viên bưu điện"}, "Nhân viên bưu điện", id="postal"),
        pytest.param({"due_note": "Tính từ ngày khác."}, "Tính từ ngày khác.", id="runs later"),
    ],
)
def test_what_is_special_about_a_receipt_is_printed_on_it(change: dict[str, object], printed: str):
    assert printed not in first_copy(RECEIPT)
    assert printed in first_copy(replace(RECEIPT, **change))


@needs_poppler
def test_a_sample_is_marked_across_every_page():
    pdf = draw(replace(LONG, is_sample=True))

    assert text_of(pdf).count("Trang") == len(pages_of(pdf))
    for number in range(len(pages_of(pdf))):
        grey = [shade for row in picture_of(pdf, dpi=40, page=number).tolist() for shade in row]
        assert sum(210 <= shade <= 230 for shade in grey) > 0.01 * len(grey)


@needs_poppler
def test_forty_long_papers_flow_over_pages_with_heads_and_numbers():
    pages = text_of(draw(LONG)).split("\f")[:-1]
    one_copy = pages[: len(pages) // 2]

    assert len(one_copy) > 2
    for number, page in enumerate(one_copy, start=1):
        assert f"{CODE} - Trang {number}/{len(one_copy)}" in page
        assert COPIES[0] in page
    assert all("Tên giấy tờ" in page for page in one_copy[:-1])
    numbers = re.findall(r"^ +(\d+) +\S*Giấy tờ thứ", "\n".join(one_copy), re.MULTILINE)
    assert "Giấy tờ thứ 40:" in running_text(draw(LONG))
    assert [int(number) for number in numbers] == sorted(map(int, numbers))


@needs_poppler
@pytest.mark.parametrize("count", range(0, 24, 2))
def test_the_promise_stands_on_one_page_with_the_signatures(count: int):
    papers = tuple(
        PaperTaken(name=f"Giấy tờ thứ {number}", originals=1, copies=0) for number in range(count)
    )

    pages = text_of(draw(replace(RECEIPT, papers=papers))).split("\f")[:-1]

    for page in pages:
        assert ("5. Thời gian trả kết quả" in page) == ("NGƯỜI TIẾP NHẬN HỒ SƠ" in page)


@needs_poppler
def test_a_long_foot_and_a_long_place_stay_inside():
    desk = replace(RECEIPT.desk, lookup="cổng dịch vụ công quốc gia, mục tra cứu hồ sơ " * 4)
    head = replace(RECEIPT.letterhead, place="Thành phố Hồ Chí Minh")

    width, _, words = pages_of(draw(replace(RECEIPT, desk=desk, letterhead=head)))[0]

    assert max(word.right for word in words) <= width - 9.9 * MM


@needs_poppler
def test_a_name_of_5000_letters_is_printed_whole():
    long_name = replace(APPLICANT, name="Nguyễn" * 833)

    pdf = draw(replace(RECEIPT, applicant=long_name))

    letters = text_of(pdf).count("ễ") - text_of(draw(RECEIPT)).count("ễ")
    assert letters == 833 * len(COPIES)
    assert_inside(pdf)


@needs_poppler
@pytest.mark.parametrize("paper", [Paper.A5, Paper.A4])
@pytest.mark.parametrize("form", EVERY_KIND)
def test_nothing_is_clipped_and_no_line_runs_into_another(form: ReceiptForm, paper: Paper):
    pdf = draw(replace(form, is_sample=False), paper)

    assert_inside(pdf)
    for _, _, words in pages_of(pdf):
        for one, other in pairwise(sorted(words, key=lambda word: (word.top, word.left))):
            assert not overlap(one, other), (one, other)


def assert_inside(pdf: bytes) -> None:
    """Every word stands at least 5 mm inside the paper, where printers print."""
    for width, height, words in pages_of(pdf):
        for word in words:
            assert 5 * MM <= word.left < word.right <= width - 5 * MM, word
            assert 3 * MM <= word.top < word.bottom <= height - 3 * MM, word


def overlap(one: Word, other: Word) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 1 and down > 4  # boxes of neighbouring lines share the room of marks


@needs_poppler
@pytest.mark.parametrize(
    ("paper", "width_mm", "height_mm"), [(Paper.A5, 148, 210), (Paper.A4, 210, 297)]
)
def test_every_page_has_the_size_of_its_paper(paper: Paper, width_mm: int, height_mm: int):
    for width, height, _ in pages_of(draw(LONG, paper)):
        assert (width, height) == pytest.approx((width_mm * MM, height_mm * MM), abs=0.01)


@needs_poppler
def test_a_usual_receipt_takes_one_side_a_copy():
    assert len(pages_of(draw(RECEIPT))) == 2
    assert len(pages_of(draw(RECEIPT, Paper.A4))) == 2


@needs_poppler
@pytest.mark.parametrize("form", EVERY_KIND)
def test_only_our_faces_are_used_embedded_as_subsets(form: ReceiptForm):
    fonts = fonts_of(draw(form))

    assert fonts
    for name, is_embedded, is_subset in fonts:
        assert "Tinos" in name
        assert is_embedded
        assert is_subset


@pytest.mark.parametrize("form", EVERY_KIND)
def test_the_file_is_well_formed(form: ReceiptForm):
    assert problems_of(draw(form)) == []


def test_the_file_names_its_form_code_language_and_day_and_no_person():
    with pikepdf.open(BytesIO(draw(RECEIPT))) as document:
        info = {key: str(value) for key, value in document.docinfo.items()}

        assert str(document.Root.Lang) == "vi-VN"
        assert info["/Title"] == f"Giấy tiếp nhận hồ sơ và hẹn trả kết quả {CODE}"
        assert info["/Subject"] == "Mẫu 01"
        assert info["/CreationDate"] == "D:20261123000000+07'00'"
        assert not any("Hoa" in value or "Minh" in value for value in info.values())


@pytest.mark.parametrize("page", [0, 1])
def test_the_code_is_read_back_from_each_copy_at_203_dots_an_inch(page: int):
    picture = picture_of(draw(RECEIPT), dpi=203, page=page)

    assert codes_on(picture) == [CODE]


def test_the_code_of_a_sample_is_read_through_its_watermark():
    picture = picture_of(draw(replace(RECEIPT, is_sample=True)), dpi=203)

    assert codes_on(picture) == [CODE]


@pytest.mark.parametrize("form", EVERY_KIND)
def test_the_same_form_gives_the_same_bytes(form: ReceiptForm):
    assert draw(form) == draw(form)


def test_another_process_gives_the_same_bytes():
    program = (
        "import sys; from printing.receipt import draw; from tests.printing.forms import RECEIPT;"
        "sys.stdout.buffer.write(draw(RECEIPT))"
    )

    drawn = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )

    assert drawn.stdout == draw(RECEIPT)


def test_drawing_at_once_in_several_threads_gives_the_same_bytes():
    forms = [RECEIPT, EMPTY, LONG, POSTAL] * 3

    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(draw, forms))

    assert drawn == [draw(form) for form in forms]


def test_decomposed_text_gives_the_same_bytes():
    name = unicodedata.normalize("NFD", APPLICANT.name)

    assert draw(replace(RECEIPT, applicant=replace(APPLICANT, name=name))) == draw(RECEIPT)


def test_a_character_that_cannot_be_printed_stops_the_page():
    with pytest.raises(GlyphMissing) as refused:
        draw(replace(RECEIPT, applicant=replace(APPLICANT, name="Bhling ☐ Hoa")))

    assert refused.value.details["character"] == "☐ (U+2610 BALLOT BOX)"


def test_a_code_that_does_not_fit_stops_the_page():
    with pytest.raises(QrTooLong):
        draw(replace(RECEIPT, qr_text="A" * 2000))

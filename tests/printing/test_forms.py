"""Every form as a whole: its golden text, its boxes, its fonts, its bytes."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from printing import (
    extension_apology,
    parcel_slip,
    receipt,
    refusal,
    result,
    stop_notice,
    supplement_request,
)
from printing.form import SigningPlace
from printing.page import Paper
from printing.pdf import MM
from tests.printing.forms import (
    CODE,
    EXTENSION_APOLOGY,
    PARCEL_SLIP,
    RECEIPT,
    REFUSAL,
    RESULT,
    STOP_NOTICE,
    SUPPLEMENT_REQUEST,
)
from tests.printing.reading import (
    codes_on,
    fonts_of,
    needs_poppler,
    pages_of,
    picture_of,
    problems_of,
    running_text,
    text_of,
)
from tests.support.golden import Golden


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    name: str
    draw: Callable[[], bytes]


DRAWN = [
    Drawn(name="receipt-a5", draw=lambda: receipt.draw(RECEIPT)),
    Drawn(name="receipt-a4", draw=lambda: receipt.draw(RECEIPT, Paper.A4)),
    Drawn(name="supplement-request-a5", draw=lambda: supplement_request.draw(SUPPLEMENT_REQUEST)),
    Drawn(name="refusal-a5", draw=lambda: refusal.draw(REFUSAL)),
    Drawn(name="extension-apology-a5", draw=lambda: extension_apology.draw(EXTENSION_APOLOGY)),
    Drawn(
        name="extension-apology-a4",
        draw=lambda: extension_apology.draw(EXTENSION_APOLOGY, Paper.A4),
    ),
    Drawn(name="stop-notice-a5", draw=lambda: stop_notice.draw(STOP_NOTICE)),
    Drawn(name="result-a4", draw=lambda: result.draw(RESULT)),
    Drawn(name="parcel-slip-a5", draw=lambda: parcel_slip.draw(PARCEL_SLIP)),
]
every_form = pytest.mark.parametrize("drawn", DRAWN, ids=lambda drawn: drawn.name)


@needs_poppler
@every_form
def test_the_text_is_the_one_that_was_looked_at(drawn: Drawn, golden: Golden):
    golden.check(f"printing/{drawn.name}.txt", text_of(drawn.draw()))


@needs_poppler
@every_form
def test_all_words_stand_inside_the_margins(drawn: Drawn):
    for width, height, words in pages_of(drawn.draw()):
        assert words
        assert min(word.left for word in words) >= 10 * MM
        assert max(word.right for word in words) <= width - 9 * MM
        assert min(word.top for word in words) >= 5 * MM
        assert max(word.bottom for word in words) <= height - 3 * MM


@needs_poppler
@every_form
def test_faces_are_embedded_and_nothing_else_is_named(drawn: Drawn):
    assert all(
        "Tinos" in name and is_embedded and is_subset
        for name, is_embedded, is_subset in fonts_of(drawn.draw())
    )


@every_form
def test_the_file_is_well_formed_and_always_the_same(drawn: Drawn):
    pdf = drawn.draw()

    assert problems_of(pdf) == []
    assert drawn.draw() == pdf


@needs_poppler
def test_a_supplement_request_says_all_that_is_asked_at_once_and_why():
    text = running_text(supplement_request.draw(SUPPLEMENT_REQUEST))

    places = [
        text.index(part)
        for part in (
            "PHIẾU YÊU CẦU BỔ SUNG,",
            f"Mã hồ sơ: {CODE}",
            "Tiếp nhận hồ sơ của:",
            "Nội dung yêu cầu giải quyết:",
            "Địa chỉ:",
            "Số điện thoại:",
            "Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:",
            "1. Giấy chứng sinh",
            "2. Văn bản ủy quyền",
            "3. Tờ khai",
            "Lý do:",
            "liên hệ với ông Nguyễn Văn Minh, số điện thoại 0235 3890 123",
            "NGƯỜI HƯỚNG DẪN",
        )
    ]
    assert places == sorted(places)


@needs_poppler
def test_a_refusal_gives_its_reasons_and_whom_to_ask():
    text = running_text(refusal.draw(REFUSAL))

    assert "không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau: 1. Thửa đất" in text
    assert "liên hệ với Trung tâm Phục vụ hành chính công xã Hùng Sơn, số điện thoại 0235" in text
    assert "Mã hồ sơ" not in text


@needs_poppler
def test_an_apology_names_the_promised_time_and_the_new_one():
    text = running_text(extension_apology.draw(EXTENSION_APOLOGY))

    assert "hẹn trả kết quả giải quyết hồ sơ: 08 giờ 10 phút, ngày 25/11/2026." in text
    assert "kết quả sẽ được trả vào: 08 giờ 10 phút, ngày 30/11/2026." in text
    assert "Lý do: phải xác minh" in text
    assert "- Lưu: VT, hồ sơ." in text


@needs_poppler
def test_a_stop_notice_says_why_what_goes_back_and_what_becomes_of_the_money():
    text = running_text(stop_notice.draw(STOP_NOTICE))

    assert "lý do dừng giải quyết: 1. Đơn đề nghị dừng" in text
    assert "Giấy tờ trả lại cho người nộp hồ sơ: 1. Tờ khai" in text
    assert "Phí, lệ phí: chưa thu" in text


@needs_poppler
def test_a_letter_over_several_pages_is_numbered_from_the_second_on():
    paragraphs = (*RESULT.paragraphs[:1], *["Căn cứ hồ sơ đã thẩm định. " * 30] * 8)

    first, second, *_ = text_of(result.draw(replace(RESULT, paragraphs=paragraphs))).split("\f")

    assert "CỘNG HÒA" in first.split("\n", maxsplit=1)[0]
    assert second.split()[0] == "2"


def test_the_code_of_another_form_is_read_back_too():
    picture = picture_of(supplement_request.draw(SUPPLEMENT_REQUEST), dpi=203)

    assert codes_on(picture) == [CODE]


@needs_poppler
@pytest.mark.parametrize(
    ("pdf", "place"),
    [
        pytest.param(result.draw(RESULT), result.signing_place(RESULT), id="result"),
        pytest.param(
            extension_apology.draw(EXTENSION_APOLOGY, Paper.A4),
            extension_apology.signing_place(EXTENSION_APOLOGY, Paper.A4),
            id="extension apology",
        ),
        pytest.param(
            stop_notice.draw(STOP_NOTICE), stop_notice.signing_place(STOP_NOTICE), id="stop notice"
        ),
    ],
)
def test_the_signing_place_is_white_below_the_title_and_above_the_name(
    pdf: bytes, place: SigningPlace
):
    _, height, words = pages_of(pdf)[place.page]

    title = max(word.bottom for word in words if word.text == "TỊCH")
    name = min(word.top for word in words if word.text == "Bhướp")
    assert height - place.top == pytest.approx(title, abs=8)
    assert title - 4 < height - place.top < height - place.bottom < name + 4
    assert place.right - place.left > 40 * MM
    inside = [
        word
        for word in words
        if word.right > place.left
        and word.left < place.right
        and word.bottom > height - place.top + 2
        and word.top < height - place.bottom - 2
    ]
    assert inside == []


@needs_poppler
def test_a_slip_says_what_is_handed_over_and_nothing_of_any_citizen():
    pdf = parcel_slip.draw(PARCEL_SLIP)

    text = running_text(pdf)
    for part in ("112 việc (số 40–151)", "9C41 A07E", "2147,5 MB", "NGƯỜI GIAO", "NGƯỜI CHUYỂN"):
        assert part in text
    assert codes_on(picture_of(pdf, dpi=200)) == ["VNB 3f9a0c1b2d4e5f60.vnb 9C41A07E"]

"""Where a signature goes on pages that others laid out: never over words."""

from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from desk_app.signing.blank import blank_place
from desk_app.signing.place import PageShape, lower_right
from printing.fonts import Face, advances
from tests.signing import pages
from tests.signing.pictures import pictured

A4 = PageShape(visible=(0, 0, *pages.A4))


def page_with(*lines: tuple[float, float, str]) -> bytes:
    """Lines of text, each at so many millimetres from the lower left corner."""
    advances()
    written = BytesIO()
    canvas = Canvas(written, pagesize=pages.A4, invariant=True, initialFontName=Face.REGULAR)
    canvas.setFont(Face.BOLD, 13)
    for left_mm, bottom_mm, text in lines:
        canvas.drawString(left_mm / 25.4 * 72, bottom_mm / 25.4 * 72, text)
    canvas.save()
    return written.getvalue()


def covered(pdf: bytes, place) -> bool:
    """Whether anything stands where the signature would."""
    shown = pictured(pdf, dpi=100).convert("L")
    high = shown.height
    mm = 100 / 25.4
    box = (
        round(place.left_mm * mm),
        high - round((place.bottom_mm + place.height_mm) * mm),
        round((place.left_mm + place.width_mm) * mm),
        high - round(place.bottom_mm * mm),
    )
    darkest, _ = shown.crop(box).getextrema()
    return darkest < 150


def test_between_title_and_name_is_where_the_signer_stands():
    page = page_with(
        (30, 200, "Xác nhận nội dung trên là đúng."),
        (130, 150, "CHỦ TỊCH"),
        (125, 120, "Trần Thị Bưởi"),
        (90, 12, "Trang 1/1"),
    )

    place = blank_place(page, A4)

    assert 120 < place.bottom_mm < place.bottom_mm + place.height_mm < 150
    assert place.left_mm + place.width_mm / 2 == pytest.approx(139, abs=6)
    assert not covered(page, place)


def test_of_two_gaps_the_lower_one_is_taken():
    page = page_with(
        (130, 250, "NGƯỜI LẬP"),
        (130, 220, "Nguyễn Văn Na"),
        (130, 150, "CHỦ TỊCH"),
        (130, 120, "Trần Thị Bưởi"),
    )

    assert 120 < blank_place(page, A4).bottom_mm < 150


def test_a_page_with_white_at_its_foot_is_signed_there():
    place = blank_place(pages.result_page(), A4)

    usual = lower_right(A4)
    assert (place.left_mm, place.bottom_mm) == pytest.approx(
        (usual.left_mm, usual.bottom_mm), abs=2.5
    )


def test_words_at_the_foot_push_the_signature_up():
    lines = [(30 + 15 * n, 25 + n, "chú thích") for n in range(10)]
    page = page_with(*lines)

    place = blank_place(page, A4)

    assert place.bottom_mm > 20
    assert not covered(page, place)


def test_dust_on_a_scan_does_not_count():
    place = blank_place(pages.scan(dust=40), A4)

    assert place.bottom_mm == pytest.approx(lower_right(A4).bottom_mm, abs=3)


def test_a_page_without_white_is_signed_at_the_usual_place():
    full = page_with(*((10, 4 * n, "chữ chữ chữ chữ chữ chữ chữ chữ " * 3) for n in range(74)))

    assert blank_place(full, A4) == lower_right(A4)


def test_a_page_that_cannot_be_pictured_is_signed_at_the_usual_place():
    assert blank_place(b"not a PDF", A4) == lower_right(A4)


def test_a_map_takes_its_signature_like_a_letter():
    shape = PageShape(visible=(0, 0, *pages.A4), unit=4)

    place = blank_place(pages.enlarged(pages.result_page(), 4), shape)

    assert place.width_mm == pytest.approx(80, abs=3)

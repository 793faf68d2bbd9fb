"""Reprints: the stored paper, marked."""

from dataclasses import replace
from io import BytesIO
from math import cos, radians, sin

import pikepdf
import pytest

from printing.edges import sample_mark
from printing.errors import PageUnreadable
from printing.fonts import width
from printing.marks import mark_reprint
from printing.page import Paper, sheets
from printing.receipt import draw
from tests.printing.forms import CODE, MANY_PAPERS, RECEIPT
from tests.printing.reading import (
    codes_on,
    fonts_of,
    needs_poppler,
    pages_of,
    picture_of,
    problems_of,
    text_of,
)


@needs_poppler
@pytest.mark.parametrize("paper", [Paper.A5, Paper.A4, Paper.A4_LANDSCAPE])
def test_every_page_of_a_reprint_bears_its_number(paper: Paper):
    stored = draw(replace(RECEIPT, papers=MANY_PAPERS), paper)

    pages = text_of(mark_reprint(stored, copy=3)).split("\f")[:-1]

    assert len(pages) == len(pages_of(stored))
    assert all("BẢN IN LẠI SỐ 3" in page for page in pages)


@needs_poppler
def test_a_reprint_says_all_that_the_first_print_said():
    stored = draw(RECEIPT)

    reprint = text_of(mark_reprint(stored, copy=1))

    assert reprint.replace("BẢN IN LẠI SỐ 1", "").split() == text_of(stored).split()


@needs_poppler
def test_the_mark_stands_beside_the_label_and_the_stamp_of_a_corrected_receipt():
    stored = draw(replace(RECEIPT, correction="sửa họ tên"))

    _, _, words = pages_of(mark_reprint(stored, copy=12))[0]

    label = next(word for word in words if word.text == "nộp")
    mark = [word for word in words if word.text in {"BẢN", "12"}]
    stamp = next(word for word in words if word.text == "ĐÃ")
    assert label.right < mark[0].left - 5
    assert mark[-1].right < stamp.left - 5
    assert mark[0].top == pytest.approx(stamp.top, abs=1)


@needs_poppler
def test_the_faces_of_a_reprint_are_embedded_under_names_of_their_own():
    fonts = fonts_of(mark_reprint(draw(RECEIPT), copy=1))

    assert all(is_embedded and is_subset for _, is_embedded, is_subset in fonts)
    assert len({name for name, _, _ in fonts}) == len({*fonts})
    assert "MARKED+Tinos-Bold" in {name for name, _, _ in fonts}


def test_a_reprint_is_well_formed_and_its_code_is_read():
    reprint = mark_reprint(draw(RECEIPT), copy=2)

    assert problems_of(reprint) == []
    assert codes_on(picture_of(reprint, dpi=203)) == [CODE]


def test_the_same_bytes_and_number_give_the_same_reprint():
    stored = draw(RECEIPT)

    assert mark_reprint(stored, copy=2) == mark_reprint(stored, copy=2)
    assert mark_reprint(stored, copy=2) != mark_reprint(stored, copy=3)


def test_the_stored_bytes_stay_as_they_are():
    stored = draw(RECEIPT)
    before = bytes(stored)

    mark_reprint(stored, copy=1)

    assert stored == before


def test_an_original_has_no_reprint_number():
    with pytest.raises(ValueError, match="0"):
        mark_reprint(draw(RECEIPT), copy=0)


def locked() -> bytes:
    target = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    return target.getvalue()


@pytest.mark.parametrize(
    "pdf",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"not a PDF", id="text"),
        pytest.param(draw(RECEIPT)[:40], id="cut"),
        pytest.param(locked(), id="locked"),
    ],
)
def test_what_is_no_readable_pdf_is_refused(pdf: bytes):
    with pytest.raises(PageUnreadable):
        mark_reprint(pdf, copy=1)


@pytest.mark.parametrize("paper", [paper for paper in Paper if not paper.is_roll])
def test_the_word_sample_stands_whole_on_every_sheet(paper):
    for sheet in sheets(paper):
        (mark,) = sample_mark(sheet)

        turn, length = radians(mark.turned), width(mark.text, mark.face, mark.size)
        across, up = cos(turn), sin(turn)
        for along in (0, length):
            for above in (-0.25 * mark.size, mark.size):  # with the marks over the letters
                assert 0 < mark.x + along * across - above * up < sheet.width
                assert 0 < mark.y - along * up - above * across < sheet.height

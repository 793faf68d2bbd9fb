"""A5 pages on A4: in true size beside each other, or larger by the ratio of the papers."""

from io import BytesIO

import pikepdf
import pytest

from printing.errors import PageUnreadable
from printing.imposing import laid_out
from printing.layout import Layout
from printing.page import Paper
from printing.pdf import MM
from printing.printers.media import A4, media_of
from printing.receipt import draw
from printing.test_page import LETTERS, TestPage
from printing.test_page import draw as draw_test_page
from tests.printing.forms import CODE, RECEIPT
from tests.printing.reading import Word, pages_of

PAGE = draw(RECEIPT)  # two copies, a page each


def words(pdf: bytes) -> list[Word]:
    return [word for _, _, found in pages_of(pdf) for word in found]


def length(word: Word) -> float:
    return word.right - word.left


def test_two_pages_stand_beside_each_other_in_their_true_size():
    laid = laid_out(PAGE, Layout.TWO_UP)

    found = [word for word in words(laid) if word.text == CODE]
    before = [word for word in words(PAGE) if word.text == CODE]
    assert media_of(laid) == (A4, True)
    assert len(pikepdf.open(BytesIO(laid)).pages) == 1
    assert length(found[0]) == pytest.approx(length(before[0]), abs=0.1)
    assert found[1].left - found[0].left == pytest.approx(297 / 2 * MM, abs=0.5)


def test_a_page_is_enlarged_and_nothing_is_lost():
    laid = laid_out(PAGE, Layout.ENLARGED)

    found = [word for word in words(laid) if word.text == CODE]
    before = [word for word in words(PAGE) if word.text == CODE]
    assert media_of(laid) == (A4, True)
    assert sorted(word.text for word in words(laid)) == sorted(word.text for word in words(PAGE))
    assert length(found[0]) / length(before[0]) == pytest.approx(2**0.5, abs=0.01)


@pytest.mark.parametrize("layout", Layout)
def test_the_same_bytes_lie_the_same_way(layout: Layout):
    assert laid_out(PAGE, layout) == laid_out(PAGE, layout)


def test_what_is_drawn_on_a4_stays_as_it_is():
    page = draw(RECEIPT, Paper.A4)

    assert laid_out(page, Layout.TWO_UP) == page
    assert laid_out(page, Layout.ENLARGED) == page


def test_what_is_no_pdf_is_not_laid_out():
    with pytest.raises(PageUnreadable):
        laid_out(b"%PDF-1.7 cut", Layout.TWO_UP)


@pytest.mark.parametrize("paper", [Paper.A5, Paper.A4])
def test_a_test_page_bears_every_letter_and_fits_its_paper(paper: Paper):
    page = draw_test_page(
        TestPage(
            unit="xã Hùng Sơn",
            printer="Máy quầy 1",
            paper=paper,
            layout="đúng khổ",
            printed_at="23/11/2026 08:05",
            qr_text="H17.20443 20261123-0805",
        )
    )

    found = words(page)
    assert media_of(page)[0].name == paper
    assert set(LETTERS.split()) <= {word.text for word in found}
    assert max(word.bottom for word in found) < (media_of(page)[0].height_mm - 12) * MM

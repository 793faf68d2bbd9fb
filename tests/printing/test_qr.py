"""QR codes: large enough, and read back from the picture that a label printer makes."""

import pytest

from printing.errors import QrTooLong
from printing.pdf import MM, Document, write
from printing.qr import LEAST_SIDE_MM, QUIET_SQUARES, qr_code
from printing.strips import Placed
from tests.printing.forms import CODE
from tests.printing.reading import codes_on, picture_of

RECEIPT_PROOF = (
    "MC1:" + "A0B1C2D3E4F5G6H7I8J9 $%*+-./:" * 9 + "XYZ"
)  # 273 signs, as long as a COSE_Sign1
RESULT_PROOF = "MC1:" + "A0B1C2D3E4F5G6H7I8J9 $%*+-./:" * 11 + "X"  # 324 signs


def drawn_alone(text: str, level: str) -> bytes:
    code = qr_code(text, level=level)
    page = (Placed(top=60, marks=(code.squares,)),)
    return write(Document(width=420, height=595, pages=(page,), title="QR"))


@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(CODE, id="a dossier code"),
        pytest.param(RECEIPT_PROOF, id="as long as a signed receipt"),
        pytest.param(RESULT_PROOF, id="as long as a signed result"),
        pytest.param("Hồ sơ số 1 của bà Bhling Thị Hoa", id="Vietnamese"),
    ],
)
def test_a_code_is_read_back_at_203_dots_an_inch(text: str, level: str):
    if text == RESULT_PROOF and level == "H":
        level = "Q"  # the most that fits beside a title

    picture = picture_of(drawn_alone(text, level), dpi=203)

    assert codes_on(picture) == [text]


@pytest.mark.parametrize("text", [CODE, RECEIPT_PROOF, RESULT_PROOF])
def test_no_square_is_below_three_dots(text: str):
    code = qr_code(text, level="Q")

    assert code.squares.side >= LEAST_SIDE_MM * MM
    squares = len(code.squares.rows) + 2 * QUIET_SQUARES
    assert code.side == pytest.approx(squares * code.squares.side)


def test_a_text_too_long_for_the_place_is_refused():
    with pytest.raises(QrTooLong):
        qr_code("A" * 900)


def test_a_text_too_long_for_any_code_is_refused():
    with pytest.raises(QrTooLong):
        qr_code("A" * 9000, level="H")


def test_the_same_text_gives_the_same_squares():
    assert qr_code(CODE) == qr_code(CODE)

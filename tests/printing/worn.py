"""Codes as a counter meets them: from a label printer's picture, with a dark patch.

A patch keeps off the corner marks, without which no code is found.
"""

from dataclasses import dataclass, replace

import pypdfium2
import zxingcpp
from PIL import Image, ImageDraw

from printing.pdf import Document, write
from printing.qr import QUIET_SQUARES, qr_code
from printing.strips import Placed
from sync.proof.paper import PaperKind, proof_text
from sync.proof.stub import stub_text
from tests.proof.keys import PROVINCE, RECEIPT, RECORD, Machine

PLACES = 60
DPI = 203
CORNER = 8  # squares of a corner mark with the white around it
MACHINE = Machine("quầy 1")
RECEIPT_TEXT = proof_text(RECEIPT, public=MACHINE.public, signer=MACHINE.sign)
RESULT_TEXT = proof_text(
    replace(RECEIPT, kind=PaperKind.RESULT, file_sha256=b"\x5a" * 32),
    public=MACHINE.public,
    signer=MACHINE.sign,
)
STUB_TEXT = stub_text(
    RECORD, recipient=PROVINCE.recipient, public=MACHINE.public, signer=MACHINE.sign
)
# What is printed, its level, how much of it is dark, and how many of the places must be read.
WORN = {
    "receipt, level M, 5 %": (RECEIPT_TEXT, "M", 0.05, 54),
    "stub, level M, 5 %": (STUB_TEXT, "M", 0.05, 54),
    "result, level Q, 10 %": (RESULT_TEXT, "Q", 0.10, 57),
}


@dataclass(frozen=True)
class Printed:
    """A code alone on paper, as the printer puts it there."""

    picture: Image.Image
    squares: int  # on a side
    dots: float  # of one square


def printed(text: str, level: str) -> Printed:
    code = qr_code(text, level=level)
    page = (Placed(top=0, marks=(code.squares,)),)
    document = pypdfium2.PdfDocument(
        write(Document(width=code.side, height=code.side, pages=(page,), title="QR"))
    )
    picture = document[0].render(scale=DPI / 72, grayscale=True).to_pil()
    return Printed(picture, len(code.squares.rows), code.squares.side * DPI / 72)


def is_read(picture, text: str) -> bool:
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return any(code.text == text for code in zxingcpp.read_barcodes(picture, formats=formats))


def places(squares: int, side: int) -> list[tuple[int, int]]:
    """Sixty places for a patch, spread over the code, none on a corner mark."""
    free = [
        (column, row)
        for column in range(squares - side + 1)
        for row in range(squares - side + 1)
        if not (
            (column < CORNER and row < CORNER)
            or (column + side > squares - CORNER and row < CORNER)
            or (column < CORNER and row + side > squares - CORNER)
        )
    ]
    return [free[number * len(free) // PLACES] for number in range(PLACES)]


def patched(code: Printed, column: int, row: int, side: int):
    """The picture with a dark square on it."""
    worn = code.picture.copy()
    left, top = QUIET_SQUARES + column, QUIET_SQUARES + row
    corners = [left, top, left + side, top + side]
    ImageDraw.Draw(worn).rectangle([place * code.dots for place in corners], fill=0)
    return worn


def read_when_worn(text: str, level: str, share: float) -> int:
    """In how many of the places a patch of that share of the code leaves it readable."""
    code = printed(text, level)
    side = int(share**0.5 * code.squares)
    return sum(
        is_read(patched(code, column, row, side), text)
        for column, row in places(code.squares, side)
    )

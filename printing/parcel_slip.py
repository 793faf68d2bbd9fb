"""Phiếu bàn giao bưu phẩm dữ liệu: goes with a stick, signed by who gives it and who carries it.

No official form: it says what a courier must be able to tell and prove, and nothing of any citizen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from printing.blocks import (
    Letterhead,
    Signatory,
    clinging,
    field,
    gap,
    heading,
    letterhead,
    plain,
    signatures,
)
from printing.edges import Edges
from printing.fonts import Face
from printing.form import Form, draw_form
from printing.letter import body
from printing.page import Paper, Sheet
from printing.parties import code_square
from printing.qr import QrCode
from printing.strips import Strip
from printing.table import Column, table
from printing.wording import moment_as_written

TITLE = ("PHIẾU BÀN GIAO", "BƯU PHẨM DỮ LIỆU")
_CARE = (
    "Bưu phẩm đã niêm phong bằng mật mã, chỉ máy chủ của tỉnh mở được. Người chuyển giữ USB khô "
    "ráo, không mở, không chép, giao tận tay bộ phận vận hành của tỉnh và nhận USB có phần trả lời "
    "mang về. Nếu thất lạc, báo ngay cho đơn vị gửi: dữ liệu vẫn còn trên máy, ghi lại được."
)
_COLUMNS = (
    Column(head="STT", share=0.1),
    Column(head="Tên tệp trên USB", share=0.6),
    Column(head="Kích cỡ", share=0.3),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ParcelSlip:
    """What the slip says. Moments are ISO, in Vietnam's time where they carry no offset."""

    letterhead: Letterhead
    sender: str  # the unit and the machine's number
    addressee: str
    made_at: str
    files: tuple[tuple[str, str], ...]  # name on the stick, size in words
    changes: str  # "12 việc (số 40–51)"
    attachments: str  # "3 tệp"
    size: str
    code: str  # letters to compare with what the province reads
    giver: str
    qr_text: str = ""
    is_sample: bool = False


def draw(form: ParcelSlip, paper: Paper = Paper.A5) -> bytes:
    """The PDF; the same form gives the same bytes. Raises GlyphMissing, QrTooLong, FontsDamaged."""
    square = code_square(form.qr_text)
    return draw_form(
        Form(
            strips_on=lambda sheet: _strips(sheet, form, square),
            paper=Paper(paper),
            edges=Edges(is_letter=True, is_sample=form.is_sample),
            letterhead=form.letterhead,
            title=f"Phiếu bàn giao bưu phẩm dữ liệu {form.code}",
            number="Phiếu bàn giao",
        )
    )


def _strips(sheet: Sheet, form: ParcelSlip, square: QrCode | None) -> list[Strip]:
    return [
        letterhead(sheet, form.letterhead),
        heading(sheet, TITLE, code=square),
        *field(sheet, "Đơn vị gửi", form.sender, face=Face.BOLD),
        *field(sheet, "Nơi nhận", form.addressee),
        *field(sheet, "Ghi ra USB lúc", moment_as_written(form.made_at)),
        *field(sheet, "Nội dung", f"{form.changes}; {form.attachments}"),
        *field(sheet, "Tổng kích cỡ", form.size),
        *field(sheet, "Mã kiểm tra", form.code, face=Face.BOLD),
        *clinging(plain(sheet, "Tệp trên USB:")),
        *table(sheet, _COLUMNS, _rows(form.files)),
        gap(sheet, 0.35),
        *body(sheet, [_CARE]),
        *field(sheet, "Giao lúc", ""),
        *field(sheet, "Tình trạng USB, niêm phong", ""),
        signatures(
            sheet,
            Signatory(titles=("NGƯỜI GIAO",), name=form.giver),
            Signatory(titles=("NGƯỜI CHUYỂN",)),
        ),
    ]


def _rows(files: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    return [(str(number), name, size) for number, (name, size) in enumerate(files, start=1)]

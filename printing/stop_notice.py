"""Mẫu 05: Thông báo dừng giải quyết hồ sơ (TT 03/2025/TT-VPCP, Phụ lục I).

The layout of 2025 was not seen; these are the fields that its use calls for.
"""

from dataclasses import dataclass

from printing.blocks import Letterhead, clinging, field, gap, heading, letterhead, plain
from printing.edges import Edges
from printing.fonts import Face
from printing.form import Form, SigningPlace, draw_form, find_signing_place
from printing.letter import Signer, addressee, body, closing, numbered
from printing.page import Paper, Sheet
from printing.parties import code_line, code_square
from printing.qr import QrCode
from printing.strips import Strip
from printing.wording import moment_as_written

TITLE = ("THÔNG BÁO", "DỪNG GIẢI QUYẾT HỒ SƠ")


@dataclass(frozen=True, kw_only=True, slots=True)
class StopNoticeForm:
    """What Mẫu 05 says, in its own order. Moments are ISO, in Vietnam's time without an offset."""

    letterhead: Letterhead
    addressee: str
    code: str
    office: str  # who stops, as it stands in a sentence: "Ủy ban nhân dân xã Hùng Sơn"
    request: str  # the procedure, with its case
    received_at: str
    grounds: tuple[str, ...]  # on whose request or under which rule, a line each
    papers_returned: tuple[str, ...]
    fee_settlement: str  # what becomes of fees paid
    copies_to: tuple[str, ...]  # nơi nhận
    signer: Signer
    qr_text: str = ""
    is_sample: bool = False


def draw(form: StopNoticeForm, paper: Paper = Paper.A5) -> bytes:
    """The PDF; the same form gives the same bytes. Raises GlyphMissing, QrTooLong, FontsDamaged."""
    return draw_form(_form(form, paper))


def signing_place(form: StopNoticeForm, paper: Paper = Paper.A5) -> SigningPlace:
    """Where the signer's signature goes on the page that `draw` draws."""
    return find_signing_place(_form(form, paper))


def _form(form: StopNoticeForm, paper: Paper) -> Form:
    code = code_square(form.qr_text)
    return Form(
        strips_on=lambda sheet: _strips(sheet, form, code),
        paper=Paper(paper),
        edges=Edges(is_letter=True, is_sample=form.is_sample),
        letterhead=form.letterhead,
        title=f"Thông báo dừng giải quyết hồ sơ {form.code}",
        number="Mẫu 05",
    )


def _strips(sheet: Sheet, form: StopNoticeForm, code: QrCode | None) -> list[Strip]:
    statement = f"{form.office} thông báo dừng giải quyết hồ sơ của Ông/Bà như sau:"
    returned = plain(sheet, "Giấy tờ trả lại cho người nộp hồ sơ:")
    return [
        letterhead(sheet, form.letterhead),
        heading(sheet, TITLE, below=code_line(form.code), code=code),
        *addressee(sheet, form.addressee),
        *clinging(body(sheet, [statement])),
        *field(sheet, "Nội dung yêu cầu giải quyết", form.request, face=Face.BOLD),
        *field(sheet, "Thời gian tiếp nhận hồ sơ", moment_as_written(form.received_at)),
        *clinging(plain(sheet, "Căn cứ, lý do dừng giải quyết:")),
        *numbered(sheet, form.grounds),
        *(clinging(returned) if form.papers_returned else ()),
        *numbered(sheet, form.papers_returned),
        *field(sheet, "Phí, lệ phí", form.fee_settlement),
        gap(sheet, 0.35),
        *clinging(body(sheet, ["Xin thông báo để Ông/Bà được biết./."])),
        closing(sheet, form.copies_to, form.signer),
    ]

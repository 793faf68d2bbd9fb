"""Mẫu 03: Phiếu từ chối tiếp nhận giải quyết hồ sơ (TT 03/2025/TT-VPCP, Phụ lục I).

Its reasons are words a citizen can act on; a technical error code is none.
"""

from dataclasses import dataclass

from printing.blocks import (
    Letterhead,
    Signatory,
    clinging,
    field,
    gap,
    heading,
    letterhead,
    signatures,
)
from printing.edges import Edges
from printing.fonts import Face
from printing.form import Form, draw_form
from printing.letter import body, numbered
from printing.page import Paper, Sheet
from printing.parties import Applicant, Desk, address_fields, code_line, code_square
from printing.qr import QrCode
from printing.strips import Strip

TITLE = ("PHIẾU TỪ CHỐI TIẾP NHẬN", "GIẢI QUYẾT HỒ SƠ")


@dataclass(frozen=True, kw_only=True, slots=True)
class RefusalForm:
    """What Mẫu 03 says, in its own order."""

    letterhead: Letterhead
    code: str = ""  # empty where the dossier was never received
    desk: Desk
    applicant: Applicant
    request: str  # the procedure, with its case
    reasons: tuple[str, ...]
    contact: str  # whom to ask
    contact_phone: str
    clerk: str
    clerk_note: str = ""  # what a postal clerk signs as
    qr_text: str = ""
    is_sample: bool = False


def draw(form: RefusalForm, paper: Paper = Paper.A5) -> bytes:
    """The PDF; the same form gives the same bytes. Raises GlyphMissing, QrTooLong, FontsDamaged."""
    code = code_square(form.qr_text)
    return draw_form(
        Form(
            strips_on=lambda sheet: _strips(sheet, form, code),
            paper=Paper(paper),
            edges=Edges(code=form.code, foot=form.desk.foot, is_sample=form.is_sample),
            letterhead=form.letterhead,
            title=f"Phiếu từ chối tiếp nhận giải quyết hồ sơ {form.code}".rstrip(),
            number="Mẫu 03",
        )
    )


def _strips(sheet: Sheet, form: RefusalForm, code: QrCode | None) -> list[Strip]:
    statement = (
        f"Qua xem xét, {form.desk.full_name} thông báo không tiếp nhận, giải quyết hồ sơ này "
        "với lý do cụ thể như sau:"
    )
    contact = form.contact or form.desk.full_name
    phone = form.contact_phone or form.desk.phone or "." * 30
    notice = (
        f"Mọi vướng mắc, Ông/Bà liên hệ với {contact}, số điện thoại {phone}. "
        "Xin thông báo cho Ông/Bà được biết và thực hiện./."
    )
    return [
        letterhead(sheet, form.letterhead),
        heading(sheet, TITLE, below=code_line(form.code), code=code),
        *field(sheet, "Tiếp nhận hồ sơ của", form.applicant.name, face=Face.BOLD),
        *address_fields(sheet, form.applicant),
        *field(sheet, "Nội dung yêu cầu giải quyết", form.request, face=Face.BOLD),
        gap(sheet, 0.3),
        *clinging(body(sheet, [statement])),
        *numbered(sheet, form.reasons),
        *clinging(body(sheet, [notice])),
        signatures(
            sheet,
            Signatory(titles=("NGƯỜI NỘP HỒ SƠ",)),
            Signatory(titles=("NGƯỜI TIẾP NHẬN HỒ SƠ",), note=form.clerk_note, name=form.clerk),
        ),
    ]

"""Mẫu 02: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (TT 03/2025/TT-VPCP, Phụ lục I).

All that is asked for stands on one paper, since the law lets it be asked for once.
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
    plain,
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

TITLE = ("PHIẾU YÊU CẦU BỔ SUNG,", "HOÀN THIỆN HỒ SƠ")


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplementRequestForm:
    """What Mẫu 02 says, in its own order."""

    letterhead: Letterhead  # its number ends in /HDHS
    code: str = ""  # empty before reception
    desk: Desk
    applicant: Applicant
    request: str  # the procedure, with its case
    asked: tuple[str, ...]  # what is to be brought or put right, a line each
    reason: str
    contact: str  # whom to ask
    contact_phone: str
    guide: str  # who wrote and signs it (người hướng dẫn)
    guide_note: str = ""  # what a postal clerk signs as
    qr_text: str = ""
    is_sample: bool = False


def draw(form: SupplementRequestForm, paper: Paper = Paper.A5) -> bytes:
    """The PDF; the same form gives the same bytes. Raises GlyphMissing, QrTooLong, FontsDamaged."""
    code = code_square(form.qr_text)
    return draw_form(
        Form(
            strips_on=lambda sheet: _strips(sheet, form, code),
            paper=Paper(paper),
            edges=Edges(code=form.code, foot=form.desk.foot, is_sample=form.is_sample),
            letterhead=form.letterhead,
            title=f"Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ {form.code}".rstrip(),
            number="Mẫu 02",
        )
    )


def _strips(sheet: Sheet, form: SupplementRequestForm, code: QrCode | None) -> list[Strip]:
    return [
        letterhead(sheet, form.letterhead),
        heading(sheet, TITLE, below=code_line(form.code), code=code),
        *field(sheet, "Tiếp nhận hồ sơ của", form.applicant.name, face=Face.BOLD),
        *field(sheet, "Nội dung yêu cầu giải quyết", form.request, face=Face.BOLD),
        *address_fields(sheet, form.applicant),
        *clinging(plain(sheet, "Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:")),
        *numbered(sheet, form.asked),
        *field(sheet, "Lý do", form.reason),
        gap(sheet, 0.3),
        *clinging(body(sheet, [_contact(form)])),
        signatures(
            sheet,
            None,
            Signatory(titles=("NGƯỜI HƯỚNG DẪN",), note=form.guide_note, name=form.guide),
        ),
    ]


def _contact(form: SupplementRequestForm) -> str:
    contact = form.contact or form.desk.full_name
    phone = form.contact_phone or form.desk.phone or "." * 30
    return (
        "Trong quá trình hoàn thiện hồ sơ, nếu có vướng mắc, Ông/Bà liên hệ với "
        f"{contact}, số điện thoại {phone}, để được hướng dẫn./."
    )

"""Mẫu 03: Phiếu từ chối tiếp nhận giải quyết hồ sơ (TT 03/2025/TT-VPCP, Phụ lục I).

Its reasons are words a citizen can act on; a technical error code is none.
"""

from dataclasses import dataclass

from printing.blocks import Letterhead
from printing.filled import Filled, draw_filled
from printing.page import Paper
from printing.parties import Applicant, Desk
from printing.standard import contact_texts, party_texts, standard, text_rows
from printing.template import Template


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


def draw(
    form: RefusalForm, paper: Paper | None = None, *, template: Template | None = None
) -> bytes:
    """The PDF by the template, or by the program's own; the same form gives the same bytes.

    Raises GlyphMissing, QrTooLong, FontsDamaged, NoTemplate.
    """
    used = template or standard("refusal", form.letterhead)
    return draw_filled(used, _filled(form), paper=paper)


def _filled(form: RefusalForm) -> Filled:
    return Filled(
        letterhead=form.letterhead,
        texts=party_texts(form.desk, form.applicant)
        | contact_texts(form.desk, form.contact, form.contact_phone)
        | {
            "code": form.code,
            "qr": form.qr_text,
            "request": form.request,
            "clerk": form.clerk,
            "clerk_note": form.clerk_note,
        },
        lists={"reasons": text_rows(form.reasons)},
        foot=form.desk.foot,
        is_sample=form.is_sample,
    )

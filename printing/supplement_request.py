"""Mẫu 02: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (TT 03/2025/TT-VPCP, Phụ lục I).

All that is asked for stands on one paper, since the law lets it be asked for once.
"""

from dataclasses import dataclass

from printing.blocks import Letterhead
from printing.filled import Filled, draw_filled
from printing.page import Paper
from printing.parties import Applicant, Desk
from printing.standard import contact_texts, party_texts, standard, text_rows
from printing.template import Template


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


def draw(
    form: SupplementRequestForm, paper: Paper | None = None, *, template: Template | None = None
) -> bytes:
    """The PDF by the template, or by the program's own; the same form gives the same bytes.

    Raises GlyphMissing, QrTooLong, FontsDamaged, NoTemplate.
    """
    return draw_filled(
        template or standard("supplement-request", form.letterhead), _filled(form), paper=paper
    )


def _filled(form: SupplementRequestForm) -> Filled:
    return Filled(
        letterhead=form.letterhead,
        texts=party_texts(form.desk, form.applicant)
        | contact_texts(form.desk, form.contact, form.contact_phone)
        | {
            "code": form.code,
            "qr": form.qr_text,
            "request": form.request,
            "reason": form.reason,
            "clerk": form.guide,
            "clerk_note": form.guide_note,
        },
        lists={"asked": text_rows(form.asked)},
        foot=form.desk.foot,
        is_sample=form.is_sample,
    )

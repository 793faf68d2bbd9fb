"""Mẫu 05: Thông báo dừng giải quyết hồ sơ (TT 03/2025/TT-VPCP, Phụ lục I).

The layout of 2025 was not seen; these are the fields that its use calls for.
"""

from dataclasses import dataclass

from printing.blocks import Letterhead
from printing.filled import Filled, draw_filled
from printing.filled import signing_place as find_place
from printing.form import SigningPlace
from printing.letter import Signer
from printing.page import Paper
from printing.standard import standard, text_rows
from printing.template import Template
from printing.wording import moment_as_written


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


def draw(
    form: StopNoticeForm, paper: Paper | None = None, *, template: Template | None = None
) -> bytes:
    """The PDF by the template, or by the program's own; the same form gives the same bytes.

    Raises GlyphMissing, QrTooLong, FontsDamaged, NoTemplate.
    """
    return draw_filled(
        template or standard("stop-notice", form.letterhead), _filled(form), paper=paper
    )


def signing_place(
    form: StopNoticeForm, paper: Paper | None = None, *, template: Template | None = None
) -> SigningPlace:
    """Where the signer's signature goes on the page that `draw` draws."""
    used = template or standard("stop-notice", form.letterhead)
    return find_place(used, _filled(form), paper=paper)


def _filled(form: StopNoticeForm) -> Filled:
    return Filled(
        letterhead=form.letterhead,
        texts={
            "code": form.code,
            "qr": form.qr_text,
            "addressee": form.addressee,
            "office": form.office,
            "request": form.request,
            "signer": form.signer.name,
            "received_at": moment_as_written(form.received_at),
            "fee_settlement": form.fee_settlement,
        },
        lists={
            "grounds": text_rows(form.grounds),
            "papers": text_rows(form.papers_returned),
            "copies": text_rows(form.copies_to),
            "titles": text_rows(form.signer.titles),
        },
        is_sample=form.is_sample,
    )

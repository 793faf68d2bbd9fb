"""Mẫu 04: Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết (TT 03/2025/TT-VPCP, Phụ lục I).

It goes out at least a day before the promised time, once; the promised time stands in it beside
the new one.
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
from printing.wording import day_in_words, moment_as_written, vietnam_moment


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtensionApologyForm:
    """What Mẫu 04 says, in its own order. Moments are ISO, in Vietnam's time without an offset."""

    letterhead: Letterhead  # its number ends in /PXL
    addressee: str
    received_at: str
    office: (
        str  # who handles the dossier, as it stands in a sentence: "Ủy ban nhân dân xã Hùng Sơn"
    )
    request: str  # the procedure, with its case
    code: str
    due_at: str  # as it was promised
    reason: str
    new_due_at: str
    copies_to: tuple[str, ...]  # nơi nhận
    signer: Signer
    qr_text: str = ""
    is_sample: bool = False


def draw(
    form: ExtensionApologyForm, paper: Paper | None = None, *, template: Template | None = None
) -> bytes:
    """The PDF by the template, or by the program's own; the same form gives the same bytes.

    Raises GlyphMissing, QrTooLong, FontsDamaged, NoTemplate.
    """
    return draw_filled(
        template or standard("extension-apology", form.letterhead), _filled(form), paper=paper
    )


def signing_place(
    form: ExtensionApologyForm, paper: Paper | None = None, *, template: Template | None = None
) -> SigningPlace:
    """Where the signer's signature goes on the page that `draw` draws."""
    used = template or standard("extension-apology", form.letterhead)
    return find_place(used, _filled(form), paper=paper)


def _filled(form: ExtensionApologyForm) -> Filled:
    return Filled(
        letterhead=form.letterhead,
        texts={
            "code": form.code,
            "qr": form.qr_text,
            "addressee": form.addressee,
            "office": form.office,
            "request": form.request,
            "signer": form.signer.name,
            "received_on": day_in_words(vietnam_moment(form.received_at).date()).capitalize(),
            "due_at": moment_as_written(form.due_at),
            "new_due_at": moment_as_written(form.new_due_at),
            "reason": form.reason,
        },
        lists={
            "copies": text_rows(form.copies_to),
            "titles": text_rows(form.signer.titles),
        },
        is_sample=form.is_sample,
    )

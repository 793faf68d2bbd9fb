"""Mẫu 04: Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết (TT 03/2025/TT-VPCP, Phụ lục I).

It goes out at least a day before the promised time, once; the promised time stands in it beside
the new one.
"""

from dataclasses import dataclass

from printing.blocks import Letterhead, clinging, gap, heading, letterhead
from printing.edges import Edges
from printing.fonts import Face
from printing.form import Form, SigningPlace, draw_form, find_signing_place
from printing.letter import Signer, addressee, body, closing
from printing.lines import Run
from printing.page import Paper, Sheet
from printing.parties import code_line, code_square
from printing.qr import QrCode
from printing.strips import Strip
from printing.wording import day_in_words, moment_as_written, vietnam_moment

TITLE = ("XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN", "THỜI GIAN GIẢI QUYẾT HỒ SƠ")


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


def draw(form: ExtensionApologyForm, paper: Paper = Paper.A5) -> bytes:
    """The PDF; the same form gives the same bytes. Raises GlyphMissing, QrTooLong, FontsDamaged."""
    return draw_form(_form(form, paper))


def signing_place(form: ExtensionApologyForm, paper: Paper = Paper.A5) -> SigningPlace:
    """Where the signer's signature goes on the page that `draw` draws."""
    return find_signing_place(_form(form, paper))


def _form(form: ExtensionApologyForm, paper: Paper) -> Form:
    code = code_square(form.qr_text)
    return Form(
        strips_on=lambda sheet: _strips(sheet, form, code),
        paper=Paper(paper),
        edges=Edges(is_letter=True, is_sample=form.is_sample),
        letterhead=form.letterhead,
        title=f"Xin lỗi và đề nghị gia hạn thời gian giải quyết hồ sơ {form.code}",
        number="Mẫu 04",
    )


def _strips(sheet: Sheet, form: ExtensionApologyForm, code: QrCode | None) -> list[Strip]:
    return [
        letterhead(sheet, form.letterhead),
        heading(sheet, TITLE, below=code_line(form.code), code=code),
        *addressee(sheet, form.addressee),
        *body(sheet, _paragraphs(form)[:-1]),
        *clinging(body(sheet, _paragraphs(form)[-1:])),
        *clinging([gap(sheet, 0.4)]),
        closing(sheet, form.copies_to, form.signer),
    ]


def _paragraphs(form: ExtensionApologyForm) -> list[list[Run]]:
    received = day_in_words(vietnam_moment(form.received_at).date()).capitalize()
    opening = f"{received}, {form.office} tiếp nhận giải quyết hồ sơ của Ông/Bà về việc: "
    reason = (
        f"Tuy nhiên, {form.office} không thể trả kết quả đúng thời gian ghi trong Giấy tiếp nhận "
        f"hồ sơ và hẹn trả kết quả. Lý do: {form.reason}"
    )
    apology = (
        "Sự chậm trễ này đã gây phiền hà, tốn kém chi phí, công sức của Ông/Bà. "
        f"{form.office} xin lỗi Ông/Bà và đề nghị gia hạn thời gian giải quyết; "
        "kết quả sẽ được trả vào: "
    )
    plain, strong = Face.REGULAR, Face.BOLD
    return [
        [
            *((opening, plain), (form.request, strong)),
            *((", mã hồ sơ ", plain), (form.code, strong), (".", plain)),
        ],
        [
            ("Thời gian hẹn trả kết quả giải quyết hồ sơ: ", plain),
            (f"{moment_as_written(form.due_at)}.", strong),
        ],
        [(reason, plain)],
        [(apology, plain), (f"{moment_as_written(form.new_due_at)}.", strong)],
        [("Mong nhận được sự thông cảm của Ông/Bà vì sự chậm trễ này./.", plain)],
    ]

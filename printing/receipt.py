"""Mẫu 01: Giấy tiếp nhận hồ sơ và hẹn trả kết quả (TT 03/2025/TT-VPCP, Phụ lục I).

The order of the lines is that of the official form. One document holds both copies, the
applicant's and the desk's. A later print is the stored bytes marked by `marks.mark_reprint`; a
receipt drawn anew after a correction is a new document and says so.
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
    right_code,
    signatures,
)
from printing.edges import Edges
from printing.fonts import Face
from printing.form import Form, draw_form
from printing.lines import Run
from printing.page import Paper, Sheet
from printing.parties import Applicant, Desk, address_fields
from printing.qr import QrCode, qr_code
from printing.strips import Mark, Strip
from printing.table import Column, table
from printing.wording import count, moment_as_written, vnd

TITLE = ("GIẤY TIẾP NHẬN HỒ SƠ", "VÀ HẸN TRẢ KẾT QUẢ")
COPIES = ("Liên 1: Giao người nộp", "Liên 2: Lưu")
CORRECTED = "ĐÃ ĐÍNH CHÍNH"
NO_RATE = "chưa có mức thu"
_COLUMNS = (
    Column(head="STT", share=0.08),
    Column(head="Tên giấy tờ", share=0.58, is_centred=False),
    Column(head="Bản chính", share=0.17),
    Column(head="Bản sao", share=0.17),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperTaken:
    """One line of the table of papers."""

    name: str
    originals: int
    copies: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptForm:
    """What Mẫu 01 says, in its own order; empty texts become dots to write on.

    Moments are ISO, in Vietnam's time where they carry no offset.
    """

    letterhead: Letterhead
    code: str
    is_temporary: bool = False  # the desk's own number, until an official code is given
    desk: Desk
    applicant: Applicant
    submitted_by: str = ""  # where someone else brings it
    personal_id: str = ""
    request: str  # the procedure, with its case
    papers: tuple[PaperTaken, ...]
    sets: int = 1
    time_limit: str  # in words, with its unit: "3 ngày làm việc"
    received_at: str
    due_at: str  # empty where no time limit is stated
    due_note: str = ""  # from when the time runs, where that is not the receipt
    result_at: str
    fee_vnd: int | None  # None where the province has not set the rate; 0 is free
    register_book: str
    register_number: str
    clerk: str
    clerk_note: str = ""  # what a postal clerk signs as
    qr_text: str
    stub_text: str = ""  # of a second code, on the copy that the desk keeps
    correction: str = ""  # why it is drawn anew; not empty marks it as corrected
    is_sample: bool = False


def draw(form: ReceiptForm, paper: Paper = Paper.A5) -> bytes:
    """Both copies as one PDF; the same form gives the same bytes.

    Raises GlyphMissing, QrTooLong, FontsDamaged.
    """
    code = qr_code(form.qr_text)
    stub = qr_code(form.stub_text) if form.stub_text else None
    edges = Edges(
        code=form.code,
        foot=form.desk.foot,
        stamp=CORRECTED if form.correction else "",
        is_sample=form.is_sample,
    )
    return draw_form(
        Form(
            strips_on=lambda sheet: _strips(sheet, form, code, stub),
            paper=Paper(paper),
            edges=edges,
            letterhead=form.letterhead,
            title=f"Giấy tiếp nhận hồ sơ và hẹn trả kết quả {form.code}",
            number="Mẫu 01",
        ),
        copies=COPIES,
        on_last=lambda sheet: _stub(sheet, form, stub) if stub else (),
    )


def _stub(sheet: Sheet, form: ReceiptForm, stub: QrCode) -> tuple[Mark, ...]:
    """The second code of the copy that stays, right of the title."""
    top = sheet.top + letterhead(sheet, form.letterhead).height
    return (right_code(sheet, stub, top=top),)


def _strips(sheet: Sheet, form: ReceiptForm, code: QrCode, stub: QrCode | None) -> list[Strip]:
    return [
        letterhead(sheet, form.letterhead),
        heading(sheet, TITLE, below=_below_title(form), code=code, beside=stub),
        *_who_and_what(sheet, form),
        *_papers(sheet, form.papers),
        *_times(sheet, form),
    ]


def _below_title(form: ReceiptForm) -> list[list[Run]]:
    label = "Mã hồ sơ (số tạm): " if form.is_temporary else "Mã hồ sơ: "
    lines: list[list[Run]] = [[(label, Face.REGULAR), (form.code, Face.BOLD)]]
    if form.is_temporary:
        lines.append([("Mã hồ sơ chính thức sẽ được báo sau.", Face.ITALIC)])
    if form.correction:
        lines.append([(f"Đính chính: {form.correction}", Face.ITALIC)])
    return lines


def _who_and_what(sheet: Sheet, form: ReceiptForm) -> list[Strip]:
    by = field(sheet, "Người nộp hồ sơ", form.submitted_by) if form.submitted_by else []
    return [
        *field(sheet, form.desk.kind, form.desk.name),
        *field(sheet, "Tiếp nhận hồ sơ của", form.applicant.name, face=Face.BOLD),
        *by,
        *address_fields(sheet, form.applicant),
        *field(sheet, "Số CCCD/căn cước/hộ chiếu", form.personal_id),
        *field(sheet, "Nội dung yêu cầu giải quyết", form.request, face=Face.BOLD),
    ]


def _papers(sheet: Sheet, papers: Sequence[PaperTaken]) -> list[Strip]:
    label = "1. Thành phần hồ sơ nộp gồm"
    if not papers:
        return field(sheet, label, "")
    rows = [
        (str(number), paper.name, count(paper.originals), count(paper.copies))
        for number, paper in enumerate(papers, start=1)
    ]
    return [
        *clinging(plain(sheet, f"{label}:")),
        *clinging([gap(sheet, 0.15)]),
        *table(sheet, _COLUMNS, rows),
        gap(sheet, 0.3),
    ]


def _times(sheet: Sheet, form: ReceiptForm) -> list[Strip]:
    """Lines 2 to 4, and the promise, which stays on one page with the signatures."""
    due = moment_as_written(form.due_at)
    fee = NO_RATE if form.fee_vnd is None else vnd(form.fee_vnd)
    book = (
        f"Quyển số {form.register_book or '......'}, Số thứ tự {form.register_number or '......'}"
    )
    promise = [
        *field(sheet, "5. Thời gian trả kết quả giải quyết hồ sơ", due, face=Face.BOLD),
        *plain(sheet, form.due_note, face=Face.ITALIC),
        *field(sheet, "6. Đăng ký nhận kết quả tại", form.result_at),
        *field(sheet, "Phí, lệ phí", fee),
        *field(sheet, "Vào Sổ theo dõi hồ sơ", book),
        gap(sheet, 0.4),
    ]
    return [
        *field(sheet, "2. Số lượng hồ sơ", f"{count(form.sets)} (bộ)"),
        *field(sheet, "3. Thời gian giải quyết hồ sơ theo quy định", form.time_limit),
        *field(sheet, "4. Thời gian nhận hồ sơ", moment_as_written(form.received_at)),
        *clinging(promise),
        signatures(
            sheet,
            Signatory(titles=("NGƯỜI NỘP HỒ SƠ",)),
            Signatory(titles=("NGƯỜI TIẾP NHẬN HỒ SƠ",), note=form.clerk_note, name=form.clerk),
        ),
    ]

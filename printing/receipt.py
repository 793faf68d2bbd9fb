"""Mẫu 01: Giấy tiếp nhận hồ sơ và hẹn trả kết quả (TT 03/2025/TT-VPCP, Phụ lục I).

The order of the lines is that of the official form. One document holds both copies, the
applicant's and the desk's. A later print is the stored bytes marked by `marks.mark_reprint`; a
receipt drawn anew after a correction is a new document and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from printing.blocks import Letterhead
from printing.filled import Filled, draw_filled
from printing.page import Paper
from printing.parties import Applicant, Desk
from printing.standard import party_texts, standard
from printing.template import Template
from printing.wording import count, moment_as_written, vnd

CORRECTED = "ĐÃ ĐÍNH CHÍNH"
NO_RATE = "chưa có mức thu"
_TO_WRITE = "......"


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperTaken:
    """One line of the table of papers."""

    name: str
    originals: int
    copies: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PartLine:
    """One part of an interlinked procedure: who settles it, and when it is promised."""

    name: str
    agency: str
    due_at: str  # as a list has it, "17:00 16/11/2026"; empty where no limit is stated


@dataclass(frozen=True, kw_only=True, slots=True)
class LookUp:
    """Where the citizen follows the dossier."""

    host: str  # of the province's public pages
    code: str  # in groups, to be typed
    qr_text: str


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
    fee_note: str = ""  # the ground that something is not paid on
    register_book: str
    register_number: str
    clerk: str
    clerk_note: str = ""  # what a postal clerk signs as
    qr_text: str
    stub_text: str = ""  # of a second code, on the copy that the desk keeps
    look_up: LookUp | None = None
    parts: tuple[PartLine, ...] = ()  # of an interlinked procedure
    parts_note: str = ""  # how their results are handed over
    correction: str = ""  # why it is drawn anew; not empty marks it as corrected
    is_sample: bool = False


def draw(
    form: ReceiptForm, paper: Paper | None = None, *, template: Template | None = None
) -> bytes:
    """Both copies as one PDF by the template, or by the program's own.

    The same form gives the same bytes. Raises GlyphMissing, QrTooLong, FontsDamaged, NoTemplate.
    """
    used = template or standard("receipt", form.letterhead)
    return draw_filled(used, filled(form), paper=paper)


def filled(form: ReceiptForm) -> Filled:
    """What the form says, by the names its template asks for."""
    fee = NO_RATE if form.fee_vnd is None else vnd(form.fee_vnd)
    fee = f"{fee} ({form.fee_note})" if form.fee_note else fee
    return Filled(
        letterhead=form.letterhead,
        texts=party_texts(form.desk, form.applicant)
        | {
            "code": form.code,
            "temporary": form.code if form.is_temporary else "",
            "correction": form.correction,
            "qr": form.qr_text,
            "stub": form.stub_text,
            "submitter": form.submitted_by,
            "personal_id": form.personal_id,
            "request": form.request,
            "sets": count(form.sets),
            "time_limit": form.time_limit,
            "received_at": moment_as_written(form.received_at),
            "due_at": moment_as_written(form.due_at),
            "due_note": form.due_note,
            "result_at": form.result_at,
            "fee": fee,
            "register_book": form.register_book or _TO_WRITE,
            "register_number": form.register_number or _TO_WRITE,
            "clerk": form.clerk,
            "clerk_note": form.clerk_note,
            "parts_note": form.parts_note,
        },
        lists={
            "papers": _rows(form.papers),
            "look_up": _look_up(form.look_up),
            "parts": _parts(form.parts),
        },
        foot=form.desk.foot,
        stamp=CORRECTED if form.correction else "",
        is_sample=form.is_sample,
    )


def _look_up(found: LookUp | None) -> list[dict[str, str]]:
    return [{"host": found.host, "typed": found.code, "look_up": found.qr_text}] if found else []


def _parts(parts: Sequence[PartLine]) -> list[dict[str, str]]:
    return [
        {
            "number": str(number),
            "name": part.name,
            "agency": part.agency,
            "part_due": part.due_at,
        }
        for number, part in enumerate(parts, start=1)
    ]


def _rows(papers: Sequence[PaperTaken]) -> list[dict[str, str]]:
    return [
        {
            "number": str(number),
            "name": paper.name,
            "originals": count(paper.originals),
            "copies": count(paper.copies),
        }
        for number, paper in enumerate(papers, start=1)
    ]

"""Mẫu 01 of a dossier: the receipt with its promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain import events
from desk_app.domain.events import Corrected
from desk_app.domain.procedure import LimitUnit
from desk_app.domain.submission import PaperState, ReturnMethod
from desk_app.papers import head
from desk_app.papers.filling import short_moment
from desk_app.papers.money import exempted
from desk_app.papers.proof import receipt_proof, stub_record
from printing.receipt import LookUp, PaperTaken, PartLine, ReceiptForm
from sync.proof.citizen_code import Purpose, address, grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.dossier import Dossier
    from desk_app.papers.head import Issuer
    from desk_app.store.entries import Entry

_TOLD = (  # what the receipt tells of; reception is the first
    events.DossierReceived,
    events.CompetentReceived,
    events.SupplementReceived,
    events.PaymentRecorded,
    events.Extended,
    events.Corrected,
    events.CodeAssigned,
)
_BY_PARTS = "Theo từng thủ tục liên thông"
_APART = "trả từng kết quả khi có"
_TOGETHER = "trả tất cả kết quả một lần"
_RESULT_AT = {
    ReturnMethod.COUNTER: "Nhận trực tiếp tại {desk}",
    ReturnMethod.POST: "Qua dịch vụ bưu chính công ích, theo địa chỉ của người nộp",
    ReturnMethod.ONLINE: "Bản điện tử, qua Cổng Dịch vụ công quốc gia",
}


def receipt_form(desk: Issuer, dossier: Dossier, timeline: Sequence[Entry]) -> ReceiptForm:
    """The receipt as the dossier stands; the clerk on it is who received it.

    It is dated by the last act that changed what it says.
    """
    application = dossier.application
    received_at = dossier.received_at or dossier.registered_at
    told = [entry for entry in timeline if isinstance(entry.event, _TOLD)]
    clerk = desk.writer_of(told[0])
    paper_desk = head.paper_desk(desk)
    return ReceiptForm(
        letterhead=head.letterhead(
            desk, number=_number(dossier), at=told[-1].at if told[1:] else received_at
        ),
        code=dossier.code,
        is_temporary=dossier.is_temporary,
        desk=paper_desk,
        applicant=head.applicant(dossier),
        submitted_by=_submitter(dossier),
        personal_id=application.applicant.personal_id,
        request=head.request(desk, dossier),
        papers=tuple(
            PaperTaken(name=paper.name, originals=paper.originals, copies=paper.copies)
            for paper in application.papers
            if paper.state is not PaperState.MISSING
        ),
        sets=application.sets,
        time_limit=_limit(desk, dossier),
        received_at=head.iso(received_at),
        due_at=head.iso(dossier.due_at),
        due_note=_due_note(dossier),
        result_at=_RESULT_AT[application.result_by].format(desk=paper_desk.full_name),
        fee_vnd=dossier.fee_vnd,
        fee_note=exempted(dossier),
        register_book=str(dossier.register_year),
        register_number=str(dossier.register_number),
        clerk=head.clerk_name(clerk),
        clerk_note=head.clerk_note(clerk, told[0].event),
        qr_text=receipt_proof(desk, dossier, at=told[-1].at),
        stub_text=desk.seal_stub(
            stub_record(dossier, clerk=head.clerk_name(clerk), at=told[-1].at)
        ),
        look_up=_look_up(desk, dossier),
        correction=_correction(timeline),
        parts=tuple(
            PartLine(name=part.name, agency=part.agency, due_at=short_moment(part.due_at))
            for part in dossier.parts
        ),
        parts_note=_APART if dossier.is_apart else _TOGETHER,
    )


def _number(dossier: Dossier) -> str:
    return f"{dossier.register_number:04d}/TTPVHCC" if dossier.register_number else ""


def _submitter(dossier: Dossier) -> str:
    submitter = dossier.application.submitter
    return f"{submitter.person.name} ({submitter.relation})" if submitter else ""


def _limit(desk: Issuer, dossier: Dossier) -> str:
    limit = desk.version_of(dossier).time_limit_for(dossier.application.case or None)
    if limit.unit is not LimitUnit.NOT_STATED:
        return limit.text
    day = vietnam_day(dossier.received_at or dossier.registered_at)
    rule = desk.catalogue.linked_rule(dossier.application.procedure, day)
    if rule is None:
        return ""
    return _BY_PARTS if rule.whole.unit is LimitUnit.NOT_STATED else rule.whole.text


def _due_note(dossier: Dossier) -> str:
    if dossier.competent and dossier.competent_received_at is None:
        return "Thời hạn tính từ khi cơ quan có thẩm quyền nhận được hồ sơ"
    return ""


def _look_up(desk: Issuer, dossier: Dossier) -> LookUp | None:
    """Where the citizen follows the dossier; None where the province has told of no pages."""
    code = desk.citizen_code(dossier.entity, Purpose.LOOK_UP)
    base = desk.place.citizens
    if not (base and code):
        return None
    host = base.partition("://")[2]
    qr = address(base, code, Purpose.LOOK_UP)
    return LookUp(host=host, code=grouped(code), qr_text=qr)


def _correction(timeline: Sequence[Entry]) -> str:
    """The reason of the last correction; empty for a receipt that was never corrected."""
    corrections = [entry.event for entry in timeline if isinstance(entry.event, Corrected)]
    return corrections[-1].reason if corrections else ""

"""Short papers of one dossier: data to retype, result cover, rating, certificate, thermal slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.procedure import Route
from desk_app.domain.submission import PaperState, ReturnMethod
from desk_app.papers import head
from desk_app.papers.filling import dossier_texts, received_in
from desk_app.papers.proof import result_proof
from printing.wording import count, moment_as_written, vnd
from sync.proof.citizen_code import Purpose, address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.dossier import Dossier
    from desk_app.papers.head import Issuer
    from desk_app.store.entries import Entry

    Filling = tuple[dict[str, str], dict[str, list[dict[str, str]]]]

_RESULT_BY = {
    ReturnMethod.COUNTER: "Trực tiếp tại quầy",
    ReturnMethod.POST: "Qua bưu chính công ích",
    ReturnMethod.ONLINE: "Bản điện tử trên Cổng Dịch vụ công",
}
_CHANNELS = {"counter": "Trực tiếp", "online": "Trực tuyến", "post": "Bưu chính công ích"}
SEXES = {"male": "Nam", "female": "Nữ"}
_STATES = {
    PaperState.ORIGINAL: "Nộp bản chính",
    PaperState.CERTIFIED_COPY: "Nộp bản sao chứng thực",
    PaperState.COMPARED_COPY: "Nộp bản chụp đã đối chiếu",
    PaperState.SHOWN: "Xuất trình, đã ghi lại",
    PaperState.FROM_DATABASE: "Lấy từ cơ sở dữ liệu",
    PaperState.REUSED: "Dùng lại từ kho",
    PaperState.MISSING: "Còn thiếu",
}
_NO_RATE = "chưa có mức thu"
_POST_SERVICE = "Gửi hồ sơ"
_POST_BOTH = "Gửi hồ sơ và nhận kết quả"


def satisfaction_slip(desk: Issuer, dossier: Dossier, timeline: Sequence[Entry]) -> Filling:
    code = desk.citizen_code(dossier.entity, Purpose.RATE)
    base = desk.place.citizens
    rated = {"qr": address(base, code, Purpose.RATE)} if base and code else {}
    return dossier_texts(desk, dossier, timeline) | rated, {}


def data_sheet(desk: Issuer, dossier: Dossier, timeline: Sequence[Entry]) -> Filling:
    """Everything that is typed again elsewhere; the order is the template's."""
    application = dossier.application
    person, submitter = application.applicant, application.submitter
    other = submitter.person if submitter else None
    texts = dossier_texts(desk, dossier, timeline) | {
        "birth_on": f"{person.birth_on:%d/%m/%Y}" if person.birth_on else "",
        "sex": SEXES.get(person.sex, person.sex),
        "submitter": other.name if other else "",
        "submitter_id": other.personal_id if other else "",
        "submitter_phone": other.phone if other else "",
        "submitter_address": other.address if other else "",
        "relation": ", ".join(filter(None, [submitter.relation, submitter.paper]))
        if submitter
        else "",
        "case": _case(desk, dossier),
        "channel": _CHANNELS.get(application.channel, application.channel),
        "result_by": _RESULT_BY[application.result_by],
        "fee": fee(dossier),
        "papers_count": str(len(application.papers)),
        "copies": count(application.copies),
        "pages": count(application.pages),
        "note": application.note,
        "outside_system": _outside(desk, dossier),
        "limit": dossier.limit,
    }
    return texts, {"papers": paper_rows(dossier)}


def result_cover(desk: Issuer, dossier: Dossier, timeline: Sequence[Entry]) -> Filling:
    application, result = dossier.application, dossier.result
    texts = dossier_texts(desk, dossier, timeline) | {
        "result_name": result.name if result else "",
        "result_number": result.number if result else "",
        "result_by": _RESULT_BY[application.result_by],
        "return_address": application.applicant.address,
        "parcel": dossier.parcel,
        "paid": vnd(dossier.paid_vnd) if dossier.paid_vnd else "",
        "fee": fee(dossier),
        "done_at": moment_as_written(head.iso(dossier.done_at)),
    }
    if result is not None and dossier.done_at is not None:
        sha256 = result.signed_sha256 or result.sha256
        texts |= {"qr": result_proof(desk, dossier, sha256=sha256, at=dossier.done_at)}
    return texts, {}


def certified_copy(desk: Issuer, dossier: Dossier, timeline: Sequence[Entry]) -> Filling:
    """The certificate below a copy; number and book as the result has them, else to be written."""
    result, at = dossier.result, dossier.done_at or dossier.received_at or dossier.registered_at
    number, _, book = (result.number if result else "").partition("/")
    texts = dossier_texts(desk, dossier, timeline) | {
        "certificate_number": number or "." * 12,
        "book": book or f"...../{vietnam_day(at).year}",
        "pages": count(dossier.application.pages),
        "copies": count(dossier.application.copies),
        "signer": result.signer if result else "",
        "signer_title": "",
    }
    return texts, {}


def post_slip(desk: Issuer, dossier: Dossier, timeline: Sequence[Entry]) -> Filling:
    application = dossier.application
    papers = [paper for paper in paper_rows(dossier) if paper["originals"] or paper["copies"]]
    wants_result = application.result_by is ReturnMethod.POST
    reception = received_in(timeline)
    clerk = desk.writer_of(reception)
    by_post = head.clerk_note(clerk, reception.event)
    texts = dossier_texts(desk, dossier, timeline) | {
        "sender_address": application.applicant.address,
        "receiving_office": head.paper_desk(desk).full_name,
        "service": _POST_BOTH if wants_result else _POST_SERVICE,
        "parcel": dossier.parcel,
        "postal_clerk": head.clerk_name(clerk) if by_post else "",
        "fee": fee(dossier),
        "papers_count": str(len(papers)),
    }
    return texts, {"papers": _numbered(papers)}


def receipt_slip(desk: Issuer, dossier: Dossier, timeline: Sequence[Entry]) -> Filling:
    """The short receipt on thermal paper."""
    papers = [one for one in dossier.application.papers if one.state is not PaperState.MISSING]
    known = dossier_texts(desk, dossier, timeline)
    texts = known | {
        "fee": fee(dossier),
        "papers_count": str(len(papers)),
        "result_by": _RESULT_BY[dossier.application.result_by],
        "due_at": known["due_at"] if dossier.due_at else "",
    }
    return texts, {}


def paper_rows(dossier: Dossier) -> list[dict[str, str]]:
    """A line a paper of the dossier."""
    return _numbered(
        [
            {
                "name": paper.name,
                "originals": count(paper.originals),
                "copies": count(paper.copies),
                "state": _STATES[paper.state],
            }
            for paper in dossier.application.papers
        ]
    )


def fee(dossier: Dossier) -> str:
    return _NO_RATE if dossier.fee_vnd is None else vnd(dossier.fee_vnd)


def _numbered(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    return [row | {"number": str(number)} for number, row in enumerate(rows, start=1)]


def _case(desk: Issuer, dossier: Dossier) -> str:
    case = dossier.application.case
    if not case or dossier.application.procedure not in desk.catalogue.by_code:
        return case
    known = desk.version_of(dossier).cases
    return next((one.name for one in known if one.id == case), case)


def _outside(desk: Issuer, dossier: Dossier) -> str:
    """The ministry's software that the procedure is kept in, where it is."""
    known = desk.catalogue.by_code.get(dossier.application.procedure)
    if known is None or known.route is not Route.MINISTRY:
        return ""
    return known.ministry_system

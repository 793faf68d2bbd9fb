"""What a paper proves about itself: the texts of its QR codes, from the dossier it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.submission import PaperState
from sync.proof.paper import PaperKind, Statement, hash_of_list
from sync.proof.stub import StubRecord

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.domain.dossier import Dossier
    from desk_app.papers.head import Issuer


def receipt_proof(desk: Issuer, dossier: Dossier, *, at: datetime) -> str:
    """The text of a receipt's QR; `at` is the moment the receipt tells of."""
    return desk.prove(_statement(dossier, PaperKind.RECEIPT, at=at))


def result_proof(desk: Issuer, dossier: Dossier, *, sha256: str, at: datetime) -> str:
    """The text of a result's QR; `sha256` is that of the signed PDF, in hex."""
    return desk.prove(
        _statement(dossier, PaperKind.RESULT, at=at, file_sha256=bytes.fromhex(sha256))
    )


def papers_of(dossier: Dossier) -> list[str]:
    """The papers taken, in the order of the receipt, each with how many of it."""
    return [
        f"{paper.name}|{paper.originals}|{paper.copies}"
        for paper in dossier.application.papers
        if paper.state is not PaperState.MISSING
    ]


def stub_record(dossier: Dossier, *, clerk: str, at: datetime) -> StubRecord:
    """The line of the register (sổ theo dõi) that the office stub keeps; `at` as of the receipt."""
    application = dossier.application
    person, submitter = application.applicant, application.submitter
    return StubRecord(
        code=dossier.code,
        register_year=dossier.register_year,
        register_number=dossier.register_number,
        procedure=application.procedure,
        case=application.case,
        applicant=person.name,
        personal_id=person.personal_id,
        phone=person.phone,
        address=person.address,
        submitter=submitter.person.name if submitter else "",
        received_at=_seconds(dossier.received_at or dossier.registered_at),
        due_at=_seconds(dossier.due_at) if dossier.due_at else 0,
        papers=len(papers_of(dossier)),
        result_by=application.result_by.value,
        fee_vnd=-1 if dossier.fee_vnd is None else dossier.fee_vnd,
        clerk=clerk,
        issued_at=_seconds(at),
    )


def _statement(
    dossier: Dossier, kind: PaperKind, *, at: datetime, file_sha256: bytes = b""
) -> Statement:
    papers = papers_of(dossier)
    return Statement(
        kind=kind,
        code=dossier.code,
        procedure=dossier.application.procedure,
        issued_at=_seconds(at),
        due_at=_seconds(dossier.due_at) if dossier.due_at else None,
        name=dossier.application.applicant.name,
        papers=len(papers),
        papers_hash=hash_of_list(papers),
        file_sha256=file_sha256,
    )


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())

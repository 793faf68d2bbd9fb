"""What commands print of dossiers: JSON documents, and lines for people.

Moments are ISO 8601 with offset, promised times in +07:00; `dossier_id` is text, since it is a
64-bit number. `status` is one of the ten national states.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk_app.clock import VIETNAM
from desk_app.desk import RECEIPT
from desk_app.domain.acts import open_acts
from desk_app.domain.course import punctuality
from desk_app.papers.receipt import receipt_form
from desk_app.routing import TRAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from fractions import Fraction
    from pathlib import Path

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier, Result
    from desk_app.domain.linked_parts import Part
    from desk_app.queries.dossiers import DossierRow, Moment
    from desk_app.store.prints import Print
    from desk_app.usecases.explain_due import DueExplained
    from locales.catalogue import Texts


def received(desk: Desk, dossier: Dossier, warnings: Iterable[str]) -> dict[str, Any]:
    """The answer to one line of `desk receive`."""
    page = receipt_page(desk, dossier)
    return {
        "dossier_id": str(dossier.entity),
        "code": dossier.code,
        "temporary": dossier.is_temporary,
        "received_at": iso(dossier.received_at),
        "due_at": iso(dossier.due_at),
        "fee_vnd": dossier.fee_vnd,
        "receipt_pdf": str(page) if page else None,
        "qr_text": receipt_form(desk, dossier, desk.journal.timeline(dossier.entity)).qr_text,
        "warnings": list(warnings),
    }


def receipt_page(desk: Desk, dossier: Dossier) -> Path | None:
    """Where the last printed receipt lies in the tray; None where a real printer took it."""
    pages = [tray_file(desk, job) for job in desk.prints.of(dossier.entity) if job.form == RECEIPT]
    return next((page for page in reversed(pages) if page), None)


def tray_file(desk: Desk, job: Print) -> Path | None:
    """The page of a print in the tray; None where it was printed elsewhere or taken away."""
    if job.printer != TRAY or not job.job:
        return None
    page = desk.tray.folder / job.job
    return page if page.exists() else None


def row(dossier: DossierRow) -> dict[str, Any]:
    """A line of a list."""
    return {
        "dossier_id": str(dossier.entity),
        "code": dossier.code,
        "status": dossier.status,
        "procedure": dossier.procedure,
        "applicant": dossier.applicant,
        "received_at": iso(dossier.received_at),
        "due_at": iso(dossier.due_at),
        "urgency": dossier.urgency,
        "tick": dossier.tick,
        "needs_look": dossier.needs_look,
        "near": dossier.near,
    }


def dossier(dossier: Dossier, *, now: datetime) -> dict[str, Any]:
    """A dossier as it stands."""
    application = dossier.application
    result = dossier.result
    return {
        "dossier_id": str(dossier.entity),
        "code": dossier.code,
        "temporary": dossier.is_temporary,
        "status": dossier.status,
        "cancelled": dossier.cancelled_at is not None,
        "procedure": application.procedure,
        "version": application.version,
        "case": application.case or None,
        "applicant": application.applicant.name,
        "organisation": dossier.organisation,
        "competent": dossier.competent,
        "received_at": iso(dossier.received_at),
        "due_at": iso(dossier.due_at),
        "first_due_at": iso(dossier.first_due_at),
        "fee_vnd": dossier.fee_vnd,
        "paid_vnd": dossier.paid_vnd,
        "papers": [
            {
                "name": paper.name,
                "originals": paper.originals,
                "copies": paper.copies,
                "kind": paper.state,
            }
            for paper in application.papers
        ],
        "supplement_requests": dossier.supplement_requests,
        "extensions": dossier.extensions,
        "result": result and _result(result),
        "parts": [_part(part) for part in dossier.parts],
        "punctuality": punctuality(dossier, now=now),
        "register": {"year": dossier.register_year, "number": dossier.register_number},
        "acts": list(open_acts(dossier)),
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "part": part.id,
        "name": part.name,
        "agency": part.agency,
        "state": part.state,
        "code": part.code,
        "due_at": iso(part.due_at),
        "result": part.result or None,
        "reason": part.reason or None,
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        "name": result.name,
        "number": result.number,
        "issuer": result.issuer,
        "sha256": result.sha256,
        "signed_sha256": result.signed_sha256 or None,
        "signer": result.signer or None,
    }


def dossier_with_timeline(
    shown: Dossier, timeline: Iterable[Moment], texts: Texts, *, now: datetime
) -> dict[str, Any]:
    return dossier(shown, now=now) | {
        "timeline": [
            {
                "at": iso(moment.at),
                "event": moment.name,
                "words": texts[f"event.{moment.name}"],
                "user": moment.user,
                "machine": moment.author,
                "verdict": moment.verdict,
                "reason": moment.reason,
            }
            for moment in timeline
        ]
    }


def due(explained: DueExplained, texts: Texts) -> dict[str, Any]:
    """The answer of `desk due`."""
    promise = explained.promise
    return {
        "due_at": iso(promise.due_at) if promise else None,
        "procedure": explained.procedure,
        "version": explained.version,
        "case": explained.case or None,
        "received_at": iso(explained.received_at),
        "limit": {
            "unit": explained.limit.unit,
            "amount": _number(explained.limit.amount),
            "text": explained.limit.text,
            "mark": explained.limit.mark,
        },
        "calendar": promise.calendar if promise else None,
        "days": [
            {
                "date": day.date.isoformat(),
                "counted": day.counted,
                "why": day.note or texts[f"day.{day.why}"],
            }
            for day in (promise.days if promise else ())
        ],
    }


def _number(amount: Fraction) -> int | float:
    """3 for three days, 0.5 for half an hour: halves and quarters are exact."""
    return int(amount) if amount.denominator == 1 else float(amount)


def due_lines(explained: DueExplained, texts: Texts) -> Iterator[str]:
    promise = explained.promise
    yield texts.say("due.limit", limit=explained.limit.text)
    if promise is None:
        yield texts["due.none"]
        return
    for day in promise.days:
        sign = "+" if day.counted else "·"
        yield f"  {sign} {day.date:%d/%m/%Y}  {day.note or texts[f'day.{day.why}']}"
    yield texts.say("due.promised", at=spoken(promise.due_at))


def row_line(dossier: DossierRow, texts: Texts) -> str:
    due_at = spoken(dossier.due_at) if dossier.due_at else "-"
    status = texts[f"status.{dossier.status}"]
    urgency = texts[f"urgency.{dossier.urgency}"]
    code = dossier.code or "-"
    return f"{code:<24} {status:<20} {due_at:<17} {urgency:<16} {dossier.applicant}"


def dossier_line(shown: Dossier, texts: Texts) -> str:
    due_at = spoken(shown.due_at) if shown.due_at else "-"
    return f"{shown.code or shown.entity}  {texts[f'status.{shown.status}']}  {due_at}"


def dossier_lines(
    shown: Dossier, timeline: Iterable[Moment], texts: Texts, *, now: datetime
) -> Iterator[str]:
    counted = texts[f"punctuality.{punctuality(shown, now=now)}"]
    yield f"{dossier_line(shown, texts)}  {counted}"
    yield f"{shown.application.procedure}  {shown.application.applicant.name}"
    for moment in timeline:
        yield (
            f"  {spoken(moment.at)}  {texts[f'event.{moment.name}']}"
            f"  {moment.user}  [{texts[f'tick.{moment.verdict}']}]"
        )


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 in Vietnam time, to the second."""
    return None if moment is None else moment.astimezone(VIETNAM).isoformat(timespec="seconds")


def spoken(moment: datetime) -> str:
    """17:00 25/11/2026, Vietnam time."""
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"

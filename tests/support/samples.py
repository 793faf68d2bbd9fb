"""Invented people and dossiers for tests; nobody here exists."""

from datetime import UTC, datetime, timedelta

from desk_app.domain import events, submission
from desk_app.domain.dossier import Dossier
from desk_app.domain.folding import apply
from desk_app.domain.mandate import Mandate

MONDAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # 09:00 in Viet Nam
ORGANISATION = "H17.443"


def an_applicant(**changes) -> submission.Person:
    fields = {
        "name": "Nguyễn Thị Sen",
        "personal_id": "048190001234",
        "sex": "female",
        "address": "Thôn Một, xã Hùng Sơn",
        "phone": "0905000111",
    }
    return submission.Person(**(fields | changes))


def an_application(**changes) -> submission.Application:
    fields = {
        "procedure": "2.000815",
        "version": "2.000815/1",
        "applicant": an_applicant(),
        "papers": (submission.PaperTaken(name="Bản chính giấy tờ", originals=1),),
    }
    return submission.Application(**(fields | changes))


def a_reception(**changes) -> events.DossierReceived:
    fields = {
        "application": an_application(),
        "code": f"{ORGANISATION}-261116-0001",
        "temporary": False,
        "organisation": ORGANISATION,
        "competent": "",
        "received_at": MONDAY,
        "due_at": MONDAY + timedelta(days=3),
        "limit": "working_day:3",
        "calendar": "test",
        "fee_vnd": 8000,
        "fee_lines": (
            events.FeeTakenLine(label="Phí", quantity=1, unit_vnd=8000, amount_vnd=8000),
        ),
        "register_year": 2026,
        "register_number": 1,
    }
    return events.DossierReceived(**(fields | changes))


def a_result(**changes) -> events.ResultAttached:
    fields = {"sha256": "ab" * 32, "name": "ket-qua.pdf", "size_bytes": 1000}
    return events.ResultAttached(**(fields | changes))


def a_signature(**changes) -> events.ResultSigned:
    fields = {
        "source_sha256": "ab" * 32,
        "sha256": "cd" * 32,
        "size_bytes": 2000,
        "signer": "Trần Văn Núi",
        "certificate_serial": "01",
        "signed_at": MONDAY + timedelta(hours=1),
    }
    return events.ResultSigned(**(fields | changes))


def a_dossier(*followed: events.DossierEvent) -> Dossier:
    """A dossier received on Monday, and what followed, an hour apart."""
    dossier = apply(None, a_reception(), at=MONDAY, entity=1)
    for hours, event in enumerate(followed, start=1):
        dossier = apply(dossier, event, at=MONDAY + timedelta(hours=hours))
    return dossier


HANDED_ON = events.HandedOn(to="Văn phòng", hand_over_by=MONDAY)
SUFFICIENT = events.Appraised(is_sufficient=True)
APPROVED = events.Approved()
SUPPLEMENT_ASKED = events.SupplementRequested(items=("Tờ khai",), reason="Thiếu chữ ký")
PAYMENT_ASKED = events.PaymentRequired(amount_vnd=500_000, what="Lệ phí trước bạ")


def a_mandate(today, **changes):
    """All postal staff of a desk, for every procedure, at any hour of a week."""
    fields = {
        "number": "12/QĐ-UBND",
        "issuer": "Chủ tịch UBND xã Hùng Sơn",
        "person": "",
        "since": today,
        "until": today + timedelta(days=6),
    }
    return Mandate(**(fields | changes))

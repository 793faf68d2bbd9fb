"""Money taken at the counter: the collection slip of one payment, and the list of many.

The slip is an internal one; it never stands for the regulated receipt of a fee (TT 303/2016). Its
number counts this machine's payments of one epoch: it has no gaps and comes once in the province.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desk_app.papers import head
from desk_app.papers.filling import dossier_texts, short_moment
from desk_app.papers.transfer import transfer_of
from printing.amounts import amount_in_words
from printing.wording import moment_as_written, vnd

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.papers.head import Issuer
    from desk_app.store.books import Payment
    from desk_app.store.entries import Entry

_METHODS = {"cash": "Tiền mặt", "transfer": "Chuyển khoản", "outside": "Nộp qua kênh khác"}


def slip_number(payment: Payment) -> str:
    """“PT17-00012”; after a new epoch “PT17.1-00001”."""
    entry = payment.entry
    epoch = f".{entry.epoch}" if entry.epoch else ""
    return f"PT{entry.author}{epoch}-{payment.serial:05d}"


def collection_slip(
    desk: Issuer, dossier: Dossier, timeline: Sequence[Entry], payment: Payment
) -> tuple[dict[str, str], dict[str, list[dict[str, str]]]]:
    taken, entry = payment.event, payment.entry
    clerk = desk.writer_of(entry)
    person = dossier.application.applicant
    submitter = dossier.application.submitter
    texts = dossier_texts(desk, dossier, timeline) | {
        "slip_number": slip_number(payment),
        "collected_at": moment_as_written(head.iso(entry.at)),
        "payer": submitter.person.name if submitter else person.name,
        "amount": vnd(taken.amount_vnd),
        "amount_in_words": amount_in_words(taken.amount_vnd),
        "what": _what(taken.what or "Phí, lệ phí giải quyết thủ tục hành chính", dossier),
        "method": method_name(taken.method),
        "reference": taken.reference,
        "fee_vnd": "" if dossier.fee_vnd is None else vnd(dossier.fee_vnd),
        "paid_vnd": vnd(dossier.paid_vnd),
        **_left_to_pay(desk, dossier, at=entry.at),
        "clerk": head.clerk_name(clerk),
        "clerk_note": head.clerk_note(clerk, taken),
    }
    is_fee = taken.amount_vnd == dossier.fee_vnd
    lines = dossier.fee_lines if is_fee else ()
    rows = [
        {
            "number": str(number),
            "label": line.label,
            "quantity": str(line.quantity),
            "unit": amount(line.unit_vnd),
            "amount": amount(line.amount_vnd),
        }
        for number, line in enumerate(lines, start=1)
    ]
    return texts, {"fee_lines": rows}


def _what(what: str, dossier: Dossier) -> str:
    """With the ground that something was not paid on, where one took effect."""
    ground = exempted(dossier)
    return f"{what} ({ground})" if ground else what


def exempted(dossier: Dossier) -> str:
    """“miễn: hộ nghèo”, the ground shown at the counter, where a line of the fee is 0."""
    is_exempt = any(line.amount_vnd == 0 for line in dossier.fee_lines)
    ground = dossier.application.exemption
    return f"miễn: {ground}" if ground and is_exempt else ""


def _left_to_pay(desk: Issuer, dossier: Dossier, *, at: datetime) -> dict[str, str]:
    """What may still be transferred, with its VietQR; empty texts where that is nothing."""
    transfer = transfer_of(desk, dossier, at=at)
    if transfer is None:
        return {"left_to_pay": "", "vietqr": "", "transfer_to": ""}
    return {
        "left_to_pay": vnd(transfer.amount_vnd),
        "vietqr": transfer.text,
        "transfer_to": f"{transfer.holder}, {transfer.bank_name} {transfer.account}",
    }


def named(desk: Desk, payment: Payment) -> Payment:
    """The payment with its dossier's code and who paid."""
    dossier = desk.journal.dossier(payment.entry.entity)
    submitter = dossier.application.submitter
    payer = submitter.person if submitter else dossier.application.applicant
    return replace(payment, code=dossier.code, payer=payer.name)


def money_rows(desk: Issuer, payments: Sequence[Payment]) -> list[dict[str, str]]:
    """A line a payment."""
    return [
        {
            "number": str(number),
            "slip_number": slip_number(one),
            "at": short_moment(one.entry.at),
            "code": one.code,
            "payer": one.payer,
            "what": one.event.what or "Phí, lệ phí",
            "method": method_name(one.event.method),
            "amount": amount(one.event.amount_vnd),
            "clerk": head.clerk_name(desk.writer_of(one.entry)),
        }
        for number, one in enumerate(payments, start=1)
    ]


def total(payments: Sequence[Payment], *, method: str = "") -> int:
    """What was taken in one way, or in all, in đồng."""
    return sum(one.event.amount_vnd for one in payments if not method or one.event.method == method)


def method_name(method: str) -> str:
    return _METHODS.get(method, method)


def amount(value_vnd: int) -> str:
    """“8.000”, for a column whose head says đồng."""
    return f"{value_vnd:,}".replace(",", ".")

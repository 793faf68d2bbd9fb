"""Money between reception and result: duties toward others, what was paid, transfers under way.

Each `decide_…` returns the event or raises; nothing is stored here. Text handed in is clean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain import events
from desk_app.domain.deadline import resumed_due_at
from desk_app.domain.errors import RuleBroken
from desk_app.domain.folding import apply
from desk_app.domain.handling import ReasonMissing

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.domain.choices import TransferProof
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.work_calendar import DeskHours, WorkCalendar

MOST_VND = 1_000_000_000_000  # a thousand billion: no duty of one dossier comes near


class AmountNotPositive(RuleBroken):
    """An amount is a whole number of đồng above nothing."""

    code = "amount_not_positive"


class AmountTooLarge(RuleBroken):
    """Nobody owes so much at a commune's counter; noughts too many were typed."""

    code = "amount_too_large"


def decide_payment_duty(
    dossier: Dossier, *, amount_vnd: int, what: str, now: datetime
) -> events.PaymentRequired:
    """A duty toward tax, land or another body stands in the way (nghĩa vụ tài chính)."""
    event = events.PaymentRequired(amount_vnd=_positive(amount_vnd), what=_said(what))
    apply(dossier, event, at=now)
    return event


def decide_payment(
    dossier: Dossier,
    *,
    amount_vnd: int,
    method: str,
    what: str,
    reference: str,
    now: datetime,
    calendar: WorkCalendar,
    hours: DeskHours,
) -> events.PaymentRecorded:
    """Money taken at the counter or proved paid outside.

    After a money duty the desk time that was left runs on: the promise moves, never earlier.
    """
    due, asked_at = dossier.due_at, dossier.payment_asked_at
    if due is not None and asked_at is not None:
        due = resumed_due_at(due, asked_at, now, calendar=calendar, hours=hours)
    event = events.PaymentRecorded(
        amount_vnd=_positive(amount_vnd),
        method=method,
        what=what,
        reference=reference,
        due_at=due if asked_at is not None else None,
    )
    apply(dossier, event, at=now)
    return event


def decide_transfer(
    dossier: Dossier,
    *,
    amount_vnd: int,
    proof: TransferProof,
    what: str,
    reference: str,
    now: datetime,
) -> events.TransferWitnessed:
    """A transfer under way: its QR was shown, or the payer's phone; raises AmountNotPositive."""
    event = events.TransferWitnessed(
        amount_vnd=_positive(amount_vnd), proof=proof, what=what, reference=reference
    )
    apply(dossier, event, at=now)
    return event


def _said(words: str) -> str:
    if not words:
        raise ReasonMissing(field="what")
    return words


def _positive(amount_vnd: int) -> int:
    if amount_vnd <= 0:
        raise AmountNotPositive
    if amount_vnd > MOST_VND:
        raise AmountTooLarge(limit=MOST_VND)
    return amount_vnd

"""What another body says to a dossier, by the national state it puts it into.

A department, the portal or a ministry's system names the state; here it becomes the same event that
a clerk's act would be, decided by the same rules. The trap: state 9 comes by a result file alone,
never by the number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain import events
from desk_app.domain.answering import decide_hand_over_answer
from desk_app.domain.dossier import Dossier, Status, WrongStatus
from desk_app.domain.errors import RuleBroken
from desk_app.domain.folding import apply
from desk_app.domain.handling import (
    decide_refusal,
    decide_stop,
    decide_supplement_request,
    decide_withdrawal,
)
from desk_app.domain.outward import NUMBERS
from desk_app.domain.paying import decide_payment_duty
from desk_app.domain.returning import decide_return
from desk_app.domain.submission import ReturnMethod

if TYPE_CHECKING:
    from datetime import datetime

_STATES = {number: status for status, number in NUMBERS.items()}


class StateNotSettable(RuleBroken):
    """No system may set this state: 1 is the desk's alone, 9 comes with the result file."""

    code = "state_not_settable"


@dataclass(frozen=True, kw_only=True, slots=True)
class OutsideWord:
    """What a body says; texts are clean."""

    state: int  # national, 1–10
    body: str  # who says so
    reason: str = ""
    items: tuple[str, ...] = ()  # what is lacking, for 5
    amount_vnd: int = 0  # the duty, for 6
    reference: str = ""  # proof of payment for 4 after 6, parcel for 10
    override: str = ""  # why a second supplement is asked for


def decide_outside(  # noqa: PLR0911 - one return a state
    dossier: Dossier, word: OutsideWord, *, now: datetime
) -> events.DossierEvent | None:
    """The event that the word stands for; None where the dossier is in that state already.

    Raises StateNotSettable and what the act itself raises for a clerk.
    """
    match _STATES.get(word.state):
        case Status.RECEIVED:
            return decide_hand_over_answer(
                dossier, is_taken=False, taker=word.body, reason=word.reason, now=now
            )
        case Status.IN_PROGRESS:
            return _work_on(dossier, word, now)
        case Status.SUPPLEMENT_REQUESTED:
            return decide_supplement_request(
                dossier,
                items=word.items,
                reason=word.reason,
                now=now,
                override_reason=word.override,
            )
        case Status.PAYMENT_REQUESTED:
            return decide_payment_duty(
                dossier, amount_vnd=word.amount_vnd, what=word.reason, now=now
            )
        case Status.WITHDRAWAL_REQUESTED:
            return decide_withdrawal(dossier, reason=word.reason, papers_back=True, now=now)
        case Status.NOT_RECEIVED | Status.STOPPED:
            return _end(dossier, word, now)
        case Status.RETURNED:
            return _return(dossier, word, now)
        case _:
            raise StateNotSettable(state=word.state)


def _work_on(dossier: Dossier, word: OutsideWord, now: datetime) -> events.DossierEvent | None:
    """Taken from the desk, or worked on again after a money duty was met."""
    event: events.DossierEvent
    if dossier.status is Status.IN_PROGRESS and dossier.is_taken:
        return None
    if dossier.status is Status.IN_PROGRESS:
        return decide_hand_over_answer(dossier, is_taken=True, taker=word.body, reason="", now=now)
    if dossier.status is Status.PAYMENT_REQUESTED:
        event = events.PaymentRecorded(
            amount_vnd=dossier.required_vnd,
            method="outside",
            what=word.reason or word.body,
            reference=word.reference,
        )
    elif dossier.status is Status.RECEIVED:
        event = events.HandedOn(to=word.body, hand_over_by=now)
    else:
        raise WrongStatus(status=dossier.status)
    apply(dossier, event, at=now)
    return event


def _end(dossier: Dossier, word: OutsideWord, now: datetime) -> events.DossierEvent | None:
    """Not taken in (3) only before reception; after it work stops (8)."""
    if _STATES[word.state] is dossier.status:
        return None
    is_received = dossier.received_at is not None
    if is_received is not (_STATES[word.state] is Status.STOPPED):
        raise WrongStatus(status=dossier.status)
    if not is_received:
        return decide_refusal(dossier, ground="", reason=word.reason, now=now)
    return decide_stop(
        dossier,
        ground=events.StopGround.OFFICE,
        reason=word.reason,
        money="",
        papers_back=True,
        now=now,
    )


def _return(dossier: Dossier, word: OutsideWord, now: datetime) -> events.DossierEvent | None:
    """Sent electronically, or delivered by post where there is a parcel's number."""
    if dossier.status is Status.RETURNED:
        return None
    return decide_return(
        dossier,
        method=ReturnMethod.POST if word.reference else ReturnMethod.ONLINE,
        receiver=dossier.application.applicant.name,
        paper="",
        relation="",
        parcel=word.reference,
        originals_back=False,
        now=now,
    )

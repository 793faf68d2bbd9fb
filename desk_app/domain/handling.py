"""Acts between reception and result: hand on, supplement, appraise, extend, stop, withdraw.

Each `decide_…` returns the event or raises; nothing is stored here. Text handed in is clean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain import events, submission
from desk_app.domain.deadline import (
    due_at,
    due_less_waiting,
    hand_over_by,
    later_of,
    may_extend,
)
from desk_app.domain.dossier import Dossier, Status, WrongStatus
from desk_app.domain.errors import RuleBroken
from desk_app.domain.folding import apply

if TYPE_CHECKING:
    from datetime import date, datetime

    from desk_app.domain.linked_plan import LinkedPlan
    from desk_app.domain.procedure import TimeLimit
    from desk_app.domain.work_calendar import DeskHours, WorkCalendar


class ReasonMissing(RuleBroken):
    """The act needs a reason in words; write why."""

    code = "reason_missing"


class SecondSupplement(RuleBroken):
    """A supplement was asked for already; a second one counts the dossier late, so say why."""

    code = "second_supplement"


class NothingAskedFor(RuleBroken):
    """A supplement request names what is lacking; add at least one line."""

    code = "nothing_asked_for"


class ExtendedAlready(RuleBroken):
    """A new date may be given once; this dossier had it."""

    code = "extended_already"


class ExtensionTooLate(RuleBroken):
    """An extension is told at least one day before the promised time."""

    code = "extension_too_late"


class ExtensionNotLater(RuleBroken):
    """The new time lies after the promised one."""

    code = "extension_not_later"


class NoPromise(RuleBroken):
    """The dossier has no promised time that could be moved."""

    code = "no_promise"


class EndedAlready(WrongStatus):
    """Work on the dossier is over, so no supplement follows; the applicant hands in a new one."""

    code = "ended_already"


class NotAppraised(RuleBroken):
    """The dossier was not found sufficient yet; appraise it first."""

    code = "not_appraised"


def decide_hand_on(
    dossier: Dossier, *, to: str, now: datetime, hours: DeskHours, calendar: WorkCalendar
) -> events.HandedOn:
    """Handed to the handling body (chuyển hồ sơ); raises WrongStatus, ReasonMissing.

    Due the same working day, after 15:00 at the start of the next (NĐ 309/2026, 18.2).
    """
    taken_at = dossier.handed_at or dossier.received_at or now
    event = events.HandedOn(
        to=_said(to, "to"), hand_over_by=hand_over_by(taken_at, hours=hours, calendar=calendar)
    )
    apply(dossier, event, at=now)
    return event


def decide_supplement_request(
    dossier: Dossier,
    *,
    items: tuple[str, ...],
    reason: str,
    now: datetime,
    respond_by: date | None = None,
    override_reason: str = "",
) -> events.SupplementRequested:
    """Ask for what is lacking, once and in full (Mẫu 02).

    Raises EndedAlready, NothingAskedFor, ReasonMissing, WrongStatus, and SecondSupplement unless
    the reason for a second request is given: the national index counts such a dossier late
    (QĐ 766).
    """
    if dossier.status in _OVER:
        raise EndedAlready(code=dossier.code)
    if not items:
        raise NothingAskedFor
    if dossier.supplement_requests and not override_reason:
        raise SecondSupplement(code=dossier.code)
    event = events.SupplementRequested(
        items=items,
        reason=_said(reason, "reason"),
        respond_by=respond_by,
        override_reason=override_reason if dossier.supplement_requests else "",
    )
    apply(dossier, event, at=now)
    return event


def decide_supplement(
    dossier: Dossier,
    *,
    papers: tuple[submission.PaperTaken, ...],
    now: datetime,
    limit: TimeLimit,
    calendar: WorkCalendar,
    hours: DeskHours,
    linked: LinkedPlan | None = None,
) -> events.SupplementReceived:
    """The supplement has come; the limit starts anew and the index's number is kept beside it.

    A promise already printed is never moved earlier. Raises EndedAlready, NothingAskedFor,
    WrongStatus.
    """
    if dossier.status in _OVER:
        raise EndedAlready(code=dossier.code)
    if not papers:
        raise NothingAskedFor
    asked_at = dossier.supplement_asked_at
    if asked_at is None or dossier.received_at is None:
        raise WrongStatus(status=dossier.status)
    anew = due_at(now, limit, calendar=calendar, hours=hours) if dossier.due_at else None
    if linked is not None and dossier.due_at:
        anew = linked.promise
    event = events.SupplementReceived(
        papers=papers,
        received_at=now,
        due_at=later_of(dossier.due_at, anew.due_at if anew else None),
        due_less_waiting_at=due_less_waiting(dossier.first_due_at, asked_at, now),
    )
    apply(dossier, event, at=now)
    return event


def decide_refusal(dossier: Dossier, *, ground: str, reason: str, now: datetime) -> events.Refused:
    """Refuse to take or to solve, with the provision and the reason (Mẫu 03)."""
    event = events.Refused(ground=ground, reason=_said(reason, "reason"))
    apply(dossier, event, at=now)
    return event


def decide_appraisal(
    dossier: Dossier, *, is_sufficient: bool, note: str, now: datetime
) -> events.Appraised:
    """Found sufficient or not (thẩm định); what is not sufficient says why."""
    event = events.Appraised(
        is_sufficient=is_sufficient, note=note if is_sufficient else _said(note, "note")
    )
    apply(dossier, event, at=now)
    return event


def decide_extension(
    dossier: Dossier, *, due: datetime, reason: str, signer: str, now: datetime
) -> events.Extended:
    """A new time with an apology, once and at least a day ahead (Mẫu 04).

    Raises NoPromise, ExtendedAlready, ExtensionTooLate, ExtensionNotLater, ReasonMissing.
    """
    if dossier.due_at is None:
        raise NoPromise
    if dossier.extensions:
        raise ExtendedAlready(code=dossier.code)
    if not may_extend(now, dossier.due_at):
        raise ExtensionTooLate(code=dossier.code)
    if due <= dossier.due_at:
        raise ExtensionNotLater
    event = events.Extended(
        due_at=due, reason=_said(reason, "reason"), signer=_said(signer, "signer")
    )
    apply(dossier, event, at=now)
    return event


def decide_stop(
    dossier: Dossier,
    *,
    ground: events.StopGround,
    reason: str,
    money: str,
    papers_back: bool,
    now: datetime,
) -> events.Stopped:
    """Work stops before a result is decided (Mẫu 05); raises WrongStatus, ReasonMissing."""
    event = events.Stopped(
        ground=ground, reason=_said(reason, "reason"), money=money, papers_back=papers_back
    )
    apply(dossier, event, at=now)
    return event


def decide_withdrawal(
    dossier: Dossier, *, reason: str, papers_back: bool, now: datetime
) -> events.Withdrawn:
    """The applicant asks for the dossier back before a result decision."""
    if dossier.is_approved:
        raise WrongStatus(status=Status.IN_PROGRESS)
    event = events.Withdrawn(reason=_said(reason, "reason"), papers_back=papers_back)
    apply(dossier, event, at=now)
    return event


def decide_approval(dossier: Dossier, *, note: str, now: datetime) -> events.Approved:
    """The leader decides in favour; raises NotAppraised for a dossier not found sufficient."""
    if not dossier.is_appraised:
        raise NotAppraised(code=dossier.code)
    event = events.Approved(note=note)
    apply(dossier, event, at=now)
    return event


def _said(words: str, field: str) -> str:
    if not words:
        raise ReasonMissing(field=field)
    return words


_OVER = frozenset({Status.NOT_RECEIVED, Status.STOPPED, Status.RETURNED})

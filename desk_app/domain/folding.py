"""The fold: `apply` is the only way a dossier's state changes.

`apply` says which event follows which state; whether a person may do an act now, and with what, is
asked of the `decide_…` functions in `receiving`, `handling` and `returning`. The hub folds with the
same function, so a transition that does not follow is held there for the same reason as here.
"""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from typing import TYPE_CHECKING, assert_never

from desk_app.domain import events, tenure
from desk_app.domain.dossier import AlreadyReceived, Dossier, Status, WrongStatus
from desk_app.domain.following import (
    AT_WORK,
    OPEN,
    after_it,
    answered,
    apology_signed,
    attached,
    came_back,
    follows,
    handed_on,
    outside_coded,
    refused,
    returned,
    scan_withdrawn,
    scanned,
    sent_back,
    signed,
)
from desk_app.domain.linked_fold import parts_changed
from desk_app.domain.merging import beside_reception, merged
from desk_app.domain.outcome_events import CASH
from desk_app.domain.tenure import Written

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.domain.events import DossierEvent

_EVER = (events.StepSeen, events.ReceiptVoided)  # follow a cancellation too
_BEFORE_RECEPTION = frozenset({Status.REGISTERED, Status.SUPPLEMENT_REQUESTED})


def apply(
    dossier: Dossier | None,
    event: DossierEvent,
    *,
    at: datetime,
    entity: int = 0,
    written: Written | None = None,
) -> Dossier:
    """The dossier after the event; `at` is the moment of its entry.

    `written` None: whose step it is, is not asked. Raises WrongStatus when the event does not
    follow the state, HeldElsewhere and StepUnseen when the step is another machine's.
    """
    if dossier is None:
        begun = _begin(event, at=at, entity=entity)
        if written is not None:
            vars(begun)["tenure"] = tenure.begun(written)
        return begun
    if isinstance(event, events.Reviewed):
        return after_it(dossier)
    if dossier.cancelled_at is not None and not isinstance(event, _EVER):
        raise WrongStatus(status="cancelled")
    if written is None:
        return _follow(dossier, event, at, _NOWHERE)
    held = tenure.after(dossier.tenure, event, written)
    followed = _follow(dossier, event, at, written)
    vars(followed)["tenure"] = held
    return followed


def _begin(event: DossierEvent, *, at: datetime, entity: int) -> Dossier:
    match event:
        case events.DossierRegistered():
            return _registered(event, at=at, entity=entity)
        case events.DossierReceived():
            return _received(_registered(event, at=at, entity=entity), event, version=1)
        case _:
            raise WrongStatus(status="none")


def _registered(
    event: events.DossierRegistered | events.DossierReceived, *, at: datetime, entity: int
) -> Dossier:
    registered = object.__new__(Dossier)
    vars(registered).update(
        _UNSET,
        entity=entity,
        status=Status.REGISTERED,
        application=event.application,
        organisation=event.organisation,
        registered_at=at,
    )
    return registered


def _follow(  # noqa: C901, PLR0911, PLR0912, PLR0915 - one case an event
    dossier: Dossier, event: DossierEvent, at: datetime, written: Written
) -> Dossier:
    match event:
        case events.DossierRegistered():
            raise AlreadyReceived
        case events.DossierReceived():
            if dossier.received_at is not None:
                raise AlreadyReceived
            follows(dossier, _BEFORE_RECEPTION)
            received = _received(dossier, event, version=dossier.version + 1)
            vars(received)["beside"] = beside_reception(dossier, event, written)
            return received
        case events.CompetentReceived():
            follows(dossier, AT_WORK)
            if dossier.competent_received_at is not None or not dossier.competent:
                raise WrongStatus(status=dossier.status)
            return after_it(
                dossier,
                competent_received_at=event.received_at,
                due_at=event.due_at,
                first_due_at=event.due_at,
            )
        case events.SupplementRequested():
            follows(dossier, AT_WORK | {Status.REGISTERED})
            return after_it(
                dossier,
                status=Status.SUPPLEMENT_REQUESTED,
                supplement_requests=dossier.supplement_requests + 1,
                supplement_asked_at=at,
                first_supplement_asked_at=dossier.first_supplement_asked_at or at,
                respond_by=event.respond_by,
                is_taken=True,
            )
        case events.SupplementReceived():
            return _supplemented(dossier, event)
        case events.Refused():
            return refused(dossier, at)
        case events.HandedOn():
            return handed_on(dossier, event, at)
        case events.HandOverAnswered():
            return answered(dossier, event)
        case events.OutsideCoded():
            return outside_coded(dossier, event)
        case events.ApologySigned():
            return apology_signed(dossier, event)
        case events.Appraised():
            follows(dossier, frozenset({Status.IN_PROGRESS}))
            return after_it(dossier, is_appraised=event.is_sufficient, is_taken=True)
        case events.PaymentRequired():
            follows(dossier, frozenset({Status.IN_PROGRESS}))
            return after_it(
                dossier,
                status=Status.PAYMENT_REQUESTED,
                required_vnd=event.amount_vnd,
                payment_asked_at=at,
                is_taken=True,
            )
        case events.PaymentRecorded():
            return _paid(dossier, event, at)
        case events.TransferWitnessed():
            awaited = event.proof.value
            return after_it(dossier, awaited_vnd=event.amount_vnd, awaited_proof=awaited)
        case events.PartsOpened() | events.PartMoved():
            return parts_changed(dossier, event, at)
        case events.PaperScanned():
            return scanned(dossier, event, at)
        case events.ScanWithdrawn():
            return scan_withdrawn(dossier, event)
        case events.AskedBack():
            follows(dossier, _BEFORE_RECEPTION)
            return after_it(dossier, asked_back=dossier.asked_back + 1)
        case events.Extended():
            follows(dossier, AT_WORK)
            return after_it(
                dossier,
                due_at=event.due_at,
                extensions=dossier.extensions + 1,
                is_apology_signed=False,
            )
        case events.Stopped():
            follows(dossier, OPEN | {Status.WITHDRAWAL_REQUESTED})
            return after_it(dossier, status=Status.STOPPED, stopped_at=at)
        case events.Withdrawn():
            follows(dossier, OPEN)
            return after_it(dossier, status=Status.WITHDRAWAL_REQUESTED, withdrawn_at=at)
        case events.Approved():
            follows(dossier, AT_WORK)
            return after_it(dossier, is_approved=True, is_taken=True)
        case events.ResultAttached():
            return attached(dossier, event, at)
        case events.ResultSigned():
            return signed(dossier, event, at)
        case events.ResultSentBack():
            return sent_back(dossier, event)
        case events.ResultPosted():
            follows(dossier, frozenset({Status.DONE}))
            return after_it(dossier, parcel=event.parcel)
        case events.ResultReturned():
            return returned(dossier, event, at)
        case events.Corrected() | events.ValueSettled():
            application, beside = merged(dossier.application, dossier.beside, event)
            return after_it(
                dossier,
                application=application,
                beside=beside,
                corrections=dossier.corrections + 1,
                corrected_by=written.by,
                corrected_ver=written.ver,
            )
        case events.Cancelled():
            follows(dossier, OPEN | {Status.REGISTERED})
            return after_it(dossier, status=Status.STOPPED, cancelled_at=at)
        case events.CodeAssigned():
            if not dossier.is_temporary or dossier.code != event.was:
                raise WrongStatus(status=dossier.status)
            return after_it(dossier, code=event.code, is_temporary=False)
        case events.TakenOver():
            follows(dossier, OPEN | {Status.REGISTERED, Status.WITHDRAWAL_REQUESTED})
            return after_it(dossier)
        case events.ParcelCameBack():
            return came_back(dossier)
        case events.ReceiptWritten() | events.ReceiptVoided() | events.OriginalsKept():
            return after_it(dossier)
        case events.Reviewed() | events.StepSeen():  # changes nothing: `apply` has answered
            return after_it(dossier)
        case _:
            assert_never(event)


def _received(dossier: Dossier, event: events.DossierReceived, *, version: int) -> Dossier:
    return after_it(
        dossier,
        status=Status.RECEIVED,
        application=event.application,
        organisation=event.organisation,
        competent=event.competent,
        code=event.code,
        is_temporary=event.temporary,
        received_at=event.received_at,
        due_at=event.due_at,
        first_due_at=event.due_at,
        limit=event.limit,
        calendar=event.calendar,
        fee_vnd=event.fee_vnd,
        fee_lines=event.fee_lines,
        register_year=event.register_year,
        register_number=event.register_number,
        version=version,
        supplement_requests=0,  # what was asked before reception does not count
        supplement_asked_at=None,
        first_supplement_asked_at=None,
        respond_by=None,
    )


def _supplemented(dossier: Dossier, event: events.SupplementReceived) -> Dossier:
    follows(dossier, frozenset({Status.SUPPLEMENT_REQUESTED}))
    if dossier.received_at is None or dossier.supplement_asked_at is None:
        raise WrongStatus(status=dossier.status)
    waited = event.received_at - dossier.supplement_asked_at
    application = replace(dossier.application, papers=dossier.application.papers + event.papers)
    return after_it(
        dossier,
        status=Status.IN_PROGRESS,
        application=application,
        supplement_asked_at=None,
        respond_by=None,
        waiting_seconds=dossier.waiting_seconds + max(0, int(waited.total_seconds())),
        due_at=event.due_at,
        due_less_waiting_at=event.due_less_waiting_at,
    )


def _paid(dossier: Dossier, event: events.PaymentRecorded, at: datetime) -> Dossier:
    paid_vnd = dossier.paid_vnd + event.amount_vnd
    if event.method != CASH:
        dossier = replace(dossier, cashless_vnd=dossier.cashless_vnd + event.amount_vnd)
    if event.method == "transfer":  # the bank's word ends the waiting for it
        dossier = replace(dossier, awaited_vnd=0, awaited_proof="")
    asked_at = dossier.payment_asked_at
    if dossier.status is not Status.PAYMENT_REQUESTED or asked_at is None:
        return after_it(dossier, paid_vnd=paid_vnd)
    waited = max(0, int((at - asked_at).total_seconds()))
    return after_it(
        dossier,
        paid_vnd=paid_vnd,
        status=Status.IN_PROGRESS,
        payment_asked_at=None,
        waiting_seconds=dossier.waiting_seconds + waited,
        due_at=event.due_at or dossier.due_at,
    )


_NOWHERE = Written(by=0, ver=0)  # corrected_ver of 0 is seen by everybody
_UNSET = {field.name: field.default for field in fields(Dossier) if field.default is not MISSING}

"""A dossier (hồ sơ) as the fold of its events: `apply` is the only way its state changes.

`apply` says which event follows which state; whether a person may do an act now, and with what, is
asked of the `decide_…` functions in `receiving`, `handling` and `returning`. The hub folds with the
same function, so a transition that does not follow is held there for the same reason as here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, assert_never

from desk_app.domain import events
from desk_app.domain.correction import corrected_application
from desk_app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.domain.events import Application, DossierEvent


class Status(StrEnum):
    """The ten national states, in their order (the exchange vocabulary)."""

    REGISTERED = "registered"  # 1 mới đăng ký
    RECEIVED = "received"  # 2 được tiếp nhận
    NOT_RECEIVED = "not_received"  # 3 không được tiếp nhận
    IN_PROGRESS = "in_progress"  # 4 đang xử lý
    SUPPLEMENT_REQUESTED = "supplement_requested"  # 5 yêu cầu bổ sung giấy tờ
    PAYMENT_REQUESTED = "payment_requested"  # 6 yêu cầu thực hiện nghĩa vụ tài chính
    WITHDRAWAL_REQUESTED = "withdrawal_requested"  # 7 công dân yêu cầu rút hồ sơ
    STOPPED = "stopped"  # 8 dừng xử lý
    DONE = "done"  # 9 đã xử lý xong
    RETURNED = "returned"  # 10 đã trả kết quả


class WrongStatus(RuleBroken):
    """The act does not follow the state the dossier is in; look at what is open now."""

    code = "wrong_status"


class AlreadyReceived(WrongStatus):
    """The dossier exists already."""

    code = "already_received"


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """The paper the citizen came for (kết quả giải quyết)."""

    sha256: str
    name: str
    size_bytes: int
    number: str
    issuer: str  # another body's name; empty when decided at this commune
    signed_sha256: str = ""
    signer: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossier:
    """One dossier as it stands: business, money and delivery apart; sync is the store's."""

    entity: int
    status: Status
    application: Application
    organisation: str
    competent: str = ""
    code: str = ""
    is_temporary: bool = False
    registered_at: datetime
    received_at: datetime | None = None
    competent_received_at: datetime | None = None
    due_at: datetime | None = None
    first_due_at: datetime | None = None  # what the receipt promised; never forgotten
    due_less_waiting_at: datetime | None = None
    limit: str = ""
    calendar: str = ""
    fee_vnd: int | None = None
    fee_lines: tuple[events.FeeTakenLine, ...] = ()
    paid_vnd: int = 0
    required_vnd: int = 0  # an outside money duty
    register_year: int = 0
    register_number: int = 0
    supplement_requests: int = 0
    supplement_asked_at: datetime | None = None  # open request
    first_supplement_asked_at: datetime | None = None
    waiting_seconds: int = 0  # for supplements and money duties, closed periods
    payment_asked_at: datetime | None = None
    extensions: int = 0
    handed_to: str = ""
    handed_at: datetime | None = None
    is_appraised: bool = False
    is_approved: bool = False
    result: Result | None = None
    parcel: str = ""
    refused_at: datetime | None = None
    stopped_at: datetime | None = None
    withdrawn_at: datetime | None = None
    done_at: datetime | None = None
    returned_at: datetime | None = None
    cancelled_at: datetime | None = None
    corrections: int = 0
    version: int = 1  # how many events stand behind this state

    @property
    def awaits_signature(self) -> bool:
        """A result file is there and may be signed: approved here, or decided by another body."""
        result = self.result
        if self.status is not Status.IN_PROGRESS or result is None:
            return False
        return self.is_approved or bool(result.issuer)


_BEFORE_RECEPTION = frozenset({Status.REGISTERED, Status.SUPPLEMENT_REQUESTED})
_AT_WORK = frozenset({Status.RECEIVED, Status.IN_PROGRESS})
_OPEN = _AT_WORK | {Status.SUPPLEMENT_REQUESTED, Status.PAYMENT_REQUESTED}
_FACTS = (
    events.PaymentRecorded,
    events.SupplementReceived,
    events.ResultPosted,
    events.ResultReturned,
)


def is_fact(event: events.Event) -> bool:
    """Whether the event tells what has happened in the world, so that nobody may refuse it."""
    return isinstance(event, _FACTS)


def apply(
    dossier: Dossier | None, event: DossierEvent, *, at: datetime, entity: int = 0
) -> Dossier:
    """The dossier after the event; `at` is the moment of its entry.

    Raises WrongStatus when the event does not follow the state.
    """
    if dossier is None:
        return _begin(event, at=at, entity=entity)
    if dossier.cancelled_at is not None:
        raise WrongStatus(status="cancelled")
    return _follow(dossier, event, at)


def _begin(event: DossierEvent, *, at: datetime, entity: int) -> Dossier:
    match event:
        case events.DossierRegistered():
            return Dossier(
                entity=entity,
                status=Status.REGISTERED,
                application=event.application,
                organisation=event.organisation,
                registered_at=at,
            )
        case events.DossierReceived():
            blank = Dossier(
                entity=entity,
                status=Status.REGISTERED,
                application=event.application,
                organisation=event.organisation,
                registered_at=at,
            )
            return _received(blank, event, version=1)
        case _:
            raise WrongStatus(status="none")


def _follow(dossier: Dossier, event: DossierEvent, at: datetime) -> Dossier:  # noqa: C901, PLR0911, PLR0912 - one case an event
    match event:
        case events.DossierRegistered():
            raise AlreadyReceived
        case events.DossierReceived():
            if dossier.received_at is not None:
                raise AlreadyReceived
            _follows(dossier, _BEFORE_RECEPTION)
            return _received(dossier, event, version=dossier.version + 1)
        case events.CompetentReceived():
            _follows(dossier, _AT_WORK)
            if dossier.competent_received_at is not None or not dossier.competent:
                raise WrongStatus(status=dossier.status)
            return _after(
                dossier,
                competent_received_at=event.received_at,
                due_at=event.due_at,
                first_due_at=event.due_at,
            )
        case events.SupplementRequested():
            _follows(dossier, _AT_WORK | {Status.REGISTERED})
            return _after(
                dossier,
                status=Status.SUPPLEMENT_REQUESTED,
                supplement_requests=dossier.supplement_requests + 1,
                supplement_asked_at=at,
                first_supplement_asked_at=dossier.first_supplement_asked_at or at,
            )
        case events.SupplementReceived():
            return _supplemented(dossier, event)
        case events.Refused():
            return _refused(dossier, at)
        case events.HandedOn():
            _follows(dossier, _AT_WORK)
            return _after(dossier, status=Status.IN_PROGRESS, handed_to=event.to, handed_at=at)
        case events.Appraised():
            _follows(dossier, frozenset({Status.IN_PROGRESS}))
            return _after(dossier, is_appraised=event.is_sufficient)
        case events.PaymentRequired():
            _follows(dossier, frozenset({Status.IN_PROGRESS}))
            return _after(
                dossier,
                status=Status.PAYMENT_REQUESTED,
                required_vnd=event.amount_vnd,
                payment_asked_at=at,
            )
        case events.PaymentRecorded():
            return _paid(dossier, event, at)
        case events.Extended():
            _follows(dossier, _AT_WORK)
            return _after(dossier, due_at=event.due_at, extensions=dossier.extensions + 1)
        case events.Stopped():
            _follows(dossier, _OPEN | {Status.WITHDRAWAL_REQUESTED})
            return _after(dossier, status=Status.STOPPED, stopped_at=at)
        case events.Withdrawn():
            _follows(dossier, _OPEN)
            return _after(dossier, status=Status.WITHDRAWAL_REQUESTED, withdrawn_at=at)
        case events.Approved():
            _follows(dossier, _AT_WORK)
            return _after(dossier, is_approved=True)
        case events.ResultAttached():
            return _attached(dossier, event, at)
        case events.ResultSigned():
            return _signed(dossier, event, at)
        case events.ResultPosted():
            _follows(dossier, frozenset({Status.DONE}))
            return _after(dossier, parcel=event.parcel)
        case events.ResultReturned():
            _follows(dossier, frozenset({Status.DONE}))
            return _after(
                dossier,
                status=Status.RETURNED,
                returned_at=at,
                parcel=event.parcel or dossier.parcel,
            )
        case events.Corrected():
            return _after(
                dossier,
                application=corrected_application(dossier.application, event),
                corrections=dossier.corrections + 1,
            )
        case events.Cancelled():
            _follows(dossier, _OPEN | {Status.REGISTERED})
            return _after(dossier, status=Status.STOPPED, cancelled_at=at)
        case events.CodeAssigned():
            if not dossier.is_temporary or dossier.code != event.was:
                raise WrongStatus(status=dossier.status)
            return _after(dossier, code=event.code, is_temporary=False)
        case _:
            assert_never(event)


def _follows(dossier: Dossier, allowed: frozenset[Status]) -> None:
    if dossier.status not in allowed:
        raise WrongStatus(status=dossier.status)


def _received(dossier: Dossier, event: events.DossierReceived, *, version: int) -> Dossier:
    return _after(
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
    )


def _supplemented(dossier: Dossier, event: events.SupplementReceived) -> Dossier:
    _follows(dossier, frozenset({Status.SUPPLEMENT_REQUESTED}))
    if dossier.received_at is None or dossier.supplement_asked_at is None:
        raise WrongStatus(status=dossier.status)
    waited = event.received_at - dossier.supplement_asked_at
    application = replace(dossier.application, papers=dossier.application.papers + event.papers)
    return _after(
        dossier,
        status=Status.IN_PROGRESS,
        application=application,
        supplement_asked_at=None,
        waiting_seconds=dossier.waiting_seconds + max(0, int(waited.total_seconds())),
        due_at=event.due_at,
        due_less_waiting_at=event.due_less_waiting_at,
    )


def _refused(dossier: Dossier, at: datetime) -> Dossier:
    """Before reception the dossier is not taken (3); after it, it is ended unsolved (8)."""
    _follows(dossier, _OPEN | {Status.REGISTERED})
    ended = Status.NOT_RECEIVED if dossier.received_at is None else Status.STOPPED
    return _after(dossier, status=ended, refused_at=at)


def _paid(dossier: Dossier, event: events.PaymentRecorded, at: datetime) -> Dossier:
    paid_vnd = dossier.paid_vnd + event.amount_vnd
    asked_at = dossier.payment_asked_at
    if dossier.status is not Status.PAYMENT_REQUESTED or asked_at is None:
        return _after(dossier, paid_vnd=paid_vnd)
    waited = max(0, int((at - asked_at).total_seconds()))
    return _after(
        dossier,
        paid_vnd=paid_vnd,
        status=Status.IN_PROGRESS,
        payment_asked_at=None,
        waiting_seconds=dossier.waiting_seconds + waited,
        due_at=event.due_at or dossier.due_at,
    )


def _attached(dossier: Dossier, event: events.ResultAttached, at: datetime) -> Dossier:
    _follows(dossier, _AT_WORK)
    result = Result(
        sha256=event.sha256,
        name=event.name,
        size_bytes=event.size_bytes,
        number=event.number,
        issuer=event.issuer,
        signed_sha256=event.sha256 if event.is_signed else "",
        signer=event.issuer if event.is_signed else "",
    )
    if event.is_signed:
        return _after(dossier, status=Status.DONE, result=result, done_at=at)
    return _after(dossier, status=Status.IN_PROGRESS, result=result)


def _signed(dossier: Dossier, event: events.ResultSigned, at: datetime) -> Dossier:
    _follows(dossier, frozenset({Status.IN_PROGRESS}))
    result = dossier.result
    if result is None or result.sha256 != event.source_sha256:
        raise WrongStatus(status=dossier.status)
    signed = replace(result, signed_sha256=event.sha256, signer=event.signer)
    return _after(dossier, status=Status.DONE, result=signed, done_at=at)


def _after(dossier: Dossier, **changes: Any) -> Dossier:
    """The dossier with these fields changed and one more event behind it.

    As `dataclasses.replace`, a third of its time: rebuilding folds every dossier of ten years.
    """
    changes.setdefault("version", dossier.version + 1)
    after = object.__new__(Dossier)
    for name in _FIELDS:
        object.__setattr__(
            after, name, changes[name] if name in changes else getattr(dossier, name)
        )
    return after


_FIELDS = tuple(field.name for field in fields(Dossier))

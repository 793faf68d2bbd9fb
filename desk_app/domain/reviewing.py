"""What a person may do about a change set aside, and about a field with two values."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from desk_app.domain import events
from desk_app.domain.application import cleaned
from desk_app.domain.correction import corrected_application, field_text
from desk_app.domain.errors import RuleBroken
from desk_app.domain.events import Corrected, ValueSettled
from desk_app.domain.folding import apply
from desk_app.domain.handling import ReasonMissing
from desk_app.domain.merging import disputed
from desk_app.domain.rights import Act
from desk_app.domain.tenure import Written, is_fact
from desk_app.domain.work_calendar import VIETNAM

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.domain.dossier import Dossier
    from desk_app.domain.events import DossierEvent, Event
    from desk_app.domain.submission import Application


class Remedy(StrEnum):
    """What the clerk can do now."""

    SEND_AGAIN = "send_again"  # the same step follows now: one press
    RECEIVE_AGAIN = "receive_again"  # the reception itself: a new one, with the form filled in
    OPEN = "open"  # look at the dossier as it is, and do what it needs
    ASK = "ask"  # only the province can tell
    WAIT = "wait"  # the province will read it once its program is new enough


class NotSendable(RuleBroken):
    """It cannot be written again as it was; open the dossier and do what it needs now."""

    code = "not_sendable"


class NotInDispute(RuleBroken):
    """Nobody gave the field two values; correct it as usual."""

    code = "not_in_dispute"


class NothingSetAside(RuleBroken):
    """The change is not among those that wait for a person, or somebody has dealt with it."""

    code = "nothing_set_aside"


_STEPS: dict[type[Any], Act] = {
    events.CompetentReceived: Act.COMPETENT_RECEIPT,
    events.SupplementRequested: Act.REQUEST_SUPPLEMENT,
    events.Refused: Act.REFUSE,
    events.HandedOn: Act.HAND_ON,
    events.HandOverAnswered: Act.TAKE_HANDED,
    events.Appraised: Act.APPRAISE,
    events.PaymentRequired: Act.REQUIRE_PAYMENT,
    events.Stopped: Act.STOP,
    events.Withdrawn: Act.WITHDRAW,
    events.Approved: Act.APPROVE,
    events.ResultAttached: Act.ATTACH_RESULT,
    events.ResultSentBack: Act.SEND_BACK,
    events.Cancelled: Act.CANCEL,
    events.TakenOver: Act.TAKE_OVER,
}
_BEGINNINGS = (events.DossierRegistered, events.DossierReceived)
_ONLY_THE_PROVINCE_KNOWS = frozenset(
    {"internal", "malformed_event", "only_the_hub", "unknown_entity", "unreadable"}
)


def require_sendable(event: Event | None) -> DossierEvent:
    """The event, when it may be written again just as it was; raises NotSendable."""
    if event is None or type(event) not in _STEPS:
        raise NotSendable
    return event  # type: ignore[return-value]  # a key of _STEPS is about a dossier


def act_of(event: DossierEvent) -> Act:
    """The act that writes such an event."""
    return _STEPS[type(event)]


def remedy(
    event: Event | None,
    *,
    dossier: Dossier | None,
    verdict: str,
    reason: str,
    machine: int,
    now: datetime,
) -> Remedy:
    """The remedy for a change that was set aside, at this machine, as the dossier stands now."""
    if verdict == "opaque":
        return Remedy.WAIT
    if event is None or dossier is None or reason in _ONLY_THE_PROVINCE_KNOWS:
        return Remedy.ASK
    if isinstance(event, _BEGINNINGS):
        return Remedy.RECEIVE_AGAIN
    if is_fact(event) or type(event) not in _STEPS:
        return Remedy.OPEN
    seen = dossier.tenure.stepped
    try:
        apply(dossier, event, at=now, written=Written(machine, seen, base=seen))  # type: ignore[arg-type]  # about a dossier, as above
    except RuleBroken:
        return Remedy.OPEN
    return Remedy.SEND_AGAIN


def decide_value(
    dossier: Dossier, *, field: str, text: str, reason: str, now: datetime
) -> ValueSettled:
    """A person settles what a field says: one of the values given, or a third.

    Raises ReasonMissing, NotInDispute; for a third value what a first entry would raise.
    """
    if not reason:
        raise ReasonMissing(field="reason")
    over = disputed(dossier).get(field)
    if over is None:
        raise NotInDispute(field=field)
    was = field_text(dossier.application, field)
    taken = text if text in {was, *over} else _clean(dossier.application, field, text, now)
    return ValueSettled(
        field=field,
        was=was,
        now=taken,
        over=tuple(value for value in (was, *over) if value != taken),
        reason=reason,
    )


def _clean(application: Application, field: str, text: str, now: datetime) -> str:
    typed = Corrected(field=field, was="", now=text, reason="")
    mended = cleaned(
        corrected_application(application, typed), today=now.astimezone(VIETNAM).date()
    )
    return field_text(mended, field)

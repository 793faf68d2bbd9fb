"""The history of a dossier in words: what each change was, who made it, where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk_app.domain import events
from desk_app.domain.receipts import seven_digits
from desk_app.ui import formats, words
from desk_app.ui.connect.values import as_read
from desk_app.ui.screens.dossier.data import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from desk_app.queries.dossiers import Moment
    from locales.catalogue import Texts

_TICKS = {"ok": "yes", "flagged": "yes", "waiting": "no", "near": "near"}


def step(moment: Moment, texts: Texts) -> Step:
    who = moment.user or texts["ui.history.own" if moment.is_own else "ui.history.other"]
    if moment.user and not moment.is_own:
        who = f"{who} ({texts.say('ui.machine.other', number=moment.author)})"
    detail = _detail(moment.event, texts) if moment.event else ""
    if moment.verdict in {"held", "refused", "opaque", "flagged"}:
        why = words.verdict(moment.verdict, moment.reason, texts)
        detail = f"{detail} · {why}" if detail else why
    if moment.carried_at is not None:
        at = formats.moment(moment.carried_at)
        detail = _joined(detail, texts.say("ui.carried_at", at=at))
    return Step(
        what=texts[f"event.{moment.name}"],
        who=who,
        when=formats.moment(moment.at),
        detail=detail,
        tick=_TICKS.get(moment.verdict, "held"),
    )


def since(timeline: Sequence[Moment], version: int, texts: Texts) -> str:
    """What was done after so many changes: what, who, when; the newest three."""
    counted = [one for one in timeline if one.verdict not in {"held", "refused", "opaque"}]
    steps = [step(one, texts) for one in counted[version:]][-3:]
    return "; ".join(f"{one.what} ({one.who}, {one.when})" for one in steps)


def _detail(event: events.Event, texts: Texts) -> str:
    """What the event says beside its name; empty where it says nothing more."""
    tell = _TELL.get(type(event))
    told = tell(event, texts) if tell else ""
    number = getattr(event, "mandate", "")
    return _joined(told, texts.say("ui.history.mandate", number=number)) if number else told


def _change(event: events.Corrected, texts: Texts) -> str:
    was, now = (as_read(value, event.field, texts) for value in (event.was, event.now))
    return f"{texts[f'field.{event.field}']}: {was} → {now}"


def _apart(event: events.ValueSettled, texts: Texts) -> str:
    now, *over = (as_read(value, event.field, texts) for value in (event.now, *event.over))
    return f"{texts[f'field.{event.field}']}: {now} ≠ {', '.join(over)}"


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _appraisal(event: events.Appraised, texts: Texts) -> str:
    answer = "yes" if event.is_sufficient else "no"
    return _joined(texts[f"ui.option.sufficient.{answer}"], event.note)


def _due(due_at: datetime | None, texts: Texts) -> str:
    written = formats.moment(due_at) if due_at else texts["ui.due.none"]
    return texts.say("ui.history.due", due=written)


def _receipt(event: events.ReceiptWritten | events.ReceiptVoided, texts: Texts) -> str:
    return texts.say("ui.history.receipt", symbol=event.symbol, number=seven_digits(event.number))


_TELL: dict[type[Any], Callable[[Any, Texts], str]] = {
    events.DossierReceived: lambda e, t: _joined(e.code, _due(e.due_at, t)),
    events.CompetentReceived: lambda e, t: _due(e.due_at, t),
    events.SupplementRequested: lambda e, _: _joined("; ".join(e.items), e.reason),
    events.SupplementReceived: lambda e, t: _due(e.due_at, t),
    events.AskedBack: lambda e, t: _joined(t[f"ui.back.{e.reason}"], e.note),
    events.Refused: lambda e, _: _joined(e.ground, e.reason),
    events.HandedOn: lambda e, _: e.to,
    events.HandOverAnswered: lambda e, t: _joined(
        t["ui.history.taken" if e.is_taken else "ui.history.given_back"], e.taker, e.reason
    ),
    events.PartsOpened: lambda e, t: _joined(
        "; ".join(part.name for part in e.parts),
        t["ui.parts.apart" if e.is_apart else "ui.parts.together"],
    ),
    events.PartMoved: lambda e, t: _joined(
        e.name, t[f"part.{e.state}"], e.agency, e.code, e.result, e.reason, e.receiver
    ),
    events.OutsideCoded: lambda e, t: _joined(
        t[f"ui.option.system.{e.system}"], e.code, t["ui.history.entered"] if e.is_entered else ""
    ),
    events.ApologySigned: lambda e, t: _due(e.due_at, t),
    events.Appraised: _appraisal,
    events.PaymentRequired: lambda e, _: _joined(formats.money(e.amount_vnd), e.what),
    events.PaymentRecorded: lambda e, _: _joined(formats.money(e.amount_vnd), e.what),
    events.TransferWitnessed: lambda e, t: _joined(
        formats.money(e.amount_vnd), t[f"transfer.{e.proof}"]
    ),
    events.ReceiptWritten: lambda e, t: _joined(_receipt(e, t), formats.money(e.amount_vnd)),
    events.ReceiptVoided: lambda e, t: _joined(_receipt(e, t), e.reason),
    events.ParcelCameBack: lambda e, _: _joined(e.parcel, e.reason),
    events.OriginalsKept: lambda e, _: _joined(", ".join(e.papers), e.reason),
    events.PaperScanned: lambda e, t: _joined(
        e.paper, t.say("ui.scan.pages", pages=e.pages), e.reused_from
    ),
    events.ScanWithdrawn: lambda e, _: e.reason,
    events.Extended: lambda e, t: _joined(_due(e.due_at, t), e.reason),
    events.Stopped: lambda e, _: e.reason,
    events.Withdrawn: lambda e, _: e.reason,
    events.Approved: lambda e, _: e.note,
    events.ResultAttached: lambda e, _: _joined(e.name, e.number, e.issuer),
    events.ResultSigned: lambda e, _: e.signer,
    events.ResultSentBack: lambda e, _: e.reason,
    events.ResultPosted: lambda e, _: e.parcel,
    events.ResultReturned: lambda e, _: _joined(e.receiver, e.paper, e.relation),
    events.Corrected: lambda e, t: _joined(_change(e, t), e.reason),
    events.Cancelled: lambda e, _: e.reason,
    events.TakenOver: lambda e, _: e.reason,
    events.ValueSettled: lambda e, t: _joined(_apart(e, t), e.reason),
    events.Reviewed: lambda e, t: _joined(t[f"ui.outcome.{e.outcome}"], e.reason),
    events.StepSeen: lambda e, t: t.say("ui.machine.other", number=e.machine),
    events.CodeAssigned: lambda e, _: f"{e.was} → {e.code}",
}

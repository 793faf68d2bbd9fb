"""What states, due times and numbers are called on the screens."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desk_app.domain.dossier import Status
from desk_app.domain.punctuality import Urgency
from desk_app.domain.submission import AskedBecause
from desk_app.ui import formats
from desk_app.ui.theme import Tone
from desk_app.ui.widgets.status import Due

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from desk_app.domain.rights import Role
    from desk_app.domain.submission import PaperTaken
    from locales.catalogue import Texts

RUNNING = frozenset({Status.RECEIVED, Status.IN_PROGRESS})  # the clock of the promise runs
_PAUSED = frozenset({Status.SUPPLEMENT_REQUESTED, Status.PAYMENT_REQUESTED})
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_TONES: dict[Status, Tone] = {
    Status.REGISTERED: Tone.WAITING,
    Status.RECEIVED: Tone.WORKING,
    Status.NOT_RECEIVED: Tone.CLOSED,
    Status.IN_PROGRESS: Tone.WORKING,
    Status.SUPPLEMENT_REQUESTED: Tone.WAITING,
    Status.PAYMENT_REQUESTED: Tone.WAITING,
    Status.WITHDRAWAL_REQUESTED: Tone.WAITING,
    Status.STOPPED: Tone.CLOSED,
    Status.DONE: Tone.DONE,
    Status.RETURNED: Tone.CLOSED,
}
_URGENT: dict[Urgency, Tone] = {
    Urgency.OVERDUE: Tone.LATE,
    Urgency.DUE_TODAY: Tone.SOON,
    Urgency.DUE_SOON: Tone.SOON,
    Urgency.OK: Tone.WORKING,
    Urgency.NO_DUE: Tone.CLOSED,
}


def status_word(status: Status, *, is_cancelled: bool, texts: Texts) -> str:
    return texts["status.cancelled" if is_cancelled else f"status.{status}"]


def status_tone(status: Status, *, is_cancelled: bool = False) -> Tone:
    return Tone.CLOSED if is_cancelled else _TONES[status]


def due_shown(
    due_at: datetime | None,
    *,
    status: Status,
    urgency: Urgency,
    now: datetime,
    texts: Texts,
) -> Due | None:
    """The promise with its traffic light; no light where the clock stands still or is done."""
    if due_at is None:
        return None
    if status not in RUNNING:
        said = "ui.due.stopped" if status in _PAUSED else "ui.due.over"
        return Due(tone=Tone.CLOSED, relative=texts[said], written=formats.moment(due_at))
    return Due(
        tone=_URGENT[urgency],
        relative=left(due_at, now=now, texts=texts),
        written=formats.moment(due_at),
    )


def left(due_at: datetime, *, now: datetime, texts: Texts) -> str:
    """How long is left, or how late it is: in days, under a day in hours."""
    if due_at < now:
        return texts.say("ui.due.late", span=span(now - due_at, texts))
    return texts.say("ui.due.left", span=span(due_at - now, texts))


def span(length: timedelta, texts: Texts) -> str:
    """A length of time in one whole unit, at least a minute."""
    if length >= _DAY:
        return texts.say("ui.span.days", count=length // _DAY)
    if length >= _HOUR:
        return texts.say("ui.span.hours", count=length // _HOUR)
    return texts.say("ui.span.minutes", count=max(length // timedelta(minutes=1), 1))


def weekday(day: date, texts: Texts) -> str:
    """Thứ Hai, 23/11/2026."""
    return f"{texts[f'ui.weekday.{day.isoweekday()}']} {formats.day(day)}"


def role_words(roles: Iterable[Role], texts: Texts) -> str:
    return ", ".join(texts[f"role.{role}"] for role in roles)


def money_or(vnd: int | None, *, texts: Texts) -> str:
    """The amount, or that it is not known; never a 0 that means not stated."""
    if vnd is None:
        return texts["ui.fee.unknown"]
    return formats.money(vnd) if vnd else texts["fee.free"]


def verdict(standing: str, reason: str, texts: Texts) -> str:
    """The province's word on a change, and why; a reason without words of ours as it came."""
    told, key = texts[f"tick.{standing}"], f"reason.{reason}"
    if not reason:
        return told
    why = texts[key] if key in texts else reason  # noqa: SIM401 - texts have no get
    return f"{told}: {why}"


def paper_state(paper: PaperTaken, texts: Texts) -> str:
    """How it came, and why it was asked for where a database should hold it."""
    state = texts[f"ui.paper_state.{paper.state}"]
    if paper.ground not in set(AskedBecause):
        return f"{state} · {paper.ground}" if paper.ground else state
    return f"{state} · {texts[f'ui.paper_ground.{paper.ground}']}"

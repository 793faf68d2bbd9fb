"""Whether this machine may go on working, in words: lease, orders of the province, program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.queries.access import Access, access_status
from desk_app.ui import formats
from desk_app.ui.connect.mandates import why_not
from desk_app.ui.strip import Kind, Message

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.queries.access import AccessStatus
    from locales.catalogue import Texts

_QUIET = frozenset({Access.FREE, Access.OVER, Access.BARRED})
_WARNINGS = frozenset({Access.LEASE_ENDING, Access.APP_OLD})


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What the frame shows of it."""

    notice: Message | None  # None while nothing is to be told
    must_leave: bool  # the window ends this person's turn by itself


def standing(desk: Desk, texts: Texts) -> Standing:
    status = access_status(desk)
    words = access_words(status, texts)
    kind = Kind.WARNING if status.access in _WARNINGS else Kind.TROUBLE
    return Standing(
        notice=Message(kind=kind, words=words) if words else None, must_leave=status.must_leave
    )


def bar(desk: Desk, texts: Texts) -> str:
    """Why this person can write nothing here now, and what to do; empty where they can."""
    error = desk.journal.bar(at=desk.clock.now(), actor=desk.user.number)
    return texts.error(error.code, error.details) if error else why_not(desk, texts)


def access_words(status: AccessStatus, texts: Texts) -> str:
    """What a person must know and do; empty while nothing is to be told."""
    if status.access in _QUIET:
        return ""
    told = {
        "days": status.days_left or 0,
        "until": _day(status.lease_until) if status.lease_until else "",
        "dropped": _day(status.dropped_at) if status.dropped_at else "",
        "since": _day(status.since) if status.since else "",
        "reason": f" ({status.reason})" if status.reason else "",
        "version": status.version,
    }
    return texts.say(f"ui.access.{status.access}", **told)


def access_facts(desk: Desk, texts: Texts) -> list[tuple[str, str]]:
    """What Settings says of it: key of the label and value."""
    status = access_status(desk)
    keys = texts.say("ui.about.key_list", number=status.keys) if status.keys else ""
    lease = lease_words(desk, texts)
    return [("lease", lease), ("access", access_words(status, texts)), ("keys", keys)]


def lease_words(desk: Desk, texts: Texts) -> str:
    """By when the province must be heard; empty where it set no limit."""
    status = access_status(desk)
    if status.lease_until is None:
        return ""
    key = "ui.about.lease_left" if status.days_left else "ui.about.lease_over"
    return texts.say(key, until=_day(status.lease_until), days=status.days_left)


def _day(moment: datetime) -> str:
    return formats.day(moment.astimezone(formats.VIETNAM).date())

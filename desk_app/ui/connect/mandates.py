"""Mandates of postal staff in the words of the window, and what their card does."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken
from desk_app.domain.mandate import WEEK, Mandate, MandateUnfit
from desk_app.domain.rights import Act, may
from desk_app.queries.mandates import Force, mandates, postal_people, standing_in
from desk_app.ui import formats
from desk_app.ui.connect.acts import DayUnreadable, day
from desk_app.ui.connect.reception import find_procedures
from desk_app.ui.screens.give_mandate import MandateAsk, MandateTyped
from desk_app.ui.screens.mandates import MandateCalls, MandateLine
from desk_app.ui.theme import Tone
from desk_app.usecases.end_mandate import end_mandate
from desk_app.usecases.give_mandate import give_mandate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desk_app.desk import Desk
    from desk_app.queries.mandates import MandateShown
    from locales.catalogue import Texts

_USUAL_DAYS = 30
_TONES = {
    Force.IN_FORCE: Tone.DONE,
    Force.LATER: Tone.WAITING,
    Force.OVER: Tone.CLOSED,
    Force.WITHDRAWN: Tone.CLOSED,
}


def mandate_calls(desk: Desk, texts: Texts) -> MandateCalls:
    may_give = may(desk.user.roles, Act.GIVE_MANDATE)

    def begin() -> MandateTyped:
        today = desk.clock.today()
        return MandateTyped(
            issuer=texts.say("ui.mandates.chairman", committee=desk.place.committee),
            since=formats.day(today),
            until=formats.day(today + timedelta(days=_USUAL_DAYS)),
        )

    return MandateCalls(
        load=lambda: [_line(one, texts, may_end=may_give) for one in mandates(desk)],
        may_give=may_give,
        ask=MandateAsk(
            begin=begin,
            people=partial(postal_people, desk),
            find=partial(find_procedures, desk),
            name_of=lambda code: desk.catalogue.by_code[code].name,
        ),
        give=lambda typed: give_mandate(desk, _mandate(typed)),
        end=lambda number, reason: end_mandate(desk, number, reason=reason),
    )


def why_not(desk: Desk, texts: Texts) -> str:
    """Why this person may not stand in now; empty for an official and within a mandate."""
    found = standing_in(desk)
    return texts.error(found.code, found.details) if isinstance(found, RuleBroken) else ""


def mandate_fact(desk: Desk, texts: Texts) -> list[tuple[str, str]]:
    """What Settings tells postal staff of the mandate they work under."""
    found = standing_in(desk)
    if not isinstance(found, Mandate):
        return []
    return [("mandate", f"{found.number} · {_bounds(found, texts)}")]


def _line(shown: MandateShown, texts: Texts, *, may_end: bool) -> MandateLine:
    mandate = shown.mandate
    whom = mandate.person or texts["ui.mandates.everybody"]
    what = ", ".join(mandate.procedures) or texts["ui.mandates.all_procedures"]
    is_open = shown.force in {Force.IN_FORCE, Force.LATER}
    return MandateLine(
        number=mandate.number,
        told=f"{whom} · {_bounds(mandate, texts)} · {what} · {mandate.issuer}",
        state=texts[f"ui.mandates.force.{shown.force}"],
        tone=_TONES[shown.force],
        may_end=may_end and shown.is_ours and is_open,
    )


def _bounds(mandate: Mandate, texts: Texts) -> str:
    begins, ends = mandate.hours
    return texts.say(
        "ui.mandates.bounds",
        since=formats.day(mandate.since),
        until=formats.day(mandate.until),
        days=_days(sorted(mandate.weekdays), texts),
        begins=begins,
        ends=ends,
    )


def _days(days: Sequence[int], texts: Texts) -> str:
    """Every day, Monday–Friday, or one after another."""
    if len(days) == len(WEEK):
        return texts["ui.mandates.every_day"]
    words = [texts[f"ui.weekday.{one + 1}"] for one in days]
    is_row = days[-1] - days[0] == len(days) - 1 >= 2  # noqa: PLR2004 - two stand better apart
    return f"{words[0]}–{words[-1]}" if is_row else ", ".join(words)


def _mandate(typed: MandateTyped) -> Mandate:
    """Raises DayUnreadable, MandateUnfit."""
    return Mandate(
        number=typed.number,
        issuer=typed.issuer,
        person=typed.person,
        since=_day(typed.since),
        until=_day(typed.until),
        procedures=typed.procedures,
        weekdays=frozenset(one - 1 for one in typed.weekdays),
        begins=_minute(typed.begins),
        ends=_minute(typed.ends),
    )


def _day(typed: str) -> date:
    found = day(typed)
    if found is None:
        raise DayUnreadable(typed="")
    return found


def _minute(typed: str) -> int:
    parts: Sequence[str] = typed.strip().replace("h", ":").split(":")
    if len(parts) not in {1, 2} or not all(part.isdecimal() for part in parts if part):
        raise MandateUnfit(field="hours")
    hour, minute = (int(part or 0) for part in (*parts, "0")[:2])
    return hour * 60 + minute

"""What postal staff may do in place of officials (ủy nhiệm): a decision with its bounds.

A mandate names who, which procedures, which machines, which days of the week and hours, and from
when until when. It covers the four steps around a dossier and never appraisal or decision (QĐ
468/QĐ-TTg; `rights` says which acts these are). Days and hours are those of Viet Nam.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003 - as the other rules' fields
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken
from desk_app.domain.text import LINE_LIMIT, NAME_LIMIT, clean, fold
from desk_app.domain.work_calendar import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Iterable

WHOLE_DAY = 24 * 60  # minutes
WEEK = frozenset(range(7))  # Monday is 0


class MandateMissing(RuleBroken):
    """No mandate names this person and machine; the chairman or the province gives one."""

    code = "mandate_missing"


class MandateWithdrawn(RuleBroken):
    """The mandate was ended before its last day; details: `number`."""

    code = "mandate_withdrawn"


class MandateNotYet(RuleBroken):
    """The mandate begins later; details: `number`, `since`."""

    code = "mandate_not_yet"


class MandateOver(RuleBroken):
    """The mandate's last day has passed; details: `number`, `until`."""

    code = "mandate_over"


class MandateHours(RuleBroken):
    """Not on this day of the week, or not at this hour; details: `number`, `begins`, `ends`."""

    code = "mandate_hours"


class MandateProcedure(RuleBroken):
    """The mandate does not name this procedure; details: `number`, `procedure`."""

    code = "mandate_procedure"


class MandateUnfit(RuleBroken):
    """A mandate that could never hold is not given; details: `field`."""

    code = "mandate_unfit"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mandate:
    number: str  # of the decision: 12/QĐ-UBND
    issuer: str  # who decided, as papers say it
    person: str  # account name; empty: every postal account
    since: date
    until: date  # the last day, itself included
    procedures: tuple[str, ...] = ()  # codes; empty: all
    machines: tuple[int, ...] = ()  # empty: every machine of the organisation
    weekdays: frozenset[int] = WEEK
    begins: int = 0  # minutes of the day
    ends: int = WHOLE_DAY  # minutes of the day, itself not included
    ended_at: datetime | None = None  # withdrawn before its last day

    @property
    def hours(self) -> tuple[str, str]:
        """As a clock shows them: ("07:30", "17:00")."""
        begins, ends = (f"{at // 60:02d}:{at % 60:02d}" for at in (self.begins, self.ends))
        return begins, ends


def check(mandate: Mandate) -> Mandate:
    """The mandate with tidy texts; raises MandateUnfit, ControlCharacters, TooLong."""
    number = clean(mandate.number, limit=NAME_LIMIT, field="number")
    issuer = clean(mandate.issuer, limit=LINE_LIMIT, field="issuer")
    sound = {
        "number": bool(number),
        "issuer": bool(issuer),
        "until": mandate.since <= mandate.until,
        "weekdays": bool(mandate.weekdays) and mandate.weekdays <= WEEK,
        "hours": 0 <= mandate.begins < mandate.ends <= WHOLE_DAY,
    }
    for field, holds in sound.items():
        if not holds:
            raise MandateUnfit(field=field)
    return Mandate(
        number=number,
        issuer=issuer,
        person=clean(mandate.person, limit=NAME_LIMIT, field="person"),
        since=mandate.since,
        until=mandate.until,
        procedures=tuple(sorted(set(mandate.procedures))),
        machines=tuple(sorted(set(mandate.machines))),
        weekdays=mandate.weekdays,
        begins=mandate.begins,
        ends=mandate.ends,
        ended_at=mandate.ended_at,
    )


def covering(
    mandates: Iterable[Mandate],
    *,
    person: str,
    machine: int,
    at: datetime,
    latest: datetime,
    procedure: str = "",
) -> Mandate:
    """The mandate under which the person acts now; raises why none of them covers it.

    `latest`: the latest moment anything proves, so that a clock set back prolongs nothing.
    `procedure`: empty where the act is about none, or about one not known yet. Of several reasons
    the one nearest to holding is told. Raises MandateMissing, MandateWithdrawn, MandateNotYet,
    MandateOver, MandateHours, MandateProcedure.
    """
    nearest: tuple[int, RuleBroken] = (0, MandateMissing())
    for mandate in mandates:
        if not _names(mandate, person, machine):
            continue
        found = _refusal(mandate, at=at, latest=max(at, latest), procedure=procedure)
        if found is None:
            return mandate
        nearest = max(nearest, found, key=lambda one: one[0])
    raise nearest[1]


def numbers_naming(
    mandates: Iterable[Mandate], *, person: str, machine: int, day: date
) -> tuple[str, ...]:
    """The decisions that let the person work at the machine on the day, at whatever hour."""
    return tuple(
        one.number
        for one in mandates
        if _names(one, person, machine) and one.ended_at is None and one.since <= day <= one.until
    )


def _names(mandate: Mandate, person: str, machine: int) -> bool:
    is_person = not mandate.person or fold(mandate.person) == fold(person)
    return is_person and (not mandate.machines or machine in mandate.machines)


def _refusal(
    mandate: Mandate, *, at: datetime, latest: datetime, procedure: str
) -> tuple[int, RuleBroken] | None:
    """Why it does not cover the act, the later the nearer; None where it does."""
    number = mandate.number
    if mandate.ended_at is not None:
        return 2, MandateWithdrawn(number=number)
    if latest.astimezone(VIETNAM).date() > mandate.until:
        return 1, MandateOver(number=number, until=f"{mandate.until:%d/%m/%Y}")
    here = at.astimezone(VIETNAM)
    if here.date() < mandate.since:
        return 3, MandateNotYet(number=number, since=f"{mandate.since:%d/%m/%Y}")
    minute = here.hour * 60 + here.minute
    if here.weekday() not in mandate.weekdays or not mandate.begins <= minute < mandate.ends:
        begins, ends = mandate.hours
        return 4, MandateHours(number=number, begins=begins, ends=ends)
    if procedure and mandate.procedures and procedure not in mandate.procedures:
        return 5, MandateProcedure(number=number, procedure=procedure)
    return None

"""When the parts of an interlinked procedure and the whole of it may be promised.

Every part's time runs from the end of those before it. The dossier is promised for the later of the
last part and the limit that the law gives for the whole, so that no promise is shorter than either.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from desk_app.domain.deadline import Promise, due_at
from desk_app.domain.errors import RuleBroken
from desk_app.domain.linked_parts import ENDED, PartAsked, PartsOpened
from desk_app.domain.procedure import LimitUnit, Mark, TimeLimit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from desk_app.domain.dossier import Dossier
    from desk_app.domain.work_calendar import DeskHours, WorkCalendar


class PartNotOptional(RuleBroken):
    """The law links this part to the others; it cannot be left out (details: `part`)."""

    code = "part_not_optional"


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkedPart:
    """A part as the catalogue knows it."""

    id: str
    name: str
    procedure: str  # its own code; empty where none is known
    agency: str
    limit: TimeLimit
    after: tuple[str, ...]
    is_optional: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkedRule:
    """An interlinked procedure as one law has it."""

    procedure: str
    parts: tuple[LinkedPart, ...]
    whole: TimeLimit  # for all together; NOT_STATED where no law says
    article: str
    mark: Mark


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkedChoice:
    """What the citizen chose at the counter."""

    left_out: tuple[str, ...] = ()  # ids of parts not asked for
    is_apart: bool = False  # results one by one


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkedPlan:
    """The parts asked for, and the promise of each and of all."""

    parts: tuple[PartAsked, ...]
    promise: Promise | None
    article: str

    def opened(self, *, is_apart: bool) -> PartsOpened:
        return PartsOpened(parts=self.parts, is_apart=is_apart, article=self.article)


def chosen(rule: LinkedRule, left_out: Iterable[str]) -> tuple[LinkedPart, ...]:
    """The parts asked for, in their order; raises PartNotOptional."""
    out = frozenset(left_out)
    for part in rule.parts:
        if part.id in out and not part.is_optional:
            raise PartNotOptional(part=part.name)
    return tuple(part for part in rule.parts if part.id not in out)


def plan(
    rule: LinkedRule,
    left_out: Iterable[str] = (),
    *,
    received_at: datetime,
    calendar: WorkCalendar,
    hours: DeskHours,
) -> LinkedPlan:
    """When each part and the whole may be promised; raises PartNotOptional."""
    promises: dict[str, Promise | None] = {}
    asked = chosen(rule, left_out)
    for part in asked:
        before = [promises[one] for one in part.after if one in promises]
        promises[part.id] = _after(part.limit, before, received_at, calendar, hours)
    whole = due_at(received_at, rule.whole, calendar, hours=hours)
    return LinkedPlan(
        parts=tuple(_asked(part, promises[part.id]) for part in asked),
        promise=_latest([*promises.values(), *([whole] if whole else [])]),
        article=rule.article,
    )


def plan_anew(
    rule: LinkedRule,
    dossier: Dossier,
    *,
    at: datetime,
    calendar: WorkCalendar,
    hours: DeskHours,
) -> LinkedPlan:
    """The parts that are not ended, counted from now."""
    open_ = {part.id for part in dossier.parts if part.state not in ENDED}
    left = replace(rule, parts=tuple(part for part in rule.parts if part.id in open_))
    return plan(left, received_at=at, calendar=calendar, hours=hours)


def limit_of(text: str) -> TimeLimit:
    """The limit that a part keeps as text: "working_day:2"."""
    unit, _, amount = text.partition(":")
    return TimeLimit(
        unit=LimitUnit(unit), amount=Fraction(amount), mark=Mark.UNCONFIRMED, text=text
    )


def _asked(part: LinkedPart, promise: Promise | None) -> PartAsked:
    return PartAsked(
        id=part.id,
        name=part.name,
        procedure=part.procedure,
        agency=part.agency,
        limit=f"{part.limit.unit}:{part.limit.amount}",
        due_at=promise.due_at if promise else None,
        after=part.after,
    )


def _after(
    limit: TimeLimit,
    before: Sequence[Promise | None],
    received_at: datetime,
    calendar: WorkCalendar,
    hours: DeskHours,
) -> Promise | None:
    """Counted from the end of what comes before, with the days of both."""
    if not before:
        return due_at(received_at, limit, calendar, hours=hours)
    last = _latest(before)
    own = due_at(last.due_at, limit, calendar, hours=hours) if last else None
    if last is None or own is None:
        return None
    known = last.is_calendar_known and own.is_calendar_known
    return replace(own, days=(*last.days, *own.days[1:]), is_calendar_known=known)


def _latest(promises: Sequence[Promise | None]) -> Promise | None:
    """None where one of them cannot be told."""
    told = [one for one in promises if one is not None]
    if not told or len(told) < len(promises):
        return None
    return max(told, key=lambda one: one.due_at)

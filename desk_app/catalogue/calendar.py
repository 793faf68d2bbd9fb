"""Days off and days worked instead: the `holidays` package, with dated overrides laid over it.

An override file, `calendar/<any name>.json`, schema 1: `{"schema": 1, "scope": "national"|"48"|
"20443", "days": [{"on": day, "works": bool, "reason": text, "source"?: text, "mark"}]}`. The scope
is the country, a province or a commune; the narrower one goes before the wider. The national file
says also `"announced_from"` and `"announced_until"`: within these days everything is announced;
outside them the package's days stand as estimates, and a calendar does not claim to know them.

The trap: the package misses swaps decided late in a year (2/1/2026 for Saturday 10/1/2026).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from desk_app.catalogue.errors import FaultKind
from desk_app.domain.procedure import Mark
from desk_app.domain.work_calendar import WorkCalendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from desk_app.catalogue.entry import Entry

NATIONAL = "national"
_YEARS = range(2020, 2041)  # the package reckons Tết from the moon well beyond
_SATURDAY = 5
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, kw_only=True, slots=True)
class SetDay:
    """A day that somebody has decided on, for the country, a province or a commune."""

    on: date
    works: bool
    reason: str
    mark: Mark
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Overrides:
    """All decided days by scope, and the days within which everything is announced."""

    days: Mapping[str, tuple[SetDay, ...]]  # by scope; later ones stand over earlier ones
    announced_from: date
    announced_until: date

    def of(self, scopes: Iterable[str]) -> dict[date, SetDay]:
        """The decided days, the last scope standing over the ones before it."""
        return {day.on: day for scope in scopes for day in self.days.get(scope, ())}


def work_calendar(
    overrides: Overrides, *, as_of: date, province: str | None, commune: str | None
) -> WorkCalendar:
    """The calendar of one desk; its version tells the catalogue's date and the days it holds."""
    scopes = [NATIONAL, *(scope for scope in (province, commune) if scope)]
    decided = overrides.of(scopes)
    off, worked = _package_days()
    estimated = {
        day: f"{reason} (dự kiến)" if day > overrides.announced_until else reason
        for day, reason in (off | worked).items()
    }
    reasons = estimated | {day: one.reason for day, one in decided.items()}
    set_off = {day for day, one in decided.items() if not one.works}
    set_worked = decided.keys() - set_off
    days_off = (off.keys() - set_worked) | set_off
    days_worked = (worked.keys() - set_off) | set_worked
    return WorkCalendar(
        version=f"{as_of.isoformat()}.{_fingerprint(days_off, days_worked, reasons)}",
        days_off=frozenset(days_off),
        days_worked=frozenset(days_worked),
        reasons=reasons,
        first_day=overrides.announced_from,
        last_day=overrides.announced_until,
    )


def read_overrides(
    entries: Iterable[Entry], *, units: frozenset[str], over: Overrides | None = None
) -> Overrides:
    """The decided days of all files, laid over earlier ones; one of them is the national one."""
    days = dict(over.days) if over else {}
    announced = (over.announced_from, over.announced_until) if over else (date.max, date.min)
    for entry in entries:
        scope = entry.text("scope")
        if scope != NATIONAL and scope not in units:
            entry.fault("scope", FaultKind.UNKNOWN_REFERENCE, repr(scope))
        if scope == NATIONAL:
            announced = _announced(entry)
        days[scope] = (*days.get(scope, ()), *_set_days(entry))
        entry.done()
    return Overrides(days=days, announced_from=announced[0], announced_until=announced[1])


def _announced(entry: Entry) -> tuple[date, date]:
    first, last = entry.day("announced_from"), entry.day("announced_until")
    if last < first:
        entry.fault("announced_until", FaultKind.CONTRADICTION, "before announced_from")
    return first, last


def _set_days(entry: Entry) -> tuple[SetDay, ...]:
    days = []
    for one in entry.entries("days", by="on"):
        days.append(
            SetDay(
                on=one.day("on"),
                works=one.flag("works"),
                reason=one.text("reason"),
                mark=one.choice("mark", Mark),
                source=one.text("source", default=""),
            )
        )
        one.done()
    seen: set[date] = set()
    for day in days:
        if day.on in seen:
            entry.fault("days", FaultKind.REPEATED, day.on.isoformat())
        seen.add(day.on)
    return tuple(days)


@cache
def _package_days() -> tuple[dict[date, str], dict[date, str]]:
    """The package's days off and the weekend days worked instead, each with its reason."""
    import holidays  # noqa: PLC0415 -- takes a tenth of a second, and only a promise needs it

    known = holidays.country_holidays("VN", years=_YEARS, language="vi")
    off = {day: known[day] for day in known}
    worked = {day: "Ngày làm bù" for day in known.weekend_workdays if day.year in _YEARS}
    for day in worked:
        for swapped in [one for one, name in off.items() if f"{day:%d/%m/%Y}" in name]:
            worked[day] = f"Làm bù cho {_said(swapped)}"
            off[swapped] = f"Nghỉ hoán đổi, làm bù {_said(day)}"
    return off, worked


def _said(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"


def _fingerprint(off: Iterable[date], worked: Iterable[date], reasons: Mapping[date, str]) -> str:
    """Eight hex digits that change whenever a day or a reason does."""
    lines = [f"-{day}" for day in sorted(off)] + [f"+{day}" for day in sorted(worked)]
    lines += [f"{day}={reasons[day]}" for day in sorted(reasons)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8]

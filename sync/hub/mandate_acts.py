"""What the hub's commands about mandates do; loaded only when one runs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from sync.hub.acts import opened
from sync.hub.errors import DayRefused, MandateRefused
from sync.hub.mandates import Standing, end_mandate, give_mandate, list_mandates
from sync.hub.rules import Province
from sync.hub.terminal import Asked, Console
from sync.protocol.mandates import WHOLE_DAY, MandateOrder

_EPOCH = date(1970, 1, 1)
_VIETNAM = timezone(timedelta(hours=7))
_HOURS = re.compile(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)")
_DAYS = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """A mandate as it was typed."""

    issuer: str
    since: str  # 2026-11-23
    until: str
    person: str
    procedures: Sequence[str]
    machines: Sequence[int]
    weekdays: str  # 12345: Monday to Friday
    hours: str  # 07:00-17:00


def give(
    province: Province, asked: Asked, console: Console, *, org: str, number: str, bounds: Bounds
) -> None:
    begins, ends = _hours(bounds.hours)
    with opened(province, asked) as hub:
        order = give_mandate(
            hub,
            org,
            MandateOrder(
                number=number.strip(),
                issuer=bounds.issuer.strip(),
                person=" ".join(bounds.person.split()),
                since=_day(bounds.since),
                until=_day(bounds.until),
                procedures=tuple(sorted(set(bounds.procedures))),
                machines=tuple(sorted(set(bounds.machines))),
                weekdays=_weekdays(bounds.weekdays),
                begins=begins,
                ends=ends,
                at=hub.now(),
            ),
        )
    _give(console, Standing(order=order), org, "hub.mandate_given")


def end(
    province: Province, asked: Asked, console: Console, *, org: str, number: str, reason: str
) -> None:
    with opened(province, asked) as hub:
        ended = end_mandate(hub, org, number, reason=reason)
    document = {"org": org, "number": ended.number, "ended_at": _moment(ended.at)}
    console.give(document, "hub.mandate_ended", org=org, number=ended.number)


def show(province: Province, asked: Asked, console: Console, *, org: str) -> None:
    with opened(province, asked) as hub:
        found = list_mandates(hub, org)
    if not found:
        console.tell("hub.mandates_none", org=org)
    for one in found:
        _give(console, one, org, "hub.mandate_withdrawn" if one.end else "hub.mandate")


def _give(console: Console, one: Standing, org: str, key: str) -> None:
    order = one.order
    hours = f"{_clock(order.begins)}-{_clock(order.ends)}"
    days = [day for day in range(_DAYS) if order.weekdays >> day & 1]
    since, until = (_EPOCH + timedelta(days=day) for day in (order.since, order.until))
    document: dict[str, Any] = {
        "org": org,
        "number": order.number,
        "issuer": order.issuer,
        "person": order.person,
        "from": since.isoformat(),
        "until": until.isoformat(),
        "procedures": list(order.procedures),
        "machines": list(order.machines),
        "weekdays": "".join(str(day + 1) for day in days),
        "hours": hours,
        "ended_at": _moment(one.end.at) if one.end else None,
    }
    console.give(
        document,
        key,
        org=org,
        number=order.number,
        since=f"{since:%d/%m/%Y}",
        until=f"{until:%d/%m/%Y}",
        days=", ".join(console.say(f"ui.weekday.{day + 1}") for day in days),
        hours=hours,
    )


def _day(typed: str) -> int:
    try:
        return (date.fromisoformat(typed.strip()) - _EPOCH).days
    except ValueError as error:
        raise DayRefused from error


def _weekdays(typed: str) -> int:
    if not re.fullmatch(r"[1-7]+", typed.strip()):
        raise MandateRefused(field="weekdays")
    return sum(1 << (int(day) - 1) for day in set(typed.strip()))


def _hours(typed: str) -> tuple[int, int]:
    if not typed.strip():
        return 0, WHOLE_DAY
    found = _HOURS.fullmatch(typed.strip())
    if found is None:
        raise MandateRefused(field="hours")
    first, first_minute, last, last_minute = map(int, found.groups())
    return first * 60 + first_minute, last * 60 + last_minute


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at, _VIETNAM).isoformat()

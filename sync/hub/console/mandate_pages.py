"""Mandates of postal staff: who may stand in, where, when, and by which decision."""

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from sync.hub.audit_log import noted
from sync.hub.console.section import Counter, Section, session_of
from sync.hub.errors import DayRefused, MandateRefused
from sync.hub.mandates import Standing, end_mandate, give_mandate, list_mandates
from sync.protocol.mandates import WHOLE_DAY, MandateOrder

Typed = Annotated[str, Form(max_length=4000)]

_EPOCH = date(1970, 1, 1)
_DAYS = 7


def routes(counter: Counter) -> APIRouter:
    router = APIRouter()
    _add_list(router, counter)
    _add_acts(router, counter)
    return router


def _add_list(router: APIRouter, counter: Counter) -> None:
    hub = counter.hub

    @router.get("/mandates")
    def show(request: Request, org: Annotated[str, Query(max_length=40)] = "") -> Response:
        org = org.strip()
        today = (hub.now() + 7 * 3600) // 86_400
        found = [_told(one, today) for one in reversed(list_mandates(hub, org))] if org else []
        names = hub.province.names_of(org) if org else None
        return counter.pages.show(
            request, "mandates.html", org=org, names=names, found=found, days=range(1, _DAYS + 1)
        )


def _add_acts(router: APIRouter, counter: Counter) -> None:
    hub, pages = counter.hub, counter.pages

    @router.post("/mandates")
    def give(
        request: Request,
        *,
        org: Typed,
        number: Typed,
        issuer: Typed,
        since: Typed,
        until: Typed,
        begins: Typed = "",
        ends: Typed = "",
        person: Typed = "",
        procedures: Typed = "",
        machines: Typed = "",
        weekdays: Annotated[list[int] | None, Form()] = None,
    ) -> Response:
        order = MandateOrder(
            number=number.strip(),
            issuer=issuer.strip(),
            person=" ".join(person.split()),
            since=_day(since),
            until=_day(until),
            procedures=tuple(sorted(set(procedures.replace(",", " ").split()))),
            machines=_machines(machines),
            weekdays=sum(1 << (day - 1) for day in set(weekdays or []) if 1 <= day <= _DAYS),
            begins=_minutes(begins, 0),
            ends=_minutes(ends, WHOLE_DAY),
            at=hub.now(),
        )
        with noted(hub, session_of(request).who, "mandate.give", target=f"{org} · {order.number}"):
            give_mandate(hub, org.strip(), order)
        return pages.done(request, "/mandates", "mandate_given", org=org.strip())

    @router.post("/mandates/end")
    def end(request: Request, org: Typed, number: Typed, reason: Typed) -> Response:
        who, target = session_of(request).who, f"{org} · {number}"
        with noted(hub, who, "mandate.end", target=target, purpose=reason):
            end_mandate(hub, org.strip(), number, reason=reason)
        return pages.done(request, "/mandates", "mandate_ended", org=org.strip())


def _told(one: Standing, today: int) -> dict[str, Any]:
    order = one.order
    return {
        "order": order,
        "since": _EPOCH + timedelta(days=order.since),
        "until": _EPOCH + timedelta(days=order.until),
        "days": [day + 1 for day in range(_DAYS) if order.weekdays >> day & 1],
        "hours": f"{_clock(order.begins)}–{_clock(order.ends)}",
        "end": one.end,
        "stands": one.end is None and order.since <= today <= order.until,
        "is_over": one.end is not None or order.until < today,
    }


def _day(typed: str) -> int:
    try:
        return (date.fromisoformat(typed.strip()) - _EPOCH).days
    except ValueError as error:
        raise DayRefused from error


def _minutes(typed: str, otherwise: int) -> int:
    """13:30 as minutes of the day."""
    if not typed.strip():
        return otherwise
    hours, _, minutes = typed.strip().partition(":")
    if not (hours.isdecimal() and minutes.isdecimal()):
        raise MandateRefused(field="hours")
    return int(hours) * 60 + int(minutes)


def _machines(typed: str) -> tuple[int, ...]:
    told = typed.replace(",", " ").split()
    if not all(one.isdecimal() for one in told):
        raise MandateRefused(field="machines")
    return tuple(sorted({int(one) for one in told}))


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


SECTION = Section(path="/mandates", title="web.section.mandates", routes=routes)

"""The overview of machines, and one machine with what an operator may do about it."""

import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from sync.hub import control
from sync.hub.access import invite_desk
from sync.hub.audit_log import noted
from sync.hub.console.errors import FieldRefused, MoveTooEarly
from sync.hub.console.machines import Alarm, Machine, history, kinds, look_over
from sync.hub.console.people_pages import show_invitation
from sync.hub.console.section import Counter, Section, session_of
from sync.hub.console_tables import alarm_takes
from sync.hub.errors import NoSuchMachine
from sync.hub.hub import Hub
from sync.hub.machine_keys import tell_keys
from sync.hub.overview import desks
from sync.hub.statements import insert_missing

A_PAGE = 40

_ALARM = re.compile(r"[a-z]+:\d{1,10}:\d{1,20}")

Typed = Annotated[str, Form(max_length=400)]


class Asked(NamedTuple):
    """What the overview is narrowed to."""

    words: str = ""
    alarm: str = ""
    is_open: bool = False  # alarms that nobody took
    page: int = 1
    path: str = ""  # link, stick, relay; "-": never heard of


def routes(counter: Counter) -> APIRouter:
    router = APIRouter()
    _add_overview(router, counter)
    _add_machine(router, counter)
    _add_orders(router, counter)
    _add_move(router, counter)
    return router


def _add_overview(router: APIRouter, counter: Counter) -> None:
    hub, pages = counter.hub, counter.pages

    @router.get("/desks")
    def show(
        request: Request,
        *,
        q: Annotated[str, Query(max_length=100)] = "",
        alarm: str = "",
        untaken: int = 0,
        path: Annotated[str, Query(max_length=10)] = "",
        page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    ) -> Response:
        told = _overview(hub, Asked(q.strip(), alarm, bool(untaken), page, path))
        return pages.show(request, "desks.html", **told)

    @router.get("/desks/live")
    def refresh(
        request: Request,
        *,
        q: Annotated[str, Query(max_length=100)] = "",
        alarm: str = "",
        untaken: int = 0,
        path: Annotated[str, Query(max_length=10)] = "",
        page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    ) -> Response:
        told = _overview(hub, Asked(q.strip(), alarm, bool(untaken), page, path))
        return pages.show(request, "desks_live.html", **told)

    @router.post("/desks/alarm")
    def take(request: Request, alarm: Typed, note: Typed = "", back: Typed = "/desks") -> Response:
        who = session_of(request).who
        if not _ALARM.fullmatch(alarm):
            raise FieldRefused(field="alarm")
        with noted(hub, who, "alarm.take", target=alarm, purpose=note):
            row = {"alarm": alarm, "operator": who.name, "taken_at": hub.now()}
            with hub.database.writing() as connection:
                insert_missing(connection, alarm_takes, [{**row, "note": note.strip()[:400]}])
        return pages.done(request, back if back.startswith("/desks/") else "/desks", "alarm_taken")


def _add_machine(router: APIRouter, counter: Counter) -> None:
    hub = counter.hub

    @router.get("/desks/{dev}")
    def show_one(request: Request, dev: int) -> Response:
        found = look_over(hub, dev=dev)
        if not found:
            raise NoSuchMachine(dev=dev)
        days = history(hub, found[0].view)
        highest = max((count for _, count in days), default=0) or 1
        return counter.pages.show(
            request, "desk.html", one=found[0], days=days, highest=highest, least=control
        )


def _add_orders(router: APIRouter, counter: Counter) -> None:
    hub = counter.hub

    def ordered(
        request: Request, dev: int, act: str, reason: str, order: Callable[[], Any]
    ) -> Response:
        with noted(hub, session_of(request).who, f"machine.{act}", target=str(dev), purpose=reason):
            order()
        return counter.pages.done(request, f"/desks/{dev}", act)

    @router.post("/desks/{dev}/revoke")
    def revoke(request: Request, dev: int, reason: Typed) -> Response:
        def order() -> None:
            control.revoke(hub, dev, reason=reason)
            tell_keys(hub)

        return ordered(request, dev, "revoked", reason, order)

    @router.post("/desks/{dev}/wipe")
    def wipe(request: Request, dev: int, reason: Typed) -> Response:
        def order() -> None:
            control.order_wipe(hub, dev, reason=reason)
            tell_keys(hub)

        return ordered(request, dev, "wiped", reason, order)

    @router.post("/desks/{dev}/lease")
    def lease(request: Request, dev: int, days: Annotated[int, Form()]) -> Response:
        return ordered(request, dev, "leased", str(days), lambda: control.set_lease(hub, dev, days))


def _add_move(router: APIRouter, counter: Counter) -> None:
    hub = counter.hub

    @router.post("/desks/{dev}/move")
    def move(request: Request, dev: int, org: Typed, reason: Typed) -> Response:
        """Its keys here are ended, and the machine is invited anew where it goes."""
        org = org.strip()
        target = f"{dev} → {org}"
        with noted(hub, session_of(request).who, "machine.move", target=target, purpose=reason):
            view = next((one for one in desks(hub) if one.dev == dev), None)
            if view is None:
                raise NoSuchMachine(dev=dev)
            if view.is_revoked or view.backlog or view.org == org:
                raise MoveTooEarly(dev=dev, left=view.backlog)
            made = invite_desk(hub, org)
            control.order_wipe(hub, dev, reason=reason)
            tell_keys(hub)
        return show_invitation(counter, request, made, moved=view.name or str(dev))


def _overview(hub: Hub, asked: Asked) -> dict[str, Any]:
    every = look_over(hub)
    found = [one for one in every if _fits(hub, one, asked)]
    pages = max(1, -(-len(found) // A_PAGE))
    page = min(asked.page, pages)
    rows = found[(page - 1) * A_PAGE : page * A_PAGE]
    query = {
        "q": asked.words,
        "alarm": asked.alarm,
        "untaken": int(asked.is_open),
        "path": asked.path,
    }
    return {
        "rows": rows,
        "found": len(found),
        "pages": pages,
        "page": page,
        "asked": asked,
        "query": urlencode(query),
        "alarms": list(Alarm),
        "alarm_counts": kinds(every),
        "sums": _sums(every),
    }


def _sums(every: Sequence[Machine]) -> dict[str, int]:
    known = [one for one in every if not one.view.is_revoked]
    return {
        "machines": len(known),
        "alarms": sum(1 for one in known for raised in one.alarms if raised.taken is None),
        "silent": kinds(known)[Alarm.SILENT],
        "backlog": sum(one.view.backlog for one in known),
        "set_aside": sum(one.view.set_aside for one in every),
        "quarantined": sum(one.view.quarantined for one in every),
        "overdue": sum({one.view.org: one.overdue for one in known}.values()),
    }


def _fits(hub: Hub, one: Machine, asked: Asked) -> bool:
    raised = [alarm for alarm in one.alarms if alarm.taken is None or not asked.is_open]
    if (asked.alarm and asked.alarm not in {alarm.kind for alarm in raised}) or (
        asked.is_open and not raised
    ):
        return False
    if asked.path and one.path != asked.path.strip("-"):
        return False
    if not asked.words:
        return True
    folded = hub.province.rules.folded
    told = folded(f"{one.view.dev} {one.commune} {one.view.org} {one.view.name}")
    return all(word in told for word in folded(asked.words).split())


SECTION = Section(path="/desks", title="web.section.desks", routes=routes)

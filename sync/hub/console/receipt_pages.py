"""Ranges of fee receipts: which numbers which machine of a commune may write."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from sync.hub.audit_log import noted
from sync.hub.console.section import Counter, Section, session_of
from sync.hub.errors import RangeRefused
from sync.hub.receipt_ranges import grant_range, list_ranges, take_back
from sync.protocol.receipt_ranges import MAX_REASON, RangeEnd, RangeOrder

Typed = Annotated[str, Form(max_length=500)]


def routes(counter: Counter) -> APIRouter:
    router = APIRouter()
    _add_list(router, counter)
    _add_acts(router, counter)
    return router


def _add_list(router: APIRouter, counter: Counter) -> None:
    hub = counter.hub

    @router.get("/receipts")
    def show(request: Request, org: Annotated[str, Query(max_length=40)] = "") -> Response:
        org = org.strip()
        found = list_ranges(hub, org)[::-1] if org else []
        names = hub.province.names_of(org) if org else None
        return counter.pages.show(request, "receipts.html", org=org, names=names, found=found)


def _add_acts(router: APIRouter, counter: Counter) -> None:
    hub, pages = counter.hub, counter.pages

    @router.post("/receipts")
    def grant(
        request: Request,
        *,
        org: Typed,
        machine: Typed,
        symbol: Typed,
        first: Typed,
        last: Typed,
        issuer: Typed,
        form: Typed = "",
        book: Typed = "",
        paper: Typed = "",
    ) -> Response:
        order = RangeOrder(
            machine=_number(machine, "machine"),
            form=_tidy(form),
            symbol=_tidy(symbol),
            book=_tidy(book),
            first=_number(first, "first"),
            last=_number(last, "last"),
            issuer=_tidy(issuer),
            paper=_tidy(paper),
            at=hub.now(),
        )
        target = f"{org} · {order.machine} · {order.symbol} {order.first}–{order.last}"
        with noted(hub, session_of(request).who, "receipts.grant", target=target):
            grant_range(hub, org.strip(), order)
        return pages.done(request, "/receipts", "receipts_granted", org=org.strip())

    @router.post("/receipts/back")
    def back(
        request: Request,
        *,
        org: Typed,
        machine: Typed,
        symbol: Typed,
        first: Typed,
        used_to: Typed,
        reason: Typed,
        form: Typed = "",
    ) -> Response:
        end = RangeEnd(
            machine=_number(machine, "machine"),
            form=form,
            symbol=symbol,
            first=_number(first, "first"),
            used_to=_number(used_to, "used_to"),
            reason=_tidy(reason)[:MAX_REASON],
            at=hub.now(),
        )
        who, target = session_of(request).who, f"{org} · {end.machine} · {symbol} {end.first}"
        with noted(hub, who, "receipts.back", target=target, purpose=end.reason):
            take_back(hub, org.strip(), end)
        return pages.done(request, "/receipts", "receipts_back", org=org.strip())


def _number(typed: str, field: str) -> int:
    """Of up to seven digits; raises RangeRefused."""
    digits = typed.strip()
    if not (digits.isascii() and digits.isdecimal()):
        raise RangeRefused(field=field)
    return int(digits[:8])


def _tidy(typed: str) -> str:
    return " ".join(typed.split())


SECTION = Section(path="/receipts", title="web.section.receipts", routes=routes)

"""What is set aside, as pages: what waits and why, both values, and what was decided.

A list tells no personal data; who opens one says why, and that is noted.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from sync.hub import late
from sync.hub.audit_log import noted
from sync.hub.console.aside import Decision, Key, count_aside, decide, find_aside, open_aside
from sync.hub.console.errors import FieldRefused
from sync.hub.console.section import Counter, Section, session_of
from sync.hub.judging_again import judge_opaque

Typed = Annotated[str, Form(max_length=500)]

_AT = "/aside/{scope}/{dev}/{ep}/{seq}"
_VERDICTS = ("held", "refused", "opaque")


def routes(counter: Counter) -> APIRouter:
    router = APIRouter()
    _add_list(router, counter)
    _add_one(router, counter)
    _add_kept(router, counter)
    return router


def _add_list(router: APIRouter, counter: Counter) -> None:
    hub = counter.hub

    @router.get("/aside")
    def show(
        request: Request,
        org: Annotated[str, Query(max_length=40)] = "",
        verdict: Annotated[str, Query(max_length=20)] = "",
        over: int = 0,
    ) -> Response:
        return counter.pages.show(
            request,
            "asides.html",
            rows=find_aside(hub, org=org.strip(), verdict=verdict, is_over=bool(over)),
            kept=late.list_kept(hub),
            counts=count_aside(hub),
            verdicts=_VERDICTS,
            org=org,
            verdict=verdict,
            over=over,
        )


def _add_one(router: APIRouter, counter: Counter) -> None:
    hub, pages = counter.hub, counter.pages

    @router.post(f"{_AT}/look")
    def look(
        request: Request, *, scope: str, dev: int, ep: int, seq: int, purpose: Typed
    ) -> Response:
        key = Key(scope=scope, dev=dev, ep=ep, seq=seq)
        if not purpose.strip():
            raise FieldRefused(field="reason")
        with noted(hub, session_of(request).who, "aside.look", target=_name(key), purpose=purpose):
            found = open_aside(hub, key)
        return pages.show(request, "aside.html", one=found, decisions=list(Decision))

    @router.post(f"{_AT}/decide")
    def settle(
        request: Request,
        *,
        scope: str,
        dev: int,
        ep: int,
        seq: int,
        decision: Annotated[Decision, Form()],
        reason: Typed,
    ) -> Response:
        key, who = Key(scope=scope, dev=dev, ep=ep, seq=seq), session_of(request).who
        with noted(hub, who, f"aside.{decision}", target=_name(key), purpose=reason):
            decide(hub, key, decision, reason=reason, operator=who.name)
        return pages.done(request, "/aside", "aside_decided")


def _add_kept(router: APIRouter, counter: Counter) -> None:
    hub, pages = counter.hub, counter.pages

    @router.post("/aside/judge-again")
    def judge_again(request: Request) -> Response:
        with noted(hub, session_of(request).who, "aside.judge"):
            judge_opaque(hub)
        return pages.done(request, "/aside", "judged_again")

    @router.post("/aside/kept/{number}/take")
    def take(request: Request, number: int, reason: Typed) -> Response:
        who = session_of(request).who
        with noted(hub, who, "kept.take", target=str(number), purpose=reason):
            late.take_reviewed(hub, number)
        return pages.done(request, "/aside", "kept_taken")

    @router.post("/aside/kept/{number}/pass")
    def pass_over(request: Request, number: int, reason: Typed) -> Response:
        who = session_of(request).who
        with noted(hub, who, "kept.pass", target=str(number), purpose=reason):
            late.pass_over(hub, number)
        return pages.done(request, "/aside", "kept_passed")


def _name(key: Key) -> str:
    return f"{key.scope} · {key.dev}/{key.ep}/{key.seq}"


SECTION = Section(path="/aside", title="web.section.aside", routes=routes)

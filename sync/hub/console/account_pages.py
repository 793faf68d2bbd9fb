"""The console's accounts on the page of people: asked for, decided by a second person, ended."""

from secrets import token_bytes
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from sync.hub.audit_log import noted
from sync.hub.console.account_wishes import (
    Wanted,
    WishAct,
    ask_account,
    decline_wish,
    grant_wish,
)
from sync.hub.console.errors import SecondPersonNeeded
from sync.hub.console.operators import START_HOURS, end_operator
from sync.hub.console.section import Counter, session_of

_CODE_BYTES = 10

Typed = Annotated[str, Form(max_length=300)]


def add_accounts(router: APIRouter, counter: Counter) -> None:
    _add_asking(router, counter)
    _add_deciding(router, counter)


def _add_asking(router: APIRouter, counter: Counter) -> None:
    hub, pages = counter.hub, counter.pages

    @router.post("/people/wish")
    def wish(
        request: Request,
        *,
        act: Annotated[WishAct, Form()],
        name: Typed,
        reason: Typed,
        role: Typed = "",
        org: Typed = "",
    ) -> Response:
        who = session_of(request).who
        target = f"{act} {name} {role}".strip()
        with noted(hub, who, "operator.ask", target=target, purpose=reason):
            told = Wanted(act=act, name=name, role=role.strip(), org=org.strip(), reason=reason)
            ask_account(hub, who, told)
        return pages.done(request, "/people", "wish_asked")

    @router.post("/people/end")
    def end(request: Request, name: Typed, reason: Typed) -> Response:
        who = session_of(request).who
        with noted(hub, who, "operator.ask_end", target=name, purpose=reason):
            if name == who.name:  # somebody has to be there to see it
                raise SecondPersonNeeded
            end_operator(hub, name, by=who)
        return pages.done(request, "/people", "operator_ended")


def _add_deciding(router: APIRouter, counter: Counter) -> None:
    hub, pages = counter.hub, counter.pages

    @router.post("/people/wish/{number}/grant")
    def grant(request: Request, number: int) -> Response:
        who = session_of(request).who
        with noted(hub, who, "operator.grant", target=str(number)):
            wish, code = grant_wish(hub, who, number, chance=token_bytes(_CODE_BYTES))
        if not code:
            return pages.done(request, "/people", "wish_granted")
        return pages.show(request, "account_code.html", wish=wish, code=code, hours=START_HOURS)

    @router.post("/people/wish/{number}/decline")
    def decline(request: Request, number: int) -> Response:
        who = session_of(request).who
        with noted(hub, who, "operator.decline", target=str(number)):
            decline_wish(hub, who, number)
        return pages.done(request, "/people", "declined")

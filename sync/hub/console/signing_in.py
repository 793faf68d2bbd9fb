"""Signing in and out, beginning an account, and the language."""

from base64 import b32encode
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from sync.errors import SyncError
from sync.hub.console.errors import PasswordsDiffer
from sync.hub.console.guard import Guard
from sync.hub.console.hidden import address_of
from sync.hub.console.operators import require_operator, start
from sync.hub.console.pages import LANGUAGE_COOKIE, LANGUAGES, qr_path
from sync.hub.console.section import Counter
from sync.hub.console.sessions import LONGEST_S, close_session, open_session

_ISSUER = "Mot Cua"  # as code apps show it; accents would make the code twice as dense
_SEE_OTHER = 303
_REFUSED = 422
_YEAR_S = 365 * 86_400

Typed = Annotated[str, Form(max_length=200)]


def signing_in(counter: Counter, guard: Guard) -> APIRouter:
    """The routes of whoever is not signed in yet."""
    router, hub, pages = APIRouter(), counter.hub, counter.pages

    @router.get("/sign-in")
    def show_sign_in(request: Request) -> Response:
        return _kept(guard, request, pages.show(request, "sign_in.html", name="", error=""))

    @router.post("/sign-in")
    def sign_in(
        request: Request, name: Typed = "", password: Typed = "", code: Typed = ""
    ) -> Response:
        try:
            number = require_operator(hub, name, password, code)
        except SyncError as error:
            told = pages.error(request, error.code, error.details)
            answer = pages.show(request, "sign_in.html", status=_REFUSED, name=name, error=told)
            return _kept(guard, request, answer)
        opened = RedirectResponse("/", status_code=_SEE_OTHER)
        return _with_cookie(guard, opened, open_session(hub, number))

    @router.get("/start")
    def show_start(request: Request) -> Response:
        return _kept(guard, request, pages.show(request, "start.html", name="", error=""))

    @router.post("/start")
    def begin(
        request: Request,
        name: Typed = "",
        code: Typed = "",
        password: Typed = "",
        again: Typed = "",
    ) -> Response:
        try:
            if password != again:
                raise PasswordsDiffer
            known, secret = start(hub, name, code, password)
        except SyncError as error:
            told = pages.error(request, error.code, error.details)
            return pages.show(request, "start.html", status=_REFUSED, name=name, error=told)
        rows = hub.province.code_rows(address_of(secret, name=known, issuer=_ISSUER))
        typed = b32encode(secret).decode()
        groups = " ".join(typed[i : i + 4] for i in range(0, len(typed), 4))
        return pages.show(
            request, "started.html", name=known, secret=groups, qr=qr_path(rows), side=len(rows)
        )

    @router.post("/sign-out")
    def sign_out(request: Request) -> Response:
        close_session(hub, request.state.token)
        return RedirectResponse("/sign-in", status_code=_SEE_OTHER)

    _add_language(router, guard)
    return router


def _add_language(router: APIRouter, guard: Guard) -> None:
    @router.post("/language")
    def choose(language: Typed, back: Typed = "/") -> Response:
        is_ours = back.startswith("/") and not back.startswith(("//", "/\\"))
        answer = RedirectResponse(back if is_ours else "/", status_code=_SEE_OTHER)
        if language in LANGUAGES:
            answer.set_cookie(
                LANGUAGE_COOKIE,
                language,
                max_age=_YEAR_S,
                secure=guard.is_tls,
                httponly=True,
                samesite="strict",
            )
        return answer


def _kept(guard: Guard, request: Request, answer: Response) -> Response:
    """The page with the cookie its form belongs to."""
    return _with_cookie(guard, answer, request.state.token)


def _with_cookie(guard: Guard, answer: Response, token: str) -> Response:
    answer.set_cookie(
        guard.cookie,
        token,
        max_age=LONGEST_S,
        secure=guard.is_tls,
        httponly=True,
        samesite="strict",
    )
    return answer

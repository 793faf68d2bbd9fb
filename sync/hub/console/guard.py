"""What every request of the console passes: who asks, may they, is the form ours, not too often.

A route that does not stand in `roles.ALLOWED` is refused, whoever asks.
"""

import hmac
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.hub.console.errors import FormStale, NoSuchPage, NotAllowed, TriedTooOften
from sync.hub.console.roles import ALLOWED, EVERYBODY
from sync.hub.console.sessions import Session, find_session, form_token, new_token
from sync.hub.hub import Hub
from sync.hub.limits import Buckets

MOST_BYTES = 64 * 2**20  # of one form with its files
UNATTENDED = frozenset({"/desks/live"})  # pages ask for these by themselves

_TOO_LARGE = 413
_PLAIN, _SECURE = "console", "__Host-console"
_HEADERS = (
    (
        b"content-security-policy",
        (
            b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            b"font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
            b"base-uri 'none'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
_KEPT_OUT = (b"cache-control", b"no-store")


class SignInNeeded(Exception):
    """Nobody is signed in; the answer is the page to do so."""


def asks() -> Buckets:
    """How often one address may ask."""
    return Buckets(per_s=10.0, burst=300.0)


def tries() -> Buckets:
    """How often one address may try to sign in, whatever the name."""
    return Buckets(per_s=0.1, burst=30.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Guard:
    """Asked before every route."""

    hub: Hub
    is_tls: bool
    asks: Buckets
    signs_in: Buckets

    @property
    def cookie(self) -> str:
        """With TLS a name that a browser takes from this very host alone."""
        return _SECURE if self.is_tls else _PLAIN

    async def __call__(self, request: Request) -> None:
        """Raises NoSuchPage, TriedTooOften, FormStale, SignInNeeded, NotAllowed."""
        route = (request.method, request.scope["route"].path)
        self._weigh(request, is_public=ALLOWED.get(route) == EVERYBODY)
        allowed = ALLOWED.get(route)
        if allowed is None:
            raise NoSuchPage
        token = request.cookies.get(self.cookie, "")
        request.state.token = token or new_token()
        request.state.form_token = form_token(self.hub, request.state.token)
        session: Session | None = None
        if allowed != EVERYBODY:
            is_click = route[1] not in UNATTENDED
            session = await run_in_threadpool(find_session, self.hub, token, is_click=is_click)
            if session is None:
                raise SignInNeeded
        request.state.session = session
        if request.method == "POST":
            await _require_own_form(request)
        if session is not None and session.role not in allowed:
            raise NotAllowed

    def _weigh(self, request: Request, *, is_public: bool) -> None:
        address = request.client.host if request.client else ""
        buckets = [self.asks]
        if is_public and request.method == "POST":
            buckets.append(self.signs_in)
        for bucket in buckets:
            wait_s = bucket.wait_s(address)
            if wait_s:
                raise TriedTooOften(seconds=wait_s)
            bucket.take(address)


async def _require_own_form(request: Request) -> None:
    """Raises FormStale for a form of another page or another session."""
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise FormStale
    form = await request.form()
    told = form.get("form")
    if not isinstance(told, str) or not hmac.compare_digest(
        told.encode(), request.state.form_token.encode()
    ):
        raise FormStale


class Bounded:
    """The application behind its headers; no body is longer than it may be."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_file = scope["path"].startswith("/static/")

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = _HEADERS if is_file else (*_HEADERS, _KEPT_OUT)
                message["headers"] = [*message["headers"], *added]
            await send(message)

        taken = 0

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            return message if taken <= MOST_BYTES else {"type": "http.disconnect"}

        told = Headers(scope=scope).get("content-length", "0")
        if not told.isdecimal() or int(told) > MOST_BYTES:
            await PlainTextResponse("", status_code=_TOO_LARGE)(scope, receive, telling)
            return
        await self._app(scope, bounded, telling)

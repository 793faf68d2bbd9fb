"""The door of the loopback server: only the browser it opened gets in, whatever it asks for.

Other people of the machine can reach 127.0.0.1 too. A ticket (a secret in the address) is good
once and becomes a cookie; page, websocket and files all answer 403 without it.
"""

from __future__ import annotations

import hmac
import json
import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from desk_app.ui import dropping, page_scripts, waiting_room
from desk_app.ui.passes import Passes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, MutableMapping

    Message = MutableMapping[str, Any]
    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Scope, Receive, Send], Awaitable[None]]
    Headers = list[tuple[bytes, bytes]]

ENTER = "/enter/"
AGAIN = "/again"  # a second start of the desk asks the first to show itself
ADDRESS = "/address"  # or for an address of its own
CONTROL = "x-motcua-control"
_TICKET_BYTES = 32
_DROPPED = frozenset({b"access-control-allow-origin"})  # flet opens its files to every origin


class Guard:
    """An ASGI application in front of another, bound to one port of 127.0.0.1."""

    def __init__(
        self,
        inner: App,
        *,
        port: int,
        on_again: Callable[[], None],
        waiting: waiting_room.WaitingRoom | None = None,
        drops: dropping.Drops | None = None,
    ) -> None:
        """`on_again` shows the window of this core again; it must not wait for it."""
        self._inner = inner
        self._host = f"127.0.0.1:{port}"
        self._origin = f"http://{self._host}"
        self._passes = Passes(f"motcua_{port}", path="/")
        self._waiting = waiting
        self.drops = drops or dropping.Drops()
        self._on_again = on_again
        self.control_secret = secrets.token_urlsafe(_TICKET_BYTES)

    def new_address(self) -> str:
        """An address that lets one browser in, once."""
        return f"{self._origin}{ENTER}{self._passes.new_ticket()}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._inner(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = _headers(scope)
        path = str(scope["path"])
        if headers.get(b"host", b"").decode("latin-1") != self._host:
            await _answer(send, HTTPStatus.FORBIDDEN)
        elif path in {AGAIN, ADDRESS} and scope["method"] == "POST":
            await self._control(path, headers, send)
        elif path.startswith(ENTER) and scope["method"] == "GET":
            await self._enter(path.removeprefix(ENTER), send)
        elif self._waiting is not None and _is_for_waiting(path):
            await self._waiting.answer(scope, headers, send)
        elif not self._passes.is_shown(headers):
            await _answer(send, HTTPStatus.FORBIDDEN)
        elif path in page_scripts.PATHS:
            await page_scripts.answer(path, self._hardened(send))
        elif path != dropping.PATH:
            await self._inner(scope, receive, page_scripts.with_scripts(self._hardened(send)))
        elif scope["method"] == "POST" and not self._is_own(headers):
            await _answer(send, HTTPStatus.FORBIDDEN)
        else:
            await self.drops.answer(scope, receive, self._hardened(send))

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = _headers(scope)
        is_ours = (
            headers.get(b"host", b"").decode("latin-1") == self._host
            and self._is_own(headers)
            and self._passes.is_shown(headers)
        )
        if is_ours:
            await self._inner(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": 1008})  # before accept: answered with 403

    def _is_own(self, headers: dict[bytes, bytes]) -> bool:
        """Whether our own page asks."""
        return headers.get(b"origin", b"").decode("latin-1") == self._origin

    async def _enter(self, ticket: str, send: Send) -> None:
        cookie = self._passes.redeem(ticket)
        if cookie is None:
            await _answer(send, HTTPStatus.FORBIDDEN)
            return
        headers = [(b"location", b"/"), (b"set-cookie", cookie)]
        await _answer(send, HTTPStatus.SEE_OTHER, headers=headers)

    async def _control(self, path: str, headers: dict[bytes, bytes], send: Send) -> None:
        secret = headers.get(CONTROL.encode(), b"")
        if not hmac.compare_digest(secret, self.control_secret.encode()):
            await _answer(send, HTTPStatus.FORBIDDEN)
            return
        answer = {}
        if path == ADDRESS:
            answer["url"] = self.new_address()
        else:
            self._on_again()
        await _answer(send, HTTPStatus.OK, body=json.dumps(answer).encode())

    def _hardened(self, send: Send) -> Send:
        """Sends on with headers that keep the page to this server alone."""
        extra = _page_headers(self._origin)

        async def send_hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [h for h in message.get("headers", []) if h[0].lower() not in _DROPPED]
                message["headers"] = kept + extra
            await send(message)

        return send_hardened


def _is_for_waiting(path: str) -> bool:
    return path == waiting_room.PATH or path.startswith(f"{waiting_room.PATH}/")


def _page_headers(origin: str) -> Headers:
    """No outside source: flet's client would otherwise ask a CDN for a part we do not use."""
    policy = (
        "default-src 'self'; "
        "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        f"worker-src 'self' blob:; connect-src 'self' {origin.replace('http', 'ws')} blob: data:; "
        "object-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
    )
    return [
        (b"content-security-policy", policy.encode()),
        (b"referrer-policy", b"no-referrer"),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
    ]


def _headers(scope: Scope) -> dict[bytes, bytes]:
    pairs: Iterable[tuple[bytes, bytes]] = scope["headers"]
    return {name.lower(): value for name, value in pairs}


async def _answer(
    send: Send, status: HTTPStatus, *, headers: Headers | None = None, body: bytes = b""
) -> None:
    start = [(b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
    head = {
        "type": "http.response.start",
        "status": int(status),
        "headers": start + (headers or []),
    }
    await send(head)
    await send({"type": "http.response.body", "body": body})

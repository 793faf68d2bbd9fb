"""The screen of the waiting room: numbers and counters in large letters, on the same local server.

It has a way in of its own, which opens nothing else; it shows no name and takes no word. A plain
page and a few lines of script: it runs all day on a second screen. With the desk locked it shows
what it last knew; without the server it says so.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from desk_app.ui.passes import Passes
from desk_app.ui.waiting_page import SCRIPT, STYLE, page

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping, Sequence

    Message = MutableMapping[str, Any]
    Scope = MutableMapping[str, Any]
    Send = Callable[[Message], Awaitable[None]]
    Headers = list[tuple[bytes, bytes]]

PATH = "/waiting"
_ENTER = f"{PATH}/enter/"
_FRESH_S = 1.0  # several screens cost one look
_KEPT_S = 3600.0  # what a locked desk last knew is shown so long
_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Called:
    number: str  # "007"
    counter: str  # in words: "Quầy 1"
    is_last: bool  # the last one called of all


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingSeen:
    """All that the waiting room may know."""

    title: str  # whose desk
    call: str  # in words: come please
    called: Sequence[Called]
    next: Sequence[str]  # numbers that wait, as they were given out
    foot: str  # how many wait, and how long
    lost: str  # what to say when the desk's machine does not answer


class WaitingRoom:
    """What the second screen shows, whoever is signed in; part of the guarded server."""

    def __init__(self) -> None:
        self._looks: list[Callable[[], WaitingSeen]] = []
        self._last: WaitingSeen | None = None
        self._seen_at = 0.0
        self._origin = ""
        self._passes: Passes | None = None

    def open_at(self, port: int) -> None:
        """Told by the server once it has its port."""
        self._origin = f"http://127.0.0.1:{port}"
        self._passes = Passes(f"motcua_waiting_{port}", path=PATH)

    def new_address(self) -> str:
        """An address that lets one screen in, once; empty before there is a server."""
        return f"{self._origin}{_ENTER}{self._passes.new_ticket()}" if self._passes else ""

    def watch(self, look: Callable[[], WaitingSeen]) -> None:
        """Show what `look` says, until `watch_no_more`; with several the last one's."""
        self._looks.append(look)

    def watch_no_more(self, look: Callable[[], WaitingSeen]) -> None:
        """The desk is left: what was seen last stays for a while."""
        self._looks[:] = [kept for kept in self._looks if kept is not look]

    async def answer(self, scope: Scope, headers: dict[bytes, bytes], send: Send) -> None:
        """One request for something under PATH; the guard has checked the host."""
        path, passes = str(scope["path"]), self._passes
        if passes is None or scope["method"] != "GET":
            await _send(send, HTTPStatus.FORBIDDEN)
        elif path.startswith(_ENTER):
            cookie = passes.redeem(path.removeprefix(_ENTER))
            if cookie is None:
                await _send(send, HTTPStatus.FORBIDDEN)
                return
            there = [(b"location", PATH.encode()), (b"set-cookie", cookie)]
            await _send(send, HTTPStatus.SEE_OTHER, headers=there)
        elif not passes.is_shown(headers):
            await _send(send, HTTPStatus.FORBIDDEN)
        else:
            await self._part(path, send)

    async def _part(self, path: str, send: Send) -> None:
        parts = {
            PATH: (b"text/html", page),
            f"{PATH}/look.js": (b"text/javascript", lambda: SCRIPT),
            f"{PATH}/look.css": (b"text/css", lambda: STYLE),
        }
        if path == f"{PATH}/now":
            await asyncio.to_thread(self._look)
            kind, body = b"text/html", _board(self._last)
        elif path in parts:
            kind, make = parts[path]
            body = make()
        else:
            await _send(send, HTTPStatus.NOT_FOUND)
            return
        said = [(b"content-type", kind + b"; charset=utf-8"), (b"content-security-policy", _POLICY)]
        await _send(send, HTTPStatus.OK, headers=said, body=body.encode())

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._seen_at < _FRESH_S:
            return
        for look in reversed(self._looks):
            with suppress(Exception):  # a desk being locked: the next look may do
                self._last, self._seen_at = look(), now
                return
        if now - self._seen_at > _KEPT_S:
            self._last = None


def _board(seen: WaitingSeen | None) -> str:
    """The part of the page that changes."""
    if seen is None:
        return "<h1></h1>"
    tiles = "".join(
        f'<li class="{"last" if one.is_last else ""}">'
        f"<b>{escape(one.number)}</b><span>{escape(one.counter)}</span></li>"
        for one in seen.called
    )
    following = "".join(f"<li>{escape(number)}</li>" for number in seen.next)
    return (
        f"<h1>{escape(seen.title)}</h1><h2>{escape(seen.call)}</h2>"
        f'<ul class="called">{tiles}</ul><ul class="next">{following}</ul>'
        f'<footer>{escape(seen.foot)}</footer><p class="lost" role="alert">{escape(seen.lost)}</p>'
    )


async def _send(
    send: Send, status: HTTPStatus, *, headers: Headers | None = None, body: bytes = b""
) -> None:
    start: Headers = [
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"referrer-policy", b"no-referrer"),
        (b"x-content-type-options", b"nosniff"),
    ]
    head = {
        "type": "http.response.start",
        "status": int(status),
        "headers": start + (headers or []),
    }
    await send(head)
    await send({"type": "http.response.body", "body": body})

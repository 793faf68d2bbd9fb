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
_VOTE = f"{PATH}/vote/"
_ID_DIGITS = 12
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
class Asked:
    """How was it? Faces first; then, to an unhappy one, why."""

    id: int
    words: str
    choices: Sequence[tuple[str, str]]  # what is answered, and its words
    is_faces: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingSeen:
    """All that the waiting room may know."""

    title: str  # whose desk
    call: str  # in words: come please
    called: Sequence[Called]
    next: Sequence[str]  # numbers that wait, as they were given out
    foot: str  # how many wait, and how long
    lost: str  # what to say when the desk's machine does not answer
    asked: Asked | None = None  # takes the place of the numbers for a minute
    mark: str = ""  # of a desk for training: that nothing here is real


class WaitingRoom:
    """What the second screen shows, whoever is signed in; part of the guarded server."""

    def __init__(self) -> None:
        self._looks: list[Callable[[], WaitingSeen]] = []
        self._votes: list[tuple[object, Callable[[int, str], None] | None]] = []
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

    def watch(
        self, look: Callable[[], WaitingSeen], vote: Callable[[int, str], None] | None = None
    ) -> None:
        """Show what `look` says, until `watch_no_more`; with several the last one's.

        `vote` is told what is touched: the question's id, and the answer.
        """
        self._looks.append(look)
        self._votes.append((look, vote))

    def watch_no_more(self, look: Callable[[], WaitingSeen]) -> None:
        """The desk is left: what was seen last stays for a while."""
        self._looks[:] = [kept for kept in self._looks if kept is not look]
        self._votes[:] = [kept for kept in self._votes if kept[0] is not look]

    async def answer(self, scope: Scope, headers: dict[bytes, bytes], send: Send) -> None:
        """One request for something under PATH; the guard has checked the host."""
        path, passes = str(scope["path"]), self._passes
        if passes is not None and scope["method"] == "POST" and path.startswith(_VOTE):
            is_ours = headers.get(b"origin", b"").decode("latin-1") == self._origin
            is_taken = is_ours and passes.is_shown(headers) and await self._vote(path)
            await _send(send, HTTPStatus.NO_CONTENT if is_taken else HTTPStatus.FORBIDDEN)
        elif passes is None or scope["method"] != "GET":
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

    async def _vote(self, path: str) -> bool:
        id_, _, told = path.removeprefix(_VOTE).partition("/")
        if not (id_.isascii() and id_.isdecimal() and len(id_) < _ID_DIGITS) or not self._votes:
            return False
        vote = self._votes[-1][1]
        if vote is None:
            return False
        try:
            await asyncio.to_thread(vote, int(id_), told)
        except Exception:  # noqa: BLE001 - no such answer, or a desk being locked: not taken
            return False
        self._seen_at = 0.0  # the next look is a fresh one
        return True

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
    if seen.asked is not None:
        return _mark(seen) + _question(seen, seen.asked)
    tiles = "".join(
        f'<li class="{"last" if one.is_last else ""}">'
        f"<b>{escape(one.number)}</b><span>{escape(one.counter)}</span></li>"
        for one in seen.called
    )
    following = "".join(f"<li>{escape(number)}</li>" for number in seen.next)
    return (
        f"{_mark(seen)}<h1>{escape(seen.title)}</h1><h2>{escape(seen.call)}</h2>"
        f'<ul class="called">{tiles}</ul><ul class="next">{following}</ul>'
        f'<footer>{escape(seen.foot)}</footer><p class="lost" role="alert">{escape(seen.lost)}</p>'
    )


def _mark(seen: WaitingSeen) -> str:
    return f'<p class="mark">{escape(seen.mark)}</p>' if seen.mark else ""


_FACES = {
    "1": "M14 34 Q24 22 34 34",
    "2": "M14 33 Q24 26 34 33",
    "3": "M14 31 L34 31",
    "4": "M14 29 Q24 37 34 29",
    "5": "M12 27 Q24 44 36 27 Z",
}


def _question(seen: WaitingSeen, asked: Asked) -> str:
    choices = "".join(
        f'<li><button data-vote="{asked.id}/{escape(told)}">'
        f"{_face(told) if asked.is_faces else ''}"
        f"<span>{number}. {escape(words)}</span></button></li>"
        for number, (told, words) in enumerate(asked.choices, start=1)
    )
    return (
        f"<h1>{escape(seen.title)}</h1><h2>{escape(asked.words)}</h2>"
        f'<ul class="asked">{choices}</ul><p class="lost" role="alert">{escape(seen.lost)}</p>'
    )


def _face(told: str) -> str:
    return (
        f'<svg viewBox="0 0 48 48" class="face face-{told}" aria-hidden="true">'
        '<circle cx="24" cy="24" r="22"/><circle cx="17" cy="19" r="2.4" class="ink"/>'
        '<circle cx="31" cy="19" r="2.4" class="ink"/>'
        f'<path d="{_FACES[told]}" class="mouth"/></svg>'
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

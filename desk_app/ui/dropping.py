"""Files dropped on the window from outside: a script in the page sends them, a screen takes them.

flet 1.0.5 knows no drop from outside. Nothing is written to disk; what no screen takes stays where
it was, and the browser never opens a dropped file in place of the window.
"""

from __future__ import annotations

import inspect
import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import parse_qs

import flet as ft

from desk_app.ui.strip import Kind
from desk_app.ui.strip import Message as StripMessage
from desk_app.ui.widgets.file_choice import ChosenFile

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping, Sequence

    from locales.catalogue import Texts

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]

PATH: Final = "/drop"
DROPS: Final = "drops"  # where a session keeps it
MOST_BYTES: Final = 100_000_000  # of one drop: a hundred scanned pages
_MOST_FILES, _MOST_NAME = 100, 200


class TooMuchDroppedError(Exception):
    """More files, or larger ones, than are taken at once."""


class Drops:
    """Which screens take files now; the one that came last in a window that is there takes them."""

    def __init__(self) -> None:
        self._standing: list[tuple[ft.Page, Callable[[Sequence[ChosenFile]], Any]]] = []

    def stand(
        self, page: ft.Page, take: Callable[[Sequence[ChosenFile]], Any]
    ) -> Callable[[], None]:
        """`take` gets what is dropped, none where that is too much; until the answer is called."""
        place = (page, take)
        self._standing.append(place)
        return lambda: self._standing.remove(place)

    async def answer(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """GET: does anybody take files? POST: here they are, one behind the other."""
        standing = [place for place in self._standing if _is_there(place[0])]
        if scope["method"] == "GET":
            await _say(send, HTTPStatus.OK, json.dumps({"takes": bool(standing)}).encode())
        elif scope["method"] != "POST" or not standing:
            await _say(send, HTTPStatus.CONFLICT)
        else:
            page, take = standing[-1]
            try:
                files = await _received(scope["query_string"], receive)
            except TooMuchDroppedError:
                page.run_task(_hand_over, take, ())
                await _say(send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            except ValueError:
                await _say(send, HTTPStatus.BAD_REQUEST)
            else:
                page.run_task(_hand_over, take, files)
                await _say(send, HTTPStatus.NO_CONTENT)


def _is_there(page: ft.Page) -> bool:
    """Whether a browser shows it; a window loaded anew leaves its old page behind for a while."""
    connection: object | None = page.session.connection
    return connection is not None


def use_drops(
    on_files: Callable[[Sequence[ChosenFile]], Any],
    *,
    on_trouble: Callable[[StripMessage], Any],
    texts: Texts,
) -> None:
    """While the component stands, dropped files are its own."""
    page = ft.context.page
    drops = cast("Drops", page.session.store.get(DROPS))
    leave: Any = ft.use_ref(None)

    def take(files: Sequence[ChosenFile]) -> Any:
        if files:
            return on_files(files)
        return on_trouble(StripMessage(kind=Kind.TROUBLE, words=texts["ui.drop.too_much"]))

    newest: Any = ft.use_ref(None)
    newest.current = take  # a screen is drawn anew more often than it begins to stand

    def begin() -> None:
        def take_newest(files: Sequence[ChosenFile]) -> Any:
            return newest.current(files)

        leave.current = drops.stand(page, take_newest)

    def end() -> None:
        leave.current()

    ft.use_effect(begin, dependencies=[], cleanup=end)


async def _received(query: bytes, receive: Receive) -> list[ChosenFile]:
    """The files as the address tells them, `files=[[name, bytes], …]`, cut from the body.

    Raises ValueError where body and address do not agree, TooMuchDroppedError.
    """
    told = json.loads(parse_qs(query.decode("ascii")).get("files", ["[]"])[0])
    try:
        sizes = [(str(name)[-_MOST_NAME:], int(size)) for name, size in told]
    except TypeError as error:
        raise ValueError(told) from error
    whole = sum(size for _, size in sizes)
    if whole > MOST_BYTES or len(sizes) > _MOST_FILES:
        raise TooMuchDroppedError
    body = bytearray()
    more = True
    while more and len(body) <= whole:
        message = await receive()
        body += message.get("body", b"")
        more = message["type"] == "http.request" and message.get("more_body", False)
    if len(body) != whole or not sizes or min(size for _, size in sizes) < 0:
        raise ValueError(len(body))
    files, at = [], 0
    for name, size in sizes:
        files.append(ChosenFile(name=name, content=bytes(body[at : at + size])))
        at += size
    return files


async def _hand_over(
    take: Callable[[Sequence[ChosenFile]], Any], files: Sequence[ChosenFile]
) -> None:
    answer = take(files)
    if inspect.isawaitable(answer):
        await answer


async def _say(send: Send, status: HTTPStatus, body: bytes = b"") -> None:
    length = (b"content-length", str(len(body)).encode())
    kind = (b"content-type", b"application/json")
    headers = [length, kind, (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})

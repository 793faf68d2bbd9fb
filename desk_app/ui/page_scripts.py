"""Our own scripts in flet's page: named in it before anything else runs, and served."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Message = MutableMapping[str, Any]
    Send = Callable[[Message], Awaitable[None]]

_FOLDER = Path(__file__).parent / "web"
PATHS: Final = {f"/{name}": _FOLDER / name for name in ("drop.js", "reader.js")}
_TAGS = "".join(f'<script src="{path}" defer></script>' for path in PATHS).encode() + b"</head>"


async def answer(path: str, send: Send) -> None:
    """The script of one of PATHS."""
    body = PATHS[path].read_bytes()
    length = (b"content-length", str(len(body)).encode())
    headers = [length, (b"content-type", b"text/javascript"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": int(HTTPStatus.OK), "headers": headers})
    await send({"type": "http.response.body", "body": body})


def with_scripts(send: Send) -> Send:
    """Sends on, with the scripts named in the page."""
    begun: list[Message] = []
    body: list[bytes] = []

    async def send_with_scripts(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            is_page = headers.get(b"content-type", b"").startswith(b"text/html")
            if message["status"] != HTTPStatus.OK or not is_page:
                await send(message)
                return
            begun.append(message)
        elif not begun:
            await send(message)
        else:
            body.append(message.get("body", b""))
            if not message.get("more_body", False):
                await _send_page(send, begun.pop(), b"".join(body))

    return send_with_scripts


async def _send_page(send: Send, start: Message, page: bytes) -> None:
    named = page.replace(b"</head>", _TAGS, 1)
    kept = [header for header in start["headers"] if header[0].lower() != b"content-length"]
    length = (b"content-length", str(len(named)).encode())
    await send({**start, "headers": [*kept, length]})
    await send({"type": "http.response.body", "body": named})

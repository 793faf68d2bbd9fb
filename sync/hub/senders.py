"""How messages leave the hub: a folder that another program empties, or a signed HTTP request.

A sender is given the same message again where it is not sure that it went; the id tells them apart.

    {"id": "6f…", "phone": "0912345678", "words": "…"}

The request is signed over its body: `X-Signature: sha256=` and the HMAC-SHA256 in hex.
"""

import hmac
import json
import os
from pathlib import Path
from typing import NamedTuple, Protocol

import httpx

from sync.hub.errors import MessageNotSent

_TIMEOUT_S = 10.0


class Outgoing(NamedTuple):
    """One message; its words name nobody."""

    id: str
    phone: str
    words: str


class Sender(Protocol):
    """What takes messages; raises MessageNotSent where one may not have gone."""

    def send(self, message: Outgoing) -> None: ...


class FolderSender:
    """A file a message, whole or not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: Outgoing) -> None:
        path = self._folder / f"{message.id}.json"
        beside = path.with_suffix(".part")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with beside.open("wb") as file:
                file.write(_body(message))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except OSError as error:
            raise MessageNotSent(reason="folder") from error


class HttpSender:
    """One request a message, to a gateway that knows the key."""

    def __init__(self, url: str, key: bytes) -> None:
        self._url = url
        self._key = key

    def send(self, message: Outgoing) -> None:
        body = _body(message)
        mark = hmac.new(self._key, body, "sha256").hexdigest()
        headers = {"Content-Type": "application/json", "X-Signature": f"sha256={mark}"}
        try:
            answer = httpx.post(self._url, content=body, headers=headers, timeout=_TIMEOUT_S)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise MessageNotSent(reason="unreachable") from error
        if not answer.is_success:
            raise MessageNotSent(reason=str(answer.status_code))


def _body(message: Outgoing) -> bytes:
    return json.dumps(message._asdict(), ensure_ascii=False).encode()

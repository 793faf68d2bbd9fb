"""Before any work is done: whose key it is, how often it asks, how much it sends."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.hub.api.errors import BodyTooLarge, KeyRefused, ScopeMissing, TooMany
from sync.hub.api.keys import Key, shown_key
from sync.hub.api.keys import Scope as Right
from sync.hub.hub import Hub
from sync.hub.limits import Buckets

MOST_JSON_BYTES = 64 * 2**10

_TOO_LARGE = 413


@dataclass(frozen=True, kw_only=True, slots=True)
class Rates:
    """How often a key, and an address without one, may ask this process."""

    key_per_s: float = 20.0
    key_burst: float = 400.0
    stranger_per_s: float = 0.5
    stranger_burst: float = 30.0


class Keyring:
    """Knows the keys that are shown, and how often they came."""

    def __init__(self, hub: Hub, rates: Rates, *, clock: Callable[[], float] = monotonic) -> None:
        self._hub = hub
        self._known = Buckets(per_s=rates.key_per_s, burst=rates.key_burst, clock=clock)
        self._strange = Buckets(per_s=rates.stranger_per_s, burst=rates.stranger_burst, clock=clock)

    def key(self, address: str, shown: str, right: Right) -> Key:
        """The key, if it may do this now; raises KeyRefused, ScopeMissing, TooMany."""
        _require_turn(self._strange, address)
        try:
            key = shown_key(self._hub, shown)
        except KeyRefused:
            self._strange.take(address)
            raise
        _require_turn(self._known, key.id)
        self._known.take(key.id)
        if right not in key.scopes:
            raise ScopeMissing(scope=right)
        return key


def holder_of(keyring: Keyring, right: Right) -> Any:
    """What a route asks for: the key that was shown, if it may do this."""
    bearer = HTTPBearer(auto_error=False, description="Khóa do `hub api-key add` cấp.")

    def holder(
        request: Request,
        shown: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
    ) -> Key:
        address = request.client.host if request.client else ""
        return keyring.key(address, shown.credentials if shown else "", right)

    return Depends(holder)


class Bounded:
    """An application whose requests end where they grow too large."""

    def __init__(self, app: ASGIApp, most_bytes_of: Callable[[str], int]) -> None:
        self._app = app
        self._most_bytes_of = most_bytes_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most, came = self._most_bytes_of(scope["path"]), 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > most:
                raise HTTPException(_TOO_LARGE, BodyTooLarge(most_bytes=most).details)
            return message

        await self._app(scope, counted, send)


def _require_turn(buckets: Buckets, key: str) -> None:
    wait_s = buckets.wait_s(key)
    if wait_s:
        raise TooMany(wait_s=wait_s)

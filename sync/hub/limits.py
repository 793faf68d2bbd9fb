"""How much one machine, one address and all together may ask of a hub process.

A line that brings no request, or a request too slowly, is closed: whatever it brought of a file is
kept, and a batch is sent again. Counts are those of this process; several of them allow so much
more together.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Client = tuple[str, int]  # address and port: one connection


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What a hub process allows; the defaults fit 2,000 desks behind a few addresses."""

    machine_per_s: float = 10.0  # requests of one known machine
    machine_burst: float = 600.0
    stranger_per_s: float = 1.0  # of one address: enrolments, and whatever is refused
    stranger_burst: float = 120.0
    connections: int = 8_192
    connections_of_address: int = 4_096  # a province may stand behind one
    request_line_s: float = 30.0  # from the connection, or the first byte, to the last header
    stall_s: float = 90.0  # without a byte of the body
    body_s: float = 120.0  # for a body of no bytes; a longer one has more time:
    least_bytes_per_s: float = 200.0


class Buckets:
    """Token buckets by key; the least used are forgotten, full as they are."""

    def __init__(
        self,
        *,
        per_s: float,
        burst: float,
        clock: Callable[[], float] = monotonic,
        most_keys: int = 50_000,
    ) -> None:
        self._per_s = per_s
        self._burst = burst
        self._clock = clock
        self._most = most_keys
        self._left: OrderedDict[Any, tuple[float, float]] = OrderedDict()  # tokens, as of when

    def wait_s(self, key: Any) -> int:
        """Whole seconds until the key may ask again; 0: now."""
        left = self._now(key)
        return 0 if left >= 1 else ceil((1 - left) / self._per_s)

    def take(self, key: Any) -> None:
        """Count one request of a key."""
        self._left[key] = (max(0.0, self._now(key) - 1), self._clock())
        self._left.move_to_end(key)
        while len(self._left) > self._most:
            self._left.popitem(last=False)

    def _now(self, key: Any) -> float:
        left, at = self._left.get(key, (self._burst, self._clock()))
        return min(self._burst, left + (self._clock() - at) * self._per_s)


class Gate:
    """Counts connections and closes those that only hold a place."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.strangers = Buckets(per_s=limits.stranger_per_s, burst=limits.stranger_burst)
        self.machines = Buckets(per_s=limits.machine_per_s, burst=limits.machine_burst)
        self._of_address: dict[str, int] = {}
        self._lines: dict[Client, Line] = {}

    @property
    def connections(self) -> int:
        return sum(self._of_address.values())

    def enter(self, line: "Line", client: Client) -> bool:
        """Whether there is a place for one more connection of the address."""
        of_address = self._of_address.get(client[0], 0)
        if (
            of_address >= self.limits.connections_of_address
            or self.connections >= self.limits.connections
        ):
            return False
        self._of_address[client[0]] = of_address + 1
        self._lines[client] = line
        return True

    def leave(self, client: Client) -> None:
        left = self._of_address.get(client[0], 1) - 1
        if left:
            self._of_address[client[0]] = left
        else:
            self._of_address.pop(client[0], None)
        self._lines.pop(client, None)

    def line_of(self, scope: Scope) -> "Line | None":
        client = scope.get("client")
        return self._lines.get(tuple(client)) if client else None


class Line(asyncio.Protocol):
    """One connection: uvicorn's own protocol, and a clock while no whole request has come."""

    def __init__(self, inner: asyncio.Protocol, gate: Gate) -> None:
        self._inner = inner
        self._gate = gate
        self._loop = asyncio.get_running_loop()
        self._client: Client | None = None
        self._patience: asyncio.TimerHandle | None = None
        self._is_busy = False
        self._transport: Any = None
        self.is_known = False  # a machine has proved itself on it

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._inner.connection_made(transport)
        peer = transport.get_extra_info("peername")
        client = (str(peer[0]), int(peer[1])) if peer else ("", id(self))
        if not self._gate.enter(self, client):
            self._transport.abort()
            return
        self._client = client
        self._wait()

    def data_received(self, data: bytes) -> None:
        if not self._is_busy and self._patience is None:
            self._wait()
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received()

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        if self._client is not None:
            self._gate.leave(self._client)
        self._inner.connection_lost(exc)

    def begin(self) -> None:
        """A request has come with all its headers."""
        self._is_busy = True
        self._stop_waiting()

    def end(self) -> None:
        """The answer is out; only a known machine's line may stay idle for long."""
        self._is_busy = False
        if not self.is_known and self._patience is None:
            self._wait()

    def close(self) -> None:
        """End the line: what it still owes will not be waited for."""
        self._transport.abort()

    def _wait(self) -> None:
        limit = self._gate.limits.request_line_s
        self._patience = self._loop.call_later(limit, self._transport.abort)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None


class Guarded:
    """An application whose requests must come in at a bearable pace."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        line = self._gate.line_of(scope)
        if line is not None:
            line.begin()
        body = _Body(receive, self._gate.limits)
        try:
            await self._app(scope, body, send)
        finally:
            if line is not None:
                line.end()
                if body.is_given_up:
                    line.close()


class _Body:
    """A request's body; one that stands still or crawls ends as if its sender had gone."""

    def __init__(self, receive: Receive, limits: Limits) -> None:
        self._receive = receive
        self._limits = limits
        self._since = monotonic()
        self._bytes = 0
        self._is_whole = False
        self.is_given_up = False

    async def __call__(self) -> Message:
        if self._is_whole:
            return await self._receive()
        allowed = self._limits.body_s + self._bytes / self._limits.least_bytes_per_s
        left = allowed - (monotonic() - self._since)
        try:
            async with asyncio.timeout(max(0.0, min(left, self._limits.stall_s))):
                message = await self._receive()
        except TimeoutError:
            self.is_given_up = True
            return {"type": "http.disconnect"}
        self._bytes += len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        return message

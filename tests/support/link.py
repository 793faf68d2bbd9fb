"""A bad line between a desk and a hub: rate, delay, windows without a line, cuts; in a thread.

Each direction has one clock of tokens: bytes are handed over when the line would have carried them.
A new connection pays one round trip more, as TCP does. `cut` ends what is on the line at once.
"""

import asyncio
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

_READ_BYTES = 1_400
_AHEAD = 64  # reads that may wait in a line's buffer
_START_S = 30


@dataclass(kw_only=True, slots=True)
class Shape:
    """What the line is like."""

    rtt_s: float = 0.0
    bytes_s: float = 0.0  # each way; 0: as fast as it goes
    up_s: float = 0.0  # how long the line holds; 0: for ever
    down_s: float = 0.0  # and how long it is away then


@dataclass(slots=True)
class Counted:
    """What a line has carried: `up` and `down` went in, `arrived_up` came out at the far end.

    The difference was in the line's buffer when it dropped, and took none of its time.
    """

    connections: int = 0
    arrived_up: int = 0
    up: int = 0
    down: int = 0
    turns: int = 0  # how often the line turned to “up”


@dataclass(slots=True)
class _Way:
    """One direction of the line, shared by all connections."""

    free_at: float = 0.0


class BadLine:
    """A TCP relay to `host:port` on a port of its own."""

    def __init__(self, host: str, port: int, shape: Shape | None = None) -> None:
        self.shape = shape or Shape()
        self.counted = Counted()
        self._upstream = (host, port)
        self._ways = {"up": _Way(), "down": _Way()}
        self._last_way = ""
        self._is_away = False
        self._live: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._bound = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()
        self._stop = asyncio.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._bound.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(_START_S)
        return self

    def __exit__(self, *_error: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_START_S)
        self._loop.close()

    def cut(self) -> None:
        """End every connection now, as a lost line does."""
        self._loop.call_soon_threadsafe(self._abort_all)

    def leads_to(self, host: str, port: int) -> None:
        """From now on new connections end there."""
        self._upstream = (host, port)

    def take_away(self) -> None:
        """Cut, and refuse connections until `give_back`."""
        self._is_away = True
        self.cut()

    def give_back(self) -> None:
        self._is_away = False

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._connected, sock=self._bound)
        flapping = asyncio.create_task(self._flap())
        self._ready.set()
        async with server:
            await self._stop.wait()
            flapping.cancel()
            self._abort_all()
        with suppress(asyncio.CancelledError):
            await flapping
        rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    async def _flap(self) -> None:
        while self.shape.up_s:
            await asyncio.sleep(self.shape.up_s)
            self._is_away = True
            self._abort_all()
            await asyncio.sleep(self.shape.down_s)
            self._is_away = False

    def _abort_all(self) -> None:
        """What was on the line is gone, and takes no time of those who come after."""
        for writer in tuple(self._live):
            writer.transport.abort()
        for way in self._ways.values():
            way.free_at = 0.0

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_away:
            writer.transport.abort()
            return
        self.counted.connections += 1
        self._live.add(writer)
        try:
            await asyncio.sleep(self.shape.rtt_s)  # SYN and its answer
            far_reader, far_writer = await asyncio.open_connection(*self._upstream)
        except OSError:
            self._live.discard(writer)
            writer.transport.abort()
            return
        self._live.add(far_writer)
        try:
            with suppress(asyncio.CancelledError):  # at the end; asyncio would print it
                await asyncio.gather(
                    self._carry(reader, far_writer, "up"), self._carry(far_reader, writer, "down")
                )
        finally:
            for end in (writer, far_writer):
                self._live.discard(end)
                end.transport.abort()

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, name: str
    ) -> None:
        """One direction: read ahead a little, hand over when the line would have."""
        waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(_AHEAD)
        handing = asyncio.create_task(
            _hand_over(waiting, writer, self.counted if name == "up" else None)
        )
        with suppress(OSError, asyncio.IncompleteReadError):
            while content := await reader.read(_READ_BYTES):
                await waiting.put((self._due(name, len(content)), content))
        await waiting.put((0.0, b""))
        await handing

    def _due(self, name: str, size: int) -> float:
        """When bytes that enter the line now come out of it; counts them."""
        self.counted.turns += name == "up" and self._last_way != "up"
        self._last_way = name
        setattr(self.counted, name, getattr(self.counted, name) + size)
        now, way = self._loop.time(), self._ways[name]
        takes_s = size / self.shape.bytes_s if self.shape.bytes_s else 0.0
        way.free_at = max(way.free_at, now) + takes_s
        return way.free_at + self.shape.rtt_s / 2


async def _hand_over(
    waiting: "asyncio.Queue[tuple[float, bytes]]",
    writer: asyncio.StreamWriter,
    counted: Counted | None,
) -> None:
    """What comes after an end is gone is read and dropped: nobody may wait on a full queue."""
    loop = asyncio.get_running_loop()
    while (taken := await waiting.get())[1]:
        due, content = taken
        if (left := due - loop.time()) > 0:
            await asyncio.sleep(left)
        if writer.is_closing():
            continue
        with suppress(OSError):
            writer.write(content)
            if counted is not None:
                counted.arrived_up += len(content)
            await writer.drain()
    with suppress(OSError):
        if writer.can_write_eof():
            writer.write_eof()

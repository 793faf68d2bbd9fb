"""Asking a web page so often a second, as many people would: whoever waits does not stop others."""

from __future__ import annotations

import asyncio
from itertools import cycle
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.bench.figures import Times

if TYPE_CHECKING:
    from asyncio import Queue, StreamReader, StreamWriter
    from collections.abc import Sequence

    Line = tuple[StreamReader, StreamWriter]

_LINES = 16
_LENGTH = b"content-length:"


def asked(urls: Sequence[str], *, per_s: int, seconds: float) -> tuple[Times, int]:
    """Of pages of one place, one after another and again from the first.

    Milliseconds from when each was to be asked to its last byte; how many were not answered.
    """
    return asyncio.run(_asked(urls, per_s, seconds))


async def _asked(urls: Sequence[str], per_s: int, seconds: float) -> tuple[Times, int]:
    place = urlsplit(urls[0])
    lines: Queue[Line] = asyncio.Queue()
    for _ in range(_LINES):
        lines.put_nowait(await asyncio.open_connection(place.hostname, place.port))
    requests = cycle(
        f"GET {urlsplit(url).path} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode()
        for url in urls
    )
    begun = perf_counter()
    moments = [begun + number / per_s for number in range(int(per_s * seconds))]
    came = await asyncio.gather(
        *(_one(lines, next(requests), at) for at in moments), return_exceptions=True
    )
    while not lines.empty():
        lines.get_nowait()[1].close()
    times = tuple(one for one in came if isinstance(one, float))
    return Times(all_ms=times), len(came) - len(times)


async def _one(lines: Queue[Line], request: bytes, at: float) -> float:
    await asyncio.sleep(max(0.0, at - perf_counter()))
    reader, writer = await lines.get()
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    fields = head.lower().split(b"\r\n")
    length = next(field for field in fields if field.startswith(_LENGTH))
    await reader.readexactly(int(length.removeprefix(_LENGTH)))
    lines.put_nowait((reader, writer))
    if b" 200 " not in fields[0] + b" ":
        raise ValueError(fields[0])
    return (perf_counter() - at) * 1000

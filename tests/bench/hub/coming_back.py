"""A province's desks come back within minutes, each over HTTP with what it wrote meanwhile.

What is more than a day's work goes in requests of a day each, one after another, as a desk sends.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from pathlib import Path
from random import Random
from ssl import create_default_context
from time import perf_counter
from typing import TYPE_CHECKING

import httpx

from sync.hub.hub import open_hub
from sync.hub.serving import Address, serve
from sync.protocol.versions import EXCHANGE_PATH, MEDIA_TYPE
from tests.bench.figures import Figure, Times
from tests.bench.hub.taking import BATCH, ROOT, any_province, enrolled, made, requests_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from ssl import SSLContext

    from tests.bench.hub.corpus import Act, Machine

_PROMISED_WINDOW_S = 300
_P99_MS = 60_000
_BACKLOG_MS = 600_000  # a province that was dark has caught up within ten minutes
_PATIENCE_S = 120  # of a desk, as it is in sync
_MEMORY_MB = 512
_DESKS_OF_A_COMMUNE = 8


def figures(folder: Path, done: Sequence[Act], *, desks: int, window_s: float) -> list[Figure]:
    """Each desk at a moment of its own within the window, on a connection of its own."""
    with made(folder, "") as hub:
        machines = [
            enrolled(hub, f"H48.{number // _DESKS_OF_A_COMMUNE:05d}", done)
            for number in range(desks)
        ]
    command = [sys.executable, "-m", "tests.bench.hub.coming_back", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            url = process.stdout.readline().strip()
            times, failed = asyncio.run(_come_back(url, machines, window_s))
            memory_mb = most_memory_mb(process.pid)
        finally:
            process.terminate()
            process.communicate()
    p99 = times.share(0.99)
    most_ms = _BACKLOG_MS if len(done) > BATCH else _P99_MS
    return [
        Figure(
            name=f"{desks:,} desks back within {window_s:.0f} s, {len(done)} changes each",
            measured=f"acknowledged p50 {times.p50:.0f} ms, p99 {p99:.0f} ms, {failed} failed",
            promised=f"p99 < {most_ms / 1000:.0f} s within {_PROMISED_WINDOW_S} s",
            holds=p99 < most_ms and not failed,
        ),
        Figure(
            name="  memory of the hub at most",
            measured=f"{memory_mb:.0f} MB",
            promised=f"< {_MEMORY_MB} MB",
            holds=memory_mb < _MEMORY_MB,
        ),
    ]


async def _come_back(url: str, machines: Sequence[Machine], window_s: float) -> tuple[Times, int]:
    chance = Random(7)  # noqa: S311  no secret
    asked = [_asked(one) for one in machines]
    context = create_default_context()  # one for all: each desk has its own on its own machine
    waits = [chance.uniform(0, window_s) for _ in asked]
    came = await asyncio.gather(
        *(_one(url, bodies, wait_s, context) for bodies, wait_s in zip(asked, waits, strict=True)),
        return_exceptions=True,
    )
    times = tuple(one for one in came if isinstance(one, float))
    return Times(all_ms=times), len(came) - len(times)


def _asked(one: Machine) -> list[bytes]:
    if len(one.raws) > BATCH:
        return requests_of(one)
    return [one.request(1, len(one.raws), counter=1)]


async def _one(url: str, bodies: Sequence[bytes], wait_s: float, context: SSLContext) -> float:
    """Milliseconds from the moment a desk has a line to its last receipt."""
    await asyncio.sleep(wait_s)
    begun = perf_counter()
    async with httpx.AsyncClient(
        base_url=url, trust_env=False, verify=context, timeout=_PATIENCE_S
    ) as client:
        for body in bodies:
            answer = await client.post(
                EXCHANGE_PATH, content=body, headers={"Content-Type": MEDIA_TYPE}
            )
            answer.raise_for_status()
    return (perf_counter() - begun) * 1000


def most_memory_mb(pid: int) -> float:
    """The most a process ever held."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found.group(1)) / 1024 if found else float("nan")


def _serve(folder: Path) -> None:
    hub = open_hub(folder, any_province())
    serve(
        hub,
        Address(host="127.0.0.1", port=0),
        listening=lambda where: print(where.url, flush=True),  # noqa: T201  to the bench
    )


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))

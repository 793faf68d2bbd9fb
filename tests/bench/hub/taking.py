"""How many changes a second a hub takes, with signatures, chains and the desks' own rules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from pickle import dumps, loads
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk_app.clock import WallClock
from desk_app.judging import province
from sync.client.enrol import enrol
from sync.hub.access import invite_desk
from sync.hub.hub import make_hub, open_hub
from sync.hub.ledger import exchange
from sync.hub.serving import collect_seldom
from tests.bench.figures import Figure
from tests.bench.hub.corpus import Machine, machine
from tests.bench.hub.floor import bare
from tests.bench.hub.spent import Spent
from tests.sync.wires import DirectLink

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sync.hub.hub import Hub
    from sync.hub.rules import Province
    from tests.bench.hub.corpus import Act

BATCH = 320  # changes of one request: a commune's day
ROOT = Path(__file__).resolve().parents[3]


def any_province() -> Province:
    """The desks' own rules, and every organisation there might be."""
    return replace(province(WallClock()), names_of=lambda org: (org, "Tỉnh mẫu"))


def enrolled(hub: Hub, org: str, done: Sequence[Act]) -> Machine:
    """A machine that did these acts and sent none of them."""
    key = Ed25519PrivateKey.generate()
    granted = enrol(
        DirectLink(hub),
        invite_desk(hub, org).code,
        device_key=key.public_key().public_bytes_raw(),
        sign=key.sign,
        name="Máy",
        app="bench",
    )
    return machine(granted, key, done)


def requests_of(one: Machine) -> list[bytes]:
    """What a desk asks in a row, having read the answer to each before the next."""
    digests = one.digests()
    firsts = range(1, len(one.raws) + 1, BATCH)
    lasts = [min(first + BATCH - 1, len(one.raws)) for first in firsts]
    return [
        one.request(first, last, counter=turn, digest=digests[first - 1])
        for turn, (first, last) in enumerate(zip(firsts, lasts, strict=True), 1)
    ]


def one_process(
    name: str, folder: Path, done: Sequence[Act], *, urls: tuple[str, str], least: int
) -> list[Figure]:
    """Eight communes' days one after another, each change taken and judged; then the floor.

    `urls` name the hub's database and another one, both empty where SQLite is meant.
    """
    with made(folder, urls[0]) as hub:
        machines = [enrolled(hub, f"H48.2{number:04d}", done) for number in range(8)]
        asked = [requests_of(one) for one in machines]
        spent = taken(hub, asked)
        floor = bare(hub, machines, _by_turns(asked), urls[1] or folder)
    return [
        Figure(
            name=name,
            measured=str(spent),
            promised=f"≥ {least:,} changes/s",
            holds=spent.per_s >= least,
        ),
        Figure(name="  the same rows, signatures checked, nothing judged", measured=str(floor)),
    ]


def two_processes(folder: Path, done: Sequence[Act], *, url: str) -> list[Figure]:
    """One process, then two at once, on the same PostgreSQL; each with machines of its own."""
    with made(folder, url) as hub:
        machines = [enrolled(hub, f"H48.2{number:04d}", done) for number in range(12)]
    (alone,) = _workers(folder, url, [machines[:4]])
    both = _workers(folder, url, [machines[4:8], machines[8:]])
    together = sum(one.changes for one in both) / max(one.wall_s for one in both)
    shares = " + ".join(one.of_core for one in both)
    cores = os.cpu_count() or 1
    return [
        Figure(
            name="  one process on PostgreSQL",
            measured=str(alone),
        ),
        Figure(
            name="  two processes on PostgreSQL",
            measured=f"{together:,.0f} changes/s = {together / alone.per_s:.2f} × ({shares})",
            promised="≥ 1.6 × one, on six cores" if cores >= _CORES else "",
            holds=cores < _CORES or together >= _RATIO * alone.per_s,
        ),
    ]


_CORES = 6
_RATIO = 1.6


@contextmanager
def made(folder: Path, url: str) -> Iterator[Hub]:
    """A new hub."""
    hub = make_hub(folder, any_province(), database_url=url or None)
    with closing(hub.database):
        yield hub


def in_turn(machines: Sequence[Machine]) -> list[bytes]:
    """The first request of each machine, then the second of each…"""
    return _by_turns([requests_of(one) for one in machines])


def _by_turns(asked: Sequence[Sequence[bytes]]) -> list[bytes]:
    return [one[turn] for turn in range(len(asked[0])) for one in asked]


def taken(hub: Hub, asked: Sequence[Sequence[bytes]]) -> Spent:
    """What it took to answer what each machine asked in a row.

    As `hub serve` does it: on PostgreSQL, which takes them side by side, several machines at once.
    """
    collect_seldom()  # as `hub serve` does
    before = _changes(hub)
    is_one_writer = hub.database.engine.dialect.name == "sqlite"
    lines = [_by_turns(asked)] if is_one_writer else asked
    wall, cpu = perf_counter(), process_time()
    with ThreadPoolExecutor(min(len(lines), hub.database.at_once)) as threads:
        list(threads.map(partial(_answer, hub), lines))
    wall, cpu = perf_counter() - wall, process_time() - cpu
    return Spent(changes=_changes(hub) - before, wall_s=wall, cpu_s=cpu)


def _answer(hub: Hub, requests: Sequence[bytes]) -> None:
    for request in requests:
        exchange(hub, request)


def _changes(hub: Hub) -> int:
    with hub.database.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM changes").scalar() or 0)


def _workers(folder: Path, url: str, shares: Sequence[Sequence[Machine]]) -> list[Spent]:
    """Processes that begin at the same word and take their machines' changes."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.bench.hub.taking", str(folder), url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in shares
    ]
    told = []
    for process, share in zip(running, shares, strict=True):
        requests = in_turn(share)
        process.stdin.write(len(dumps(requests)).to_bytes(8, "big") + dumps(requests))
        process.stdin.flush()
        process.stdout.readline()
        told.append(sum(len(one.raws) for one in share))
    for process in running:
        process.stdin.write(b"!")
        process.stdin.flush()
    answers = [json.loads(process.communicate()[0]) for process in running]
    return [
        Spent(changes=count, wall_s=answer["wall_s"], cpu_s=answer["cpu_s"])
        for count, answer in zip(told, answers, strict=True)
    ]


def _work(folder: Path, url: str) -> None:
    """One such process."""
    size = int.from_bytes(sys.stdin.buffer.read(8), "big")
    requests = loads(sys.stdin.buffer.read(size))  # noqa: S301  from the bench itself
    hub = open_hub(folder, any_province(), database_url=url)
    collect_seldom()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.buffer.read(1)
    wall, cpu = perf_counter(), process_time()
    for request in requests:
        exchange(hub, request)
    spent = {"wall_s": perf_counter() - wall, "cpu_s": process_time() - cpu}
    hub.database.close()
    sys.stdout.write(json.dumps(spent))


if __name__ == "__main__":
    _work(Path(sys.argv[1]), sys.argv[2])

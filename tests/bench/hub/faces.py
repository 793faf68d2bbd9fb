"""The province's pages on PostgreSQL: the console, the look-up, the figures, a catalogue.

The hub is a process of its own, as `hub serve` runs it; beside its faces it shows one page that
is only bytes, the floor of the look-up.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import httpx
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from desk_app.importing import CatalogueShelf
from desk_app.opening import the_catalogue
from sync.hub.console.sessions import open_session
from sync.hub.faces import faces_of
from sync.hub.figures.recounting import recount
from sync.hub.hub import open_hub
from sync.hub.ledger import exchange
from sync.hub.serving import Address, Face, serve
from sync.hub.tables import dossiers as dossiers_kept
from sync.hub.tables import salts
from sync.proof.citizen_code import Purpose, code_of
from tests.bench.figures import Figure, at_most, timed
from tests.bench.hub.asking import asked
from tests.bench.hub.coming_back import most_memory_mb
from tests.bench.hub.filled import fill
from tests.bench.hub.taking import ROOT, any_province, enrolled, made, requests_of
from tests.sync.visiting import account

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from starlette.requests import Request

    from sync.hub.hub import Hub
    from sync.hub.serving import Listening
    from tests.bench.hub.corpus import Act

_LOOK_UPS_PER_S = 200
_LOOK_UP_MS = 50
_PAGE_MS = 200
_FLOOR = "floor.html"
_MEMORY_MB = 512
_COUNTED_S = 30
_IMPORTED_S = 5
_SMALL = "H48.00007"
PAGES = {
    "machines": "/desks",
    "one machine": "/desks/100001",
    "set aside": "/aside",
    "dossier by code": "/dossiers?q={code}",
    "dossiers by name": "/dossiers?q=nguyen%20van",
    "dossiers by last name": "/dossiers?q=aan",
    "dossiers by number": "/dossiers?q=0042",
    "figures of a month": "/figures",
    "figures of a year": "/figures?span=year",
    "figures of a commune": f"/figures/unit?org={_SMALL}",
    "dossiers behind a figure": f"/figures/dossiers?measure=promise_kept&org={_SMALL}",
    "catalogue": "/catalogue",
    "log": "/audit",
}


def figures(
    folder: Path, done: Sequence[Act], *, url: str, dossiers: int, machines: int, rounds: int
) -> list[Figure]:
    """Of a province so large; `rounds` (40) times each page, half as many seconds of look-ups."""
    with made(folder, url) as hub:
        one = enrolled(hub, "H48.90001", done)
        for request in requests_of(one):
            exchange(hub, request)
        fill(hub, dossiers=dossiers, machines=machines)
        found = [_counted(hub)]
        cookie = open_session(hub, account(hub, "operator", "Lê Thị Hoa"))
        look_ups, code = _look_ups(hub), _any_code(hub)
    with _running(folder, url) as (urls, pid):
        found += _pages(urls, cookie, code, rounds=rounds)
        found += _looked_up(folder, urls, look_ups, rounds / 2)
        found.append(_memory(pid))
    return [*found, _imported(rounds * 50)]


def _counted(hub: Hub) -> Figure:
    wall, cpu = perf_counter(), process_time()
    count = recount(hub)
    wall, cpu = perf_counter() - wall, process_time() - cpu
    return Figure(
        name=f"figures of {count:,} dossiers counted afresh",
        measured=f"{wall:.1f} s ({cpu:.1f} s of them outside the database)",
        promised=f"≤ {_COUNTED_S} s",
        holds=wall <= _COUNTED_S,
    )


def _look_ups(hub: Hub) -> list[str]:
    """Where the dossiers are looked up whose changes are all there."""
    with hub.database.reading() as connection:
        query = select(salts.c.ent, salts.c.salt).join(
            dossiers_kept,
            (dossiers_kept.c.ent == salts.c.ent) & (dossiers_kept.c.scope == salts.c.scope),
        )
        rows = connection.execute(query).all()
    return [f"/t/{code_of(row.ent, bytes(row.salt), Purpose.LOOK_UP)}" for row in rows]


def _any_code(hub: Hub) -> str:
    with hub.database.reading() as connection:
        query = select(dossiers_kept.c.code).where(dossiers_kept.c.org == _SMALL).limit(1)
        return str(connection.execute(query).scalar_one())


def _pages(urls: Mapping[str, str], cookie: str, code: str, *, rounds: int) -> list[Figure]:
    """Each page of the console, as one operator who clicks through them.

    Each from an address of its own: one that asks so often is turned away.
    """
    told = []
    for number, (name, path) in enumerate(PAGES.items(), start=1):
        wire = httpx.HTTPTransport(local_address=f"127.0.1.{number}", trust_env=False)
        with httpx.Client(base_url=urls["console"], transport=wire, timeout=60) as client:
            client.cookies.set("console", cookie)

            def ask(client: httpx.Client = client, path: str = path) -> None:
                client.get(path.format(code=code)).raise_for_status()

            ask()
            times = timed([ask] * rounds)
            told.append(at_most(f"  console: {name}", times, p95=_PAGE_MS))
    return told


def _looked_up(
    folder: Path, urls: Mapping[str, str], paths: Sequence[str], seconds: float
) -> list[Figure]:
    pages = [urls["citizens"] + path for path in paths]
    page = httpx.get(pages[0], trust_env=False).raise_for_status().content
    (folder / _FLOOR).write_bytes(page)
    bare, bare_lost = asked([urls["bare"] + "/"], per_s=_LOOK_UPS_PER_S, seconds=seconds)
    ours, lost = asked(pages, per_s=_LOOK_UPS_PER_S, seconds=seconds)
    name = f"look-up of {len(pages)} dossiers, {_LOOK_UPS_PER_S} a second"
    figure = at_most(name, ours, p95=_LOOK_UP_MS)
    return [
        replace(figure, holds=figure.holds and not lost),
        Figure(name="  the same page, only bytes", measured=f"{bare}, {bare_lost} lost"),
    ]


def _memory(pid: int) -> Figure:
    memory_mb = most_memory_mb(pid)
    return Figure(
        name="  memory of the hub with its pages at most",
        measured=f"{memory_mb:.0f} MB",
        promised=f"< {_MEMORY_MB} MB",
        holds=memory_mb < _MEMORY_MB,
    )


def _imported(rows: int) -> Figure:
    """A table of fees read as the console does, and what differs from the one before it."""
    shelf, names = CatalogueShelf(), list(the_catalogue().rates.names)
    first = shelf.read("rates", "fees.tsv", _table(names, rows, 0))
    begun = perf_counter()
    second = shelf.read("rates", "fees.tsv", _table(names, rows, 1))
    changes = shelf.compare("rates", first.content, second.content)
    spent = perf_counter() - begun
    return Figure(
        name=f"catalogue of {rows:,} rows read, {len(changes):,} differences found",
        measured=f"{spent:.1f} s",
        promised=f"≤ {_IMPORTED_S} s",
        holds=spent <= _IMPORTED_S and bool(changes),
    )


def _table(names: Sequence[str], rows: int, more: int) -> bytes:
    """Council fees, each name's in years one after another."""
    lines = [
        f"{names[row % len(names)]}\t48\t\t{1000 + row + more}"
        f"\t{2000 + row // len(names)}-01-01\t{2000 + row // len(names)}-12-31\tNQ\n"
        for row in range(rows)
    ]
    return "".join(["rate\tprovince\tchannel\tvnd\tfrom\tuntil\tsource\n", *lines]).encode()


@contextmanager
def _running(folder: Path, url: str) -> Iterator[tuple[Mapping[str, str], int]]:
    """A hub with its faces; where each answers, and the process."""
    command = [sys.executable, "-m", "tests.bench.hub.faces", str(folder), url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield json.loads(process.stdout.readline()), process.pid
        finally:
            process.terminate()
            process.communicate()


def _serve(folder: Path, url: str) -> None:
    hub = open_hub(folder, any_province(), database_url=url)

    async def floor(_request: Request) -> Response:
        return Response((folder / _FLOOR).read_bytes(), media_type="text/html")

    def bare(_hub: Hub, _is_tls: bool) -> Starlette:  # noqa: FBT001  as a face is made
        return Starlette(routes=[Route("/", floor)])

    def told(found: Listening) -> None:
        sys.stdout.write(json.dumps(dict(found.face_urls)) + "\n")
        sys.stdout.flush()

    faces = faces_of({"citizens": "127.0.0.1:0", "console": "127.0.0.1:0"})
    faces.append(Face(name="bare", make=bare, address=Address(host="127.0.0.1", port=0)))
    serve(hub, Address(host="127.0.0.1", port=0), listening=told, faces=faces)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), sys.argv[2])

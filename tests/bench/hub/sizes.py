"""Bytes a change costs the hub: in its tables and indexes, measured for the plan of a country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from sync.hub.ledger import exchange
from tests.bench.figures import Figure
from tests.bench.hub.taking import enrolled, in_turn, made

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.bench.hub.corpus import Act


def figures(folder: Path, done: Sequence[Act], *, url: str) -> list[Figure]:
    """Of a database that holds these acts of eight communes and nothing else."""
    with made(folder, url) as hub:
        machines = [enrolled(hub, f"H48.2{number:04d}", done) for number in range(8)]
        before = _bytes(hub, url)
        requests = in_turn(machines)
        for request in requests:
            exchange(hub, request)
        changes = sum(len(one.raws) for one in machines)
        stored = (_bytes(hub, url) - before) / changes
        raw = sum(len(raw) for one in machines for raw in one.raws) / changes
        sent = sum(map(len, requests)) / changes
    kind = "PostgreSQL" if url else "SQLite"
    return [
        Figure(
            name=f"  a change at rest on {kind}",
            measured=f"{stored:.0f} bytes with indexes; {raw:.0f} written, {sent:.1f} sent",
        )
    ]


def _bytes(hub, url) -> int:
    if not url:
        with hub.database.writing() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar()
            size = connection.execute(text("PRAGMA page_size")).scalar()
        return int(pages) * int(size)
    with hub.database.reading() as connection:
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar())

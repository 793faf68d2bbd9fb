"""What the same batches cost with no hub: signatures checked and rows written, nothing judged.

Measured in the same run as the hub, so that a busy machine slows both.
"""

from __future__ import annotations

from contextlib import closing
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from sync import cose
from sync.hub.copying import add_rows
from sync.hub.database import open_database, sqlite_url
from sync.hub.tables import changes, feed
from sync.protocol.versions import MAX_MESSAGES
from tests.bench.hub.spent import Spent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sync.hub.hub import Hub
    from tests.bench.hub.corpus import Machine

Rows = list[tuple[object, ...]]


def bare(
    hub: Hub, machines: Sequence[Machine], requests: Sequence[bytes], place: Path | str
) -> Spent:
    """The rows that the hub has of these requests, written once more into a database of their own.

    `place` is a folder for SQLite, or the address of an empty database.
    """
    portions = _portions(hub, machines, len(requests))
    keys = [machine.key.public_key().public_bytes_raw() for machine in machines]
    url = place if isinstance(place, str) else sqlite_url(place / "floor.db")
    with closing(open_database(url)) as database:
        wall, cpu = perf_counter(), process_time()
        for turn, (request, rows) in enumerate(zip(requests, portions, strict=True)):
            for message in cose.read_all(request, limit=MAX_MESSAGES):
                cose.verify(message, typ=message.typ, key=keys[turn % len(keys)])
            with database.writing() as connection:
                add_rows(connection, changes, rows[0])
                add_rows(connection, feed, rows[1])
        wall, cpu = perf_counter() - wall, process_time() - cpu
    return Spent(changes=sum(len(rows[0]) for rows in portions), wall_s=wall, cpu_s=cpu)


def _portions(hub: Hub, machines: Sequence[Machine], requests: int) -> list[tuple[Rows, Rows]]:
    """The rows of changes and feed, as each request left them."""
    turns = requests // len(machines)
    found: list[tuple[Rows, Rows]] = []
    with hub.database.reading() as connection:
        for turn in range(turns):
            for machine in machines:
                size = -(-len(machine.raws) // turns)
                first = turn * size + 1
                found.append(
                    tuple(
                        [
                            tuple(row)
                            for row in connection.execute(
                                table.select()
                                .where(table.c.scope == machine.granted.org)
                                .where(table.c.pos.between(first, first + size - 1))
                            )
                        ]
                        for table in (changes, feed)
                    )
                )
    return found

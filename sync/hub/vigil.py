"""Whether the hub's database was put back from a copy and nobody told the hub.

A small file beside the hub's keys remembers how far the database had come. A database that stands
before that, or on PostgreSQL on another line of time, would give out again what it gave out before;
so the hub refuses to open it until `hub restore --here` has given it a new epoch. The file is
written after commits and may lag behind, which is harmless.
"""

import json
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError

from sync.hub.database import Database
from sync.hub.errors import HubPutBack
from sync.hub.tables import epochs, feeds
from sync.hub.tables import hub as hub_table
from sync.protocol.versions import HUB_DEV, PROVINCE_SCOPE

VIGIL_FILE = "hub.mark"
EVERY_S = 30

_OWN_EPOCHS = select(func.max(epochs.c.ep)).where(
    epochs.c.scope == PROVINCE_SCOPE, epochs.c.dev == HUB_DEV
)
_MARK = select(
    hub_table.c.hub_ep,
    _OWN_EPOCHS.scalar_subquery().label("own_ep"),
    select(func.sum(feeds.c.pos)).scalar_subquery().label("records"),
)
_RESTORED_AT = select(hub_table.c.restored_at)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """How far a database has come."""

    hub_ep: int
    own_ep: int  # of the hub's own log
    records: int  # in all feeds together
    line: str = ""  # PostgreSQL: which cluster, and which of its lines of time
    noted_at: int = 0  # Unix seconds


class Vigil:
    """The file of one hub folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / VIGIL_FILE
        self._noted_at = 0

    def require_not_put_back(self, database: Database) -> Mark:
        """How far the database has come; raises HubPutBack where that is before what was seen."""
        kept = self._kept()
        with database.reading() as connection:
            now = mark_of(connection)
            restored_at = connection.execute(_RESTORED_AT).scalar()
        if kept is None or (restored_at is not None and restored_at >= kept.noted_at):
            return now
        if (kept.hub_ep, kept.own_ep, kept.line) != (now.hub_ep, now.own_ep, now.line):
            raise HubPutBack(why="another_line")
        if kept.records > now.records:
            raise HubPutBack(why="older", seen=kept.records, found=now.records)
        return now

    def note(self, database: Database, *, now: int) -> None:
        """Remember how far the database has come; what cannot be written is harmless."""
        with database.reading() as connection:
            self._write(mark_of(connection), now)

    def watch(self, database: Database, *, now: int) -> None:
        """Compare and remember, every half minute: a replica may take over under a running hub.

        Raises HubPutBack.
        """
        if not 0 <= now - self._noted_at < EVERY_S:
            self._write(self.require_not_put_back(database), now)

    def highest_own_epoch(self) -> int:
        """Of the hub's own log, as far as was seen; 0 where nothing was."""
        kept = self._kept()
        return kept.own_ep if kept is not None else 0

    def _write(self, mark: Mark, now: int) -> None:
        self._noted_at = now
        part = self._path.with_name(f"{self._path.name}.{secrets.token_hex(4)}.part")
        with suppress(OSError):
            told = json.dumps(asdict(replace(mark, noted_at=now)))
            part.write_text(told, encoding="ascii")
            part.replace(self._path)

    def _kept(self) -> Mark | None:
        try:
            return Mark(**json.loads(self._path.read_text(encoding="ascii")))
        except (OSError, ValueError, TypeError):
            return None


def mark_of(connection: Connection) -> Mark:
    """How far a database has come now."""
    row = connection.execute(_MARK).one()
    return Mark(
        hub_ep=row.hub_ep,
        own_ep=row.own_ep,
        records=int(row.records or 0),
        line=_line(connection),
    )


def _line(connection: Connection) -> str:
    """The cluster and its line of time; a replica that took over begins another."""
    if connection.dialect.name != "postgresql":
        return ""
    query = text(
        "SELECT s.system_identifier, c.timeline_id"
        " FROM pg_control_system() AS s, pg_control_checkpoint() AS c"
    )
    try:
        with connection.begin_nested():
            row = connection.execute(query).one()
    except DBAPIError:  # not everywhere may everybody ask
        return ""
    return f"{row.system_identifier}/{row.timeline_id}"

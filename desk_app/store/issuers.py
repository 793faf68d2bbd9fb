"""Whose signature on a paper counts: the keys of the province's machines, as the hub told of them.

They come in the province's feed and are kept in the transaction that takes them. Telling of one
anew changes nothing, and the end of a key is never taken back. The list is as old as the last
answer that brought the feed to its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desk_app.store.settings import counter, raise_counter
from sync.proof.paper import key_id_of
from sync.protocol.versions import PROVINCE_SCOPE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.store.database import Database
    from sync.protocol.control import KeysOrder, MachineOrder
    from sync.protocol.page import Page

ISSUERS_SCHEMA = (
    """
    CREATE TABLE issuers (
        key_id BLOB NOT NULL CHECK (length(key_id) = 8),
        public_key BLOB NOT NULL CHECK (length(public_key) = 32),
        dev INTEGER NOT NULL,
        organisation TEXT NOT NULL,
        since INTEGER NOT NULL,
        until INTEGER NOT NULL,
        PRIMARY KEY (key_id, public_key)
    ) STRICT, WITHOUT ROWID
    """,
)
_AS_OF = "issuers.as_of"  # counter, Unix seconds by the hub's clock


@dataclass(frozen=True, kw_only=True, slots=True)
class Issuer:
    """A machine that may sign papers."""

    dev: int
    organisation: str
    public_key: bytes
    until: datetime | None  # from then on the province believes it no more


def issuers_named(database: Database, key_id: bytes) -> list[Issuer]:
    """The machines whose key has this id: one, but for a chance that nobody will meet."""
    return [
        Issuer(
            dev=dev,
            organisation=organisation,
            public_key=public_key,
            until=datetime.fromtimestamp(until, UTC) if until else None,
        )
        for dev, organisation, public_key, until in database.rows(
            "SELECT dev, organisation, public_key, until FROM issuers WHERE key_id = ?", (key_id,)
        )
    ]


def list_as_of(database: Database) -> datetime | None:
    """When the list was whole the last time; None before it ever was."""
    seconds = counter(database, _AS_OF)
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def take_keys(database: Database, order: KeysOrder) -> None:
    """Keep what the hub tells of machines, inside a transaction."""
    for one in order.keys:
        database.execute(
            """
            INSERT INTO issuers VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET until = max(until, excluded.until)
            """,
            (key_id_of(one.key), one.key, one.dev, one.org, one.since, one.until),
        )


def end_keys(database: Database, order: MachineOrder) -> None:
    """A machine of this organisation is revoked: its feed may bring that first."""
    database.execute(
        "UPDATE issuers SET until = ? WHERE dev = ? AND until = 0", (order.at, order.dev)
    )


def note_list(database: Database, pages: Sequence[Page], *, now: int) -> None:
    """Remember that an answer of the hub left nothing out, inside a transaction."""
    if not any(page.has_more for page in pages if page.scope == PROVINCE_SCOPE):
        raise_counter(database, _AS_OF, now)

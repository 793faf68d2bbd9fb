"""What colleagues' machines told on the commune's network and the province has not judged yet.

It lies beside the journal, never in it: what the hub says later takes its place, and a log that
turns out to be two is put out of sight without touching ours. The frames are kept byte for byte,
so that they can be brought to the province in their author's stead.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sync.errors import MalformedMessage
from sync.protocol.control import MachineOrder, read_order
from sync.protocol.versions import HUB_DEV
from sync.record import decode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desk_app.store.database import Database, Row

_AGAIN_AFTER_S = 86_400
_ITS_AUTHORS_S = 900  # so long an author is left to bring its work itself

NEAR: Final = "near"  # stands where a verdict would: a colleague's change without one


class LogState(StrEnum):
    """Whether a colleague's log is shown; on disk by these words."""

    OPEN = ""
    FORKED = "forked"  # it has two ends: the hub must say which one counts
    CLOSED = "closed"  # the machine writes in a later epoch since


NEAR_SCHEMA: Final = (
    # A machine of this commune as the hub's words prove it. `ours` is how far it has our log of
    # the epoch `ours_epoch`; it spoke with us itself from `since` until `seen_at`, 0 for never.
    """
    CREATE TABLE colleagues (
        author INTEGER NOT NULL CHECK (author > 0),
        epoch INTEGER NOT NULL CHECK (epoch BETWEEN 0 AND 255),
        key BLOB NOT NULL CHECK (length(key) = 32),
        words BLOB NOT NULL,
        receipt BLOB NOT NULL,
        state TEXT NOT NULL DEFAULT '' CHECK (state IN ('', 'forked', 'closed')),
        ours_epoch INTEGER NOT NULL DEFAULT 0,
        ours INTEGER NOT NULL DEFAULT 0 CHECK (ours >= 0),
        since INTEGER NOT NULL DEFAULT 0,
        seen_at INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (author, epoch)
    ) STRICT, WITHOUT ROWID
    """,
    # A colleague's signed frame as it came; `head` stands after its last change, `lamport` is the
    # count of its first.
    """
    CREATE TABLE near_frames (
        author INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        first INTEGER NOT NULL CHECK (first > 0),
        last INTEGER NOT NULL CHECK (last >= first),
        head BLOB NOT NULL CHECK (length(head) = 32),
        frame BLOB NOT NULL,
        lamport INTEGER NOT NULL CHECK (lamport >= 0),
        taken_at INTEGER NOT NULL,
        brought_at INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (author, epoch, last)
    ) STRICT
    """,
    # A change of such a frame that is shown until the hub's word on it comes.
    """
    CREATE TABLE near_changes (
        author INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        number INTEGER NOT NULL CHECK (number > 0),
        entity INTEGER NOT NULL CHECK (entity > 0),
        kind INTEGER NOT NULL CHECK (kind > 0),
        record BLOB NOT NULL,
        PRIMARY KEY (author, epoch, number)
    ) STRICT
    """,
    "CREATE INDEX near_of_entity ON near_changes (entity)",
)

NEAR_COLUMNS: Final = """
    n.author, n.epoch, n.number, n.record, 'near', '', NULL, NULL, n.entity
    FROM near_changes AS n
    LEFT JOIN settled AS s
        ON s.author = n.author AND s.epoch = n.epoch AND s.number = n.number
    WHERE s.author IS NULL
"""


def near_rows(database: Database, entity: int) -> list[Row]:
    """Colleagues' changes about the entity without a verdict; columns as of the journal's rows."""
    found = database.rows(f"SELECT {NEAR_COLUMNS} AND n.entity = ?", (entity,))
    return [row[:-1] for row in found]


def settled_through(database: Database, log: tuple[int, int]) -> int:
    """The highest number of a log that the hub has told of here; 0 for none."""
    return int(
        database.value("SELECT max(number) FROM settled WHERE author = ? AND epoch = ?", log) or 0
    )


def known_through(database: Database, log: tuple[int, int]) -> int:
    """The highest number of a log up to which it is here without a gap, by whatever path."""
    told = database.value("SELECT max(last) FROM near_frames WHERE author = ? AND epoch = ?", log)
    return max(settled_through(database, log), int(told or 0))


def state_of(database: Database, log: tuple[int, int]) -> LogState:
    """Whether a log is shown; open where nothing is known of it."""
    told = database.value("SELECT state FROM colleagues WHERE author = ? AND epoch = ?", log)
    return LogState(told or "")


def put_out_of_sight(database: Database, log: tuple[int, int], state: LogState) -> set[int]:
    """Show nothing of a log any more; the entities it spoke of. Its frames stay."""
    entities = database.rows(
        "SELECT DISTINCT entity FROM near_changes WHERE author = ? AND epoch = ?", log
    )
    database.execute("DELETE FROM near_changes WHERE author = ? AND epoch = ?", log)
    database.execute(
        "UPDATE colleagues SET state = ? WHERE author = ? AND epoch = ?", (state.value, *log)
    )
    return {entity for (entity,) in entities}


def near_to_bring(
    database: Database, *, now: int, all_of_it: bool = False
) -> list[tuple[int, bytes]]:
    """Colleagues' frames the hub may lack, each with the count it begins at; `now` in Unix seconds.

    All, where work of ours rests on any, or an author has not brought its own within a quarter of
    an hour; else none, so that a bad line does not carry everything twice. What was brought already
    is brought again after a day: a hub may have been put back since.
    """
    rows = database.rows(
        """
        SELECT f.lamport, f.frame, f.taken_at FROM near_frames AS f
        WHERE f.brought_at NOT BETWEEN ? AND ?
            AND f.last > coalesce((
                SELECT max(s.number) FROM settled AS s
                WHERE s.author = f.author AND s.epoch = f.epoch
            ), 0)
        """,
        (now - _AGAIN_AFTER_S, now),
    )
    has_old = any(not now - _ITS_AUTHORS_S <= taken_at <= now for _, _, taken_at in rows)
    if rows and (all_of_it or has_old or database.value(_OURS_REST_ON_NEAR) is not None):
        return [(count, bytes(frame)) for count, frame, _ in rows]
    return []


def note_brought(database: Database, frames: Iterable[bytes], *, now: int) -> None:
    """The hub's word on these frames came, inside a transaction."""
    database.execute_many(
        "UPDATE near_frames SET brought_at = ? WHERE frame = ?", [(now, raw) for raw in frames]
    )


def near_between(database: Database, place: tuple[int, int, int, int]) -> list[Row]:
    """Number and bytes of what a colleague told and the hub has not: author, epoch, first, last."""
    return database.rows(_BETWEEN, place)


def give_way(database: Database) -> set[int]:
    """Let the hub's word take the place of what colleagues told, inside a transaction.

    Returns the entities touched. Where the hub has another change in a place, or believes the
    machine no more, nothing of that log is shown further.
    """
    if database.value("SELECT 1 FROM near_frames LIMIT 1") is None:
        return set()
    touched: set[int] = set()
    for log in database.rows(_CONTRADICTED):
        touched |= put_out_of_sight(database, log, LogState.FORKED)
    gone = revoked_machines(database)
    for author, epoch in database.rows("SELECT DISTINCT author, epoch FROM near_changes"):
        if author in gone:
            touched |= put_out_of_sight(database, (author, epoch), LogState.CLOSED)
    touched |= {entity for (entity,) in database.rows(_SETTLED_ENTITIES)}
    database.execute(_DROP_SETTLED)
    for author, epoch in database.rows("SELECT DISTINCT author, epoch FROM near_frames"):
        through = settled_through(database, (author, epoch))
        database.execute(  # the newest stays: what follows must hang on it
            "DELETE FROM near_frames WHERE author = ? AND epoch = ? AND last < ?",
            (author, epoch, through),
        )
    return touched


def revoked_machines(database: Database) -> frozenset[int]:
    """The machines that the province's orders name as revoked, as far as they came here."""
    rows = database.rows(
        "SELECT record FROM journal WHERE author = ? AND kind IN (1004, 1005)", (HUB_DEV,)
    )
    return frozenset(dev for (raw,) in rows if (dev := _revoked(bytes(raw))) is not None)


def _revoked(raw: bytes) -> int | None:
    change = decode(raw)
    try:
        order = read_order(change.kind, change.body)
    except MalformedMessage:  # of a hub that says more than we know
        return None
    return order.dev if isinstance(order, MachineOrder) else None


_OURS_REST_ON_NEAR = """
    SELECT 1 FROM near_changes AS n
    JOIN journal AS j ON j.entity = n.entity AND j.head IS NOT NULL
    LEFT JOIN settled AS s
        ON s.author = j.author AND s.epoch = j.epoch AND s.number = j.number
    WHERE s.author IS NULL LIMIT 1
"""
_CONTRADICTED = """
    SELECT DISTINCT n.author, n.epoch FROM near_changes AS n
    JOIN settled AS s ON s.author = n.author AND s.epoch = n.epoch AND s.number = n.number
    JOIN journal AS j ON j.author = n.author AND j.epoch = n.epoch AND j.number = n.number
    WHERE j.record <> n.record
"""
_SETTLED_ENTITIES = """
    SELECT DISTINCT n.entity FROM near_changes AS n
    JOIN settled AS s ON s.author = n.author AND s.epoch = n.epoch AND s.number = n.number
"""
_DROP_SETTLED = """
    DELETE FROM near_changes WHERE EXISTS (
        SELECT 1 FROM settled AS s
        WHERE s.author = near_changes.author AND s.epoch = near_changes.epoch
            AND s.number = near_changes.number
    )
"""

_BETWEEN = """
    SELECT n.number, n.record FROM near_changes AS n
    JOIN colleagues AS c ON c.author = n.author AND c.epoch = n.epoch AND c.state = ''
    LEFT JOIN settled AS s
        ON s.author = n.author AND s.epoch = n.epoch AND s.number = n.number
    WHERE s.author IS NULL AND n.author = ? AND n.epoch = ? AND n.number BETWEEN ? AND ?
    ORDER BY n.number
"""

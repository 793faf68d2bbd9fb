"""Rows of the journal as entries: a change, its event, and the hub's word on it.

Read in the order they count: what the hub settled in its order, then what is still waiting, ours
and what colleagues' machines told us on the commune's network.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain import codec
from desk_app.domain.events import Reviewed
from desk_app.store.errors import EntryUnreadable
from desk_app.store.near import NEAR, near_rows
from sync import record
from sync.errors import MalformedChange

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desk_app.domain.events import Event, Outcome
    from desk_app.store.database import Database, Row


class Standing(StrEnum):
    """Where a change stands with the hub."""

    WAITING = "waiting"  # ours, and not judged yet
    OK = "ok"
    FLAGGED = "flagged"  # in force, and a person should look
    HELD = "held"  # set aside until a person or a further change settles it
    REFUSED = "refused"  # set aside
    OPAQUE = "opaque"  # of a kind the hub does not know yet; set aside
    NEAR = "near"  # a colleague's, told on the commune's network, and not judged yet


IN_FORCE = frozenset({Standing.WAITING, Standing.OK, Standing.FLAGGED, Standing.NEAR})
ASIDE = frozenset({Standing.HELD, Standing.REFUSED, Standing.OPAQUE})


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of a dossier's timeline: who did what, where and when, and what became of it."""

    author: int  # the machine
    epoch: int
    number: int
    entity: int
    event: Event | None  # None: of a kind this version does not know
    at: datetime  # as the machine's clock showed it
    actor: int  # user number
    catalogue: int  # version it was judged by
    standing: Standing = Standing.WAITING
    reason: str = ""  # of a verdict, a code
    position: int | None = None  # in the hub's feed
    origin: codec.Origin | None = None  # where it stood before its log was cut off

    def reviewed(self, outcome: Outcome, reason: str = "") -> Reviewed:
        """That a person dealt with this change."""
        return Reviewed(
            machine=self.author,
            epoch=self.epoch,
            number=self.number,
            outcome=outcome,
            reason=reason,
        )


ENTRY_COLUMNS = """
    j.author, j.epoch, j.number, j.record, s.verdict, s.reason, s.position, s.version
    FROM journal AS j
    LEFT JOIN settled AS s
        ON s.author = j.author AND s.epoch = j.epoch AND s.number = j.number
"""


# Ours (only those have a head here), and others' that the hub still stands by.
COUNTS = "(j.head IS NOT NULL OR s.author IS NOT NULL)"


def rows_of(database: Database, entity: int) -> list[Row]:
    """The entity's rows in the order they count; columns as ENTRY_COLUMNS."""
    rows = database.rows(f"SELECT {ENTRY_COLUMNS} WHERE j.entity = ? AND {COUNTS}", (entity,))
    return in_order(rows + near_rows(database, entity))


def in_order(rows: list[Row]) -> list[Row]:
    """The rows of one entity as they count.

    What the hub has not judged stands in the order in which its authors knew of each other: every
    machine that has the same changes folds them in the same order.
    """
    return sorted(rows, key=_among_near if any(row[4] == NEAR for row in rows) else _order_of)


def _order_of(row: Row) -> tuple[int, int, int, int]:
    """Settled by the entity's version at the hub and the feed, then waiting by number."""
    if row[4] is None:
        return (1, row[1], row[2], 0)
    return (0, row[7], row[6], row[2])


def _among_near(row: Row) -> tuple[int, int, int, int]:
    if row[4] is None or row[4] == NEAR:
        return (1, _lamport(row[3]), row[0], row[2])
    return _order_of(row)


def _lamport(raw: bytes) -> int:
    try:
        return record.decode(raw).lam
    except MalformedChange:
        return 0


def entry_of(row: Row) -> Entry:
    """The entry of a row; raises EntryUnreadable."""
    author, epoch, number, raw, verdict, reason, position, _ = row
    change = change_of(raw, author=author, epoch=epoch, number=number)
    return Entry(
        author=author,
        epoch=epoch,
        number=number,
        entity=change.ent,
        event=event_of(change),
        at=datetime.fromtimestamp(change.at, UTC),
        actor=change.actor,
        catalogue=change.cat,
        standing=Standing(verdict) if verdict else Standing.WAITING,
        reason=reason or "",
        position=position,
        origin=origin_of(change),
    )


def origin_of(change: record.Change) -> codec.Origin | None:
    """Where a recovered change had first stood; None for any other."""
    try:
        return codec.unwrapped(change.kind, change.body)[0]
    except codec.MalformedEvent:
        return None


def entry_or_damaged(row: Row, *, entity: int) -> Entry:
    """The entry of a row; of damaged bytes what is known beside them."""
    try:
        return entry_of(row)
    except EntryUnreadable:
        author, epoch, number, _, verdict, reason, position, _ = row
    return Entry(
        author=author,
        epoch=epoch,
        number=number,
        entity=entity,
        event=None,
        at=datetime.fromtimestamp(0, UTC),
        actor=0,
        catalogue=0,
        standing=Standing(verdict) if verdict else Standing.WAITING,
        reason=reason or "",
        position=position,
    )


def entries_of(database: Database, entity: int) -> list[Entry]:
    return [entry_of(row) for row in rows_of(database, entity)]


def change_of(raw: bytes, *, author: int, epoch: int, number: int) -> record.Change:
    """The change in the bytes of a row; raises EntryUnreadable."""
    try:
        return record.decode(raw)
    except MalformedChange as error:
        raise EntryUnreadable(author=author, epoch=epoch, number=number) from error


def event_of(change: record.Change) -> Event | None:
    """The change's event; None for a kind, or a body, that this version cannot read."""
    try:
        return codec.decode(change.kind, change.body)
    except codec.MalformedEvent:
        return None


def in_force(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.standing in IN_FORCE]

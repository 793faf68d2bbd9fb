"""Is the journal what its authors wrote? Every record, every column beside it, and our own chain.

A change of somebody else is checked against its columns alone: its chain is its author's, and the
hub verified it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.store.entries import change_of
from desk_app.store.errors import HistoryAltered
from desk_app.store.outbox import acked_name
from desk_app.store.settings import counter
from sync import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk_app.store.database import Database, Row
    from desk_app.store.identity import Identity

_ROWS_AT_ONCE = 5_000


def verify_journal(database: Database, identity: Identity) -> int:
    """Returns how many entries stand; raises HistoryAltered for the first that does not."""
    checked = 0
    chain: _Chain | None = None
    for author, epoch, number, entity, kind, raw, head in _rows(database):
        change = change_of(raw, author=author, epoch=epoch, number=number)
        if (change.seq, change.ent, change.kind) != (number, entity, kind):
            raise HistoryAltered(author=author, epoch=epoch, number=number)
        if author == identity.author:
            if chain is None or chain.epoch != epoch:
                chain = _Chain(identity, epoch, head=_head_before(database, identity, epoch))
            chain.link(change, raw, head)
        checked += 1
    _require_all_acknowledged(database, identity, chain)
    return checked


class _Chain:
    """The own chain of one epoch, walked from its beginning."""

    def __init__(self, identity: Identity, epoch: int, *, head: bytes) -> None:
        self._author = identity.author or 0
        self.epoch = epoch
        self.number = 0
        self._head = head
        self._salts: dict[int, bytes] = {}

    def link(self, change: record.Change, raw: bytes, head: bytes | None) -> None:
        if change.salt is not None:
            self._salts.setdefault(change.ent, change.salt)
        salt = self._salts.get(change.ent)
        self.number += 1
        if change.seq != self.number or salt is None:
            raise HistoryAltered(author=self._author, epoch=self.epoch, number=self.number)
        self._head = record.link(self._head, self._author, self.epoch, raw, salt, change.seq)
        if self._head != head:
            raise HistoryAltered(author=self._author, epoch=self.epoch, number=change.seq)


def _head_before(database: Database, identity: Identity, epoch: int) -> bytes:
    """The head the epoch began with; raises HistoryAltered for an epoch never granted."""
    head = database.value(
        "SELECT first_head FROM epochs WHERE author = ? AND epoch = ?", (identity.author, epoch)
    )
    if head is None:
        raise HistoryAltered(author=identity.author, epoch=epoch, number=1)
    return bytes(head)


def _require_all_acknowledged(database: Database, identity: Identity, chain: _Chain | None) -> None:
    """What the hub acknowledged is there: cutting entries off the end shows too."""
    if identity.author is None or identity.epoch is None:
        return
    there = chain.number if chain is not None and chain.epoch == identity.epoch else 0
    if counter(database, acked_name(identity.epoch)) > there:
        raise HistoryAltered(author=identity.author, epoch=identity.epoch, number=there + 1)


def _rows(database: Database) -> Iterator[Row]:
    """Every row by author, epoch and number, some thousand at a time."""
    after = (-1, -1, -1)
    while True:
        rows = database.rows(
            "SELECT author, epoch, number, entity, kind, record, head FROM journal"
            " WHERE (author, epoch, number) > (?, ?, ?) ORDER BY author, epoch, number LIMIT ?",
            (*after, _ROWS_AT_ONCE),
        )
        if not rows:
            return
        yield from rows
        after = rows[-1][:3]

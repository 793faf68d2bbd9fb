"""The till of this machine: what was taken since it was last closed, and its closings.

All follows from the journal: a closing covers the payments that stand before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.events import TillClosed
from desk_app.store.books import BOOKED, PAID, Payment, payment_of
from desk_app.store.entries import ENTRY_COLUMNS, Entry, entry_of

if TYPE_CHECKING:
    from desk_app.store.database import Database

CLOSED = 140  # kind of change, by `domain.codec`
TILL_INDEX = """
    CREATE INDEX journal_till ON journal (author, epoch, number) WHERE kind = 140
"""
_SINCE = (
    f"SELECT {ENTRY_COLUMNS} WHERE j.kind = ? AND {BOOKED}"
    " AND j.author = ? AND (j.epoch, j.number) > (?, ?) ORDER BY j.epoch, j.number"
)
_CLOSINGS = (
    f"SELECT {ENTRY_COLUMNS} WHERE j.kind = ? AND j.author = ?"
    " ORDER BY j.epoch DESC, j.number DESC LIMIT ?"
)
_MOST = 400


@dataclass(frozen=True, kw_only=True, slots=True)
class Closing:
    entry: Entry
    event: TillClosed


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenTill:
    """What the next closing will cover."""

    last: Closing | None
    payments: tuple[Payment, ...]

    @property
    def place(self) -> tuple[int, int]:
        """Behind which place of the own log it begins."""
        return (self.last.entry.epoch, self.last.entry.number) if self.last else (-1, 0)

    @property
    def float_vnd(self) -> int:
        return self.last.event.left_vnd if self.last else 0

    @property
    def cash_vnd(self) -> int:
        return sum(one.event.amount_vnd for one in self.payments if one.event.method == "cash")

    @property
    def expected_vnd(self) -> int:
        return self.float_vnd + self.cash_vnd


def open_till(database: Database, author: int) -> OpenTill:
    """As it stands now."""
    last = next(iter(closings(database, author, most=1)), None)
    place = (last.entry.epoch, last.entry.number) if last else (-1, 0)
    rows = database.rows(_SINCE, (PAID, author, *place))
    payments = tuple(payment_of(database, entry_of(row)) for row in rows)
    return OpenTill(last=last, payments=payments)


def closings(database: Database, author: int, *, most: int = _MOST) -> list[Closing]:
    """The newest first."""
    rows = database.rows(_CLOSINGS, (CLOSED, author, most))
    entries = [entry_of(row) for row in rows]
    return [
        Closing(entry=entry, event=entry.event)
        for entry in entries
        if isinstance(entry.event, TillClosed)
    ]

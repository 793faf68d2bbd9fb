"""What the books of a desk are written from: payments, receptions, and the lines of the register.

Only what this machine wrote: another machine keeps its own books.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.events import PaymentRecorded
from desk_app.store.entries import ENTRY_COLUMNS, Entry, entry_of
from desk_app.store.errors import EntryUnreadable

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.store.database import Database

RECEIVED, PAID = 2, 10  # kinds of change, by `domain.codec`
BOOKS_INDEX = (
    "CREATE INDEX journal_books ON journal (kind, author, epoch, number) WHERE kind IN (2, 10)"
)
BOOKED = "j.kind IN (2, 10)"  # said beside `kind = ?`: without it the index is passed over


@dataclass(frozen=True, kw_only=True, slots=True)
class Payment:
    """Money taken, and its place among this machine's payments of the epoch, from 1."""

    entry: Entry
    event: PaymentRecorded
    serial: int
    code: str = ""  # of the dossier
    payer: str = ""


def payments_of(database: Database, author: int, entity: int) -> list[Payment]:
    """Payments that this machine took of a dossier, the oldest first."""
    rows = database.rows(
        f"SELECT {ENTRY_COLUMNS} WHERE j.kind = ? AND j.author = ? AND j.entity = ?"
        " ORDER BY j.epoch, j.number",
        (PAID, author, entity),
    )
    return [payment_of(database, entry_of(row)) for row in rows]


def payments_between(
    database: Database, author: int, *, since: datetime, before: datetime
) -> list[Payment]:
    """Payments written here from `since` until before `before`, the oldest first."""
    entries = _between(database, PAID, author, since=since, before=before)
    return [payment_of(database, entry) for entry in entries]


def received_between(
    database: Database, author: int, *, since: datetime, before: datetime
) -> list[Entry]:
    """Receptions written here in that time, the oldest first."""
    return _between(database, RECEIVED, author, since=since, before=before)


def register_lines(
    database: Database, year: int, *, first: int, last: int
) -> list[tuple[int, int]]:
    """(number, entity) of the lines of a year's register, in order."""
    rows = database.rows(
        "SELECT number, entity FROM registers WHERE year = ? AND number BETWEEN ? AND ?"
        " ORDER BY number",
        (year, first, last),
    )
    return [(number, entity) for number, entity in rows]


def register_end(database: Database, year: int) -> int:
    """The last number of a year's register; 0 where nothing was entered."""
    return int(
        database.value("SELECT coalesce(max(number), 0) FROM registers WHERE year = ?", (year,))
    )


def register_span(
    database: Database, year: int, *, since: datetime, before: datetime
) -> tuple[int, int]:
    """The first and last line of what was received in that time; 0, 0 where nothing was."""
    found = database.row(
        "SELECT min(r.number), max(r.number) FROM dossiers AS d"
        " JOIN registers AS r ON r.entity = d.entity"
        " WHERE r.year = ? AND d.received_at >= ? AND d.received_at < ?",
        (year, int(since.timestamp()), int(before.timestamp())),
    )
    return (found[0], found[1]) if found and found[0] else (0, 0)


def _between(
    database: Database, kind: int, author: int, *, since: datetime, before: datetime
) -> list[Entry]:
    """Newest first until the time is passed: a machine writes its changes one after another."""
    found: list[Entry] = []
    after: tuple[int, int] | None = None
    while True:
        rows = database.rows(
            f"SELECT {ENTRY_COLUMNS} WHERE j.kind = ? AND {BOOKED} AND j.author = ?"
            " AND (j.epoch, j.number) < (?, ?) ORDER BY j.epoch DESC, j.number DESC LIMIT 200",
            (kind, author, *(after or (256, 0))),
        )
        entries = [entry for row in rows if (entry := _readable(row)) is not None]
        found += [one for one in entries if since <= one.at < before]
        if not rows or all(one.at < since for one in entries[-20:]):
            return found[::-1]
        after = (rows[-1][1], rows[-1][2])


def _readable(row: tuple[object, ...]) -> Entry | None:
    try:
        return entry_of(row)
    except EntryUnreadable:
        return None


def payment_of(database: Database, entry: Entry) -> Payment:
    """The payment that an entry writes down; raises EntryUnreadable."""
    if not isinstance(entry.event, PaymentRecorded):
        raise EntryUnreadable(number=entry.number)
    serial = database.value(
        "SELECT count(*) FROM journal WHERE kind = ? AND kind IN (2, 10)"
        " AND author = ? AND epoch = ? AND number <= ?",
        (PAID, entry.author, entry.epoch, entry.number),
    )
    return Payment(entry=entry, event=entry.event, serial=int(serial))

"""Ranges of receipts that are known here, as the journal tells them.

Those the province granted came in the access feed, others were written down at a machine. The
province's word goes before what a machine wrote down.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desk_app.domain.events import ReceiptsClosed, ReceiptsGranted
from desk_app.domain.receipts import Range, is_same, overruled
from desk_app.store.entries import ENTRY_COLUMNS, Entry, entry_of, in_force
from desk_app.store.errors import EntryUnreadable
from sync import record
from sync.errors import MalformedMessage
from sync.protocol.receipt_ranges import RangeEnd, RangeOrder, read_range
from sync.protocol.versions import HUB_DEV

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.store.database import Database, Row

RANGES_INDEX = """
    CREATE INDEX journal_ranges ON journal (place)
    WHERE kind IN (104, 141, 142, 1012, 1013)
"""  # kinds of `domain.codec`, written anew (104) too, and of `sync.protocol.receipt_ranges`
_ABOUT_RANGES = (
    f"SELECT {ENTRY_COLUMNS} WHERE j.kind IN (104, 141, 142, 1012, 1013) ORDER BY j.place"
)


def ranges_known(database: Database) -> list[Range]:
    """Those of every machine that this one knows of, in the order they were granted."""
    found: list[Range] = []
    for row in database.rows(_ABOUT_RANGES):
        for entry in in_force(readable([row])):
            told = _order_of(row) if entry.author == HUB_DEV else entry.event
            if isinstance(told, RangeOrder):
                found.append(_of_province(told, since=entry.at))
            elif isinstance(told, ReceiptsGranted):
                found.append(Range(granted=told, machine=entry.author, since=entry.at))
            elif isinstance(told, RangeEnd):
                _close(found, told, machine=told.machine, is_province=True)
            elif isinstance(told, ReceiptsClosed):
                _close(found, told, machine=entry.author)
    return overruled(found)


def readable(rows: list[Row]) -> list[Entry]:
    """Those that can be read; a number that was used is used, whatever the hub says of it."""
    found: list[Entry] = []
    for row in rows:
        try:
            found.append(entry_of(row))
        except EntryUnreadable:
            continue
    return found


def _order_of(row: Row) -> RangeOrder | RangeEnd | None:
    """What the province says there; None where it says more than we know."""
    change = record.decode(bytes(row[3]))
    try:
        return read_range(change.kind, change.body)
    except MalformedMessage:
        return None


def _of_province(order: RangeOrder, *, since: datetime) -> Range:
    granted = ReceiptsGranted(
        form=order.form,
        symbol=order.symbol,
        book=order.book,
        first=order.first,
        last=order.last,
        issuer=order.issuer,
        paper=order.paper,
    )
    return Range(granted=granted, machine=order.machine, is_province=True, since=since)


def _close(
    found: list[Range],
    closed: ReceiptsClosed | RangeEnd,
    *,
    machine: int,
    is_province: bool = False,
) -> None:
    """The oldest such range that is open; the province closes none but its own."""
    for at, one in enumerate(found):
        is_it = one.machine == machine and one.granted.first == closed.first
        may_be = one.is_province or not is_province
        if is_it and may_be and not one.is_closed and is_same(one.granted, closed):
            found[at] = replace(one, is_closed=True, used_to=closed.used_to)
            return

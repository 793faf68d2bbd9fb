"""Receipts of this machine: its ranges, the numbers used, what still has none.

All follows from the journal. Ranges are used in the order they were granted, each to its end, so
that the newest receipts alone tell where the numbers stand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desk_app.domain.codec import RECOVERED
from desk_app.domain.events import (
    PaymentRecorded,
    ReceiptVoided,
    ReceiptWritten,
)
from desk_app.domain.receipts import is_same
from desk_app.domain.text import fold
from desk_app.store.books import BOOKED, PAID, Payment, payment_of
from desk_app.store.entries import ENTRY_COLUMNS, Entry, entry_of
from desk_app.store.receipt_ranges import ranges_known, readable

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.domain.receipts import Range
    from desk_app.store.database import Database

WRITTEN, VOIDED = 54, 55  # kinds of change, by `domain.codec`
RECEIPTS_INDEX = (
    "CREATE INDEX journal_receipts ON journal (kind, author, epoch, number)"
    " WHERE kind IN (54, 55, 104, 141, 142)"
)
_NEWEST = 300  # receipts read to know where the numbers stand
_MOST_PAYMENTS = 200  # looked through for one without a receipt
_OF_RECEIPTS = "j.kind IN (54, 55, 104, 141, 142)"  # or the index is passed over
_BACKWARDS = (
    f"SELECT {ENTRY_COLUMNS} WHERE j.kind = ? AND {_OF_RECEIPTS} AND j.author = ?"
    " AND (j.epoch, j.number) < (?, ?) ORDER BY j.epoch DESC, j.number DESC LIMIT ?"
)
_PAID_BACKWARDS = _BACKWARDS.replace(_OF_RECEIPTS, BOOKED)
_END = (1 << 31, 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """One number that was used."""

    entry: Entry
    event: ReceiptWritten
    voided: ReceiptVoided | None = None
    paid: PaymentRecorded | None = None  # what it was written for, where that is asked for
    code: str = ""  # of the dossier


def ranges_of(database: Database, author: int) -> list[Range]:
    """Those of one machine, each with how far it is used."""
    own = [one for one in ranges_known(database) if one.machine == author]
    newest = written_before(database, author, most=_NEWEST)
    used = [_used_to(one, newest) for one in own]
    begun = max((at for at, number in enumerate(used) if number), default=-1)
    # What was granted before a range that is in use was used to its end, or closed.
    return [
        one if one.is_closed else replace(one, used_to=used[at] or _end_of(one, is_past=at < begun))
        for at, one in enumerate(own)
    ]


def written_before(
    database: Database, author: int, *, most: int, place: tuple[int, int] = _END
) -> list[Receipt]:
    """The newest first; void ones are not marked. Recovered ones stand at the end."""
    found: list[Receipt] = []
    for kind in (WRITTEN, RECOVERED):
        rows = database.rows(_BACKWARDS, (kind, author, *place, most))
        found += [
            Receipt(entry=entry, event=entry.event)
            for entry in readable(rows)
            if isinstance(entry.event, ReceiptWritten)
        ]
    return found


def written_number(database: Database, author: int, *, symbol: str, number: int) -> Receipt | None:
    """The receipt of that number; `symbol` folded."""
    place = _END
    while part := written_before(database, author, most=_NEWEST, place=place):
        for one in part:
            if one.event.number == number and fold(one.event.symbol) == symbol:
                return one
        plain = [one for one in part if one.entry.origin is None]
        if not plain:
            return None
        place = (plain[-1].entry.epoch, plain[-1].entry.number)
    return None


def receipts_between(
    database: Database, author: int, *, since: datetime, before: datetime
) -> list[Receipt]:
    """Receipts written in that time, the oldest first; those void by now say why."""
    found: list[Receipt] = []
    place = _END
    while True:
        part = written_before(database, author, most=200, place=place)
        plain = [one for one in part if one.entry.origin is None]
        found += [one for one in plain if since <= one.entry.at < before]
        if place == _END:
            found += [one for one in part if one.entry.origin and since <= one.entry.at < before]
        if not plain or all(one.entry.at < since for one in plain[-20:]):
            return [_marked(database, one) for one in sorted(found, key=_by_number)]
        place = (plain[-1].entry.epoch, plain[-1].entry.number)


def receipts_since(
    database: Database, author: int, place: tuple[int, int]
) -> tuple[list[Receipt], list[ReceiptVoided]]:
    """Receipts written, and receipts voided, behind a place of the own log; the oldest first."""
    rows = {
        kind: database.rows(
            f"SELECT {ENTRY_COLUMNS} WHERE j.kind = ? AND {_OF_RECEIPTS} AND j.author = ?"
            " AND (j.epoch, j.number) > (?, ?) ORDER BY j.epoch, j.number",
            (kind, author, *place),
        )
        for kind in (WRITTEN, VOIDED)
    }
    written = [
        Receipt(entry=one, event=one.event)
        for one in readable(rows[WRITTEN])
        if isinstance(one.event, ReceiptWritten)
    ]
    voided = [one.event for one in readable(rows[VOIDED]) if isinstance(one.event, ReceiptVoided)]
    return written, voided


def receipts_of(database: Database, author: int, entity: int) -> list[Receipt]:
    """Those of one dossier that this machine wrote, the oldest first."""
    rows = database.rows(
        f"SELECT {ENTRY_COLUMNS} WHERE j.entity = ? AND j.author = ? AND j.kind IN (?, ?, ?)"
        " ORDER BY j.epoch, j.number",
        (entity, author, WRITTEN, VOIDED, RECOVERED),
    )
    entries = readable(rows)
    voids = [one.event for one in entries if isinstance(one.event, ReceiptVoided)]
    return [
        Receipt(entry=one, event=one.event, voided=_void_of(one.event, voids))
        for one in entries
        if isinstance(one.event, ReceiptWritten)
    ]


def without_receipt(database: Database, author: int, *, since: datetime) -> list[Payment]:
    """Payments at the counter that wait for their receipt, the newest first."""
    rows = database.rows(_PAID_BACKWARDS, (PAID, author, *_END, _MOST_PAYMENTS))
    waiting: list[Payment] = []
    for entry in readable(rows):
        paid = entry.event
        if not isinstance(paid, PaymentRecorded) or paid.method == "outside" or entry.at < since:
            continue
        if valid_for(receipts_of(database, author, entry.entity), entry) is None:
            waiting.append(payment_of(database, entry))
    return waiting


def granted_at(database: Database, author: int) -> datetime | None:
    """When this machine got its first range; None before."""
    own = (one.since for one in ranges_known(database) if one.machine == author)
    return min((at for at in own if at is not None), default=None)


def valid_for(receipts: list[Receipt], paid: Entry) -> Receipt | None:
    """The receipt of a payment that is not void."""
    place = (paid.epoch, paid.number)
    for one in receipts:
        if _paid_at(one.event) == place and one.voided is None:
            return one
    return None


def last_void_for(receipts: list[Receipt], paid: Entry) -> int:
    """The number that the next receipt of a payment takes the place of; 0 for none."""
    place = (paid.epoch, paid.number)
    void = [one.event.number for one in receipts if one.voided and _paid_at(one.event) == place]
    return void[-1] if void else 0


def _paid_at(event: ReceiptWritten) -> tuple[int, int]:
    return event.paid_epoch, event.paid_number


def _end_of(one: Range, *, is_past: bool) -> int:
    return one.granted.last if is_past else 0


def _used_to(one: Range, newest: list[Receipt]) -> int:
    granted = one.granted
    return max(
        (
            receipt.event.number
            for receipt in newest
            if is_same(receipt.event, granted)
            and granted.first <= receipt.event.number <= granted.last
        ),
        default=0,
    )


def _marked(database: Database, one: Receipt) -> Receipt:
    """With why it is void, and what it was written for."""
    mine = receipts_of(database, one.entry.author, one.entry.entity)
    voided = next((other.voided for other in mine if other.event == one.event), None)
    row = database.row(
        f"SELECT {ENTRY_COLUMNS} WHERE j.author = ? AND j.epoch = ? AND j.number = ?",
        (one.entry.author, one.event.paid_epoch, one.event.paid_number),
    )
    paid = entry_of(row).event if row else None
    known = paid if isinstance(paid, PaymentRecorded) else None
    return replace(one, voided=voided, paid=known)


def _void_of(written: ReceiptWritten, voids: list[ReceiptVoided]) -> ReceiptVoided | None:
    for one in voids:
        if one.number == written.number and is_same(one, written):
            return one
    return None


def _by_number(one: Receipt) -> tuple[str, int]:
    return one.event.symbol, one.event.number

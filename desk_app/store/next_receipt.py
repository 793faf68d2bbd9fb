"""The next receipt of this machine, by its journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.receipts import ReceiptThere, decide_receipt, seven_digits
from desk_app.store.receipts import last_void_for, ranges_of, receipts_of, valid_for

if TYPE_CHECKING:
    from desk_app.domain.events import ReceiptWritten
    from desk_app.domain.submission import Application
    from desk_app.store.books import Payment
    from desk_app.store.database import Database


def has_numbers(database: Database, author: int) -> bool:
    """Whether a granted range of this machine has a number left."""
    return any(one.next_number for one in ranges_of(database, author))


def next_receipt(
    database: Database, author: int, payment: Payment, application: Application
) -> ReceiptWritten:
    """The next number for a payment; after a void one it takes its place.

    Raises ReceiptThere, and as `receipts.decide_receipt`.
    """
    there = receipts_of(database, author, payment.entry.entity)
    valid = valid_for(there, payment.entry)
    if valid is not None:
        raise ReceiptThere(number=seven_digits(valid.event.number))
    submitter = application.submitter
    return decide_receipt(
        ranges_of(database, author),
        paid=payment.event,
        place=(payment.entry.epoch, payment.entry.number),
        payer=(submitter.person if submitter else application.applicant).name,
        replaces=last_void_for(there, payment.entry),
    )

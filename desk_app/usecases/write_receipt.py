"""Use the next receipt number for a payment (lập biên lai)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.receipts import ReceiptThere, decide_receipt, seven_digits
from desk_app.domain.rights import Act
from desk_app.store.errors import UnknownDossier
from desk_app.store.receipts import last_void_for, ranges_of, receipts_of, valid_for

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.events import ReceiptWritten
    from desk_app.store.books import Payment
    from desk_app.store.receipts import Receipt


def write_receipt(desk: Desk, entity: int, *, serial: int = 0) -> Receipt:
    """The receipt of a payment of this dossier; without a `serial` of its last one.

    After a void one the next number takes its place. Raises NotPermitted, UnknownDossier,
    ReceiptThere, and as `receipts.decide_receipt`.
    """
    database, machine = desk.store.database, desk.machine or 0
    desk.require(Act.RECORD_PAYMENT)
    payment = _payment(desk, entity, serial)

    def decide(dossier: Dossier, _: datetime) -> ReceiptWritten:
        there = receipts_of(database, machine, entity)
        valid = valid_for(there, payment.entry)
        if valid is not None:
            raise ReceiptThere(number=seven_digits(valid.event.number))
        submitter = dossier.application.submitter
        payer = submitter.person if submitter else dossier.application.applicant
        return decide_receipt(
            ranges_of(database, machine),
            paid=payment.event,
            place=(payment.entry.epoch, payment.entry.number),
            payer=payer.name,
            replaces=last_void_for(there, payment.entry),
        )

    desk.act(Act.RECORD_PAYMENT, entity, decide)
    return receipts_of(database, machine, entity)[-1]


def has_numbers(desk: Desk) -> bool:
    """Whether a granted range of this machine has a number left."""
    return any(one.next_number for one in ranges_of(desk.store.database, desk.machine or 0))


def _payment(desk: Desk, entity: int, serial: int) -> Payment:
    payments = [one for one in desk.payments(entity) if not serial or one.serial == serial]
    if not payments:
        raise UnknownDossier(code=str(serial or ""))
    return payments[-1]

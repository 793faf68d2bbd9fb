"""Use the next receipt number for a payment (lập biên lai)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.store.errors import UnknownDossier
from desk_app.store.next_receipt import next_receipt
from desk_app.store.receipts import receipts_of

if TYPE_CHECKING:
    from desk_app.desk import Desk
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

    desk.act(
        Act.RECORD_PAYMENT,
        entity,
        lambda dossier, _: next_receipt(database, machine, payment, dossier.application),
    )
    return receipts_of(database, machine, entity)[-1]


def _payment(desk: Desk, entity: int, serial: int) -> Payment:
    payments = [one for one in desk.payments(entity) if not serial or one.serial == serial]
    if not payments:
        raise UnknownDossier(code=str(serial or ""))
    return payments[-1]

"""Void a receipt: all its copies are kept and crossed out (xóa bỏ biên lai)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.receipts import ReceiptUnknown, decide_void, seven_digits
from desk_app.domain.rights import Act
from desk_app.domain.text import fold
from desk_app.store.receipts import receipts_of, written_number

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.events import ReceiptVoided


def void_receipt(
    desk: Desk, *, symbol: str, number: int, reason: str, has_all_copies: bool
) -> ReceiptVoided:
    """`has_all_copies`: those of the payer too lie at the desk.

    Its payment waits for a new receipt then. Raises NotPermitted, ReceiptUnknown, ReasonMissing,
    ReceiptCopiesMissing.
    """
    desk.require(Act.KEEP_RECEIPTS)
    database, machine = desk.store.database, desk.machine or 0
    with desk.journal.writing() as tx:
        found = written_number(database, machine, symbol=fold(symbol), number=number)
        if found is None:
            raise ReceiptUnknown(number=seven_digits(number))
        same = [
            one
            for one in receipts_of(database, machine, found.entry.entity)
            if one.event == found.event
        ]
        if not same or same[-1].voided is not None:
            raise ReceiptUnknown(number=seven_digits(number))
        event = decide_void(found.event, reason=reason, has_all_copies=has_all_copies)
        desk.append(tx, event, entity=found.entry.entity, at=desk.clock.now())
    return event

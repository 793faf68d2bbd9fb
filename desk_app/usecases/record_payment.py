"""Write down money taken at the counter or proved paid (ghi nhận thu)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desk_app.domain.paying import decide_payment
from desk_app.domain.rights import Act
from desk_app.domain.text import LINE_LIMIT, NAME_LIMIT, clean
from desk_app.store.next_receipt import has_numbers, next_receipt

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def record_payment(
    desk: Desk,
    entity: int,
    *,
    amount_vnd: int,
    method: str = "cash",
    what: str = "",
    reference: str = "",
) -> Dossier:
    """With a granted range of receipts the next number is used for it at once.

    Without one, or with all used up, it waits for its receipt. Raises NotPermitted,
    AmountNotPositive, AmountTooLarge.
    """
    dossier = desk.act(
        Act.RECORD_PAYMENT,
        entity,
        lambda dossier, now: decide_payment(
            dossier,
            amount_vnd=amount_vnd,
            method=clean(method, limit=NAME_LIMIT, field="method"),
            what=clean(what, limit=LINE_LIMIT, field="what"),
            reference=clean(reference, limit=NAME_LIMIT, field="reference"),
            now=now,
            calendar=desk.rules.calendar,
            hours=desk.rules.hours,
        ),
    )
    database, machine = desk.store.database, desk.machine or 0
    if method == "outside" or not has_numbers(database, machine):
        return dossier
    payment = desk.payments(entity)[-1]
    return replace(desk, seen=None).act(  # seen was the dossier before the payment
        Act.RECORD_PAYMENT,
        entity,
        lambda paid, _: next_receipt(database, machine, payment, paid.application),
    )

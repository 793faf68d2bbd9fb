"""Write down a transfer that the bank has not confirmed yet (chuyển khoản chờ xác nhận)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.paying import decide_transfer
from desk_app.domain.rights import Act
from desk_app.domain.text import LINE_LIMIT, NAME_LIMIT, clean

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.choices import TransferProof
    from desk_app.domain.dossier import Dossier


def witness_transfer(
    desk: Desk,
    entity: int,
    *,
    amount_vnd: int,
    proof: TransferProof,
    what: str = "",
    reference: str = "",
) -> Dossier:
    """No money before the bank confirms it; raises NotPermitted, AmountNotPositive."""
    return desk.act(
        Act.RECORD_PAYMENT,
        entity,
        lambda dossier, now: decide_transfer(
            dossier,
            amount_vnd=amount_vnd,
            proof=proof,
            what=clean(what, limit=LINE_LIMIT, field="what"),
            reference=clean(reference, limit=NAME_LIMIT, field="reference"),
            now=now,
        ),
    )

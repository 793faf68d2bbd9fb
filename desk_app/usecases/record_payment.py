"""Write down money taken at the counter or proved paid (ghi nhận thu)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.paying import decide_payment
from desk_app.domain.rights import Act
from desk_app.domain.text import LINE_LIMIT, NAME_LIMIT, clean

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
    """Raises NotPermitted, AmountNotPositive."""
    return desk.act(
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

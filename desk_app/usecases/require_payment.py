"""A money duty stands in the way (nghĩa vụ tài chính)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.paying import decide_payment_duty
from desk_app.domain.rights import Act
from desk_app.domain.text import LINE_LIMIT, clean

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def require_payment(desk: Desk, entity: int, *, amount_vnd: int, what: str) -> Dossier:
    """The clock stops until the duty is met.

    Raises NotPermitted, AmountNotPositive, ReasonMissing, WrongStatus.
    """
    return desk.act(
        Act.REQUIRE_PAYMENT,
        entity,
        lambda dossier, now: decide_payment_duty(
            dossier,
            amount_vnd=amount_vnd,
            what=clean(what, limit=LINE_LIMIT, field="what"),
            now=now,
        ),
    )

"""The competent body has the dossier (cơ quan có thẩm quyền nhận hồ sơ)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.catalogue.planning import planned_anew
from desk_app.domain.receiving import decide_competent_receipt
from desk_app.domain.rights import Act

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def take_competent_receipt(desk: Desk, entity: int, *, received_at: datetime) -> Dossier:
    """Its time runs from here, and a receipt with the promise is queued.

    Raises NotPermitted, ReceiptInFuture, WrongStatus.
    """
    return desk.act(
        Act.COMPETENT_RECEIPT,
        entity,
        lambda dossier, now: decide_competent_receipt(
            dossier,
            version=desk.version_of(dossier),
            received_at=received_at,
            rules=desk.rules,
            now=now,
            linked=planned_anew(desk.catalogue, desk.rules, dossier, at=received_at),
        ),
        form="receipt",
    )

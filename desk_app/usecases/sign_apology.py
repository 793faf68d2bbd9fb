"""The head of the office signed the apology for a new date (ký văn bản xin lỗi)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.answering import decide_apology_signed
from desk_app.domain.rights import Act

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def sign_apology(desk: Desk, entity: int) -> Dossier:
    """By hand, on the printed paper (Mẫu 04). Raises NotPermitted, NoPromise, WrongStatus."""
    return desk.act(
        Act.SIGN_APOLOGY,
        entity,
        lambda dossier, now: decide_apology_signed(dossier, now=now),
    )

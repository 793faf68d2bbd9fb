"""The applicant asks for the dossier back (rút hồ sơ)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.handling import decide_withdrawal
from desk_app.domain.rights import Act
from desk_app.domain.text import clean_lines

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def withdraw_dossier(desk: Desk, entity: int, *, reason: str, papers_back: bool = True) -> Dossier:
    """Before a result is decided; raises NotPermitted, ReasonMissing, WrongStatus."""
    return desk.act(
        Act.WITHDRAW,
        entity,
        lambda dossier, now: decide_withdrawal(
            dossier,
            reason=clean_lines(reason, field="reason"),
            papers_back=papers_back,
            now=now,
        ),
    )

"""Undo a reception made by mistake (hủy tiếp nhận)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.returning import decide_cancellation
from desk_app.domain.rights import Act
from desk_app.domain.text import clean_lines

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def cancel_dossier(desk: Desk, entity: int, *, reason: str) -> Dossier:
    """The number stays accounted for; raises NotPermitted, ReasonMissing, WrongStatus."""
    return desk.act(
        Act.CANCEL,
        entity,
        lambda dossier, now: decide_cancellation(
            dossier, reason=clean_lines(reason, field="reason"), now=now
        ),
    )

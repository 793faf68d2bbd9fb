"""Refuse to take or to solve a dossier (từ chối)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.handling import decide_refusal
from desk_app.domain.rights import Act
from desk_app.domain.text import LINE_LIMIT, clean, clean_lines

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def refuse_dossier(desk: Desk, entity: int, *, reason: str, ground: str = "") -> Dossier:
    """Record the refusal with its provision and reason, and queue its paper (Mẫu 03).

    Raises NotPermitted, ReasonMissing, WrongStatus.
    """
    return desk.act(
        Act.REFUSE,
        entity,
        lambda dossier, now: decide_refusal(
            dossier,
            ground=clean(ground, limit=LINE_LIMIT, field="ground"),
            reason=clean_lines(reason, field="reason"),
            now=now,
        ),
        form="refusal",
    )

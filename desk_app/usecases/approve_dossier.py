"""The leader decides in favour (phê duyệt)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.handling import decide_approval
from desk_app.domain.rights import Act
from desk_app.domain.text import clean_lines

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def approve_dossier(desk: Desk, entity: int, *, note: str = "") -> Dossier:
    """Raises NotPermitted, NotAppraised, WrongStatus."""
    return desk.act(
        Act.APPROVE,
        entity,
        lambda dossier, now: decide_approval(
            dossier, note=clean_lines(note, field="note"), now=now
        ),
    )

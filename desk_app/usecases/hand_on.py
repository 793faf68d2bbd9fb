"""Hand a dossier to the handling body (chuyển hồ sơ)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.handling import decide_hand_on
from desk_app.domain.rights import Act
from desk_app.domain.text import NAME_LIMIT, clean

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def hand_on(desk: Desk, entity: int, *, to: str) -> Dossier:
    """Raises NotPermitted, ReasonMissing, WrongStatus."""
    return desk.act(
        Act.HAND_ON,
        entity,
        lambda dossier, now: decide_hand_on(
            dossier,
            to=clean(to, limit=NAME_LIMIT, field="to"),
            now=now,
            hours=desk.rules.hours,
            calendar=desk.rules.calendar,
        ),
    )

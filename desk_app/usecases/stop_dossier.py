"""Stop work on a dossier (dừng giải quyết)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.handling import decide_stop
from desk_app.domain.rights import Act
from desk_app.domain.text import LINE_LIMIT, clean, clean_lines

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.events import StopGround


def stop_dossier(
    desk: Desk,
    entity: int,
    *,
    ground: StopGround,
    reason: str,
    money: str = "",
    papers_back: bool = True,
) -> Dossier:
    """Record the stop and queue its notice (Mẫu 05).

    Raises NotPermitted, ReasonMissing, WrongStatus.
    """
    return desk.act(
        Act.STOP,
        entity,
        lambda dossier, now: decide_stop(
            dossier,
            ground=ground,
            reason=clean_lines(reason, field="reason"),
            money=clean(money, limit=LINE_LIMIT, field="money"),
            papers_back=papers_back,
            now=now,
        ),
        form="stop-notice",
    )

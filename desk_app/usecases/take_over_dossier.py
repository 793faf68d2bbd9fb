"""Go on here with a dossier that another machine holds (tiếp quản hồ sơ)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.handling import ReasonMissing
from desk_app.domain.rights import Act
from desk_app.domain.tenure import decide_take_over
from desk_app.domain.text import clean_lines

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.events import TakenOver


def take_over_dossier(desk: Desk, entity: int, *, reason: str) -> Dossier:
    """What the other machine did meanwhile and has not sent is kept, and held for a person.

    Raises NotPermitted, ReasonMissing, HeldHere, WrongStatus.
    """

    def decide(dossier: Dossier, _now: datetime) -> TakenOver:
        words = clean_lines(reason, field="reason")
        if not words:
            raise ReasonMissing(field="reason")
        machine, _epoch = desk.journal.identity.writer
        return decide_take_over(dossier.tenure, machine=machine, reason=words)

    return desk.act(Act.TAKE_OVER, entity, decide)

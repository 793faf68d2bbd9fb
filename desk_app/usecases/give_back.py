"""Do not take what was handed on, and say why (trả lại hồ sơ được bàn giao)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.answering import decide_hand_over_answer, require_taker
from desk_app.domain.rights import Act
from desk_app.domain.text import clean_lines
from desk_app.store.handlers import handler_names

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.events import HandOverAnswered


def give_back(desk: Desk, entity: int, *, reason: str) -> Dossier:
    """It lies again where it lay before it was handed on.

    Raises NotPermitted, HandedToAnother, ReasonMissing, WrongStatus.
    """

    def decide(dossier: Dossier, now: datetime) -> HandOverAnswered:
        person, handlers = desk.user.name, handler_names(desk.store.database)
        require_taker(dossier.handed_to, person=person, roles=desk.user.roles, handlers=handlers)
        why = clean_lines(reason, field="reason")
        return decide_hand_over_answer(dossier, is_taken=False, taker=person, reason=why, now=now)

    return desk.act(Act.GIVE_BACK, entity, decide)

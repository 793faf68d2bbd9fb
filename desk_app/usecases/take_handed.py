"""Say that what was handed on is here (nhận bàn giao)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.answering import decide_hand_over_answer, require_taker
from desk_app.domain.rights import Act
from desk_app.domain.text import NAME_LIMIT, clean
from desk_app.store.handlers import handler_names

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.events import HandOverAnswered


def take_handed(desk: Desk, entity: int, *, taker: str = "") -> Dossier:
    """`taker`: who signed for it, where that is not the person here.

    Raises NotPermitted, HandedToAnother, WrongStatus.
    """

    def decide(dossier: Dossier, now: datetime) -> HandOverAnswered:
        person, handlers = desk.user.name, handler_names(desk.store.database)
        require_taker(dossier.handed_to, person=person, roles=desk.user.roles, handlers=handlers)
        signed = clean(taker, limit=NAME_LIMIT, field="taker") or person
        return decide_hand_over_answer(dossier, is_taken=True, taker=signed, reason="", now=now)

    return desk.act(Act.TAKE_HANDED, entity, decide)

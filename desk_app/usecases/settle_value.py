"""Decide what a field says that two machines gave different values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.desk import RECEIPT
from desk_app.domain.reviewing import decide_value
from desk_app.domain.rights import Act
from desk_app.domain.text import clean_lines

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def settle_value(desk: Desk, entity: int, *, field: str, text: str, reason: str) -> Dossier:
    """Record the value a person takes: one of those given, or a third; the others stay in history.

    Where the field then says something else, a numbered dossier's receipt is queued anew. Raises
    NotPermitted, NotInDispute, ReasonMissing, and what a first entry of the field would raise.
    """
    desk.require(Act.SETTLE)
    words = clean_lines(reason, field="reason")
    now = desk.clock.now()
    with desk.journal.writing() as tx:
        event = decide_value(tx.dossier(entity), field=field, text=text, reason=words, now=now)
        desk.append(tx, event, entity=entity, at=now)
        dossier = tx.dossier(entity)
        if event.now != event.was and dossier.code:
            desk.queue_print(tx, entity, RECEIPT, at=now, corrected=True)
    return dossier

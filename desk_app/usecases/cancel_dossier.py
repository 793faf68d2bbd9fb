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
    """The number stays accounted for, and no page that still waits goes out.

    Raises NotPermitted, ReasonMissing, WrongStatus.
    """
    desk.require(Act.CANCEL)
    now = desk.clock.now()
    with desk.journal.writing() as tx:
        event = decide_cancellation(
            tx.dossier(entity), reason=clean_lines(reason, field="reason"), now=now
        )
        desk.append(tx, event, entity=entity, at=now)
        tx.overtake_prints(entity, by=desk.user.number, at=now)
        return tx.dossier(entity)

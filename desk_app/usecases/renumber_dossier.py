"""Give an official code to a dossier that was numbered without a lane (cấp mã chính thức)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.desk import RECEIPT
from desk_app.domain.errors import RuleBroken
from desk_app.domain.returning import decide_code
from desk_app.domain.rights import Act

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


class NoLane(RuleBroken):
    """No official number is to be had yet; sync to get a lane, then try again."""

    code = "no_lane"


def renumber_dossier(desk: Desk, entity: int) -> Dossier:
    """The next number of today's lane; the receipt is queued anew.

    Raises NotPermitted, NotTemporary, NoLane.
    """
    desk.require(Act.RENUMBER)
    now = desk.clock.now()
    with desk.journal.writing() as tx:
        dossier = tx.dossier(entity)
        grant = tx.next_code(desk.rules.organisation, vietnam_day(now))
        if dossier.is_temporary and grant.temporary:
            raise NoLane
        event = decide_code(dossier, code=grant.code, now=now)
        desk.append(tx, event, entity=entity, at=now)
        desk.queue_print(tx, entity, RECEIPT, at=now, corrected=True)
        return tx.dossier(entity)

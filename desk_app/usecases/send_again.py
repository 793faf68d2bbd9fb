"""Take a step anew that the province had set aside (gửi lại)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.events import Outcome
from desk_app.domain.reviewing import NothingSetAside, act_of, require_sendable
from desk_app.domain.rights import Act

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def send_again(desk: Desk, change: tuple[int, int, int]) -> Dossier:
    """Write the same step on the dossier as it stands; the one set aside is dealt with by it.

    `change`: machine, epoch, number. Raises NothingSetAside, NotPermitted for the step itself,
    NotSendable, and what the rules say to the step now.
    """
    desk.require(Act.SETTLE)
    entry = desk.journal.aside(change)
    if entry is None:
        raise NothingSetAside
    event = require_sendable(entry.event)
    desk.require(act_of(event))
    now = desk.clock.now()
    with desk.journal.writing() as tx:
        desk.append(tx, event, entity=entry.entity, at=now)
        desk.append(tx, entry.reviewed(Outcome.SENT_AGAIN), entity=entry.entity, at=now)
        return tx.dossier(entry.entity)

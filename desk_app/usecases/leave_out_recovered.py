"""Leave work out that the province lacks after a new epoch: it does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.handling import ReasonMissing
from desk_app.domain.rights import Act
from desk_app.domain.text import clean_lines
from desk_app.store.opening import record_users

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.store.recovered import Reviewed


def leave_out_recovered(desk: Desk, key: int, reason: str) -> Reviewed:
    """Leave a dossier's changes out for good; they stay listed with who said so and when.

    Raises NotPermitted, NothingRecovered, NeedsNewEpoch, ReasonMissing.
    """
    desk.require(Act.SETTLE)
    said = clean_lines(reason, field="reason")
    if not said:
        raise ReasonMissing(field="reason")
    now = desk.clock.now()
    reviewed = desk.store.recovered.leave_out(key, by=desk.user.number, at=now, reason=said)
    record_users(desk.store, at=now)
    return reviewed

"""Take work in that the province lacks after a new epoch: it goes there anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.store.opening import record_users

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.store.recovered import Reviewed


def accept_recovered(desk: Desk, key: int) -> Reviewed:
    """Send a dossier's changes to the province anew, as they were written.

    Codes and moments stay what they were. Raises NotPermitted, NothingRecovered, NeedsNewEpoch.
    """
    desk.require(Act.SETTLE)
    now = desk.clock.now()
    reviewed = desk.store.recovered.accept(key, by=desk.user.number, at=now)
    record_users(desk.store, at=now)
    return reviewed

"""One round with the province (đồng bộ): out with what waits, in with what was settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from sync.client.exchange import exchange_once

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from sync.client.exchange import Round
    from sync.client.link import Link


def sync_now(desk: Desk, link: Link) -> Round:
    """Safe to repeat at any time. Raises NotPermitted, NeedsNewEpoch, SyncError."""
    desk.require(Act.LOOK)
    return exchange_once(desk.replica, link)

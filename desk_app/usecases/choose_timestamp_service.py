"""Choose where timestamps come from (nơi cấp dấu thời gian), as the province tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.signing.services import CHOSEN, checked_address

if TYPE_CHECKING:
    from desk_app.desk import Desk


def choose_timestamp_service(desk: Desk, address: str) -> None:
    """An empty address goes back to the list. Raises NotPermitted, TimestampServiceWrong."""
    desk.require(Act.MANAGE_DESK)
    desk.store.settings.put(CHOSEN, checked_address(address))

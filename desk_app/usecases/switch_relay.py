"""Let this desk keep sealed parcels for the commune's other desks (trạm chuyển tiếp), or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.domain.training import require_real
from desk_app.relaying import PORT, SWITCH, lan_address

if TYPE_CHECKING:
    from desk_app.desk import Desk


def switch_relay(desk: Desk, *, is_on: bool, host: str = "", port: int = PORT) -> None:
    """From the next sign-in on. `host`: the address on the network; empty: found by itself.

    Raises NotPermitted, InTraining.
    """
    desk.require(Act.MANAGE_DESK)
    require_real(is_training=desk.tray.is_training)
    before = desk.store.settings.get(SWITCH) or {}
    address = host.strip() or (lan_address() if is_on else before.get("host", ""))
    desk.store.settings.put(SWITCH, {"on": is_on, "host": address, "port": port})

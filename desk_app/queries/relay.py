"""The commune's relay as this desk sees it: whether it is one, whether it goes to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.relaying import PINNED, SWITCH, keeping_of, look_around, own_code

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.relaying import Near


@dataclass(frozen=True, kw_only=True, slots=True)
class RelayStatus:
    is_on: bool  # from the next sign-in on
    address: str  # where it listens; empty where it is off
    code: str  # of this desk, for others to compare
    to_hub: int  # parcels of others kept here
    to_desks: int
    bytes: int
    pinned: str  # address of the relay this desk goes to; empty for none


def near_relays() -> list[Near]:
    """Relays that answer on this network; takes a few seconds. Raises RelayUnreachable."""
    return look_around()


def relay_status(desk: Desk) -> RelayStatus:
    desk.require(Act.LOOK)
    switch = desk.store.settings.get(SWITCH) or {}
    kept = keeping_of(desk).kept()
    return RelayStatus(
        is_on=bool(switch.get("on")),
        address=f"http://{switch['host']}:{switch['port']}" if switch.get("on") else "",
        code=own_code(desk),
        to_hub=kept.to_hub,
        to_desks=kept.to_desks,
        bytes=kept.bytes,
        pinned=(desk.store.settings.get(PINNED) or {}).get("url", ""),
    )

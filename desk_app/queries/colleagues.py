"""The other machines of this commune, as its own network shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.relaying import PINNED, SWITCH
from desk_app.store.colleagues import Colleagues, Seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.desk import Desk

__all__ = ["Seen"]  # a machine as it was seen, for the screens


@dataclass(frozen=True, kw_only=True, slots=True)
class NearMachines:
    is_used: bool  # this desk is the relay, or goes to one
    may_share: bool  # this machine is believed and sound: it gives and takes
    machines: Sequence[Seen]  # that spoke with us, the one heard last first


def near_machines(desk: Desk) -> NearMachines:
    """Which machines of the commune were seen, and since when."""
    desk.require(Act.LOOK)
    switch = desk.store.settings.get(SWITCH) or {}
    colleagues = Colleagues(desk.store, desk.clock)
    return NearMachines(
        is_used=bool(switch.get("on") or desk.store.settings.get(PINNED)),
        may_share=colleagues.may_share(),
        machines=colleagues.seen(),
    )

"""Sessions in villages, what to look at before leaving, and how the battery stands on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.domain.village import (
    EMPTY_BATTERY,
    LOW_BATTERY,
    NoSuchVillage,
    Village,
    VillageState,
)
from desk_app.papers.village_summary import VillageSummary, village_summary
from desk_app.store.backup import LAST_BACKUP
from desk_app.store.battery import Battery, battery
from desk_app.store.receipts import ranges_of
from desk_app.store.villages import of_dossier, open_here, people_near, village_of, villages

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.desk import Desk

__all__ = ["Battery", "Village", "VillageState", "VillageSummary"]  # shown, for the screens
_TRAY = "tray"


@dataclass(frozen=True, kw_only=True, slots=True)
class Packing:
    """What the machine has with it; all of it works without a network."""

    battery: Battery | None  # None: the machine does not tell
    printer: str  # empty: pages only go into the tray
    lanes: tuple[tuple[int, int], ...]  # running numbers of every day
    receipts: int  # numbers left in the granted ranges
    catalogue: int
    last_backup: str  # ISO moment; empty: never
    people: int  # known here, whose address names the place
    without_account: tuple[str, ...] = ()  # who goes and has no account at this machine
    unsent: int = 0  # own changes that the province does not have


def village_list(desk: Desk) -> list[Village]:
    """The latest first; raises NotPermitted."""
    desk.require(Act.LOOK)
    return villages(desk.store.database)


def village_now(desk: Desk) -> Village | None:
    """The session this machine is on; raises NotPermitted."""
    desk.require(Act.LOOK)
    return open_here(desk.store.database)


def packing(desk: Desk, entity: int, *, look: Callable[[], Battery | None] = battery) -> Packing:
    """Raises NotPermitted, NoSuchVillage."""
    one = _known(desk, entity)
    last = desk.store.settings.get(LAST_BACKUP) or {}
    names = {user.name for user in desk.users.all() if user.is_active}
    return Packing(
        battery=look(),
        printer="" if desk.printer_name == _TRAY else desk.printer_name,
        lanes=tuple((lane.first, lane.last) for lane in desk.lanes),
        receipts=sum(each.left for each in ranges_of(desk.store.database, desk.machine or 0)),
        catalogue=desk.catalogue.version,
        last_backup=last.get("at", ""),
        people=people_near(desk.store.database, one.planned.place),
        without_account=tuple(name for name in one.planned.people if name not in names),
        unsent=desk.journal.waiting().changes,
    )


def summary(desk: Desk, entity: int) -> VillageSummary:
    """Raises NotPermitted, NoSuchVillage."""
    return village_summary(desk, _known(desk, entity))


def received_at(desk: Desk, entity: int) -> Village | None:
    """The session a dossier was received in; None for one received at home."""
    desk.require(Act.LOOK)
    return of_dossier(desk.store.database, entity)


def low_battery(
    desk: Desk, *, look: Callable[[], Battery | None] = battery
) -> tuple[Battery, bool] | None:
    """While a session is open and the battery runs down: how it stands, and is it nearly empty."""
    if village_now(desk) is None:
        return None
    told = look()
    if told is None or told.is_charging or told.percent > LOW_BATTERY:
        return None
    return told, told.percent <= EMPTY_BATTERY


def _known(desk: Desk, entity: int) -> Village:
    desk.require(Act.LOOK)
    one = village_of(desk.store.database, entity)
    if one is None:
        raise NoSuchVillage
    return one

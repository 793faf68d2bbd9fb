"""Take what the province sent back on a stick (nhận từ USB): its word, changes of others, files."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.obeying import obey
from desk_app.published import install_published
from desk_app.store.new_epoch import take_epoch_grant
from desk_app.store.one_round import one_round
from sync.client.parcel_opening import look_into
from sync.client.parcels_back import import_parcel
from sync.errors import (
    BadSignature,
    GrantRefused,
    MachineRevoked,
    MalformedMessage,
    WrongHub,
)
from sync.parcel.errors import (
    NotAParcel,
    ParcelForOthers,
    ParcelIsFolder,
    ParcelOutdated,
    ParcelUnreadable,
)
from sync.parcel.stick import opened, stick_of
from sync.parcel.writing import Progress, Watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desk_app.desk import Desk
    from desk_app.store.carrier import Carrier
    from sync.client.parcels_back import TakenBack
    from sync.errors import SyncError
    from sync.parcel.stick import Found

TAKEN = "parcel.taken"  # setting: when a parcel of the province was last taken, ISO

_LEFT_ALONE = (
    BadSignature,
    MalformedMessage,
    NotAParcel,
    ParcelForOthers,
    ParcelIsFolder,
    ParcelOutdated,
    ParcelUnreadable,
    WrongHub,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenParcels:
    """What the parcels of a stick changed here."""

    parcels: int  # taken, whole or as far as they went
    torn: tuple[str, ...]  # of these, files that could not be read to their end
    left_alone: tuple[tuple[str, str], ...]  # file and the code of why
    acked: int
    settled: int
    refused: int
    held: int
    received: int
    files: int
    others: int  # answers to what this desk had asked for: a new epoch
    has_gap: bool


def import_parcels(
    desk: Desk,
    path: Path,
    *,
    tell: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> TakenParcels:
    """Take every parcel for this desk in a folder, or one file; safe to repeat.

    Raises NotPermitted, RoundRunning, StickGone, NotAParcel, ParcelIsFolder, ParcelCancelled; for
    one file named alone also why it was left alone; and HistoryForked, EpochNeeded, MachineRevoked
    where the province says so.
    """
    desk.require(Act.LOOK)
    _stick, found = stick_of(path)
    is_alone = path.is_file()
    carrier = desk.store.carrier(desk.clock)
    with one_round(desk.store.places):
        importing = _Importing(carrier, is_alone=is_alone)
        ours = importing.ours(found)
        watch = Watch(total=sum(one.size for one in ours), tell=tell, should_stop=should_stop)
        try:
            for one in ours:
                importing.take(one, watch)
        except MachineRevoked:
            obey(desk.store, desk.clock)
            raise
        told = importing.told(others=_take_grants(desk, carrier))
        if told.parcels and carrier.may_write():
            desk.store.settings.put(TAKEN, desk.clock.now().isoformat())
    install_published(desk)
    obey(desk.store, desk.clock)
    return told


def _take_grants(desk: Desk, carrier: Carrier) -> int:
    """Go on in the epoch that the province granted; how many grants were ours and new."""
    taken = 0
    for raw in dict.fromkeys(carrier.grants):
        with suppress(GrantRefused):
            take_epoch_grant(desk.store, raw, at=desk.clock.now())
            taken += 1
    return taken


class _Importing:
    def __init__(self, carrier: Carrier, *, is_alone: bool) -> None:
        self._carrier = carrier
        self._is_alone = is_alone
        self._left: list[tuple[str, str]] = []
        self._taken: list[tuple[str, TakenBack]] = []
        self._begun: dict[str, bytearray] = {}

    def ours(self, found: list[Found]) -> list[Found]:
        """The parcels for this desk, in the order they were made."""
        known = []
        for one in found:
            if one.refused:
                self._left.append((one.path.name, one.refused))
                continue
            try:
                with opened(one.path) as file:
                    told = look_into(self._carrier, file)
            except _LEFT_ALONE as error:
                self._leave(one, error)
            else:
                known.append((told.made_at, told.parcel, told.part, one))
        return [one for *_place, one in sorted(known, key=lambda place: place[:3])]

    def take(self, one: Found, watch: Watch) -> None:
        try:
            with opened(one.path) as file:
                taken = import_parcel(self._carrier, file, begun=self._begun, watch=watch)
        except _LEFT_ALONE as error:
            self._leave(one, error)
        else:
            self._taken.append((one.path.name, taken))

    def told(self, *, others: int) -> TakenParcels:
        all_of_them = [taken for _name, taken in self._taken]
        return TakenParcels(
            parcels=len(all_of_them),
            torn=tuple(name for name, taken in self._taken if not taken.is_whole),
            left_alone=tuple(self._left),
            acked=sum(taken.acked for taken in all_of_them),
            settled=sum(taken.settled for taken in all_of_them),
            refused=sum(taken.refused for taken in all_of_them),
            held=sum(taken.held for taken in all_of_them),
            received=sum(taken.received for taken in all_of_them),
            files=sum(taken.files for taken in all_of_them),
            others=others,
            has_gap=any(taken.has_gap for taken in all_of_them),
        )

    def _leave(self, one: Found, error: SyncError) -> None:
        if self._is_alone:
            raise error
        self._left.append((one.path.name, error.code))

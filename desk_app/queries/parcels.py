"""What lies on sticks, what a parcel made now would carry, and which drives are there."""

from __future__ import annotations

import shutil
import string
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.store.parcels import ParcelNote

_PLACES = (Path("/media"), Path("/run/media"))
_REMOVABLE = 2  # as Windows tells it


@dataclass(frozen=True, kw_only=True, slots=True)
class Drive:
    """A folder where something removable is mounted."""

    folder: Path
    name: str
    free_bytes: int | None  # None where it does not say


@dataclass(frozen=True, kw_only=True, slots=True)
class ParcelStatus:
    """Sticks beside the line; nothing here counts as delivered."""

    first: int  # number of the first change that waits
    changes_waiting: int
    files_waiting: int
    bytes_waiting: int  # of the files
    changes_on_stick: int  # of these
    files_on_stick: int
    since: datetime | None  # when the newest of them was written
    last: tuple[ParcelNote, ...]


def parcel_status(desk: Desk) -> ParcelStatus:
    desk.require(Act.LOOK)
    carrier = desk.store.carrier(desk.clock)
    _author, epoch = desk.journal.identity.writer
    on_stick = desk.store.parcels.on_stick(epoch)
    files = carrier.files_to_carry()
    return ParcelStatus(
        first=carrier.acked() + 1,
        changes_waiting=max(0, carrier.last() - carrier.acked()),
        files_waiting=len(files),
        bytes_waiting=sum(one.size for one in files),
        changes_on_stick=on_stick.changes,
        files_on_stick=on_stick.files,
        since=on_stick.since,
        last=tuple(desk.store.parcels.last()),
    )


def written_to_stick_at(desk: Desk, number: int) -> datetime | None:
    """When an own change that the province has not acknowledged was written to a stick."""
    _author, epoch = desk.journal.identity.writer
    carrier = desk.store.carrier(desk.clock)
    if number <= carrier.acked():
        return None
    return desk.store.parcels.written_at(epoch, number)


def drives(places: tuple[Path, ...] = _PLACES) -> list[Drive]:
    """What is plugged in, as far as the system tells; a person may type another folder."""
    folders = _windows_drives() if sys.platform == "win32" else _mounted(places)
    return [_drive(folder) for folder in folders]


def _mounted(places: tuple[Path, ...]) -> list[Path]:
    """What is mounted below these: /media/usb or /media/hoa/KINGSTON."""
    found: list[Path] = []
    for place in places:
        for folder in _folders(place):
            below = [inner for inner in _folders(folder) if inner.is_mount()]
            found += below or ([folder] if folder.is_mount() else [])
    return found


def _folders(place: Path) -> list[Path]:
    try:
        return sorted(path for path in place.iterdir() if path.is_dir())
    except OSError:
        return []


def _drive(folder: Path) -> Drive:
    try:
        free: int | None = shutil.disk_usage(folder).free
    except OSError:
        free = None
    return Drive(folder=folder, name=folder.name or str(folder), free_bytes=free)


if sys.platform == "win32":
    import ctypes

    def _windows_drives() -> list[Path]:
        letters = [Path(f"{letter}:\\") for letter in string.ascii_uppercase]
        kind = ctypes.windll.kernel32.GetDriveTypeW
        return [letter for letter in letters if kind(str(letter)) == _REMOVABLE]

else:

    def _windows_drives() -> list[Path]:
        return []

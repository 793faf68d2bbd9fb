"""Write what waits for the province to a stick (gửi bằng USB), sealed for the province alone.

Anybody at the desk may: without the province's key the parcel tells nothing. It stays unsent until
the province's own signed word comes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.store.new_epoch import epoch_request
from desk_app.store.one_round import one_round
from desk_app.store.parcels import ParcelNote
from sync.client.parcels import export_parcel as write
from sync.parcel.packing import MOST_PART_BYTES
from sync.parcel.stick import Stick

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desk_app.desk import Desk
    from sync.client.parcels import Exported
    from sync.parcel.writing import Progress

CODE_LETTERS = 8  # of the hash of the first part, as the slip shows it


def export_parcel(
    desk: Desk,
    folder: Path,
    *,
    most_bytes: int = MOST_PART_BYTES,
    tell: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    onto: Callable[[Path], Stick] = Stick,
) -> ParcelNote:
    """Write a parcel into the folder of a stick; only one that was read back counts.

    A desk that was put back or copied asks for its new epoch this way and sends nothing else. One
    parcel or round at a time on this machine. Raises NotPermitted, RoundRunning, NotEnrolled,
    StickFull, StickReadOnly, StickGone, ParcelDamaged, ParcelCancelled: then nothing lies there and
    nothing is lost here.
    """
    desk.require(Act.LOOK)
    others = [epoch_request(desk.store)] if _needs_epoch(desk) else []
    carrier = desk.store.carrier(desk.clock, others=others)
    with one_round(desk.store.places):
        made = write(
            carrier, onto(folder), most_bytes=most_bytes, tell=tell, should_stop=should_stop
        )
        note = _note(desk, made, folder, epoch=carrier.speaker().ep)
        if carrier.may_write():
            desk.store.parcels.note(note, made.files)
    return note


def _needs_epoch(desk: Desk) -> bool:
    return not desk.store.carrier(desk.clock).may_write()


def _note(desk: Desk, made: Exported, folder: Path, *, epoch: int) -> ParcelNote:
    return ParcelNote(
        parcel=made.parcel.hex(),
        epoch=epoch,
        first=made.first,
        last=made.last,
        files=len(made.files),
        bytes=made.bytes,
        parts=tuple((part.path.name, part.size) for part in made.parts),
        code=made.parts[0].sha256[:CODE_LETTERS].upper(),
        place=str(folder),
        by=desk.user.number,
        made_at=desk.clock.now(),
    )

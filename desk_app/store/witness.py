"""What the machine remembers of its database outside it, to know a restored or copied one.

A small file in the machine's own folder: epoch, highest number written, last code day. It is
written after every commit and never before, so it may lag behind after a power cut, and that is
harmless; a database that lags behind it has been put back. Two slots in turn, each with its check,
so a torn write leaves the one before.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from desk_app.store.durable import write_whole
from desk_app.store.errors import DatabaseUnreachable

if TYPE_CHECKING:
    from pathlib import Path

_SLOT_BYTES = 128


class Doubt(StrEnum):
    """Why a database may not be written before the province gives it a new epoch."""

    RESTORED = "restored"  # older than what this machine remembers writing
    MOVED = "moved"  # set up on another machine: copied or moved here
    UNWITNESSED = "unwitnessed"  # this machine remembers nothing of it
    OVERTAKEN = "overtaken"  # the province has more of it, or has given its place to a copy
    FORKED = "forked"  # the province has another history under its name


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """How far a database had come; compares epoch first, then number."""

    epoch: int = 0
    number: int = 0
    code_day: str = ""  # YYYY-MM-DD, or empty
    turn: int = 0  # of writing; the later slot counts

    def is_beyond(self, other: Seen) -> bool:
        return (self.epoch, self.number) > (other.epoch, other.number)


class Witness:
    """The file of one installation."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self, seen: Seen) -> None:
        """Write the file anew, synced: at set-up and at a new epoch."""
        write_whole(self._path, _slot(seen) + bytes(_SLOT_BYTES))

    def seen(self) -> Seen | None:
        """What was written last, or None where there is no file or no whole slot in it."""
        try:
            content = self._path.read_bytes()
        except OSError:
            return None
        slots = (content[:_SLOT_BYTES], content[_SLOT_BYTES : 2 * _SLOT_BYTES])
        whole = [seen for seen in map(_read_slot, slots) if seen is not None]
        return max(whole, key=lambda seen: seen.turn, default=None)

    def remember(self, seen: Seen, *, after: Seen) -> None:
        """Write over the older slot; `after` is what the file says now.

        Not synced: the database has the truth, and a lost write only makes the witness forgetful.
        """
        turn = after.turn + 1
        later = Seen(epoch=seen.epoch, number=seen.number, code_day=seen.code_day, turn=turn)
        try:
            with self._path.open("r+b", buffering=0) as file:
                file.seek(turn % 2 * _SLOT_BYTES, os.SEEK_SET)
                file.write(_slot(later))
        except OSError as error:
            raise DatabaseUnreachable from error


def _slot(seen: Seen) -> bytes:
    text = f"{seen.turn} {seen.epoch} {seen.number} {seen.code_day or '-'}"
    return f"{text} {_check(text)}\n".encode("ascii").ljust(_SLOT_BYTES, b"\0")


def _read_slot(slot: bytes) -> Seen | None:
    text, _, check = slot.rstrip(b"\0\n").decode("ascii", "replace").rpartition(" ")
    if not text or _check(text) != check:
        return None
    turn, epoch, number, code_day = text.split(" ")
    return Seen(
        turn=int(turn),
        epoch=int(epoch),
        number=int(number),
        code_day="" if code_day == "-" else code_day,
    )


def _check(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:16]

"""The end of a desk: its keys destroyed, so that what lies on the disk opens for nobody.

First a mark that says so, then the two copies of the key file and the machine's secret. Cut at any
point, the next start finds the mark and goes on. Whoever begins it has sealed before what the
province lacks. The database, the files and the witness stay: without keys they are noise.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.store.device_secret import forget_device_secret, system_keyring
from desk_app.store.durable import PART_SUFFIX, held, sync_folder, write_whole
from desk_app.store.errors import DatabaseUnreachable, DeskEnded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from keyring.backend import KeyringBackend

    from desk_app.store.places import Places


class Why(StrEnum):
    """Why a desk ended."""

    ORDERED = "ordered"  # by the province
    UNHEARD = "unheard"  # of by the province for too long


@dataclass(frozen=True, kw_only=True, slots=True)
class EndMark:
    """What is left to say of a desk that ended."""

    desk: str  # the installation's id
    why: Why
    at: datetime
    sealed: tuple[str, ...]  # files beside it that only the province opens; none where all was sent

    def error(self) -> DeskEnded:
        """What whoever wants to open it is told."""
        return DeskEnded(why=self.why, sealed="some" if self.sealed else "none")


def end_mark(places: Places) -> EndMark | None:
    """The mark of a desk that ended, or is ending; None of one that lives."""
    try:
        plain = json.loads(places.end_mark.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DatabaseUnreachable from error
    return EndMark(
        desk=plain["desk"],
        why=Why(plain["why"]),
        at=datetime.fromtimestamp(plain["at"], UTC),
        sealed=tuple(plain["sealed"]),
    )


def destroy_keys(
    places: Places,
    *,
    desk: str,
    why: Why,
    sealed: Sequence[str],
    at: datetime,
    system: KeyringBackend | None = None,
) -> EndMark:
    """End the desk for good; safe to repeat. Raises DiskFull, DatabaseUnreachable."""
    if end_mark(places) is None:
        plain = {"desk": desk, "why": why, "at": int(at.timestamp()), "sealed": list(sealed)}
        write_whole(places.end_mark, json.dumps(plain).encode())
    return finish_ending(places, system=system)


def finish_ending(places: Places, *, system: KeyringBackend | None = None) -> EndMark:
    """Do what is left of an ending that was begun; the mark must be there."""
    mark = end_mark(places)
    if mark is None:
        raise DatabaseUnreachable
    with held(places.lock("keys")):
        for path in _key_files(places):
            _erase(path)
        sync_folder(places.data)
        forget_device_secret(mark.desk, places.secret(mark.desk), system=system or system_keyring())
    return mark


def _key_files(places: Places) -> list[Path]:
    """Both copies of the key file, and what a power cut may have left of one."""
    left = [
        path
        for name in (places.key_file.name, places.key_file_copy.name)
        for path in places.data.glob(f"{name}.*{PART_SUFFIX}")
    ]
    return [places.key_file, places.key_file_copy, *left]


def _erase(path: Path) -> None:
    """Write over the file where it lies, then take it away."""
    with suppress(FileNotFoundError):
        with path.open("r+b", buffering=0) as file:
            file.write(bytes(path.stat().st_size))
            os.fsync(file.fileno())
        path.unlink()

"""The way back into a desk by a stick, as the window takes it: the request, then the answer.

The request lies in the folder under a name that tells the machine; an answer there may have any
name, because the province's page and its command name it differently.
"""

from __future__ import annotations

import platform
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from desk_app.store.places import desk_places
from desk_app.store.recovery import ask_recovery, take_recovery
from desk_app.store.recovery_errors import RecoveryFailed, RecoveryUnanswered
from sync.parcel.stick import stick_troubles
from sync.proof.desk_key import MOST_BYTES, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

_REQUEST = ".recovery"
_ANSWERS = "*.answer"
_MOST_ANSWERS = 50  # of a stick that serves a whole province


def ask_way_back(data: Path, person: str, folder: str) -> tuple[str, str]:
    """Write the request; returns its path, and the letters that both ends read to each other.

    Asked twice it is the same request. Raises UnknownUser, RecoveryUnsealed, StickGone,
    StickReadOnly, StickFull.
    """
    file = Path(folder).expanduser() / f"{quote(platform.node() or 'may', safe='')}{_REQUEST}"
    content = ask_recovery(desk_places(data), person, is_new=not file.is_file())
    with stick_troubles():
        file.write_bytes(content)
    return str(file), spoken(content)


def take_way_back(data: Path, person: str, folder: str, password: str) -> None:
    """Give the person the new password by the answer that opens.

    Raises RecoveryUnanswered, RecoveryFailed where none of the answers is this request's, and what
    `store.recovery.take_recovery` raises.
    """
    refused: RecoveryFailed | None = None
    for answer in _answers(Path(folder).expanduser()):
        try:
            take_recovery(desk_places(data), answer, name=person, password=password)
        except RecoveryFailed as error:
            refused = error
        else:
            return
    raise refused or RecoveryUnanswered(folder=folder)


def _answers(folder: Path) -> Iterator[bytes]:
    with stick_troubles(reading=True):
        if not folder.is_dir():
            raise FileNotFoundError(folder)
        for path in sorted(folder.glob(_ANSWERS))[:_MOST_ANSWERS]:
            if path.is_file():
                with path.open("rb") as file:
                    yield file.read(MOST_BYTES)

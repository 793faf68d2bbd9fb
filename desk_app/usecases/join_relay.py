"""Choose the commune's relay for this desk, once its code was compared on both screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.domain.training import require_real
from desk_app.relaying import PINNED, visitor_of
from sync.parcel.errors import RelayNotKnown
from sync.relay.words import code_of

if TYPE_CHECKING:
    from desk_app.desk import Desk


def join_relay(desk: Desk, url: str, code: str) -> None:
    """Pin the key of the relay at the address, if it has the code that stands on its screen.

    Raises NotPermitted, InTraining, RelayUnreachable, RelayNotKnown.
    """
    desk.require(Act.MANAGE_DESK)
    require_real(is_training=desk.tray.is_training)
    address = url.strip().rstrip("/")
    word = visitor_of(desk, url=address).greet()
    if code_of(word.key) != _plain(code):
        raise RelayNotKnown
    desk.store.settings.put(PINNED, {"url": address, "key": word.key.hex()})


def leave_relay(desk: Desk) -> None:
    """Go to no relay any more; raises NotPermitted."""
    desk.require(Act.MANAGE_DESK)
    desk.store.settings.put(PINNED, None)


def _plain(code: str) -> str:
    letters = "".join(code.upper().split()).replace("-", "")
    return f"{letters[:4]}-{letters[4:]}"

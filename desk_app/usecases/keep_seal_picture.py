"""Keep the picture of the office's seal (hình dấu), drawn where the office signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.signing.pictures import SEAL, to_keep

if TYPE_CHECKING:
    from desk_app.desk import Desk


def keep_seal_picture(desk: Desk, png: bytes) -> None:
    """Empty bytes take the picture away. Raises NotPermitted, PictureUnreadable."""
    desk.require(Act.MANAGE_DESK)
    desk.store.settings.put(SEAL, to_keep(png))

"""Keep the picture of one's own signature (hình chữ ký), drawn into what one signs from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.signing.pictures import signature_of, to_keep

if TYPE_CHECKING:
    from desk_app.desk import Desk


def keep_signature_picture(desk: Desk, png: bytes) -> None:
    """Empty bytes take the picture away. Raises NotPermitted, PictureUnreadable."""
    desk.require(Act.SIGN_RESULT)
    desk.store.settings.put(signature_of(desk.user.number), to_keep(png))

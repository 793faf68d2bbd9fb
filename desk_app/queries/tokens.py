"""The signing tokens that are plugged in (thiết bị ký số)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.signing.token import find_tokens
from desk_app.signing.token_libraries import CHOSEN, token_libraries

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.signing.token import FoundToken


def plugged_tokens(desk: Desk) -> list[FoundToken]:
    """Slow. Raises NotPermitted, TokenMissing and as `token_libraries.token_libraries`."""
    desk.require(Act.LOOK)
    chosen = desk.store.settings.get(CHOSEN) or ""
    return find_tokens(token_libraries(chosen=chosen, folder=desk.folder))

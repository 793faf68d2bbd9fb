"""Choose the library of the signing token (thư viện thiết bị ký số), or search for one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.signing.token_libraries import CHOSEN, token_libraries

if TYPE_CHECKING:
    from desk_app.desk import Desk


def choose_token_library(desk: Desk, path: str) -> None:
    """An empty path searches the known places again.

    Raises NotPermitted, TokenLibraryMissing, TokenLibraryWrongMachine.
    """
    desk.require(Act.MANAGE_DESK)
    if path:
        token_libraries(chosen=path)
    desk.store.settings.put(CHOSEN, path)

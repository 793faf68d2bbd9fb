"""Which results can be made at this desk for a dossier, and with what their fields begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.made_result import about, offered

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.papers.made_result import Offered


def results_to_make(desk: Desk, entity: int) -> list[Offered]:
    """The most particular first; raises NotPermitted, UnknownDossier."""
    desk.require(Act.ATTACH_RESULT)
    return offered(desk, about(desk, entity))

"""Hand sealed work over to the commune's relay now, and take what the province sent through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.published import install_published
from desk_app.relaying import visit

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.relaying import Visited


def visit_relay(desk: Desk) -> Visited:
    """Raises NotPermitted and as `relaying.visit`; what waits stays unsent until the hub's word."""
    desk.require(Act.LOOK)
    visited = visit(desk)
    install_published(desk)
    return visited

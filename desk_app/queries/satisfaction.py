"""What people said of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.period_report import satisfaction_of

if TYPE_CHECKING:
    from datetime import date

    from desk_app.desk import Desk
    from desk_app.domain.satisfaction import Satisfaction


def satisfaction(desk: Desk, first: date, last: date) -> Satisfaction:
    """Of these days; raises NotPermitted."""
    desk.require(Act.LOOK)
    return satisfaction_of(desk, first, last)

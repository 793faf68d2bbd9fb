"""The question on the second screen, and what people said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.period_report import satisfaction_of
from desk_app.store import ballots
from desk_app.store.ballots import Question

if TYPE_CHECKING:
    from datetime import date

    from desk_app.desk import Desk
    from desk_app.domain.satisfaction import Satisfaction

__all__ = ["Question"]  # what is shown, for the screens


def question_now(desk: Desk) -> Question | None:
    """What is asked at this moment; raises NotPermitted."""
    desk.require(Act.LOOK)
    return ballots.open_question(desk.store.database, now=desk.clock.now())


def satisfaction(desk: Desk, first: date, last: date) -> Satisfaction:
    """Of these days; raises NotPermitted."""
    desk.require(Act.LOOK)
    return satisfaction_of(desk, first, last)

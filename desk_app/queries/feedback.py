"""Complaints and proposals as the window shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act, Role
from desk_app.store.feedback import all_feedback

if TYPE_CHECKING:
    from datetime import date

    from desk_app.desk import Desk
    from desk_app.domain.feedback import Feedback

_NEAR_DAYS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedbackShown:
    feedback: Feedback
    is_late: bool
    is_near: bool  # to be answered within three days


def feedback_list(desk: Desk, *, answered: bool = False) -> list[FeedbackShown]:
    """What waits for an answer, the first due first; with `answered` all. Raises NotPermitted."""
    desk.require(Act.LOOK)
    today = desk.clock.today()
    return [
        _shown(one, today)
        for one in all_feedback(desk.store.database)
        if answered or one.answered is None
    ]


def answerers(desk: Desk) -> list[str]:
    """Who of this desk may answer."""
    may = {Role.CLERK, Role.HANDLER, Role.LEADER}
    return [user.name for user in desk.users.all() if user.is_active and may & set(user.roles)]


def _shown(one: Feedback, today: date) -> FeedbackShown:
    left = (one.taken.due_on - today).days
    is_open = one.answered is None
    return FeedbackShown(
        feedback=one, is_late=is_open and left < 0, is_near=is_open and 0 <= left <= _NEAR_DAYS
    )

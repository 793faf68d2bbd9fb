"""Close a person's account (khóa người dùng); what they did stays theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.store.users import User


def disable_user(desk: Desk, number: int) -> User:
    """Raises NotPermitted, UnknownUser, LastAdmin."""
    desk.require(Act.MANAGE_USERS)
    return desk.users.disable(number, by=desk.user.number, at=desk.clock.now())

"""Change a password (đổi mật khẩu): one's own, or anybody's for an admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act

if TYPE_CHECKING:
    from desk_app.desk import Desk


def set_password(desk: Desk, number: int, password: str) -> None:
    """Raises NotPermitted, UnknownUser, UserDisabled, WeakPassword."""
    if number != desk.user.number:
        desk.require(Act.MANAGE_USERS)
    desk.users.set_password(number, password)

"""Give a person an account (thêm người dùng)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desk_app.desk import Desk
    from desk_app.store.users import User


def add_user(desk: Desk, name: str, password: str, *, roles: Iterable[Role]) -> User:
    """Raises NotPermitted, UserExists, WeakPassword."""
    desk.require(Act.MANAGE_USERS)
    return desk.users.add(
        name, password, roles=tuple(roles), by=desk.user.number, at=desk.clock.now()
    )

"""Postal staff on hand-over papers: by name, and the decisions that let them work here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.mandate import numbers_naming
from desk_app.domain.rights import Act, needs_mandate
from desk_app.store.mandates import mandates_of

if TYPE_CHECKING:
    from desk_app.desk import Desk


def note(desk: Desk) -> str:
    """What stands behind the name of the person signed in; nothing for an official."""
    if not needs_mandate(desk.user.roles, Act.RECEIVE):
        return ""
    numbers = numbers_naming(
        mandates_of(desk.store.database, machine=desk.machine or 0).values(),
        person=desk.user.name,
        machine=desk.machine or 0,
        day=vietnam_day(desk.clock.now()),
    )
    decisions = f", theo Quyết định số {', '.join(numbers)}" if numbers else ""
    return f" (nhân viên bưu điện{decisions})"

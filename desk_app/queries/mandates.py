"""Mandates of postal staff as the window and the command line show them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken
from desk_app.domain.rights import Act, Role, needs_mandate
from desk_app.store.mandates import is_given_here, mandate_in_force, mandates_of

if TYPE_CHECKING:
    from datetime import date

    from desk_app.desk import Desk
    from desk_app.domain.mandate import Mandate


class Force(StrEnum):
    IN_FORCE = "in_force"
    LATER = "later"  # its first day comes
    OVER = "over"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True, slots=True)
class MandateShown:
    mandate: Mandate
    force: Force
    is_ours: bool  # given at this machine, so that it may be withdrawn here


def mandates(desk: Desk) -> list[MandateShown]:
    """The newest first."""
    known = mandates_of(desk.store.database, machine=desk.machine or 0)
    today = desk.clock.today()
    return [
        MandateShown(mandate=one, force=_force(one, today), is_ours=is_given_here(entity))
        for entity, one in reversed(known.items())
    ]


def standing_in(desk: Desk) -> Mandate | RuleBroken | None:
    """The mandate this person works under now, or why there is none; None for an official."""
    roles = desk.user.roles
    if Role.POSTAL not in roles or not needs_mandate(roles, Act.RECEIVE):
        return None
    now = desk.clock.now()
    try:
        return mandate_in_force(
            desk.store.database, person=desk.user.name, machine=desk.machine or 0, at=now
        )
    except RuleBroken as refusal:
        return refusal


def postal_people(desk: Desk) -> list[str]:
    """Whom a mandate may name."""
    return [user.name for user in desk.users.all() if user.is_active and Role.POSTAL in user.roles]


def _force(mandate: Mandate, today: date) -> Force:
    if mandate.ended_at is not None:
        return Force.WITHDRAWN
    if today > mandate.until:
        return Force.OVER
    return Force.LATER if today < mandate.since else Force.IN_FORCE

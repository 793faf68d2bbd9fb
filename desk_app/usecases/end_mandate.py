"""Withdraw a mandate of postal staff before its last day (thu hồi ủy nhiệm)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.events import MandateEnded
from desk_app.domain.mandate import MandateMissing
from desk_app.domain.rights import Act
from desk_app.domain.text import NOTE_LIMIT, clean_lines
from desk_app.store.mandates import is_given_here, mandates_of

if TYPE_CHECKING:
    from desk_app.desk import Desk


def end_mandate(desk: Desk, number: str, *, reason: str) -> None:
    """End one that was given at this machine; nothing where it ended before.

    Raises NotPermitted, MandateMissing for a number that was not given here: what the province
    gave, the province ends.
    """
    desk.require(Act.GIVE_MANDATE)
    tidy = clean_lines(reason, limit=NOTE_LIMIT, field="reason")
    with desk.journal.writing() as tx:
        known = mandates_of(desk.store.database, machine=desk.machine or 0)
        own = {
            entity: one
            for entity, one in known.items()
            if one.number == number and is_given_here(entity)
        }
        if not own:
            raise MandateMissing
        for entity, one in own.items():
            if one.ended_at is None:
                tx.append(
                    MandateEnded(number=number, reason=tidy),
                    entity=entity,
                    actor=desk.user.number,
                    at=desk.clock.now(),
                )

"""Lanes: which running numbers of a day which machine of an organisation may give out.

A lane is reserved with its invitation and granted for good once that is used; an invitation that
expires unused gives its lane back. Lanes of one organisation never overlap.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from sync.hub.errors import LaneOutOfRange, LanesUsedUp, LaneTaken
from sync.hub.tables import hub, invites, lanes

FIRST_NUMBER = 1
LAST_NUMBER = 9999  # four digits a day

_FORM = re.compile(r"([0-9]{1,4})\s?[-–]\s?([0-9]{1,4})")
_NARROWER = (500, 100, 20)
_CHOICES = ((1, 1999), *((first, first + 999) for first in range(2000, 10_000, 1000)))


class Range(NamedTuple):
    first: int
    last: int  # itself counted in


def read_lane(typed: str) -> Range:
    """A lane as an operator writes it, “2000-2999”; raises LaneOutOfRange."""
    matched = _FORM.fullmatch(typed.strip())
    if matched is None:
        raise LaneOutOfRange(lane=typed)
    lane = Range(int(matched[1]), int(matched[2]))
    if not FIRST_NUMBER <= lane.first <= lane.last <= LAST_NUMBER:
        raise LaneOutOfRange(lane=typed)
    return lane


def reserve_lane(
    connection: Connection, org: str, wanted: Range | None, *, invite: bytes, now: int
) -> Range:
    """Reserve a lane for an invitation; raises LaneTaken, LanesUsedUp."""
    hold_numbers(connection)
    taken = _taken(connection, org, now)
    if wanted is None:
        lane = _free(taken)
        if lane is None:
            raise LanesUsedUp(org=org)
    else:
        lane = wanted
        for other in taken:
            if lane.first <= other.last and other.first <= lane.last:
                raise LaneTaken(lane=write_lane(lane), other=write_lane(other))
    connection.execute(
        insert(lanes), {"org": org, "first": lane.first, "last": lane.last, "invite": invite}
    )
    return lane


def free_lane(connection: Connection, org: str, *, now: int) -> Range | None:
    """A range of numbers nobody in the organisation ever had, for a new epoch; None without one.

    From the far end, and narrower when room gets scarce, so that machines to come find theirs.
    """
    hold_numbers(connection)
    taken = _taken(connection, org, now)
    for width in _NARROWER:
        for last in range(LAST_NUMBER, width, -width):
            first = last - width + 1
            if all(last < other.first or other.last < first for other in taken):
                return Range(first, last)
    return None


def hold_numbers(connection: Connection) -> None:
    """Let no other hub process give out lanes or machines' numbers until this transaction ends."""
    connection.execute(select(hub.c.id).with_for_update()).one()


def write_lane(lane: Range) -> str:
    return f"{lane.first:04d}-{lane.last:04d}"


def _taken(connection: Connection, org: str, now: int) -> list[Range]:
    """The lanes of an organisation, after those of dead invitations were given back."""
    dead = select(invites.c.invite).where(invites.c.dev.is_(None), invites.c.expires_at < now)
    connection.execute(delete(lanes).where(lanes.c.org == org, lanes.c.invite.in_(dead)))
    rows = connection.execute(
        select(lanes.c.first, lanes.c.last).where(lanes.c.org == org).with_for_update()
    )
    return [Range(row.first, row.last) for row in rows]


def _free(taken: Sequence[Range]) -> Range | None:
    for first, last in _CHOICES:
        if all(last < other.first or other.last < first for other in taken):
            return Range(first, last)
    return None

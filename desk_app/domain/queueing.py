"""The queue of a day (lấy số thứ tự): who is called next, and what a ticket goes through.

The rule, as it hangs on the wall: priority comes first, but after two priority numbers one called
in its turn follows, so nobody waits for ever. Numbers start again each day. It is this machine's
own and never synced; no name stands in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

PRIORITY_IN_A_ROW = 2


class Priority(StrEnum):
    """Why somebody is called before others; NONE for everybody else."""

    NONE = ""
    ELDERLY = "elderly"  # người cao tuổi
    DISABLED = "disabled"  # người khuyết tật
    PREGNANT = "pregnant"  # phụ nữ mang thai, có con nhỏ
    MERIT = "merit"  # người có công


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"  # stands at a counter
    ABSENT = "absent"  # called and did not come; may be called again
    DONE = "done"


class NobodyWaits(RuleBroken):
    """No ticket waits for this counter."""

    code = "nobody_waits"


class TicketNotThere(RuleBroken):
    """No ticket of this number can be called, left out or ended now; look at the queue.

    Details: `number`.
    """

    code = "ticket_not_there"


class NoSuchPriority(RuleBroken):
    """A ground for priority that the rules do not name."""

    code = "no_such_priority"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticket:
    """One number of a day."""

    number: int  # from 1
    field: str  # of procedures; empty for any
    priority: Priority
    state: TicketState
    issued_at: datetime
    called_at: datetime | None = None  # the first time
    last_called_at: datetime | None = None
    counter: str = ""  # where it was called to
    calls: int = 0
    order: int = 0  # among the first calls of the day, from 1; 0 before it was called


def next_up(tickets: Sequence[Ticket], *, fields: Collection[str] = ()) -> Ticket:
    """Whom a counter calls next; raises NobodyWaits.

    `fields`: those the counter serves, none for all; a ticket without one may go anywhere.
    """
    waiting = sorted(
        (one for one in tickets if one.state is TicketState.WAITING and _serves(fields, one)),
        key=lambda one: one.number,
    )
    if not waiting:
        raise NobodyWaits
    before_others = [one for one in waiting if one.priority]
    in_turn = [one for one in waiting if not one.priority]
    if before_others and not (in_turn and _had_their_two(tickets, fields)):
        return before_others[0]
    return in_turn[0]


def waited_minutes(tickets: Sequence[Ticket]) -> int | None:
    """How long those called so far waited, on the average, in whole minutes; None before one is."""
    waits = [
        (one.called_at - one.issued_at).total_seconds()
        for one in tickets
        if one.called_at is not None
    ]
    return round(sum(waits) / len(waits) / 60) if waits else None


def parse_priority(text: str) -> Priority:
    """Raises NoSuchPriority."""
    try:
        return Priority(text.strip())
    except ValueError as error:
        raise NoSuchPriority from error


def _serves(fields: Collection[str], ticket: Ticket) -> bool:
    return not fields or not ticket.field or ticket.field in fields


def _had_their_two(tickets: Sequence[Ticket], fields: Collection[str]) -> bool:
    """Whether the last two called of what this counter serves both came first by priority."""
    called = sorted(
        (one for one in tickets if one.order and _serves(fields, one)), key=lambda one: one.order
    )
    last = called[-PRIORITY_IN_A_ROW:]
    return len(last) == PRIORITY_IN_A_ROW and all(one.priority for one in last)

"""Mandates of postal staff, as changes of the hub's own log in an organisation's access feed.

    1010 mandate given  [number, issuer, person, since, until, procedures, machines, weekdays,
                         begins, ends, at]
    1011 mandate ended  [number, at, reason]

A number is that of the decision, as papers quote it. Days count from 1970-01-01, hours are minutes
of Viet Nam's day, weekdays a sum of powers of two with Monday 1; "at" is Unix seconds. An empty
person, list of procedures or of machines bounds nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sync import record
from sync.protocol.fields import Fields

MANDATE_GIVEN = 1010
MANDATE_ENDED = 1011

MAX_NUMBER = 200
MAX_ISSUER = 500
MAX_PERSON = 200
MAX_PROCEDURES = 2_000
MAX_MACHINES = 200
WHOLE_WEEK = 127
WHOLE_DAY = 1_440

_MAX_CODE = 40
_MAX_DAY = 200_000
_MAX_REASON = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class MandateOrder:
    """Postal staff may stand in, within these bounds."""

    number: str
    issuer: str
    person: str
    since: int
    until: int  # the last day, itself included
    procedures: tuple[str, ...]
    machines: tuple[int, ...]
    weekdays: int
    begins: int
    ends: int  # itself not included
    at: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MandateEnd:
    """A mandate is withdrawn before its last day."""

    number: str
    at: int
    reason: str


def write_mandate(order: MandateOrder | MandateEnd) -> tuple[int, tuple[Any, ...]]:
    """The kind and body that say it."""
    if isinstance(order, MandateEnd):
        return MANDATE_ENDED, (order.number, order.at, order.reason)
    return MANDATE_GIVEN, (
        order.number,
        order.issuer,
        order.person,
        order.since,
        order.until,
        order.procedures,
        order.machines,
        order.weekdays,
        order.begins,
        order.ends,
        order.at,
    )


def read_mandate(kind: int, body: Sequence[Any]) -> MandateOrder | MandateEnd | None:
    """What such a change says; None for other kinds. Raises MalformedMessage."""
    fields = Fields(tuple(body), message="mandate")
    if kind == MANDATE_ENDED:
        number, at = fields.text(most=MAX_NUMBER), fields.number()
        return MandateEnd(number=number, at=at, reason=fields.text(most=_MAX_REASON))
    if kind != MANDATE_GIVEN:
        return None
    return MandateOrder(
        number=fields.text(most=MAX_NUMBER),
        issuer=fields.text(most=MAX_ISSUER),
        person=fields.text(most=MAX_PERSON),
        since=fields.number(most=_MAX_DAY),
        until=fields.number(most=_MAX_DAY),
        procedures=fields.texts(most=MAX_PROCEDURES, length=_MAX_CODE),
        machines=fields.numbers(most=MAX_MACHINES, largest=record.MAX_DEV),
        weekdays=fields.number(most=WHOLE_WEEK),
        begins=fields.number(most=WHOLE_DAY),
        ends=fields.number(most=WHOLE_DAY),
        at=fields.number(),
    )

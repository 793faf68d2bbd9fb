"""Letting postal staff stand in: mandates written into the access feed of an organisation.

The hub keeps no table of them: what it said stands in its own log, and a copy put back or a log
filled up from the desks brings them back with everything else.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from sync import record
from sync.errors import MalformedMessage
from sync.hub.control import access_of
from sync.hub.errors import MandateKnown, MandateRefused, NoSuchMandate
from sync.hub.feeds import open_feed
from sync.hub.hub import Hub
from sync.hub.own_log import Said, say
from sync.hub.settling import remember
from sync.hub.tables import changes, devices
from sync.protocol.control import MAX_REASON, access_scope
from sync.protocol.mandates import (
    MANDATE_ENDED,
    MANDATE_GIVEN,
    WHOLE_DAY,
    WHOLE_WEEK,
    MandateEnd,
    MandateOrder,
    read_mandate,
    write_mandate,
)
from sync.protocol.versions import HUB_DEV


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A mandate and its end, if it was withdrawn."""

    order: MandateOrder
    end: MandateEnd | None = None


def give_mandate(hub: Hub, org: str, order: MandateOrder) -> MandateOrder:
    """Publish it to all machines of the organisation.

    Raises UnknownOrg, MandateRefused for bounds that can never hold or a machine of another
    organisation, MandateKnown for a number that was given before.
    """
    _require_sound(order)
    with hub.database.writing() as connection:
        scope = access_of(hub, connection, org)
        _require_own(connection, org, order.machines)
        if order.number in _standing(connection, org):
            raise MandateKnown(number=order.number)
        said = _say(hub, connection, scope, order)
    remember(hub.states, [said.docket])
    return order


def end_mandate(hub: Hub, org: str, number: str, *, reason: str) -> MandateEnd:
    """Withdraw one; raises UnknownOrg, NoSuchMandate. Safe to repeat."""
    end = MandateEnd(number=number.strip(), at=hub.now(), reason=reason.strip()[:MAX_REASON])
    with hub.database.writing() as connection:
        scope = access_of(hub, connection, org)
        known = _standing(connection, org).get(end.number)
        if known is None:
            raise NoSuchMandate(number=end.number)
        if known.end is not None:
            return known.end
        said = _say(hub, connection, scope, end)
    remember(hub.states, [said.docket])
    return end


def list_mandates(hub: Hub, org: str) -> list[Standing]:
    """Every mandate of the organisation, the oldest first; raises UnknownOrg."""
    with hub.database.reading() as connection:
        access_of(hub, connection, org)
        return list(_standing(connection, org).values())


def _standing(connection: Connection, org: str) -> dict[str, Standing]:
    rows = connection.execute(
        select(changes.c.raw)
        .where(
            changes.c.scope == access_scope(org),
            changes.c.dev == HUB_DEV,
            changes.c.kind.in_((MANDATE_GIVEN, MANDATE_ENDED)),
        )
        .order_by(changes.c.ep, changes.c.seq)
    )
    found: dict[str, Standing] = {}
    for (raw,) in rows:
        change = record.decode(bytes(raw))
        try:
            order = read_mandate(change.kind, change.body)
        except MalformedMessage:  # of a newer hub before a copy was put back
            continue
        if isinstance(order, MandateOrder):
            found.setdefault(order.number, Standing(order=order))
        elif order is not None and order.number in found:
            given = found[order.number]
            found[order.number] = Standing(order=given.order, end=given.end or order)
    return found


def _require_sound(order: MandateOrder) -> None:
    sound = {
        "number": bool(order.number.strip()),
        "issuer": bool(order.issuer.strip()),
        "until": order.since <= order.until,
        "weekdays": 0 < order.weekdays <= WHOLE_WEEK,
        "hours": 0 <= order.begins < order.ends <= WHOLE_DAY,
    }
    for field, holds in sound.items():
        if not holds:
            raise MandateRefused(field=field)


def _require_own(connection: Connection, org: str, machines: Sequence[int]) -> None:
    own = set(connection.scalars(select(devices.c.dev).where(devices.c.org == org)))
    if not own.issuperset(machines):
        raise MandateRefused(field="machines")


def _say(hub: Hub, connection: Connection, scope: str, order: MandateOrder | MandateEnd) -> Said:
    open_feed(connection, scope)
    kind, body = write_mandate(order)
    return say(hub, connection, scope, kind=kind, body=body)

"""Granting ranges of fee receipts: written into the access feed of an organisation.

As with mandates the hub keeps no table: what it said stands in its own log. A number is granted to
one machine of the province alone, for one series of one issuer.
"""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from sync import record
from sync.errors import MalformedMessage
from sync.hub.control import access_of
from sync.hub.errors import NoSuchRange, RangeOverlaps, RangeRefused
from sync.hub.feeds import open_feed
from sync.hub.hub import Hub
from sync.hub.own_log import Said, say
from sync.hub.settling import remember
from sync.hub.tables import changes, devices, epochs
from sync.protocol.control import access_scope
from sync.protocol.receipt_ranges import (
    LAST_NUMBER,
    RANGE_GRANTED,
    RANGE_TAKEN_BACK,
    RangeEnd,
    RangeOrder,
    read_range,
    write_range,
)
from sync.protocol.versions import HUB_DEV, PROVINCE_SCOPE


@dataclass(frozen=True, kw_only=True, slots=True)
class Granted:
    """A range and its end, if it was taken back."""

    order: RangeOrder
    end: RangeEnd | None = None

    @property
    def ends(self) -> int:
        """The last number that nobody else may get."""
        return self.end.used_to if self.end else self.order.last


def grant_range(hub: Hub, org: str, order: RangeOrder) -> RangeOrder:
    """Publish it to all machines of the organisation.

    Raises UnknownOrg, RangeRefused for one that makes no sense or a machine of another
    organisation, RangeOverlaps where a number of it was granted before, to whomever.
    """
    _require_sound(order)
    with hub.database.writing() as connection:
        scope = access_of(hub, connection, org)
        _hold(connection)
        own = connection.scalars(select(devices.c.dev).where(devices.c.org == org))
        if order.machine not in set(own):
            raise RangeRefused(field="machine")
        for other in connection.scalars(select(devices.c.org).distinct()).all():
            for one in _granted(connection, other):
                _require_apart(hub, one, order, is_own=other == org)
        said = _say(hub, connection, scope, order)
    remember(hub.states, [said.docket])
    return order


def take_back(hub: Hub, org: str, end: RangeEnd) -> RangeEnd:
    """What is behind `end.used_to` is free again.

    Raises UnknownOrg, NoSuchRange for none that stands, RangeRefused for a number outside it.
    """
    with hub.database.writing() as connection:
        scope = access_of(hub, connection, org)
        _hold(connection)
        known = next((one for one in _granted(connection, org) if _is_about(end, one)), None)
        if known is None:
            raise NoSuchRange(symbol=end.symbol)
        if end.used_to and not known.order.first <= end.used_to <= known.order.last:
            raise RangeRefused(field="used_to")
        said = _say(hub, connection, scope, end)
    remember(hub.states, [said.docket])
    return end


def list_ranges(hub: Hub, org: str) -> list[Granted]:
    """Every range of the organisation, the oldest first; raises UnknownOrg."""
    with hub.database.reading() as connection:
        access_of(hub, connection, org)
        return _granted(connection, org)


def _granted(connection: Connection, org: str) -> list[Granted]:
    rows = connection.execute(
        select(changes.c.raw)
        .where(
            changes.c.scope == access_scope(org),
            changes.c.dev == HUB_DEV,
            changes.c.kind.in_((RANGE_GRANTED, RANGE_TAKEN_BACK)),
        )
        .order_by(changes.c.ep, changes.c.seq)
    )
    found: list[Granted] = []
    for (raw,) in rows:
        change = record.decode(bytes(raw))
        try:
            order = read_range(change.kind, change.body)
        except MalformedMessage:  # of a newer hub before a copy was put back
            continue
        if isinstance(order, RangeOrder):
            found.append(Granted(order=order))
        elif order is not None:
            found = [replace(one, end=order) if _is_about(order, one) else one for one in found]
    return found


def _is_about(end: RangeEnd, one: Granted) -> bool:
    named = (end.machine, end.form, end.symbol, end.first)
    return one.end is None and named == _name(one.order)


def _name(order: RangeOrder) -> tuple[int, str, str, int]:
    return order.machine, order.form, order.symbol, order.first


def _require_sound(order: RangeOrder) -> None:
    sound = {
        "symbol": bool(order.symbol),
        "issuer": bool(order.issuer),
        "last": 1 <= order.first <= order.last <= LAST_NUMBER,
    }
    for field, holds in sound.items():
        if not holds:
            raise RangeRefused(field=field)


def _require_apart(hub: Hub, one: Granted, order: RangeOrder, *, is_own: bool) -> None:
    """Communes have series of their own: of two, the same letters overlap for one issuer alone."""
    folded = hub.province.rules.folded
    there = one.order
    is_series = folded(there.form + "\n" + there.symbol) == folded(order.form + "\n" + order.symbol)
    is_issuer = is_own or folded(there.issuer) == folded(order.issuer)
    if is_series and is_issuer and order.first <= one.ends and there.first <= order.last:
        number = max(order.first, there.first)
        raise RangeOverlaps(symbol=there.symbol, number=f"{number:07d}", machine=there.machine)


def _hold(connection: Connection) -> None:
    """Of two operators the second waits here, and sees what the first granted."""
    own = (epochs.c.scope == PROVINCE_SCOPE, epochs.c.dev == HUB_DEV)
    connection.execute(select(epochs.c.ep).where(*own).with_for_update())


def _say(hub: Hub, connection: Connection, scope: str, order: RangeOrder | RangeEnd) -> Said:
    open_feed(connection, scope)
    kind, body = write_range(order)
    return say(hub, connection, scope, kind=kind, body=body)

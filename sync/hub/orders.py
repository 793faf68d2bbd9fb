"""What an order of the province changes in the hub's own tables, whenever it comes to stand there.

An order that a hub lost with its database comes back from the desks: see `own_words`. Taking it
once more, or after a later one, changes nothing.
"""

from sqlalchemy import Connection, update

from sync.errors import MalformedMessage
from sync.hub.hub import Hub
from sync.hub.keeping_tables import told_keys
from sync.hub.statements import insert_missing, upsert_rows
from sync.hub.tables import devices, locks
from sync.hub.tables import hub as hub_table
from sync.protocol.control import (
    AppOrder,
    KeysOrder,
    MachineOrder,
    Order,
    UserOrder,
    org_of,
    read_order,
)
from sync.record import Change


def redo(hub: Hub, connection: Connection, scope: str, change: Change) -> None:
    """Let an order of the hub's own log count again; other changes are none."""
    try:
        order = read_order(change.kind, change.body)
    except MalformedMessage:
        return
    if order is not None:
        take_effect(hub, connection, scope, order)


def take_effect(hub: Hub, connection: Connection, scope: str, order: Order) -> None:
    """Let an order that stands in a feed count at the hub itself."""
    match order:
        case UserOrder():
            _user(hub, connection, org_of(scope), order)
        case MachineOrder():
            _machine(connection, order)
        case AppOrder():
            connection.execute(
                update(hub_table).values(least_app=order.version, least_app_from=order.since)
            )
        case KeysOrder():
            _told(connection, order)


def _user(hub: Hub, connection: Connection, org: str, order: UserOrder) -> None:
    folded = hub.province.rules.folded(order.name)
    named = (locks.c.scope == org) & (locks.c.name_folded == folded)
    if not order.is_locked:
        connection.execute(
            update(locks)
            .where(named, locks.c.unlocked_at.is_(None), locks.c.locked_at <= order.at)
            .values(unlocked_at=order.at)
        )
        return
    row = {
        "scope": org,
        "name_folded": folded,
        "name": order.name,
        "locked_at": order.at,
        "unlocked_at": None,
    }
    connection.execute(
        locks.delete().where(named, locks.c.unlocked_at.is_not(None), locks.c.locked_at < order.at)
    )
    insert_missing(connection, locks, [row])


def _told(connection: Connection, order: KeysOrder) -> None:
    """The desks know of these machines, and of the end of those that have one."""
    upsert_rows(connection, told_keys, [{"dev": one.dev, "until": one.until} for one in order.keys])


def _machine(connection: Connection, order: MachineOrder) -> None:
    named = devices.c.dev == order.dev
    connection.execute(
        update(devices)
        .where(named, devices.c.revoked_at.is_(None))
        .values(revoked_at=order.at, revoked_why=order.reason)
    )
    if order.is_wipe:
        connection.execute(
            update(devices).where(named, devices.c.wipe_at.is_(None)).values(wipe_at=order.at)
        )

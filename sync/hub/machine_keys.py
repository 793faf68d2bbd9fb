"""Which machines may sign papers, told to every desk of the province: see `protocol.control`.

Fresh machines are told of together, an hour after the first of them came, so that the first weeks
of a province do not send every desk a record for every other; an ended one is told of at once.
"""

from typing import Any

from sqlalchemy import Connection, func, or_, select

from sync.hub.hub import Hub
from sync.hub.keeping_tables import told_keys
from sync.hub.orders import take_effect
from sync.hub.own_log import Said, say
from sync.hub.settling import remember
from sync.hub.tables import devices
from sync.protocol.control import MOST_KEYS, KeysOrder, MachineKey, write_order
from sync.protocol.versions import PROVINCE_SCOPE

GATHER_S = 3600

_END = func.coalesce(devices.c.revoked_at, 0)


def tell_keys(hub: Hub, *, at_once: bool = False) -> int:
    """Tell the desks of machines they do not know, or not the end of; how many that were.

    Nothing is said while fresh machines alone wait, and for less than an hour, unless it is to be
    `at_once`. Safe to repeat, and beside another process.
    """
    with hub.database.reading() as connection:
        waiting = _untold(connection)
    if not (at_once or any(_is_due(hub, row) for row in waiting)):
        return 0
    count = 0
    while waiting:
        with hub.database.writing() as connection:
            waiting = _untold(connection)  # another process may have told of some
            said = _tell(hub, connection, waiting) if waiting else None
        if said is not None:
            remember(hub.states, [said.docket])
        count += len(waiting)
    return count


def _tell(hub: Hub, connection: Connection, rows: list[Any]) -> Said:
    order = KeysOrder(
        keys=tuple(
            MachineKey(
                dev=row.dev,
                org=row.org,
                key=row.device_key,
                since=row.enrolled_at,
                until=row.until,
            )
            for row in rows
        )
    )
    take_effect(hub, connection, PROVINCE_SCOPE, order)
    kind, body = write_order(order)
    return say(hub, connection, PROVINCE_SCOPE, kind=kind, body=body)


def _is_due(hub: Hub, row: Any) -> bool:
    return bool(row.until) or row.enrolled_at <= hub.now() - GATHER_S


def _untold(connection: Connection) -> list[Any]:
    """The next machines to be told of, or whose end is."""
    return list(
        connection.execute(
            select(
                devices.c.dev,
                devices.c.org,
                devices.c.device_key,
                devices.c.enrolled_at,
                _END.label("until"),
            )
            .outerjoin(told_keys, told_keys.c.dev == devices.c.dev)
            .where(or_(told_keys.c.dev.is_(None), told_keys.c.until != _END))
            .order_by(devices.c.dev)
            .limit(MOST_KEYS)
        )
    )

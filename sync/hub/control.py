"""What the province orders about people and machines, written into the feeds they read first."""

from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from sqlalchemy import Connection, select, update

from sync.errors import UnknownOrg
from sync.hub.errors import LeaseOutOfRange, NoSuchMachine, UserNotLocked, VersionRefused
from sync.hub.feeds import open_feed
from sync.hub.hub import Hub
from sync.hub.orders import take_effect
from sync.hub.own_log import Said, say
from sync.hub.settling import remember
from sync.hub.tables import devices, locks
from sync.protocol.control import (
    MAX_REASON,
    MAX_USER,
    AppOrder,
    MachineOrder,
    Order,
    UserOrder,
    access_scope,
    app_version,
    write_order,
)
from sync.protocol.versions import PROVINCE_SCOPE

LEAST_LEASE_DAYS = 14
MOST_LEASE_DAYS = 180

_VIETNAM = timezone(timedelta(hours=7))


def revoke(hub: Hub, dev: int, *, reason: str) -> MachineOrder:
    """Believe a machine no more; what it still sends is kept for review. Safe to repeat.

    Raises NoSuchMachine.
    """
    now = hub.now()
    with hub.database.writing() as connection:
        device = _device(connection, dev)
        said = None
        if device.revoked_at is None:
            said = _revoke(hub, connection, device, reason=reason[:MAX_REASON], now=now)
        device = _device(connection, dev)
    _remember(hub, said)
    return MachineOrder(
        dev=dev, at=device.revoked_at, reason=device.revoked_why, is_wipe=bool(device.wipe_at)
    )


def order_wipe(hub: Hub, dev: int, *, reason: str) -> MachineOrder:
    """Order a machine to seal its unsent work for the hub and destroy its keys; revokes it too.

    Safe to repeat. Raises NoSuchMachine.
    """
    now = hub.now()
    said = wiped = None
    with hub.database.writing() as connection:
        device = _device(connection, dev)
        if device.revoked_at is None:
            said = _revoke(hub, connection, device, reason=reason[:MAX_REASON], now=now)
        if device.wipe_at is None:
            order = MachineOrder(dev=dev, at=now, reason=reason[:MAX_REASON], is_wipe=True)
            wiped = _say(hub, connection, access_scope(device.org), order)
        device = _device(connection, dev)
    _remember(hub, said, wiped)
    return MachineOrder(dev=dev, at=device.wipe_at, reason=device.revoked_why, is_wipe=True)


def lock_user(hub: Hub, org: str, name: str, *, reason: str) -> UserOrder:
    """Lock a person out of every machine of an organisation; raises UnknownOrg."""
    order = UserOrder(
        name=_name(name), at=hub.now(), is_locked=True, reason=reason.strip()[:MAX_REASON]
    )
    with hub.database.writing() as connection:
        scope = access_of(hub, connection, org)
        said = _say(hub, connection, scope, order)
    _remember(hub, said)
    return order


def unlock_user(hub: Hub, org: str, name: str) -> UserOrder:
    """Let a person in again; raises UnknownOrg, UserNotLocked."""
    order = UserOrder(name=_name(name), at=hub.now(), is_locked=False)
    with hub.database.writing() as connection:
        scope = access_of(hub, connection, org)
        if connection.execute(select(locks).where(_is_lock(hub, org, order.name))).first() is None:
            raise UserNotLocked(org=org)
        said = _say(hub, connection, scope, order)
    _remember(hub, said)
    return order


def set_lease(hub: Hub, dev: int, days: int) -> int:
    """How long a machine may work without a word of ours, told with its next receipt.

    Raises NoSuchMachine, LeaseOutOfRange.
    """
    if not LEAST_LEASE_DAYS <= days <= MOST_LEASE_DAYS:
        raise LeaseOutOfRange(least=LEAST_LEASE_DAYS, most=MOST_LEASE_DAYS)
    with hub.database.writing() as connection:
        _device(connection, dev)
        connection.execute(update(devices).where(devices.c.dev == dev).values(lease_days=days))
    return days


def require_app(hub: Hub, version: str, *, since: date) -> AppOrder:
    """Answer no older program from a day on; desks warn from now on. Raises VersionRefused."""
    if not app_version(version):
        raise VersionRefused
    begins = datetime.combine(since, time(), tzinfo=_VIETNAM)
    order = AppOrder(version=version, since=int(begins.timestamp()))
    with hub.database.writing() as connection:
        said = _say(hub, connection, PROVINCE_SCOPE, order)
    _remember(hub, said)
    return order


def _revoke(hub: Hub, connection: Connection, device: Any, *, reason: str, now: int) -> Said:
    order = MachineOrder(dev=device.dev, at=now, reason=reason, is_wipe=False)
    return _say(hub, connection, access_scope(device.org), order)


def _say(hub: Hub, connection: Connection, scope: str, order: Order) -> Said:
    open_feed(connection, scope)
    take_effect(hub, connection, scope, order)
    kind, body = write_order(order)
    return say(hub, connection, scope, kind=kind, body=body)


def _remember(hub: Hub, *said: Said | None) -> None:
    remember(hub.states, [one.docket for one in said if one is not None])


def access_of(hub: Hub, connection: Connection, org: str) -> str:
    """The access feed of an organisation that has machines; raises UnknownOrg."""
    known = select(devices.c.dev).where(devices.c.org == org).limit(1)
    if not hub.province.names_of(org) or connection.execute(known).first() is None:
        raise UnknownOrg(org=org)
    return access_scope(org)


def _device(connection: Connection, dev: int) -> Any:
    found = connection.execute(
        select(devices).where(devices.c.dev == dev).with_for_update()
    ).one_or_none()
    if found is None:
        raise NoSuchMachine(dev=dev)
    return found


def _is_lock(hub: Hub, org: str, name: str) -> Any:
    folded = hub.province.rules.folded(name)
    return (locks.c.scope == org) & (locks.c.name_folded == folded) & locks.c.unlocked_at.is_(None)


def _name(name: str) -> str:
    return " ".join(name.split())[:MAX_USER]

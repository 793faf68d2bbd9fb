"""What the province orders about access, as changes of the hub's own log.

They stand in feeds of their own that every machine reads before the changes of its organisation: of
one organisation in its access feed, of all machines in the province's feed.

    1002 user locked     [name, at, reason]      1004 machine revoked  [dev, at, reason]
    1003 user unlocked   [name, at]              1005 wipe ordered     [dev, at, reason]
    1006 least program   [version, from]
    1007 machine keys    [[[dev, organisation, key, since, until or 0]…]]

Moments are Unix seconds; a reason is in the operator's words. The keys are those that sign papers:
they stand in the province's feed, so that a receipt of one commune is checked at another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sync import record
from sync.cose import KEY_BYTES
from sync.protocol.fields import Fields

USER_LOCKED = 1002
USER_UNLOCKED = 1003
MACHINE_REVOKED = 1004
WIPE_ORDERED = 1005
LEAST_APP = 1006
KEYS_TOLD = 1007

MAX_REASON = 300
MAX_USER = 200
MOST_KEYS = 200  # in one order
_MAX_APP = 32
_MAX_ORG = 64
_ACCESS = "/access"


@dataclass(frozen=True, kw_only=True, slots=True)
class UserOrder:
    """A person is locked out of all machines of the organisation, or let in again."""

    name: str
    at: int
    is_locked: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class MachineOrder:
    """A machine is revoked, or is to destroy its keys as well."""

    dev: int
    at: int
    reason: str
    is_wipe: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AppOrder:
    """Programs older than this are no longer answered from a moment on."""

    version: str
    since: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MachineKey:
    """The key a machine signs its papers with, and while the province stands behind it."""

    dev: int
    org: str
    key: bytes  # Ed25519, public
    since: int
    until: int  # 0: to this day


@dataclass(frozen=True, kw_only=True, slots=True)
class KeysOrder:
    """Machines became known, or are believed no more; says nothing of machines it leaves out."""

    keys: tuple[MachineKey, ...]


Order = UserOrder | MachineOrder | AppOrder | KeysOrder


def access_scope(org: str) -> str:
    """The feed in which an organisation's people and machines are locked out and let in."""
    return org + _ACCESS


def org_of(scope: str) -> str:
    """The organisation of an access feed."""
    return scope.removesuffix(_ACCESS)


def write_order(order: Order) -> tuple[int, tuple[Any, ...]]:
    """The kind and body that say an order."""
    match order:
        case UserOrder(is_locked=True):
            return USER_LOCKED, (order.name, order.at, order.reason)
        case UserOrder():
            return USER_UNLOCKED, (order.name, order.at)
        case MachineOrder():
            kind = WIPE_ORDERED if order.is_wipe else MACHINE_REVOKED
            return kind, (order.dev, order.at, order.reason)
        case AppOrder():
            return LEAST_APP, (order.version, order.since)
        case KeysOrder():
            rows = tuple((one.dev, one.org, one.key, one.since, one.until) for one in order.keys)
            return KEYS_TOLD, (rows,)


def read_order(kind: int, body: Sequence[Any]) -> Order | None:
    """The order of a change of the hub; None for other kinds. Raises MalformedMessage."""
    fields = Fields(tuple(body), message="order")
    match kind:
        case 1002:
            name, at = fields.text(most=MAX_USER), fields.number()
            return UserOrder(name=name, at=at, is_locked=True, reason=fields.text(most=MAX_REASON))
        case 1003:
            return UserOrder(name=fields.text(most=MAX_USER), at=fields.number(), is_locked=False)
        case 1004 | 1005:
            return MachineOrder(
                dev=fields.number(most=record.MAX_DEV),
                at=fields.number(),
                reason=fields.text(most=MAX_REASON),
                is_wipe=kind == WIPE_ORDERED,
            )
        case 1006:
            return AppOrder(version=fields.text(most=_MAX_APP), since=fields.number())
        case 1007:
            rows = fields.rows(most=MOST_KEYS)
            return KeysOrder(keys=tuple(_machine_key(row) for row in rows))
        case _:
            return None


def _machine_key(fields: Fields) -> MachineKey:
    return MachineKey(
        dev=fields.number(most=record.MAX_DEV),
        org=fields.text(most=_MAX_ORG),
        key=fields.blob(least=KEY_BYTES, most=KEY_BYTES),
        since=fields.number(),
        until=fields.number(),
    )


def app_version(app: str) -> tuple[int, ...]:
    """The numbers of a program's version, “quay-mot-cua 0.12.3” as (0, 12, 3); () for none."""
    parts = app.rpartition(" ")[2].split(".")
    return tuple(map(int, parts)) if all(p.isascii() and p.isdigit() for p in parts) else ()


def is_older(app: str, version: str) -> bool:
    """Whether a program is older than a version; one that tells none is."""
    return app_version(app) < app_version(version)

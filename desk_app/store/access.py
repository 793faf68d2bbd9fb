"""What the province ordered about this machine and its people, as the hub's own changes told it.

Kept beside the journal in the transaction that takes them. An order older than the one known about
the same person changes nothing, so a feed that is read anew takes nothing back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from desk_app.domain.text import fold
from desk_app.domain.work_calendar import VIETNAM
from desk_app.store.errors import LeaseEnded, MachineEnded, UserBarred
from desk_app.store.issuers import end_keys, take_keys
from desk_app.store.lease import latest_moment, lease_of
from desk_app.store.settings import get_setting, put_setting
from sync.client.exchange import APP
from sync.errors import MalformedMessage
from sync.protocol.control import (
    AppOrder,
    KeysOrder,
    MachineOrder,
    UserOrder,
    is_older,
    read_order,
)
from sync.protocol.versions import ACCESS_KINDS, HUB_DEV

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk_app.store.database import Database
    from desk_app.store.identity import Identity
    from sync.record import Change

_MACHINE = "access.machine"
_USERS = "access.users"
_APP = "access.app"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """The province believes this machine no more."""

    at: datetime
    reason: str  # in the operator's words; empty where only a refusal told it
    is_wipe: bool  # its keys are to be destroyed


@dataclass(frozen=True, kw_only=True, slots=True)
class LockedOut:
    """A person whom the province locked out of this organisation's machines."""

    name: str
    at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LeastApp:
    """Older programs than this are not answered from a moment on."""

    version: str
    since: datetime


def ended(database: Database) -> Ended | None:
    """Whether this machine is revoked, and since when."""
    plain = get_setting(database, _MACHINE)
    if plain is None:
        return None
    at = datetime.fromtimestamp(plain["at"], UTC)
    return Ended(at=at, reason=plain["reason"], is_wipe=plain["wipe"])


def locked_out(database: Database, name: str) -> LockedOut | None:
    """The order by which this person is locked out, if there is one."""
    plain = _users(database).get(fold(name))
    if plain is None or not plain["locked"]:
        return None
    at = datetime.fromtimestamp(plain["at"], UTC)
    return LockedOut(name=plain["name"], at=at, reason=plain["reason"])


def least_app(database: Database) -> LeastApp | None:
    """The oldest program the province answers, as it last said."""
    plain = get_setting(database, _APP)
    if plain is None:
        return None
    since = datetime.fromtimestamp(plain["since"], UTC)
    return LeastApp(version=plain["version"], since=since)


def least_app_missed(database: Database) -> LeastApp | None:
    """The program the province wants, where this one is older; None where it will do."""
    wanted = least_app(database)
    return wanted if wanted is not None and is_older(APP, wanted.version) else None


def require_access(database: Database, at: datetime, *, actor: int = 0) -> None:
    """Raise MachineEnded, LeaseEnded, UserBarred where this machine, or person, may not write."""
    if actor and get_setting(database, _USERS):
        name = database.value("SELECT name FROM users WHERE number = ?", (actor,))
        require_not_barred(database, name or "")
    revoked = ended(database)
    if revoked is not None:
        raise MachineEnded(at=_day(revoked.at))
    lease = lease_of(database)
    if lease is not None and lease.has_ended(latest_moment(database, at)):
        raise LeaseEnded(until=_day(lease.until), days=lease.days)


def may_write(database: Database, at: datetime) -> bool:
    """Whether `require_access` lets pass."""
    try:
        require_access(database, at)
    except (MachineEnded, LeaseEnded):
        return False
    return True


def require_not_barred(database: Database, name: str) -> None:
    """Raise UserBarred for a person whom the province locked out."""
    if locked_out(database, name) is not None:
        raise UserBarred


def take_order(database: Database, own: Identity, change: Change, *, dev: int) -> None:
    """Obey a change of the hub that is an order, inside the caller's transaction."""
    if dev != HUB_DEV or change.kind not in ACCESS_KINDS:
        return
    try:
        order = read_order(change.kind, change.body)
    except MalformedMessage:  # of a hub that says more than we know; it stays in the journal
        return
    match order:
        case UserOrder():
            _take_user(database, order)
        case MachineOrder():
            end_keys(database, order)
            if order.dev == own.author:
                note_ended(database, at=order.at, reason=order.reason, is_wipe=order.is_wipe)
        case KeysOrder():
            take_keys(database, order)
        case AppOrder():
            put_setting(database, _APP, {"version": order.version, "since": order.since})
        case _:
            pass


def note_ended(database: Database, *, at: int, reason: str, is_wipe: bool) -> None:
    """Remember that this machine is revoked, inside a transaction; a wipe is never taken back."""
    known = get_setting(database, _MACHINE) or {"at": at, "reason": "", "wipe": False}
    told = {
        "at": min(at, known["at"]),
        "reason": reason or known["reason"],
        "wipe": is_wipe or known["wipe"],
    }
    put_setting(database, _MACHINE, told)


def note_refused(database: Database, details: Mapping[str, str]) -> None:
    """As `note_ended`, by the hub's signed refusal of a round; a transaction of its own."""
    at = details.get("at", "")
    with database.writing():
        note_ended(
            database,
            at=int(at) if at.isascii() and at.isdigit() else 0,
            reason="",
            is_wipe=bool(details.get("wipe")),
        )


def _take_user(database: Database, order: UserOrder) -> None:
    users = _users(database)
    known = users.get(fold(order.name))
    if known is not None and known["at"] > order.at:
        return
    users[fold(order.name)] = {
        "name": order.name,
        "at": order.at,
        "locked": order.is_locked,
        "reason": order.reason,
    }
    put_setting(database, _USERS, users)


def _users(database: Database) -> dict[str, Any]:
    found: dict[str, Any] = get_setting(database, _USERS) or {}
    return found


def _day(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).strftime("%d/%m/%Y")

"""Changes of the console's accounts: an operator asks, a second person decides.

Alone neither makes an account, gives a role or renews a lost one; so nobody makes himself the
second person. Ending an account needs one operator alone: it takes away, and it must be quick.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select, update

from sync.hub.audit_log import Who
from sync.hub.console.errors import AlreadyDecided, RoleRefused, SecondPersonNeeded
from sync.hub.console.operators import (
    add_operator,
    change_role,
    renew_operator,
    require_no_account,
    require_standing,
)
from sync.hub.console.roles import Role
from sync.hub.console_tables import account_wishes
from sync.hub.hub import Hub

MOST_NAME = 80
GOOD_DAYS = 14

_DAY_S = 86_400


class WishAct(StrEnum):
    ADD = "add"
    ROLE = "role"
    RENEW = "renew"  # a new one-time code, for who lost password or phone


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    number: int
    act: WishAct
    name: str
    role: str
    org: str
    reason: str
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What an operator asks for."""

    act: WishAct
    name: str
    role: str = ""
    org: str = ""
    reason: str = ""


def ask_account(hub: Hub, who: Who, wanted: Wanted) -> None:
    """Raises RoleRefused, OperatorKnown, NoSuchOperator: what could not be granted is not asked."""
    name = " ".join(wanted.name.split())[:MOST_NAME]
    if wanted.act is WishAct.ADD:
        require_no_account(hub, name)
    else:
        name = require_standing(hub, name)
    if wanted.act is not WishAct.RENEW:
        require_role(wanted.role, wanted.org)
    row = {
        "act": wanted.act.value,
        "name": name,
        "role": "" if wanted.act is WishAct.RENEW else wanted.role,
        "org": "" if wanted.act is WishAct.RENEW else wanted.org,
        "reason": wanted.reason.strip(),
        "asked_by": who.name,
        "asked_at": hub.now(),
        "decided_by": "",
        "is_granted": False,
    }
    with hub.database.writing() as connection:
        connection.execute(insert(account_wishes), row)


def waiting_wishes(hub: Hub) -> list[Wish]:
    """The oldest first."""
    query = (
        select(account_wishes)
        .where(
            account_wishes.c.decided_at.is_(None),
            account_wishes.c.asked_at >= hub.now() - GOOD_DAYS * _DAY_S,
        )
        .order_by(account_wishes.c.asked_at, account_wishes.c.id)
    )
    with hub.database.reading() as connection:
        return [_wish(row) for row in connection.execute(query)]


def decline_wish(hub: Hub, who: Who, number: int) -> Wish:
    """Raises AlreadyDecided."""
    return _decide(hub, who, number, is_granted=False)


def grant_wish(hub: Hub, who: Who, number: int, *, chance: bytes) -> tuple[Wish, str]:
    """Do what was asked for; the one-time code where there is one.

    Raises SecondPersonNeeded, AlreadyDecided, OperatorKnown, NoSuchOperator.
    """
    wish = _decide(hub, who, number, is_granted=True)
    match wish.act:
        case WishAct.ADD:
            return wish, add_operator(
                hub, wish.name, wish.role, org=wish.org, chance=chance, by=who
            )
        case WishAct.RENEW:
            return wish, renew_operator(hub, wish.name, chance=chance, by=who)
        case WishAct.ROLE:
            change_role(hub, wish.name, wish.role, org=wish.org, by=who)
            return wish, ""


def require_role(role: str, org: str) -> None:
    """Raises RoleRefused."""
    if role not in set(Role) or bool(org) != (role == Role.AGENCY):
        raise RoleRefused(role=role)


def _decide(hub: Hub, who: Who, number: int, *, is_granted: bool) -> Wish:
    """The first decision counts."""
    folded = hub.province.rules.folded
    with hub.database.writing() as connection:
        query = select(account_wishes).where(account_wishes.c.id == number)
        row = connection.execute(query).one_or_none()
        if row is None or row.asked_at < hub.now() - GOOD_DAYS * _DAY_S:
            raise AlreadyDecided
        wish = _wish(row)
        if is_granted and folded(who.name) in {folded(wish.asked_by), folded(wish.name)}:
            raise SecondPersonNeeded
        decided = {"decided_by": who.name, "decided_at": hub.now(), "is_granted": is_granted}
        changed = connection.execute(
            update(account_wishes)
            .where(account_wishes.c.id == number, account_wishes.c.decided_at.is_(None))
            .values(**decided)
        )
        if not changed.rowcount:
            raise AlreadyDecided
    return wish


def _wish(row: Any) -> Wish:
    return Wish(
        number=row.id,
        act=WishAct(row.act),
        name=row.name,
        role=row.role,
        org=row.org,
        reason=row.reason,
        asked_by=row.asked_by,
        asked_at=datetime.fromtimestamp(row.asked_at, UTC),
    )

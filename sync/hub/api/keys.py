"""Keys of other systems: what each may do, what it sees, until when. Only their hashes are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from secrets import token_hex, token_urlsafe
from typing import Any

from sqlalchemy import insert, select, update

from sync.errors import UnknownOrg
from sync.hub.api.changes import View
from sync.hub.api.errors import DaysOutOfRange, KeyRefused, KeyUnknown, ScopeUnknown
from sync.hub.api_tables import api_keys
from sync.hub.hub import Hub

PREFIX = "qmc_"  # so that a key left in a file or a message is found
MOST_DAYS = 730

_DAY_S = 86_400
_KEY_BYTES = 32
_ID_BYTES = 4


class Scope(StrEnum):
    """What a key may do."""

    CHANGES = "changes:read"
    DOSSIERS = "dossiers:read"
    RESULTS_READ = "results:read"  # the files themselves: they name persons
    RESULTS = "results:write"
    STATES = "states:write"


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """A key in force."""

    id: str
    name: str
    scopes: frozenset[str]
    body: str  # the department it speaks for; empty: the province
    view: View


@dataclass(frozen=True, kw_only=True, slots=True)
class MadeKey:
    """A key that was just made; nobody can show it again."""

    id: str
    key: str
    expires_at: int


def make_key(
    hub: Hub, name: str, *, scopes: Sequence[str], days: int, body: str = "", orgs: Sequence[str]
) -> MadeKey:
    """A new key; raises ScopeUnknown, DaysOutOfRange, UnknownOrg."""
    for scope in scopes:
        if scope not in frozenset(Scope):
            raise ScopeUnknown(scope=scope)
    if not 1 <= days <= MOST_DAYS:
        raise DaysOutOfRange(most=MOST_DAYS)
    require_orgs(hub, orgs)
    key = PREFIX + token_urlsafe(_KEY_BYTES)
    row = {
        "id": token_hex(_ID_BYTES),
        "digest": _digest(key),
        "name": name,
        "scopes": " ".join(sorted(set(scopes))),
        "body": body,
        "orgs": " ".join(orgs),
        "made_at": hub.now(),
        "expires_at": hub.now() + days * _DAY_S,
    }
    with hub.database.writing() as connection:
        connection.execute(insert(api_keys), row)
    return MadeKey(id=str(row["id"]), key=key, expires_at=hub.now() + days * _DAY_S)


def keys(hub: Hub) -> list[Any]:
    """All keys that were ever made, the newest first."""
    query = select(api_keys).order_by(api_keys.c.made_at.desc(), api_keys.c.id)
    with hub.database.reading() as connection:
        return list(connection.execute(query).all())


def end_key(hub: Hub, number: str) -> None:
    """Let a key count no more; raises KeyUnknown."""
    in_force = (api_keys.c.id == number) & api_keys.c.ended_at.is_(None)
    with hub.database.writing() as connection:
        found = connection.execute(select(api_keys.c.id).where(in_force)).first()
        if found is None:
            raise KeyUnknown(id=number)
        connection.execute(update(api_keys).where(in_force).values(ended_at=hub.now()))


def shown_key(hub: Hub, shown: str) -> Key:
    """Whose key this is; raises KeyRefused."""
    query = select(api_keys).where(api_keys.c.digest == _digest(shown))
    with hub.database.reading() as connection:
        row = connection.execute(query).one_or_none()
    if row is None or row.ended_at is not None or row.expires_at <= hub.now():
        raise KeyRefused
    return Key(
        id=row.id,
        name=row.name,
        scopes=frozenset(row.scopes.split()),
        body=row.body,
        view=view_of(hub, row.body, row.orgs),
    )


def view_of(hub: Hub, body: str, orgs: str) -> View:
    """What a department, or the province, sees of the organisations named."""
    return View(body_folded=hub.province.rules.folded(body), orgs=tuple(orgs.split()))


def require_orgs(hub: Hub, orgs: Sequence[str]) -> None:
    for org in orgs:
        if hub.province.names_of(org) is None:
            raise UnknownOrg(org=org)


def _digest(key: str) -> bytes:
    return sha256(key.encode()).digest()

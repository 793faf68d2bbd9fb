"""People with an account at this desk: number, name, roles. The number is the actor of changes.

Adding and disabling are entries of the journal. The database says who may do what, the key file who
can open it: a new user's row comes first and the key after, so that a cut between them leaves an
account that cannot sign in yet and is completed by adding it again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desk_app.domain import events
from desk_app.domain.rights import Role
from desk_app.domain.text import NAME_LIMIT, clean, fold
from desk_app.store import keys
from desk_app.store.errors import LastAdmin, UnknownUser, UserDisabled, UserExists
from desk_app.store.key_file import Effort, read_key_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keyring.backend import KeyringBackend

    from desk_app.store.database import Database, Row
    from desk_app.store.journal import Journal
    from desk_app.store.keys import Unlocked
    from desk_app.store.places import Places


@dataclass(frozen=True, kw_only=True, slots=True)
class User:
    number: int
    name: str
    roles: tuple[Role, ...]
    is_active: bool
    since: datetime


class Users:
    """The accounts of one desk; needs an open key to add one."""

    def __init__(
        self,
        database: Database,
        journal: Journal,
        places: Places,
        unlocked: Unlocked,
        *,
        effort: Effort | None = None,
        system: KeyringBackend | None = None,
    ) -> None:
        self._database = database
        self._journal = journal
        self._places = places
        self._unlocked = unlocked
        self._effort = effort
        self._system = system

    def all(self) -> list[User]:
        """Every account, the oldest first."""
        return [_user(row) for row in self._database.rows(f"{_SELECT} ORDER BY number")]

    def get(self, number: int) -> User:
        """Raises UnknownUser."""
        row = self._database.row(f"{_SELECT} WHERE number = ?", (number,))
        if row is None:
            raise UnknownUser
        return _user(row)

    def find(self, name: str) -> User | None:
        """The account of that name; accents and case do not count."""
        row = self._database.row(f"{_SELECT} WHERE folded = ?", (fold(name),))
        return None if row is None else _user(row)

    def signed_in(self) -> User:
        """Who opened the database; raises UnknownUser, UserDisabled."""
        user = self.get(self._unlocked.user)
        if not user.is_active:
            raise UserDisabled
        return user

    def add(
        self, name: str, password: str, *, roles: Iterable[Role], by: int, at: datetime
    ) -> User:
        """A new account; raises UserExists, WeakPassword, UnknownUser for no role."""
        tidy = clean(name, limit=NAME_LIMIT, field="name")
        keys.require_password(password)
        known = self.find(tidy)
        if known is not None and (not known.is_active or self._has_key(known.number)):
            raise UserExists
        user = known or self._append(tidy, tuple(roles), by=by, at=at)
        new = keys.NewUser(number=user.number, name=user.name, password=password)
        keys.add_key(self._places, self._unlocked, new, effort=self._effort, system=self._system)
        return user

    def disable(self, number: int, *, by: int, at: datetime) -> User:
        """Close an account for good; raises UnknownUser, LastAdmin."""
        user = self.get(number)
        if user.is_active:
            self._require_another_admin(number)
            entity = self.entity_of(number)
            with self._journal.writing() as tx:
                tx.append(events.UserDisabled(number=number), entity=entity, actor=by, at=at)
                self._database.execute("UPDATE users SET is_active = 0 WHERE number = ?", (number,))
        keys.disable_key(self._places, number)
        return self.get(number)

    def set_password(self, number: int, password: str) -> None:
        """A new password; raises UnknownUser, UserDisabled, WeakPassword."""
        if not self.get(number).is_active:
            raise UserDisabled
        keys.change_password(
            self._places,
            self._unlocked,
            user=number,
            password=password,
            effort=self._effort,
            system=self._system,
        )

    def entity_of(self, number: int) -> int | None:
        """What the journal calls the account; None before the desk was enrolled."""
        found: int | None = self._database.value(
            "SELECT entity FROM users WHERE number = ?", (number,)
        )
        return found

    def note_entity(self, number: int, entity: int) -> None:
        """The account stands in the journal now; inside a transaction."""
        self._database.execute("UPDATE users SET entity = ? WHERE number = ?", (entity, number))

    def _append(self, name: str, roles: tuple[Role, ...], *, by: int, at: datetime) -> User:
        with self._journal.writing() as tx:
            number = int(self._database.value("SELECT max(number) FROM users") or 0) + 1
            event = events.UserAdded(
                number=number, name=name, roles=tuple(role.value for role in roles)
            )
            entry = tx.append(event, entity=None, actor=by, at=at)
            insert_user(
                self._database, number=number, name=name, roles=roles, at=at, entity=entry.entity
            )
        return self.get(number)

    def _has_key(self, number: int) -> bool:
        return any(user.number == number for user in read_key_file(self._places).users)

    def _require_another_admin(self, number: int) -> None:
        others = (user for user in self.all() if user.is_active and user.number != number)
        if not any(Role.ADMIN in user.roles for user in others):
            raise LastAdmin


def insert_user(
    database: Database,
    *,
    number: int,
    name: str,
    roles: Iterable[Role],
    at: datetime,
    entity: int | None,
) -> None:
    """The row of an account, inside a transaction."""
    database.execute(
        "INSERT INTO users VALUES (?, ?, ?, ?, 1, ?, ?)",
        (
            number,
            name,
            fold(name),
            json.dumps([role.value for role in roles]),
            int(at.timestamp()),
            entity,
        ),
    )


_SELECT = "SELECT number, name, roles, is_active, since FROM users"


def _user(row: Row) -> User:
    number, name, roles, is_active, since = row
    return User(
        number=number,
        name=name,
        roles=tuple(Role(role) for role in json.loads(roles)),
        is_active=bool(is_active),
        since=datetime.fromtimestamp(since, UTC),
    )

"""Whose acts of one machine fall into a time when the province had locked them out."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from sync.hub.rules import Account
from sync.hub.statements import Prepared
from sync.hub.tables import accounts, locks
from sync.record import Change

_LOCKS = Prepared(select(locks).where(locks.c.scope == bindparam("scope")))


class Window(NamedTuple):
    """From when to when a person was locked out, in Unix seconds."""

    since: int
    until: int | None  # itself not counted in; None: still

    def holds(self, at: int) -> bool:
        return at >= self.since and (self.until is None or at < self.until)


class Locked:
    """The locked people of an organisation, and who of them are accounts of one machine."""

    def __init__(
        self, windows: Mapping[str, Window] | None = None, names: Mapping[int, str] | None = None
    ) -> None:
        self._windows = dict(windows or {})  # by folded name
        self.has_any = bool(windows)  # nobody is locked out, nearly always
        self._names = dict(names or {})  # by the machine's number of the account

    def learn(self, account: Account) -> None:
        """An account that a change of this machine made."""
        self._names[account.number] = account.name_folded

    def covers(self, change: Change) -> bool:
        """Whether its actor was locked out when the change was written, by the machine's clock."""
        window = self._windows.get(self._names.get(change.actor, ""))
        return window is not None and window.holds(change.at)


def load_locked(connection: Connection, scope: str, dev: int) -> Locked:
    """Who is locked out at the organisation, as far as this machine has accounts of them."""
    windows = {
        row.name_folded: Window(row.locked_at, row.unlocked_at)
        for row in _LOCKS.run(connection, scope=scope)
    }
    if not windows:
        return Locked()
    rows = connection.execute(
        select(accounts.c.number, accounts.c.name_folded).where(
            accounts.c.scope == scope, accounts.c.dev == dev
        )
    )
    return Locked(windows, {row.number: row.name_folded for row in rows})

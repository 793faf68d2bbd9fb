"""Small things the desk remembers: settings by name, counters that only grow."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desk_app.store.database import Database


class Settings:
    """Values by name, as JSON; a name never written has none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> Any:
        """The value, or None."""
        return get_setting(self._database, name)

    def put(self, name: str, value: Any) -> None:
        """Keep the value, as a transaction of its own."""
        with self._database.writing():
            put_setting(self._database, name, value)


def get_setting(database: Database, name: str) -> Any:
    """The value, or None."""
    text = database.value("SELECT value FROM settings WHERE name = ?", (name,))
    return None if text is None else json.loads(text)


def put_setting(database: Database, name: str, value: Any) -> None:
    """Keep the value within the caller's transaction."""
    database.execute(
        "INSERT INTO settings VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, json.dumps(value, ensure_ascii=False)),
    )


def counter(database: Database, name: str) -> int:
    """How far the counter has come; 0 when it was never raised."""
    return int(database.value("SELECT value FROM counters WHERE name = ?", (name,)) or 0)


def set_counter(database: Database, name: str, value: int) -> None:
    """Let the counter stand at the value, lower than before or higher."""
    database.execute(
        "INSERT INTO counters VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def raise_counter(database: Database, name: str, value: int) -> None:
    """Let the counter stand at least at the value."""
    database.execute(
        "INSERT INTO counters VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)",
        (name, value),
    )


def next_of_counter(database: Database, name: str) -> int:
    """One more than before."""
    value = database.value(
        "INSERT INTO counters VALUES (?, 1)"
        " ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
        (name,),
    )
    return int(value)

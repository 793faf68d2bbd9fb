"""Who handles dossiers in this commune, by name: at this machine and at the others it heard of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from desk_app.domain import codec
from desk_app.domain.events import UserAdded, UserDisabled
from desk_app.domain.rights import Role
from desk_app.store.identity import read_identity
from sync import record
from sync.errors import MalformedChange

if TYPE_CHECKING:
    from desk_app.domain.events import Event
    from desk_app.store.database import Database

# A user is an entity of its own; there is an index of the changes that add one.
_TOLD = """
    SELECT author, record FROM journal
    WHERE entity IN (SELECT entity FROM journal WHERE kind = 101) ORDER BY place
"""
_TOLD_NEAR = "SELECT author, record FROM near_changes WHERE kind IN (101, 102) ORDER BY number"


def handler_names(database: Database) -> tuple[str, ...]:
    """Every active handler's name once, in the order of the alphabet."""
    own = database.rows("SELECT name, roles FROM users WHERE is_active = 1")
    names = {name for name, roles in own if Role.HANDLER in json.loads(roles)}
    return tuple(sorted(names | _elsewhere(database)))


def _elsewhere(database: Database) -> set[str]:
    me = read_identity(database).author
    people: dict[tuple[int, int], str] = {}
    for author, raw in (*database.rows(_TOLD), *database.rows(_TOLD_NEAR)):
        event = None if author == me else _event(raw)
        if isinstance(event, UserAdded) and Role.HANDLER in event.roles:
            people[author, event.number] = event.name
        elif isinstance(event, (UserAdded, UserDisabled)):
            people.pop((author, event.number), None)
    return set(people.values())


def _event(raw: bytes) -> Event | None:
    """What was written; None for damaged bytes, which `desk check` names."""
    try:
        kind, _base, _at, body = record.reread(raw)
        return codec.decode(kind, body)
    except (MalformedChange, codec.MalformedEvent):
        return None

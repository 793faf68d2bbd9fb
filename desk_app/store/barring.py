"""Taking the keys of locked-out people out of the key file, and giving them back.

The wrapped key of a locked person moves into the encrypted database, so that the password opens
nothing even with another program. The last person who can open the desk keeps the key, else nobody
could ever hear that the lock was lifted: the program refuses them by itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desk_app.store.access import locked_out
from desk_app.store.durable import held
from desk_app.store.key_file import (
    UserKey,
    read_key_file,
    user_as_json,
    user_from_json,
    write_key_file,
)
from desk_app.store.settings import get_setting, put_setting

if TYPE_CHECKING:
    from desk_app.store.database import Database
    from desk_app.store.key_file import KeyFile
    from desk_app.store.places import Places

_PARKED = "access.parked"  # by the number of the account


def apply_locks(database: Database, places: Places) -> None:
    """Bring the key file in step with what the province ordered; safe to repeat and to cut."""
    with held(places.lock("keys")):
        keys = read_key_file(places)
        parked = dict(get_setting(database, _PARKED) or {})
        for user in keys.users:
            if locked_out(database, user.name) is None:
                keys = _let_in(places, keys, user, parked)
            elif user.key is not None and _others_open(database, keys, user):
                parked[str(user.number)] = user_as_json(user)
                _keep(database, parked)  # there before it is gone here
                keys = write_key_file(
                    places, keys.with_user(replace(user, key=None, is_barred=True))
                )
        if parked != (get_setting(database, _PARKED) or {}):
            _keep(database, parked)


def _let_in(places: Places, keys: KeyFile, user: UserKey, parked: dict[str, object]) -> KeyFile:
    """The key of somebody no longer locked, back in its place."""
    if not user.is_barred:
        parked.pop(str(user.number), None)
        return keys
    kept = parked.pop(str(user.number), None)
    back = replace(user, is_barred=False)
    if isinstance(kept, dict) and user.key is None:
        back = user_from_json(kept)
    return write_key_file(places, keys.with_user(back))


def _others_open(database: Database, keys: KeyFile, user: UserKey) -> bool:
    return any(
        other.key is not None and locked_out(database, other.name) is None
        for other in keys.users
        if other.number != user.number
    )


def _keep(database: Database, parked: dict[str, object]) -> None:
    with database.writing():
        put_setting(database, _PARKED, parked)

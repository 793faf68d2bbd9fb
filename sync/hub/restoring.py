"""Putting the hub back from a copy, and the new epoch it begins with.

What the copy lacks comes back from the desks: they see that the hub has less than it had, and send
again. So that nothing is given out twice, the hub's own log goes on in another epoch, and numbers
of machines and of their epochs are left out that it may have given out since the copy was made.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from secrets import randbelow, randbits
from typing import Any

from sqlalchemy import Connection, insert, select, update

from sync import record
from sync.errors import DatabaseUnusable, HubExists, HubMissing
from sync.hub.backup import DATABASE, FILES, raise_durable, require_whole, small_files
from sync.hub.database import open_database, sqlite_url
from sync.hub.errors import CopyDamaged, CopyFailed
from sync.hub.hub import first_epoch
from sync.hub.keys import KEY_FILE, load_key
from sync.hub.rules import Province
from sync.hub.tables import epochs
from sync.hub.tables import hub as hub_table
from sync.hub.vigil import Vigil
from sync.protocol.versions import HUB_DEV, PROVINCE_SCOPE

_EPOCH_BITS = 62
_MOST_SKIPPED = 8  # epochs of the own log, so that two restores from one copy differ


@dataclass(frozen=True, kw_only=True, slots=True)
class PutBack:
    """A hub that may be served again."""

    folder: Path
    made_at: str  # when its copy was made, ISO 8601; empty where it was put back by other means
    hub_ep: int


def restore_hub(
    copy: Path, folder: Path, province: Province, *, database_url: str | None = None
) -> PutBack:
    """Put a copy into an empty hub folder; raises HubExists, CopyDamaged, CopyFailed.

    On PostgreSQL the operator has put the dump back before; keys and files come from the copy.
    """
    manifest = require_whole(copy)
    if (folder / KEY_FILE).exists() or (folder / DATABASE).exists():
        raise HubExists(folder=folder)
    if database_url is None and DATABASE not in manifest["sha256"]:
        raise CopyDamaged(folder=copy, part=DATABASE)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copytree(copy.parent / FILES, folder / FILES, dirs_exist_ok=True)
        names = [] if database_url else [DATABASE]
        for name in (*names, *reversed(small_files(copy))):  # the key last: with it, it is a hub
            shutil.copyfile(copy / name, folder / name)
            (folder / name).chmod(0o600)
    except OSError as error:
        raise CopyFailed(folder=folder, reason=type(error).__name__) from error
    made = renew(folder, province, database_url=database_url, number=int(manifest["number"]))
    return PutBack(folder=folder, made_at=str(manifest["made_at"]), hub_ep=made.hub_ep)


def renew(
    folder: Path, province: Province, *, database_url: str | None = None, number: int | None = None
) -> PutBack:
    """Begin a new epoch of a hub whose database was put back; no process may serve it meanwhile.

    `number`: of the copy it came from, all of which is durable. Raises HubMissing,
    DatabaseUnusable.
    """
    key = load_key(folder)
    database = open_database(database_url or sqlite_url(folder / DATABASE))
    vigil = Vigil(folder)
    now = int(province.clock().timestamp())
    try:
        with database.writing() as connection:
            row = connection.execute(select(hub_table.c.hub_id)).one_or_none()
            if row is None:
                raise HubMissing(folder=folder)
            if row.hub_id != key.hub_id:
                raise DatabaseUnusable(reason="of_another_hub")
            hub_ep = randbits(_EPOCH_BITS)
            connection.execute(update(hub_table).values(hub_ep=hub_ep, restored_at=now))
            _next_own_log(connection, vigil, now=now)
            if number is not None:
                raise_durable(connection, number)
        vigil.note(database, now=now)
    finally:
        database.close()
    return PutBack(folder=folder, made_at="", hub_ep=hub_ep)


def _next_own_log(connection: Connection, vigil: Vigil, *, now: int) -> None:
    own = (epochs.c.scope == PROVINCE_SCOPE, epochs.c.dev == HUB_DEV)
    newest: Any = connection.execute(
        select(epochs).where(*own).order_by(epochs.c.ep.desc()).limit(1).with_for_update()
    ).one()
    least = max(newest.ep, vigil.highest_own_epoch()) + 1
    ep = min(least + randbelow(_MOST_SKIPPED), record.MAX_EP)
    if ep <= newest.ep:
        raise DatabaseUnusable(reason="epochs_used_up")
    row = first_epoch(PROVINCE_SCOPE, HUB_DEV, ep, now, previous=newest.head)
    connection.execute(insert(epochs), row)

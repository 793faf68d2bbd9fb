"""The hub as an open thing: its database, its key, its files, and what the province handed it."""

from dataclasses import dataclass
from pathlib import Path
from secrets import randbits

from sqlalchemy import insert, select

from sync import record
from sync.errors import DatabaseUnusable, HubMissing, SyncError
from sync.hub.database import Database, open_database, sqlite_url
from sync.hub.feeds import open_feed
from sync.hub.key_lists import agree, begin_list
from sync.hub.keys import (
    FreshKeys,
    HubKey,
    Opening,
    forget_keys,
    load_key,
    load_opening,
    make_keys,
)
from sync.hub.rules import Province
from sync.hub.states import States
from sync.hub.tables import epochs, hub
from sync.hub.vigil import Vigil
from sync.protocol.versions import HUB_DEV, PROVINCE_SCOPE

HUB_EP = 1  # the epoch of the hub's own log; a restored hub takes the next

_DATABASE_FILE = "hub.db"
_FILES_FOLDER = "files"
_EPOCH_BITS = 62


@dataclass(frozen=True, kw_only=True, slots=True)
class Hub:
    database: Database
    key: HubKey
    opening: Opening  # opens what was sealed for the hub
    folder: Path  # of its keys
    hub_ep: int  # random; new whenever the hub was restored
    files: Path
    province: Province
    states: States
    vigil: Vigil

    def now(self) -> int:
        """Unix seconds."""
        return int(self.province.clock().timestamp())


def make_hub(folder: Path, province: Province, *, database_url: str | None = None) -> Hub:
    """A new hub in `folder`; raises HubExists, DatabaseUnusable."""
    fresh = make_keys(folder)
    try:
        database = _database(folder, database_url)
        _begin(database, fresh, now=int(province.clock().timestamp()))
        database.close()
    except SyncError:
        forget_keys(folder)  # half a hub would neither open nor be made again
        raise
    return open_hub(folder, province, database_url=database_url)


def open_hub(folder: Path, province: Province, *, database_url: str | None = None) -> Hub:
    """The hub in `folder`; raises HubMissing, HubKeyDamaged, DatabaseUnusable."""
    load_key(folder)  # no database is made where there is no hub
    database = _database(folder, database_url)
    with database.reading() as connection:
        row = connection.execute(select(hub.c.hub_id, hub.c.hub_ep)).one_or_none()
    if row is None:
        database.close()
        raise HubMissing(folder=folder)
    if row.hub_id != load_key(folder).hub_id:
        database.close()
        raise DatabaseUnusable(reason="of_another_hub")
    files = folder / _FILES_FOLDER
    files.mkdir(mode=0o700, exist_ok=True)
    vigil = Vigil(folder)
    try:
        vigil.require_not_put_back(database)
    except SyncError:
        database.close()
        raise
    vigil.note(database, now=int(province.clock().timestamp()))
    return Hub(
        database=database,
        key=_listed_key(database, folder),
        opening=load_opening(folder),
        folder=folder,
        hub_ep=row.hub_ep,
        files=files,
        province=province,
        states=States(),
        vigil=vigil,
    )


def _listed_key(database: Database, folder: Path) -> HubKey:
    """The newest key that the desks are told to believe; raises HubKeyDamaged."""
    try:
        return load_key(folder, agree(database, folder).told.keys)
    except SyncError:
        database.close()
        raise


def _begin(database: Database, fresh: FreshKeys, *, now: int) -> None:
    """Write down which hub the database belongs to."""
    said = {
        "id": 1,
        "hub_id": fresh.key.hub_id,
        "hub_ep": randbits(_EPOCH_BITS),
        "created_at": now,
        "least_app": "",
        "least_app_from": 0,
    }
    with database.writing() as connection:
        if connection.execute(select(hub.c.hub_id)).first() is not None:
            raise DatabaseUnusable(reason="of_another_hub")
        connection.execute(insert(hub), said)
        connection.execute(insert(epochs), first_epoch(PROVINCE_SCOPE, HUB_DEV, HUB_EP, now))
        open_feed(connection, PROVINCE_SCOPE)
        begin_list(connection, fresh, now=now)


def _database(folder: Path, url: str | None) -> Database:
    return open_database(url or sqlite_url(folder / _DATABASE_FILE))


def first_epoch(
    scope: str, dev: int, ep: int, now: int, *, previous: bytes = b""
) -> dict[str, object]:
    """The row of a log in which nothing is written yet; `previous`: the head it hangs on."""
    head = record.first_head(dev, ep, previous)
    return {
        "scope": scope,
        "dev": dev,
        "ep": ep,
        "first_head": head,
        "acked": 0,
        "head": head,
        "durable": 0,
        "frozen": "",
        "counter": 0,
        "opened_at": now,
    }

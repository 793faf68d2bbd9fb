"""The hub's lists of keys: the first at its beginning, each later one by the offline root key."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, bindparam, select

from sync import cose
from sync.cose import Sign
from sync.errors import HubKeyDamaged
from sync.hub.database import Database
from sync.hub.keeping_tables import key_lists
from sync.hub.keys import FreshKeys, read_lists, write_lists
from sync.hub.statements import Prepared, insert_missing
from sync.protocol.key_list import KeyList, follow, make_key_list, read_first

_MOST_LISTS = 1_000
_AFTER = Prepared(
    select(key_lists.c.raw)
    .where(key_lists.c.number > bindparam("number"))
    .order_by(key_lists.c.number)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """The newest list, with its bytes."""

    told: KeyList
    raw: bytes


def begin_list(connection: Connection, fresh: FreshKeys, *, now: int) -> None:
    """Write the first list of a new hub."""
    told = KeyList(
        hub_id=fresh.key.hub_id,
        number=1,
        root=fresh.root,
        made_at=now,
        keys=(fresh.key.public,),
        recipient=fresh.recipient,
        escrow=fresh.escrow,
    )
    add_list(connection, told, fresh.sign_by_root)


def newest_list(connection: Connection) -> Listed:
    """The list that is valid now; raises HubKeyDamaged."""
    raw = connection.execute(
        select(key_lists.c.raw).order_by(key_lists.c.number.desc()).limit(1)
    ).scalar()
    if raw is None:
        raise HubKeyDamaged
    return Listed(told=read_first(cose.read(raw)), raw=raw)


def lists_after(connection: Connection, number: int) -> bytes:
    """The signed lists after one, in their order: what goes before everything else on any path."""
    return b"".join(_AFTER.run(connection, number=number).scalars())


def add_list(connection: Connection, told: KeyList, signer: Sign) -> Listed:
    """Write a list, signed."""
    raw = make_key_list(told, signer)
    _insert(connection, told, raw)
    return Listed(told=told, raw=raw)


def agree(database: Database, folder: Path) -> Listed:
    """Bring the lists of the database and those beside the keys together; the newest of all.

    A database put back from a copy lacks what the desks know already, and no desk goes back.
    """
    kept = read_lists(folder)
    with database.reading() as connection:
        newest = newest_list(connection)
        known = lists_after(connection, 0)
    if kept == known:
        return newest
    with database.writing() as connection:
        for told, raw in follow(newest.told, cose.read_all(kept, limit=_MOST_LISTS)):
            _insert(connection, told, raw)
        newest = newest_list(connection)
        known = lists_after(connection, 0)
    if kept != known:
        write_lists(folder, known)
    return newest


def _insert(connection: Connection, told: KeyList, raw: bytes) -> None:
    row = {"number": told.number, "raw": raw, "made_at": told.made_at}
    insert_missing(connection, key_lists, [row])  # another process may have been first

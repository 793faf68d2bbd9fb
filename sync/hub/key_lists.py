"""The hub's lists of keys: the first at its beginning, each later one by the offline root key."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from sync import cose
from sync.cose import Sign
from sync.errors import HubKeyDamaged
from sync.hub.keys import FreshKeys
from sync.hub.tables import key_lists
from sync.protocol.key_list import KeyList, make_key_list, read_first


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
    rows = connection.execute(
        select(key_lists.c.raw).where(key_lists.c.number > number).order_by(key_lists.c.number)
    )
    return b"".join(row.raw for row in rows)


def add_list(connection: Connection, told: KeyList, signer: Sign) -> Listed:
    """Write a list, signed."""
    raw = make_key_list(told, signer)
    connection.execute(
        insert(key_lists), {"number": told.number, "raw": raw, "made_at": told.made_at}
    )
    return Listed(told=told, raw=raw)

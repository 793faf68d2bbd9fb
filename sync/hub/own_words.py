"""Taking back what the hub itself had said before it was put back from an older copy.

The desks kept it. Each change of the hub bears a mark that only the hub can make, so it believes
its own words whoever brings them, and says them again in its present log, with their first moment.
"""

from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select

from sync import cose, record
from sync.errors import BadSignature, MachineUnknown, MalformedChange, WrongHub
from sync.hub.access import revoked, scopes_of
from sync.hub.files import file_path
from sync.hub.hub import Hub
from sync.hub.keeping_tables import recoveries
from sync.hub.key_lists import newest_list
from sync.hub.keys import load_keys
from sync.hub.orders import redo
from sync.hub.own_log import Said, is_own, say
from sync.hub.settling import remember
from sync.hub.statements import upsert_rows
from sync.hub.tables import changes, devices, entities, files
from sync.protocol.frame import author_of
from sync.protocol.lost_words import LostWord, make_back, read_lost
from sync.protocol.versions import FILE_PUBLISHED, HUB_DEV, PROVINCE_SCOPE
from sync.record import Change


def take_back(hub: Hub, message: cose.Signed) -> bytes:
    """Say again what a desk brings and the hub lacks; the signed answer tells how far it came.

    Safe to repeat. Raises MachineUnknown, MachineRevoked, BadSignature, WrongHub, MalformedMessage.
    """
    again: list[Said] = []
    known = 0
    with hub.database.writing() as connection:
        device = _device(connection, message)
        lost = read_lost(message, key=device.device_key)
        if lost.hub_id != hub.key.hub_id:
            raise WrongHub
        if lost.scope not in scopes_of(device.org):
            raise BadSignature(reason="another_scope")
        for word in lost.words:
            said = _take_one(hub, connection, lost.scope, word)
            if said is False:
                break  # what it speaks of is not here yet; the desk brings it again
            known += 1
            again += [said] if isinstance(said, Said) else []
    remember(hub.states, [said.docket for said in again])
    return make_back(known, hub_id=hub.key.hub_id, request=message, signer=hub.key.sign)


def _device(connection: Connection, message: cose.Signed) -> Any:
    dev, _ = author_of(message.kid)
    device = connection.execute(select(devices).where(devices.c.dev == dev)).one_or_none()
    if device is None:
        raise MachineUnknown(dev=dev)
    if device.revoked_at is not None:
        raise revoked(device)
    return device


def _take_one(hub: Hub, connection: Connection, scope: str, word: LostWord) -> Said | bool:
    """What was said; True for what is here already or is none of ours, False where it must wait."""
    try:
        change = record.decode(word.raw)
    except MalformedChange:
        return True
    if not _is_own(hub, connection, word, change) or _is_here(connection, scope, word, change):
        return True
    creates = record.creator(change.ent) == (HUB_DEV, word.ep, change.seq)
    ent = None if creates else _entity(connection, scope, change)
    if (ent is None and not creates) or not _has_its_file(hub, connection, scope, change):
        return False
    said = say(
        hub,
        connection,
        scope,
        kind=change.kind,
        body=change.body,
        ent=ent,
        base=_version(connection, scope, ent),
        at=change.at,
    )
    redo(hub, connection, scope, change)
    connection.execute(
        insert(recoveries),
        {
            "scope": scope,
            "dev": HUB_DEV,
            "ep": word.ep,
            "seq": change.seq,
            "digest": sha256(word.raw).digest(),
            "ent": said.change.ent,
        },
    )
    return said


def _is_own(hub: Hub, connection: Connection, word: LostWord, change: Change) -> bool:
    """Whether a key of ours that is still believed made its mark."""
    if is_own(hub.key, word.ep, change):
        return True
    listed = newest_list(connection).told.keys
    return any(is_own(key, word.ep, change) for key in load_keys(hub.folder, listed))


def _is_here(connection: Connection, scope: str, word: LostWord, change: Change) -> bool:
    """Whether it was never lost, or has been said again."""
    for table in (changes, recoveries):
        query = select(table.c.ent).where(
            table.c.scope == scope,
            table.c.dev == HUB_DEV,
            table.c.ep == word.ep,
            table.c.seq == change.seq,
        )
        if table is changes:
            query = query.where(changes.c.raw == word.raw)
        if connection.execute(query).first() is not None:
            return True
    return False


def _entity(connection: Connection, scope: str, change: Change) -> int | None:
    """What it speaks of, by the name it has here now; None where it is not here."""
    dev, ep, seq = record.creator(change.ent)
    anew = connection.execute(
        select(recoveries.c.ent).where(
            recoveries.c.scope == scope,
            recoveries.c.dev == dev,
            recoveries.c.ep == ep,
            recoveries.c.seq == seq,
        )
    ).first()
    if dev == HUB_DEV and anew is not None:
        return int(anew.ent)
    is_here = _version(connection, scope, change.ent) > 0
    return change.ent if is_here else None


def _version(connection: Connection, scope: str, ent: int | None) -> int:
    ver: int | None = connection.execute(
        select(entities.c.ver).where(entities.c.scope == scope, entities.c.ent == ent)
    ).scalar()
    return ver or 0


def _has_its_file(hub: Hub, connection: Connection, scope: str, change: Change) -> bool:
    """A published file is said again once its bytes are here: every desk will ask for them."""
    if change.kind != FILE_PUBLISHED:
        return True
    digest = bytes(change.body[3]).hex()
    path = file_path(hub, digest)
    if not path.is_file():
        return False
    row = {"scope": PROVINCE_SCOPE, "sha256": digest, "size": path.stat().st_size}
    upsert_rows(connection, files, [{**row, "stored_at": hub.now()}])
    return scope == PROVINCE_SCOPE

"""Keeping feeds short: what is over and old leaves the feed, never the ledger.

Every record up to the floor either stays in the feed or is named in the snapshot's list of keys. A
desk that stands below the floor gets the snapshot in place of pages.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, select, update

from sync.errors import FileUnknown
from sync.hub.access import scopes_of
from sync.hub.hub import Hub
from sync.hub.tables import changes, dossiers, feed, feeds
from sync.protocol.page import FeedRecord, Verdict
from sync.protocol.snapshot import KeyRange, write_content

_FOLDER = "snapshots"


class Compacted(NamedTuple):
    scope: str
    floor: int
    dropped: int  # records that left the feed now
    size: int  # of the snapshot, bytes


def compact(hub: Hub, scope: str, *, before: int) -> Compacted | None:
    """Let what was over before a moment (Unix seconds) leave a feed; None where nothing is.

    A dossier leaves with all its records, once its last one is older and nothing follows any more.
    """
    with hub.database.writing() as connection:
        end = connection.execute(
            select(feeds).where(feeds.c.scope == scope).with_for_update()
        ).one_or_none()
        floor = _floor(connection, scope, before)
        leaving = _leaving(connection, hub, scope, floor)
        if end is None or floor <= end.floor or not leaving:
            return None
        digest = connection.execute(
            select(feed.c.digest).where(feed.c.scope == scope, feed.c.pos == floor)
        ).scalar_one()
        connection.execute(delete(feed).where(feed.c.scope == scope, feed.c.pos.in_(leaving)))
        content = write_content(_keys(connection, scope, floor), _records(connection, scope, floor))
        name = sha256(content).hexdigest()
        _keep(hub, name, content)
        told = {"floor": floor, "floor_digest": digest, "snapshot": name, "size": len(content)}
        connection.execute(update(feeds).where(feeds.c.scope == scope).values(told))
    return Compacted(scope, floor, len(leaving), len(content))


def compact_all(hub: Hub, *, before: int) -> list[Compacted]:
    """Every feed of an organisation, one transaction each."""
    with hub.database.reading() as connection:
        scopes = connection.execute(select(feeds.c.scope).order_by(feeds.c.scope)).scalars().all()
    done = (compact(hub, scope, before=before) for scope in scopes)
    return [one for one in done if one is not None]


def snapshot_path(hub: Hub, org: str, scope: str, pos: int) -> tuple[Path, str]:
    """Where the snapshot of a feed lies, and its SHA-256; raises FileUnknown."""
    with hub.database.reading() as connection:
        name = connection.execute(
            select(feeds.c.snapshot).where(feeds.c.scope == scope, feeds.c.floor == pos)
        ).scalar()
    path = hub.files / _FOLDER / (name or "none")
    if not name or scope not in scopes_of(org) or not path.is_file():
        raise FileUnknown(scope=scope)
    return path, name


def _floor(connection: Connection, scope: str, before: int) -> int:
    """The last position all of whose records, and all before them, are old enough."""
    young = connection.execute(
        select(func.min(changes.c.pos)).where(
            changes.c.scope == scope, changes.c.taken_at >= before
        )
    ).scalar()
    if young is not None:
        return int(young) - 1
    newest = connection.execute(select(feeds.c.pos).where(feeds.c.scope == scope)).scalar()
    return int(newest or 0)


def _leaving(connection: Connection, hub: Hub, scope: str, floor: int) -> list[int]:
    """Positions of the records of dossiers that were over at the floor."""
    last = (
        select(changes.c.ent, func.max(changes.c.pos).label("last"))
        .where(changes.c.scope == scope)
        .group_by(changes.c.ent)
        .subquery()
    )
    over = (
        select(dossiers.c.ent)
        .join(last, last.c.ent == dossiers.c.ent)
        .where(
            dossiers.c.scope == scope,
            dossiers.c.status.in_(sorted(hub.province.over)),
            last.c.last <= floor,
        )
    )
    query = (
        select(changes.c.pos)
        .join(feed, (feed.c.scope == changes.c.scope) & (feed.c.pos == changes.c.pos))
        .where(changes.c.scope == scope, changes.c.pos < floor, changes.c.ent.in_(over))
    )
    return [int(pos) for pos in connection.execute(query).scalars()]


def _keys(connection: Connection, scope: str, floor: int) -> Iterator[KeyRange]:
    """What has left the feed, now and earlier: the ledger still has it."""
    query = (
        select(changes.c.dev, changes.c.ep, changes.c.seq, changes.c.verdict)
        .outerjoin(feed, (feed.c.scope == changes.c.scope) & (feed.c.pos == changes.c.pos))
        .where(changes.c.scope == scope, changes.c.pos <= floor, feed.c.pos.is_(None))
        .order_by(changes.c.dev, changes.c.ep, changes.c.seq)
    )
    return _ranges(connection.execute(query).all())


def _ranges(rows: Iterable[Any]) -> Iterator[KeyRange]:
    """Rows in the order of their keys, those in a row with one verdict taken together."""
    open_range: KeyRange | None = None
    for row in rows:
        verdict = Verdict(row.verdict)
        if open_range is not None and _follows(open_range, row, verdict):
            open_range = replace(open_range, last=row.seq)
            continue
        if open_range is not None:
            yield open_range
        open_range = KeyRange(dev=row.dev, ep=row.ep, first=row.seq, last=row.seq, verdict=verdict)
    if open_range is not None:
        yield open_range


def _follows(before: KeyRange, row: Any, verdict: Verdict) -> bool:
    place = (before.dev, before.ep, before.last + 1, before.verdict)
    return place == (row.dev, row.ep, row.seq, verdict)


def _records(connection: Connection, scope: str, floor: int) -> Iterator[FeedRecord]:
    query = (
        select(feed, changes.c.raw)
        .join(changes, (changes.c.scope == feed.c.scope) & (changes.c.pos == feed.c.pos))
        .where(feed.c.scope == scope, feed.c.pos <= floor)
        .order_by(feed.c.pos)
    )
    for row in connection.execute(query):
        yield FeedRecord(
            pos=row.pos,
            ver=row.ver,
            dev=row.dev,
            ep=row.ep,
            seq=row.seq,
            verdict=Verdict(row.verdict),
            reason=row.reason,
            raw=row.raw,
        )


def _keep(hub: Hub, name: str, content: bytes) -> None:
    """On disk before the feed forgets; the one of an earlier floor stays for who reads it now."""
    folder = hub.files / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    part = folder / f"{name}.part"
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / name)

"""What the province published to every desk, as the hub itself reads it again."""

from sqlalchemy import Connection, select

from sync import record
from sync.hub.files import file_path
from sync.hub.hub import Hub
from sync.hub.tables import changes, feeds
from sync.protocol.versions import FILE_PUBLISHED, HUB_DEV, PROVINCE_SCOPE


def moved_at(connection: Connection) -> int:
    """Where the province's feed stands: another number once anything was published."""
    query = select(feeds.c.pos).where(feeds.c.scope == PROVINCE_SCOPE)
    return connection.execute(query).scalar() or 0


def newest(hub: Hub, connection: Connection, name: str) -> bytes | None:
    """The content that was published last under this name; None where none was, or it is not here.

    All are asked, the last first: a province publishes a few hundred in its life.
    """
    query = (
        select(changes.c.raw)
        .where(
            changes.c.scope == PROVINCE_SCOPE,
            changes.c.dev == HUB_DEV,
            changes.c.kind == FILE_PUBLISHED,
            changes.c.raw.is_not(None),
        )
        .order_by(changes.c.pos.desc())
    )
    for row in connection.execute(query):
        body = record.decode(bytes(row.raw)).body
        if body[1] == name:
            path = file_path(hub, bytes(body[3]).hex())
            return path.read_bytes() if path.is_file() else None
    return None

"""What an operator sees of every machine: its last contact, what it brought, what is set aside."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from sync.hub.hub import Hub
from sync.hub.lanes import Range
from sync.hub.tables import batches, changes, devices, epochs, lanes
from sync.protocol.page import IN_FORCE


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskView:
    """One machine as the hub knows it."""

    dev: int
    ep: int
    org: str
    name: str
    app: str
    lanes: tuple[Range, ...]
    enrolled_at: datetime
    last_contact_at: datetime | None
    acked: int  # changes of its epoch that the hub holds
    set_aside: int  # of its changes, held, refused or opaque
    frozen: str  # why nothing more is taken of it; empty: it is
    is_revoked: bool
    clock_behind_s: int | None  # the hub's clock minus the machine's, when it last wrote


def desks(hub: Hub) -> list[DeskView]:
    """Every machine, in the order of their numbers."""
    with hub.database.reading() as connection:
        rows = connection.execute(
            select(devices, epochs.c.acked, epochs.c.frozen)
            .join(
                epochs,
                (epochs.c.scope == devices.c.org)
                & (epochs.c.dev == devices.c.dev)
                & (epochs.c.ep == devices.c.ep),
            )
            .order_by(devices.c.dev)
        ).all()
        granted = _lanes(connection)
        aside = _set_aside(connection)
        return [_view(connection, row, granted, aside) for row in rows]


def _view(
    connection: Connection,
    row: Any,
    granted: dict[int, list[Range]],
    aside: dict[int, int],
) -> DeskView:
    contact = row.last_contact_at
    return DeskView(
        dev=row.dev,
        ep=row.ep,
        org=row.org,
        name=row.name,
        app=row.app,
        lanes=tuple(granted.get(row.dev, ())),
        enrolled_at=datetime.fromtimestamp(row.enrolled_at, UTC),
        last_contact_at=None if contact is None else datetime.fromtimestamp(contact, UTC),
        acked=row.acked,
        set_aside=aside.get(row.dev, 0),
        frozen=row.frozen,
        is_revoked=row.revoked_at is not None,
        clock_behind_s=_clock_behind(connection, row.dev, row.ep),
    )


def _lanes(connection: Connection) -> dict[int, list[Range]]:
    granted: dict[int, list[Range]] = {}
    query = select(lanes).where(lanes.c.dev.is_not(None)).order_by(lanes.c.org, lanes.c.first)
    for row in connection.execute(query):
        granted.setdefault(row.dev, []).append(Range(row.first, row.last))
    return granted


def _set_aside(connection: Connection) -> dict[int, int]:
    query = (
        select(changes.c.dev, func.count().label("changes"))
        .where(changes.c.verdict.not_in([verdict.value for verdict in IN_FORCE]))
        .group_by(changes.c.dev)
    )
    return {row.dev: row.changes for row in connection.execute(query)}


def _clock_behind(connection: Connection, dev: int, ep: int) -> int | None:
    query = (
        select((batches.c.taken_at - batches.c.device_at).label("behind"))
        .where(batches.c.dev == dev, batches.c.ep == ep)
        .order_by(batches.c.last.desc())
        .limit(1)
    )
    behind: int | None = connection.execute(query).scalar()
    return behind


def told(view: DeskView) -> dict[str, Any]:
    """A view as JSON tells it."""
    contact = view.last_contact_at
    return {
        "dev": view.dev,
        "epoch": view.ep,
        "org": view.org,
        "name": view.name,
        "app": view.app,
        "lanes": [[lane.first, lane.last] for lane in view.lanes],
        "enrolled_at": view.enrolled_at.isoformat(),
        "last_contact_at": None if contact is None else contact.isoformat(),
        "acked": view.acked,
        "set_aside": view.set_aside,
        "frozen": view.frozen,
        "revoked": view.is_revoked,
        "clock_behind_s": view.clock_behind_s,
    }

"""How far machines were behind, noted once an hour: a backlog that only grows is seen by it."""

from sqlalchemy import delete, func, insert, select

from sync.hub.console_tables import backlogs
from sync.hub.hub import Hub
from sync.hub.tables import devices, epochs

KEPT_DAYS = 14

_HOUR_S = 3600


def note_backlogs(hub: Hub) -> None:
    """Note every backlog of this hour, once; raises HubFailed."""
    hour = hub.now() // _HOUR_S
    with hub.database.reading() as connection:
        last = connection.execute(select(func.max(backlogs.c.hour))).scalar()
    if last is not None and last >= hour:
        return
    behind = devices.c.told - epochs.c.acked
    here = (
        (epochs.c.scope == devices.c.org)
        & (epochs.c.dev == devices.c.dev)
        & (epochs.c.ep == devices.c.ep)
    )
    query = select(devices.c.dev, behind.label("backlog")).join_from(devices, epochs, here)
    with hub.database.writing() as connection:
        connection.execute(delete(backlogs).where(backlogs.c.hour >= hour))
        connection.execute(delete(backlogs).where(backlogs.c.hour < hour - KEPT_DAYS * 24))
        rows = connection.execute(query.where(behind > 0, devices.c.revoked_at.is_(None))).all()
        told = [{"dev": row.dev, "hour": hour, "backlog": row.backlog} for row in rows]
        connection.execute(insert(backlogs), told or [{"dev": 0, "hour": hour, "backlog": 0}])

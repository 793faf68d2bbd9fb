"""Whose data is not in yet: machines that have not been heard of, or had told of more than came."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, select

from sync.hub.figures.reading import Period
from sync.hub.figures.spans import moment
from sync.hub.tables import devices, epochs

SILENT_AFTER_S = 86_400


class Silent(NamedTuple):
    """A machine whose work may be lacking in the figures."""

    org: str
    name: str
    since: datetime | None  # its last word; None: it never came
    waiting: int  # changes it told of and has not brought


def silent(connection: Connection, period: Period, *, org: str = "") -> list[Silent]:
    """Those whose last word is older than a day and than the period's end; the longest first."""
    query = (
        select(
            devices.c.org,
            devices.c.name,
            devices.c.last_contact_at,
            devices.c.told,
            epochs.c.acked,
        )
        .outerjoin(
            epochs,
            and_(
                epochs.c.scope == devices.c.org,
                epochs.c.dev == devices.c.dev,
                epochs.c.ep == devices.c.ep,
            ),
        )
        .where(devices.c.revoked_at.is_(None), *([devices.c.org == org] if org else []))
    )
    found = []
    for unit, name, at, told, acked in connection.execute(query):
        waiting = max(0, told - (acked or 0))
        is_old = at is None or at < min(period.until, period.now - SILENT_AFTER_S)
        if is_old or waiting:
            found.append(Silent(unit, name, None if at is None else moment(at), waiting))
    return sorted(found, key=_oldest_first)


def _oldest_first(one: Silent) -> tuple[float, str, str]:
    return (0.0 if one.since is None else one.since.timestamp(), one.org, one.name)

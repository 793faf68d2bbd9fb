"""Whether this machine and this person may go on: the lease, the province's orders, the program."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from desk_app.store.access import ended, least_app_missed, locked_out
from desk_app.store.ending import end_mark
from desk_app.store.hub_keys import key_list
from desk_app.store.lease import latest_moment, lease_of, notice_given

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk


class Access(StrEnum):
    """The worst of what is true comes first."""

    OVER = "over"  # the keys of this desk are destroyed
    BARRED = "barred"  # this person is locked out
    REVOKED = "revoked"  # the machine reads only
    LEASE_ENDED = "lease_ended"  # the machine reads only until the hub is heard
    LEASE_ENDING = "lease_ending"  # ten days or less are left
    APP_OLD = "app_old"  # the program will not be answered, or is not any more
    FREE = "free"


@dataclass(frozen=True, kw_only=True, slots=True)
class AccessStatus:
    access: Access
    lease_until: datetime | None  # None: the hub set no limit
    days_left: int | None
    dropped_at: datetime | None  # when the keys will be destroyed; None while that is not near
    since: datetime | None  # of an order
    reason: str  # of an order, in the operator's words
    version: str  # the least program wanted; empty where ours will do
    keys: int  # number of the hub's list of keys; 0 before the first

    @property
    def may_write(self) -> bool:
        return self.access in {Access.FREE, Access.LEASE_ENDING, Access.APP_OLD}

    @property
    def must_leave(self) -> bool:
        """Whether the window closes this person's turn by itself."""
        return self.access in {Access.OVER, Access.BARRED}


def access_status(desk: Desk) -> AccessStatus:
    database, now = desk.store.database, desk.clock.now()
    lease, order = lease_of(database), ended(database)
    barred = locked_out(database, desk.user.name)
    least = least_app_missed(database)
    latest = latest_moment(database, now)
    listed = key_list(database)
    has_ended = lease is not None and lease.has_ended(latest)
    found = [
        (Access.OVER, end_mark(desk.store.places) is not None),
        (Access.BARRED, barred is not None),
        (Access.REVOKED, order is not None),
        (Access.LEASE_ENDED, has_ended),
        (Access.LEASE_ENDING, lease is not None and lease.is_ending(latest)),
        (Access.APP_OLD, least is not None),
        (Access.FREE, True),
    ]
    told = barred or order
    return AccessStatus(
        access=next(access for access, is_so in found if is_so),
        lease_until=lease.until if lease else None,
        days_left=lease.days_left(latest) if lease else None,
        dropped_at=notice_given(database, lease) if lease and has_ended else None,
        since=told.at if told else (least.since if least else None),
        reason=told.reason if told else "",
        version=least.version if least else "",
        keys=listed.number if listed else 0,
    )


def told(status: AccessStatus) -> dict[str, Any]:
    """The status as JSON tells it; moments in ISO 8601."""
    moments = {
        "lease_until": status.lease_until,
        "dropped_at": status.dropped_at,
        "since": status.since,
    }
    return {
        "access": status.access,
        "may_write": status.may_write,
        "days_left": status.days_left,
        "least_version": status.version or None,
        "key_list": status.keys,
        **{name: at.isoformat() if at else None for name, at in moments.items()},
    }

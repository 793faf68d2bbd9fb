"""How long this machine may work without a word of the hub.

Every receipt renews it, on whatever path it came. After the end the desk reads only; 90 days later
it seals what the province lacks and destroys its keys. Reading stops early rather than late: the
latest moment that anything proves counts. Destroying is the other way round: the clock itself must
show the day, and the desk must have told people of it for a week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from desk_app.store.settings import (
    counter,
    get_setting,
    put_setting,
    raise_counter,
    set_counter,
)

if TYPE_CHECKING:
    from desk_app.store.database import Database

WARN_BEFORE = timedelta(days=10)
KEPT_AFTER = timedelta(days=90)
LEAST_NOTICE = timedelta(days=7)  # between the first telling and the destroying

_LEASE = "lease"
_NOTICE = "lease_notice"
_WRITTEN = "written_at"  # counter: the latest moment of our own since the hub was heard


@dataclass(frozen=True, kw_only=True, slots=True)
class Lease:
    said_at: datetime  # when the hub said so, by its clock
    days: int

    @property
    def until(self) -> datetime:
        return self.said_at + timedelta(days=self.days)

    @property
    def dropped_at(self) -> datetime:
        """From then on the keys may be destroyed."""
        return self.until + KEPT_AFTER

    def has_ended(self, now: datetime) -> bool:
        return now >= self.until

    def is_ending(self, now: datetime) -> bool:
        return not self.has_ended(now) and now >= self.until - WARN_BEFORE

    def days_left(self, now: datetime) -> int:
        """Whole days, the last one begun counted in; 0 after the end."""
        return max(0, -((now - self.until) // timedelta(days=1)))


def lease_of(database: Database) -> Lease | None:
    """What the hub last granted; None where it set no limit."""
    plain: dict[str, Any] | None = get_setting(database, _LEASE)
    if plain is None or not plain["days"]:
        return None
    return Lease(said_at=datetime.fromtimestamp(plain["said_at"], UTC), days=plain["days"])


def renew_lease(database: Database, *, said_at: int, days: int) -> None:
    """Take the hub's word, in a transaction; an older one than is known changes nothing.

    `said_at` in Unix seconds by the hub's clock.
    """
    known = get_setting(database, _LEASE)
    if known is None or known["said_at"] <= said_at:
        put_setting(database, _LEASE, {"said_at": said_at, "days": days})
        put_setting(database, _NOTICE, None)
        set_counter(database, _WRITTEN, 0)  # what was written before proves no later moment


def latest_moment(database: Database, now: datetime) -> datetime:
    """It is at least this late: by the clock, by the hub's last word, by our own unsent work.

    A clock set back lengthens no lease.
    """
    lease = lease_of(database)
    moments = [now]
    if lease is not None:
        moments.append(lease.said_at)
    moments.append(datetime.fromtimestamp(counter(database, _WRITTEN), UTC))
    return max(moments)


def note_written(database: Database, at: int) -> None:
    """Remember the moment of what is being written, in its transaction; in Unix seconds."""
    raise_counter(database, _WRITTEN, at)


def give_notice(database: Database, lease: Lease, now: datetime) -> datetime:
    """From when on the keys may be destroyed, told now; the first telling is kept.

    A transaction of its own where it is the first. The wall clock decides here, not what is known
    to be later: a clock that jumped ahead for a day must not cost a desk its data.
    """
    told = get_setting(database, _NOTICE)
    if told is None or told > int(now.timestamp()):
        with database.writing():
            put_setting(database, _NOTICE, int(now.timestamp()))
    return notice_given(database, lease)


def notice_given(database: Database, lease: Lease) -> datetime:
    """From when on the keys may be destroyed, as people were told."""
    told = get_setting(database, _NOTICE)
    if told is None:
        return lease.dropped_at
    return max(lease.dropped_at, datetime.fromtimestamp(told, UTC) + LEAST_NOTICE)

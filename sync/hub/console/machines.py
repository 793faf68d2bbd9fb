"""Every machine as the overview shows it, the worst first, and what about it needs somebody.

An alarm is made from how things stand, not kept; who took it is kept under a name that says since
when it stands, so that a new silence of the same machine is a new alarm.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from sync.hub.console_tables import alarm_takes, backlogs, relay_contacts
from sync.hub.figures.reading import open_at
from sync.hub.hub import Hub
from sync.hub.keeping_tables import parcels
from sync.hub.lanes import LAST_NUMBER
from sync.hub.overview import DeskView, desks
from sync.hub.tables import batches, epochs

SILENT_DAYS = 3
LEASE_DAYS_LEFT = 10
FEW_NUMBERS = 500  # of the 9,999 of a day
CLOCK_OFF_S = 300
HISTORY_DAYS = 14

_DAY_S, _HOUR_S = 86_400, 3600
_MUCH_BEHIND = 200
_OVERDUE = "overdue"  # a column of the report


class Alarm(StrEnum):
    """What needs somebody, the worst first."""

    FORK = "fork"  # two machines write as one: nothing more is taken
    SILENT = "silent"
    LEASE = "lease"  # it must hear of us soon or it stops
    KEPT = "kept"  # frames that a person must look at
    RESTORED = "restored"  # it began a new epoch within the last week
    BACKLOG = "backlog"  # and it grew in a day
    NUMBERS = "numbers"  # few left to give to machines of the commune
    CLOCK = "clock"


WEIGHTS = {alarm: len(Alarm) - place for place, alarm in enumerate(Alarm)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    operator: str
    at: datetime
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Raised:
    """One alarm of one machine."""

    kind: Alarm
    name: str  # under which it is taken
    taken: Taken | None


class Machine(NamedTuple):
    view: DeskView
    commune: str
    path: str  # link, stick, relay; empty: it never spoke
    seen_at: datetime | None
    overdue: int  # dossiers of its commune
    lease_left: int | None  # days; None for a revoked machine
    numbers_left: int  # of its commune
    alarms: tuple[Raised, ...] = ()

    @property
    def weight(self) -> tuple[int, int, int]:
        """The higher the worse; what somebody took weighs half."""
        alarms = sum(WEIGHTS[one.kind] * (1 if one.taken else 2) ** 2 for one in self.alarms)
        return (0 if self.view.is_revoked else 1, alarms, self.view.set_aside)


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What is asked of the database beside the machines themselves."""

    overdue: Counter[str]
    by_stick: dict[int, int]
    by_relay: dict[int, int]
    epoch_at: dict[int, int]  # when a machine's epoch was opened
    before: dict[int, int]  # backlog of about a day ago
    takes: dict[str, Taken] = field(default_factory=dict)


def look_over(hub: Hub, *, dev: int | None = None) -> list[Machine]:
    """Every machine, the worst first; or that one alone, if there is one."""
    views = desks(hub)
    with hub.database.reading() as connection:
        facts = _facts(connection, hub)
    given: Counter[str] = Counter()
    for view in views:
        given[view.org] += sum(lane.last - lane.first + 1 for lane in view.lanes)
    name_of, now = _names(hub), hub.now()
    found = [
        _machine(view, facts, name_of(view.org), LAST_NUMBER - given[view.org], now)
        for view in views
        if dev is None or view.dev == dev
    ]
    return sorted(found, key=lambda one: (*(-part for part in one.weight), one.view.dev))


def history(hub: Hub, view: DeskView) -> list[tuple[datetime, int]]:
    """How many changes the hub took of a machine on each of the last days, the oldest first."""
    today = (hub.now() + 7 * _HOUR_S) // _DAY_S
    first = today - HISTORY_DAYS + 1
    query = select(batches.c.taken_at, batches.c.first, batches.c.last).where(
        batches.c.scope == view.org,
        batches.c.dev == view.dev,
        batches.c.taken_at >= first * _DAY_S - 7 * _HOUR_S,
    )
    days: Counter[int] = Counter()
    with hub.database.reading() as connection:
        for row in connection.execute(query):
            days[(row.taken_at + 7 * _HOUR_S) // _DAY_S] += row.last - row.first + 1
    return [
        (datetime.fromtimestamp(day * _DAY_S, UTC), days[day]) for day in range(first, today + 1)
    ]


def kinds(machines: Sequence[Machine]) -> Counter[Alarm]:
    """How many machines have each alarm."""
    return Counter(one.kind for machine in machines for one in machine.alarms)


def _facts(connection: Connection, hub: Hub) -> Facts:
    now, formulas = hub.now(), hub.province.formulas
    sticks = select(parcels.c.dev, func.max(parcels.c.taken_at)).group_by(parcels.c.dev)
    opened = (
        select(epochs.c.dev, func.max(epochs.c.opened_at))
        .where(epochs.c.dev > 0, epochs.c.ep > 1)
        .group_by(epochs.c.dev)
    )
    hours = (now // _HOUR_S - 30, now // _HOUR_S - 20)
    before = (
        select(backlogs.c.dev, func.max(backlogs.c.backlog))
        .where(backlogs.c.hour.between(*hours))
        .group_by(backlogs.c.dev)
    )
    return Facts(
        overdue=Counter(
            {org: told.get(_OVERDUE, 0) for org, told in open_at(connection, now, formulas).items()}
        ),
        by_stick=_pairs(connection, sticks),
        by_relay=_pairs(connection, select(relay_contacts.c.dev, relay_contacts.c.at)),
        epoch_at=_pairs(connection, opened),
        before=_pairs(connection, before),
        takes={
            row.alarm: Taken(
                operator=row.operator,
                at=datetime.fromtimestamp(row.taken_at, UTC),
                note=row.note,
            )
            for row in connection.execute(select(alarm_takes))
        },
    )


def _machine(view: DeskView, facts: Facts, commune: str, left: int, now: int) -> Machine:
    contact = None if view.last_contact_at is None else int(view.last_contact_at.timestamp())
    ways = (
        ("relay", facts.by_relay.get(view.dev)),  # before stick: it came as a parcel too
        ("stick", facts.by_stick.get(view.dev)),
        ("link", contact),
    )
    seen = max((at for _, at in ways if at is not None), default=None)
    enrolled = int(view.enrolled_at.timestamp())
    lease_left = None
    if not view.is_revoked:
        lease_left = view.lease_days - (now - (enrolled if contact is None else contact)) // _DAY_S
    since = enrolled if seen is None else seen
    return Machine(
        view=view,
        commune=commune,
        path="" if seen is None else next(name for name, at in ways if at == seen),
        seen_at=None if seen is None else datetime.fromtimestamp(seen, UTC),
        overdue=facts.overdue[view.org],
        lease_left=lease_left,
        numbers_left=left,
        alarms=tuple(
            Raised(kind=kind, name=name, taken=facts.takes.get(name))
            for kind, about in _standing(view, facts, since, lease_left, left, now)
            for name in (f"{kind}:{view.dev}:{about}",)
        ),
    )


def _standing(  # noqa: PLR0917  what is known of a machine
    view: DeskView, facts: Facts, since: int, lease_left: int | None, left: int, now: int
) -> Iterator[tuple[Alarm, int]]:
    """The alarms that stand, the worst first, and what tells a new one from one that was taken."""
    is_known, epoch_at = not view.is_revoked, facts.epoch_at.get(view.dev, 0)
    off = view.clock_behind_s if view.clock_offset_s is None else view.clock_offset_s
    if view.frozen:
        yield Alarm.FORK, view.ep
    if is_known and now - since > SILENT_DAYS * _DAY_S:
        yield Alarm.SILENT, since
    if lease_left is not None and lease_left <= LEASE_DAYS_LEFT:
        yield Alarm.LEASE, since
    if view.quarantined > 0:
        yield Alarm.KEPT, view.quarantined
    if epoch_at > now - 7 * _DAY_S:
        yield Alarm.RESTORED, epoch_at
    if _MUCH_BEHIND <= view.backlog > facts.before.get(view.dev, view.backlog):
        yield Alarm.BACKLOG, 0
    if is_known and left < FEW_NUMBERS:
        yield Alarm.NUMBERS, 0
    if is_known and off is not None and abs(off) > CLOCK_OFF_S:
        yield Alarm.CLOCK, 0


def _names(hub: Hub) -> Callable[[str], str]:
    """The commune of an organisation, each asked for once."""
    known: dict[str, str] = {}

    def name_of(org: str) -> str:
        if org not in known:
            known[org] = (hub.province.names_of(org) or (org,))[0]
        return known[org]

    return name_of


def _pairs(connection: Connection, query: Any) -> dict[Any, Any]:
    rows: Any = connection.execute(query)
    return {row[0]: row[1] for row in rows}

"""What an operator sees of every machine: its last contact, its backlog, what is set aside."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, exists, func, not_, select

from sync.hub.hub import Hub
from sync.hub.lanes import Range
from sync.hub.tables import (
    SET_ASIDE,
    batches,
    changes,
    devices,
    epochs,
    lanes,
    quarantine,
    reviews,
)
from sync.protocol.page import Verdict

_SILENT_S = 86_400
_TOLD = (  # of a machine; never its keys
    "dev",
    "ep",
    "org",
    "name",
    "app",
    "lease_days",
    "enrolled_at",
    "last_contact_at",
    "told",
    "revoked_at",
)
_WAITS = and_(
    SET_ASIDE,
    not_(
        exists().where(
            reviews.c.scope == changes.c.scope,
            reviews.c.dev == changes.c.dev,
            reviews.c.ep == changes.c.ep,
            reviews.c.seq == changes.c.seq,
        )
    ),
)  # and nobody has dealt with it


class DeskView(NamedTuple):
    """One machine as the hub knows it; a page makes thousands of these."""

    dev: int
    ep: int
    org: str
    name: str
    app: str
    lanes: tuple[Range, ...]
    lease_days: int
    enrolled_at: datetime
    last_contact_at: datetime | None
    acked: int  # changes of its epoch that the hub holds
    durable: int  # of these, changes that a verified backup holds too
    backlog: int  # changes it had at its last contact that the hub lacks
    held: int  # this and the next two: what nobody has dealt with
    refused: int
    opaque: int
    frozen: str  # why nothing more is taken of it; empty: it is
    quarantined: int  # frames of it that a person must look at
    is_revoked: bool
    clock_offset_s: int | None  # the hub's clock minus the machine's, as the machine measured it
    clock_age_s: int | None  # of that measurement, when it last wrote
    clock_behind_s: int | None  # the hub's clock minus the machine's, when it last wrote

    @property
    def set_aside(self) -> int:
        return self.held + self.refused + self.opaque


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldView:
    """One change that is not in force and waits for somebody."""

    org: str  # whose change it is, and who must see to it
    pos: int
    dev: int
    ep: int
    seq: int
    ent: int
    kind: int
    verdict: Verdict
    reason: str
    fault: str  # names the stack in the log, where judging it failed
    since: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Sums:
    """The province in five figures."""

    desks: int
    silent: int
    frozen: int
    set_aside: int
    quarantine: int


def desks(hub: Hub) -> list[DeskView]:
    """Every machine, in the order of their numbers."""
    with hub.database.reading() as connection:
        rows = connection.execute(_machines()).all()
        granted = _lanes(connection)
        aside = _set_aside(connection)
        waiting = select(quarantine.c.dev, func.count()).where(quarantine.c.reviewed_at.is_(None))
        kept = _counted(connection, waiting, quarantine.c.dev)
    return [_view(row, granted.get(row.dev, []), aside, kept) for row in rows]


def held(hub: Hub) -> Iterator[HeldView]:
    """Every change held or opaque that nobody has dealt with, by organisation, the oldest first."""
    query = (
        select(changes)
        .where(_WAITS, changes.c.verdict != Verdict.REFUSED.value)
        .order_by(changes.c.scope, changes.c.taken_at, changes.c.pos)
    )
    with hub.database.reading() as connection:
        for row in connection.execute(query):
            yield HeldView(
                org=row.scope,
                pos=row.pos,
                dev=row.dev,
                ep=row.ep,
                seq=row.seq,
                ent=row.ent,
                kind=row.kind,
                verdict=Verdict(row.verdict),
                reason=row.reason,
                fault=row.fault,
                since=datetime.fromtimestamp(row.taken_at, UTC),
            )


def sums(hub: Hub) -> Sums:
    """The province's figures; raises HubFailed."""
    known = devices.c.revoked_at.is_(None)
    with hub.database.reading() as connection:

        def count(query: Select[Any]) -> int:
            return int(connection.execute(query).scalar() or 0)

        every = select(func.count()).select_from(devices).where(known)
        last = func.coalesce(devices.c.last_contact_at, devices.c.enrolled_at)
        frozen = select(func.count()).select_from(_standing()).where(known, epochs.c.frozen != "")
        kept = select(func.count()).where(quarantine.c.reviewed_at.is_(None))
        return Sums(
            desks=count(every),
            silent=count(every.where(last < hub.now() - _SILENT_S)),
            frozen=count(frozen),
            set_aside=count(select(func.count()).select_from(changes).where(_WAITS)),
            quarantine=count(kept),
        )


def _standing() -> Any:
    """Machines with the epoch they may write in."""
    return devices.join(
        epochs,
        (epochs.c.scope == devices.c.org)
        & (epochs.c.dev == devices.c.dev)
        & (epochs.c.ep == devices.c.ep),
    )


def _machines() -> Select[Any]:
    """Machines with their epoch and the batch that brought the last change the hub holds."""
    newest = _standing().outerjoin(
        batches,
        (batches.c.scope == epochs.c.scope)
        & (batches.c.dev == epochs.c.dev)
        & (batches.c.ep == epochs.c.ep)
        & (batches.c.last == epochs.c.acked),
    )
    return (
        select(
            *(devices.c[name] for name in _TOLD),
            epochs.c.acked,
            epochs.c.durable,
            epochs.c.frozen,
            batches.c.offset_s,
            batches.c.age_s,
            (batches.c.taken_at - batches.c.device_at).label("behind"),
        )
        .select_from(newest)
        .order_by(devices.c.dev)
    )


def _view(
    row: Any,
    granted: list[Range],
    aside: Counter[tuple[int, str]],
    kept: dict[int, int],
) -> DeskView:
    contact = row.last_contact_at
    return DeskView(
        dev=row.dev,
        ep=row.ep,
        org=row.org,
        name=row.name,
        app=row.app,
        lanes=tuple(granted),
        lease_days=row.lease_days,
        enrolled_at=datetime.fromtimestamp(row.enrolled_at, UTC),
        last_contact_at=None if contact is None else datetime.fromtimestamp(contact, UTC),
        acked=row.acked,
        durable=row.durable,
        backlog=max(0, row.told - row.acked),
        held=aside[row.dev, Verdict.HELD],
        refused=aside[row.dev, Verdict.REFUSED],
        opaque=aside[row.dev, Verdict.OPAQUE],
        frozen=row.frozen,
        quarantined=kept.get(row.dev, 0),
        is_revoked=row.revoked_at is not None,
        clock_offset_s=row.offset_s,
        clock_age_s=row.age_s,
        clock_behind_s=row.behind,
    )


def _lanes(connection: Connection) -> dict[int, list[Range]]:
    granted: dict[int, list[Range]] = {}
    query = select(lanes).where(lanes.c.dev.is_not(None)).order_by(lanes.c.org, lanes.c.first)
    for row in connection.execute(query):
        granted.setdefault(row.dev, []).append(Range(row.first, row.last))
    return granted


def _set_aside(connection: Connection) -> Counter[tuple[int, str]]:
    query = (
        select(changes.c.dev, changes.c.verdict, func.count())
        .where(_WAITS)
        .group_by(changes.c.dev, changes.c.verdict)
    )
    return Counter({(dev, verdict): count for dev, verdict, count in connection.execute(query)})


def _counted(connection: Connection, query: Any, by: Any) -> dict[int, int]:
    rows: Any = connection.execute(query.group_by(by))
    return {dev: count for dev, count in rows}  # noqa: C416  rows are no pairs to the type checker


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
        "lease_days": view.lease_days,
        "enrolled_at": view.enrolled_at.isoformat(),
        "last_contact_at": None if contact is None else contact.isoformat(),
        "acked": view.acked,
        "durable": view.durable,
        "backlog": view.backlog,
        "held": view.held,
        "refused": view.refused,
        "opaque": view.opaque,
        "set_aside": view.set_aside,
        "frozen": view.frozen,
        "quarantined": view.quarantined,
        "revoked": view.is_revoked,
        "clock_offset_s": view.clock_offset_s,
        "clock_age_s": view.clock_age_s,
        "clock_behind_s": view.clock_behind_s,
    }


def told_held(view: HeldView) -> dict[str, Any]:
    """A waiting change as JSON tells it."""
    return {
        "org": view.org,
        "pos": view.pos,
        "dev": view.dev,
        "epoch": view.ep,
        "seq": view.seq,
        "entity": view.ent,
        "kind": view.kind,
        "verdict": view.verdict.value,
        "reason": view.reason,
        "fault": view.fault,
        "since": view.since.isoformat(),
    }

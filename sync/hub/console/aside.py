"""What is set aside: found, looked at, decided on. Nothing is ever deleted or changed by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, and_, func, select

from sync import record
from sync.errors import MalformedChange
from sync.hub.console.errors import AsideDecided, NoSuchAside
from sync.hub.console_tables import asides
from sync.hub.folding import load_entities
from sync.hub.hub import Hub
from sync.hub.statements import insert_missing, upsert_rows
from sync.hub.tables import SET_ASIDE, changes, devices, dossiers, reviews

MOST = 300  # shown at once


class Decision(StrEnum):
    SETTLED = "settled"  # what it said has been entered anew, or needs nothing more
    SENT_BACK = "sent_back"  # its commune must see to it: it goes on waiting
    EVIDENCE = "evidence"  # kept as a proof of what was written, and no more


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """Where a change stands in its author's log."""

    scope: str
    dev: int
    ep: int
    seq: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Aside:
    key: Key
    commune: str
    machine: str
    code: str  # of its dossier; empty where there is none
    kind: int
    verdict: str
    reason: str
    fault: str
    since: datetime
    decision: str
    decided_by: str
    decided_at: datetime | None
    why: str  # of the decision


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """One change with both values of each field."""

    aside: Aside
    name: str  # of the kind of change; empty: not known here
    rows: Sequence[tuple[str, str, str]]
    written_at: datetime | None


def find_aside(hub: Hub, *, org: str = "", verdict: str = "", is_over: bool = False) -> list[Aside]:
    """What waits, the oldest first; with `is_over` what was dealt with, the newest first."""
    over = _reviewed()
    query = _query().where(over if is_over else ~over)
    query = query.order_by(changes.c.taken_at.desc() if is_over else changes.c.taken_at)
    if org:
        query = query.where(changes.c.scope == org)
    if verdict:
        query = query.where(changes.c.verdict == verdict)
    with hub.database.reading() as connection:
        return [_aside(hub, row) for row in connection.execute(query.limit(MOST))]


def open_aside(hub: Hub, key: Key) -> Opened:
    """One of them with what it says and what stands; raises NoSuchAside."""
    with hub.database.reading() as connection:
        row = _one(connection, key)
        aside = _aside(hub, row)
        try:
            change = record.decode(bytes(row.raw or b""))
        except MalformedChange:  # damaged, or erased by law
            return Opened(aside=aside, name="", rows=[], written_at=None)
        states, rules = hub.states, hub.province.rules
        found = load_entities(connection, key.scope, [row.ent], rules=rules, states=states)
    entity = found.get(row.ent)
    name, rows = rules.side_by_side(entity.state if entity else None, change)
    written_at = datetime.fromtimestamp(change.at, UTC)
    return Opened(aside=aside, name=name, rows=rows, written_at=written_at)


def decide(hub: Hub, key: Key, decision: Decision, *, reason: str, operator: str) -> None:
    """Write down what a person decided; raises NoSuchAside, AsideDecided.

    The first of two wins, but for what was sent back: that may be decided once more.
    """
    row = {
        "scope": key.scope,
        "dev": key.dev,
        "ep": key.ep,
        "seq": key.seq,
        "decision": decision.value,
        "reason": reason.strip()[:500],
        "operator": operator,
        "decided_at": hub.now(),
    }
    with hub.database.writing() as connection:
        _one(connection, key, is_held=True)
        known = connection.execute(select(asides).where(_is(asides, key))).one_or_none()
        if known is not None and known.decision != Decision.SENT_BACK:
            raise AsideDecided(who=known.operator)
        upsert_rows(connection, asides, [row])
        if decision is not Decision.SENT_BACK:
            place = {name: row[name] for name in ("scope", "dev", "ep", "seq")}
            insert_missing(connection, reviews, [place])


def count_aside(hub: Hub) -> dict[str, int]:
    """How many of each verdict wait."""
    query = (
        select(changes.c.verdict, func.count())
        .where(SET_ASIDE, ~_reviewed())
        .group_by(changes.c.verdict)
    )
    with hub.database.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def _query() -> Any:
    same = [changes.c[name] == asides.c[name] for name in ("scope", "dev", "ep", "seq")]
    dossier = and_(dossiers.c.scope == changes.c.scope, dossiers.c.ent == changes.c.ent)
    return (
        select(
            changes,
            devices.c.name.label("machine"),
            dossiers.c.code,
            asides.c.decision,
            asides.c.operator,
            asides.c.decided_at,
            asides.c.reason.label("why"),
        )
        .outerjoin(devices, devices.c.dev == changes.c.dev)
        .outerjoin(dossiers, dossier)
        .outerjoin(asides, and_(*same))
        .where(SET_ASIDE)
    )


def _reviewed() -> Any:
    same = [changes.c[name] == reviews.c[name] for name in ("scope", "dev", "ep", "seq")]
    return select(reviews.c.seq).where(*same).exists()


def _one(connection: Connection, key: Key, *, is_held: bool = False) -> Any:
    query = _query().where(_is(changes, key))
    if is_held:
        query = query.with_for_update(of=changes)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NoSuchAside
    return row


def _is(table: Any, key: Key) -> Any:
    return and_(
        table.c.scope == key.scope,
        table.c.dev == key.dev,
        table.c.ep == key.ep,
        table.c.seq == key.seq,
    )


def _aside(hub: Hub, row: Any) -> Aside:
    decided = row.decided_at
    return Aside(
        key=Key(scope=row.scope, dev=row.dev, ep=row.ep, seq=row.seq),
        commune=(hub.province.names_of(row.scope) or (row.scope,))[0],
        machine=row.machine or "",
        code=row.code or "",
        kind=row.kind,
        verdict=row.verdict,
        reason=row.reason,
        fault=row.fault,
        since=datetime.fromtimestamp(row.taken_at, UTC),
        decision=row.decision or "",
        decided_by=row.operator or "",
        decided_at=None if decided is None else datetime.fromtimestamp(decided, UTC),
        why=row.why or "",
    )

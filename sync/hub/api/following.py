"""From the desks' feeds to the one row of changes that other systems are told.

Each feed is read on from where it was left, every step of a dossier that changes what goes out is
numbered, and the place in the feed moves with the rows in one transaction: a step is told once,
whoever follows and whenever it was stopped. Reading and folding hold no lock.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from sync import record
from sync.errors import HubFailed
from sync.hub.api.told import written
from sync.hub.api_tables import outward, outward_eras, outward_feeds, outward_log
from sync.hub.database import is_passing
from sync.hub.finding import note_beginnings
from sync.hub.hub import Hub
from sync.hub.outside import Told
from sync.hub.statements import Prepared, among, upsert_rows
from sync.hub.tables import changes, feed, feeds
from sync.protocol.page import IN_FORCE
from sync.protocol.versions import PROVINCE_SCOPE

_RECORDS_AT_ONCE = 500
_VERDICTS = [verdict.value for verdict in IN_FORCE]

_BEHIND = (
    select(feeds.c.scope, feeds.c.pos, feeds.c.floor, outward_feeds.c.pos.label("told"))
    .outerjoin(outward_feeds, outward_feeds.c.scope == feeds.c.scope)
    .where(
        feeds.c.scope != PROVINCE_SCOPE,
        (outward_feeds.c.pos.is_(None) & (feeds.c.pos > 0)) | (outward_feeds.c.pos < feeds.c.pos),
    )
    .order_by(feeds.c.scope)
)
_IN_FEED = Prepared(
    select(feed.c.pos, changes.c.ent)
    .join(
        changes,
        (changes.c.scope == feed.c.scope)
        & (changes.c.dev == feed.c.dev)
        & (changes.c.ep == feed.c.ep)
        & (changes.c.seq == feed.c.seq),
    )
    .where(feed.c.scope == bindparam("scope"), feed.c.pos > bindparam("after"))
    .order_by(feed.c.pos)
    .limit(_RECORDS_AT_ONCE)
)
_IN_LEDGER = Prepared(  # for what has left the feed
    select(changes.c.pos, changes.c.ent)
    .where(changes.c.scope == bindparam("scope"), changes.c.pos > bindparam("after"))
    .order_by(changes.c.pos)
    .limit(_RECORDS_AT_ONCE)
)
_LIVES = Prepared(
    select(changes.c.ent, changes.c.dev, changes.c.ep, changes.c.raw, changes.c.pos, feed.c.ver)
    .outerjoin(feed, (feed.c.scope == changes.c.scope) & (feed.c.pos == changes.c.pos))
    .where(
        changes.c.scope == bindparam("scope"),
        among(changes.c.ent, "ents"),
        among(changes.c.verdict, "verdicts"),
        changes.c.raw.is_not(None),
    )
    .order_by(changes.c.ent, changes.c.pos)
)


class _Step(NamedTuple):
    pos: int
    ent: int
    at: int
    told: Told
    body_folded: str
    body_before: str


class _Part(NamedTuple):
    """Records of one feed, and the dossiers they speak of."""

    scope: str
    after: int
    last: int
    ents: Sequence[int]


def follow(hub: Hub) -> int:
    """Tell all that came since last time; how many steps it were."""
    count = 0
    while (done := follow_once(hub)) is not None:
        count += done
    return count


def follow_once(hub: Hub) -> int | None:
    """One part of one feed; how many steps it were, None where all is told."""
    with hub.database.reading() as connection:
        behind = connection.execute(_BEHIND).first()
        if behind is None:
            return None
        after = behind.told or 0
        source = _IN_LEDGER if after < behind.floor else _IN_FEED
        records = source.run(connection, scope=behind.scope, after=after).all()
        last = records[-1].pos if len(records) == _RECORDS_AT_ONCE else behind.pos
        ents = sorted({row.ent for row in records})
        steps = sorted(_steps(hub, connection, behind.scope, ents, after=after, upto=last))
    try:
        with hub.database.writing() as connection:
            part = _Part(behind.scope, after, last, ents)
            return _write(hub, connection, part, steps)
    except HubFailed as error:
        if is_passing(error):  # another process told it
            return 0
        raise


def _steps(
    hub: Hub, connection: Connection, scope: str, ents: Sequence[int], *, after: int, upto: int
) -> Iterator[_Step]:
    """What of the dossiers' lives after a place in the feed changed what goes out."""
    rows = _LIVES.run(connection, scope=scope, ents=ents, verdicts=_VERDICTS)
    for ent, life in groupby(rows, key=lambda row: row.ent):
        yield from _life(hub, ent, life, after=after, upto=upto)


def _life(hub: Hub, ent: int, life: Iterator[Any], *, after: int, upto: int) -> Iterator[_Step]:
    rules = hub.province.rules
    state, before = None, None
    for row in life:
        if row.pos > upto:
            return
        change = record.decode(row.raw)
        author = (row.dev, row.ep)
        state = rules.judge(state, change, author=author, ver=row.ver or 0).state
        told = None if state is None else rules.told(state)
        if told is not None and told != before and row.pos > after:
            was = "" if before is None else rules.folded(before.handed_to)
            yield _Step(row.pos, ent, change.at, told, rules.folded(told.handed_to), was)
        before = told


def _write(hub: Hub, connection: Connection, part: _Part, steps: Sequence[_Step]) -> int:
    """Number the steps, unless somebody else has told this part meanwhile."""
    scope, first = part.scope, _next_number(hub, connection)
    known = connection.execute(
        select(outward_feeds.c.pos).where(outward_feeds.c.scope == scope)
    ).scalar()
    if (known or 0) != part.after:
        return 0
    upsert_rows(connection, outward_feeds, [{"scope": scope, "pos": part.last}])
    note_beginnings(connection, scope, part.ents)
    if not steps:
        return 0
    rows = [_log_row(scope, number, step) for number, step in enumerate(steps, start=first)]
    connection.execute(insert(outward_log), rows)
    newest = {s.ent: _newest_row(scope, number, s) for number, s in enumerate(steps, start=first)}
    upsert_rows(connection, outward, list(newest.values()))
    connection.execute(
        update(outward_eras)
        .where(outward_eras.c.hub_ep == hub.hub_ep)
        .values(next=first + len(steps))
    )
    return len(steps)


def _next_number(hub: Hub, connection: Connection) -> int:
    """The number to be given next; whoever asks holds its row to the end of the transaction."""
    eras = select(outward_eras).order_by(outward_eras.c.next.desc()).limit(1).with_for_update()
    newest = connection.execute(eras).one_or_none()
    if newest is not None and newest.hub_ep == hub.hub_ep:
        return int(newest.next)
    first = 1 if newest is None else int(newest.next)
    connection.execute(insert(outward_eras), {"hub_ep": hub.hub_ep, "first": first, "next": first})
    return first


def _log_row(scope: str, number: int, step: _Step) -> dict[str, Any]:
    return {
        "number": number,
        "scope": scope,
        "ent": step.ent,
        "at": step.at,
        "org": step.told.org,
        "body_folded": step.body_folded,
        "body_before": step.body_before,
        "told": written(step.told),
    }


def _newest_row(scope: str, number: int, step: _Step) -> dict[str, Any]:
    told = step.told
    return {
        "scope": scope,
        "ent": step.ent,
        "number": number,
        "code": told.code,
        "org": told.org,
        "state": told.state,
        "body_folded": step.body_folded,
        "is_taken": int(told.is_taken),
        "handed_at": int(told.handed_at.timestamp()) if told.handed_at else 0,
        "due_at": int(told.due_at.timestamp()) if told.due_at else 0,
    }

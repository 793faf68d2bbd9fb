"""An entity as the hub has it: its version, the verdict on its first change, its folded state."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from sync import record
from sync.hub.rules import Rules
from sync.hub.statements import slices
from sync.hub.states import Known, States
from sync.hub.tables import changes, dossiers, entities, feed
from sync.protocol.page import IN_FORCE, Verdict


class Entity(NamedTuple):
    ver: int  # records of any verdict that speak of it
    created: Verdict | None  # the verdict on its first change; None before that
    state: object | None
    code: str | None  # of the dossier it is


NEW = Entity(ver=0, created=None, state=None, code=None)


def load_entities(
    connection: Connection, scope: str, ents: Sequence[int], *, rules: Rules, states: States
) -> dict[int, Entity]:
    """The entities of a scope among `ents`, each with its state."""
    rows = _rows(connection, scope, ents)
    known = states.get((scope, ent) for ent in rows)
    stale = [ent for ent, row in rows.items() if _is_stale(known.get((scope, ent)), row)]
    folded = _fold(connection, scope, stale, rules)
    return {
        ent: Entity(
            ver=row.ver,
            created=Verdict(row.created),
            state=folded[ent] if ent in folded else known[scope, ent].state,
            code=row.code,
        )
        for ent, row in rows.items()
    }


def _rows(connection: Connection, scope: str, ents: Iterable[int]) -> dict[int, Any]:
    joined = entities.outerjoin(
        dossiers, (entities.c.scope == dossiers.c.scope) & (entities.c.ent == dossiers.c.ent)
    )
    query = select(entities.c.ent, entities.c.ver, entities.c.created, dossiers.c.code)
    rows: dict[int, Any] = {}
    for portion in slices(sorted(set(ents))):
        chosen = query.select_from(joined).where(
            entities.c.scope == scope, entities.c.ent.in_(portion)
        )
        rows.update((row.ent, row) for row in connection.execute(chosen))
    return rows


def _is_stale(known: Known | None, row: Any) -> bool:
    return known is None or known.ver != row.ver


def _fold(
    connection: Connection, scope: str, ents: Sequence[int], rules: Rules
) -> dict[int, object | None]:
    """The states of entities from their changes in force, in the feed's order."""
    folded: dict[int, object | None] = dict.fromkeys(ents)
    for portion in slices(sorted(ents)):
        query = (
            select(changes.c.ent, changes.c.dev, changes.c.ep, changes.c.raw, feed.c.ver)
            .outerjoin(feed, (feed.c.scope == changes.c.scope) & (feed.c.pos == changes.c.pos))
            .where(
                changes.c.scope == scope,
                changes.c.ent.in_(portion),
                changes.c.verdict.in_([verdict.value for verdict in IN_FORCE]),
                changes.c.raw.is_not(None),
            )
            .order_by(changes.c.pos)
        )
        for row in connection.execute(query):
            change = record.decode(row.raw)
            author = (row.dev, row.ep)
            # What has left the feed is over: every machine counts as having seen it.
            judged = rules.judge(folded[row.ent], change, author=author, ver=row.ver or 0)
            folded[row.ent] = judged.state
    return folded

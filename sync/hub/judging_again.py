"""Judging what an older hub could not: opaque changes, once this one knows their kinds.

Each gets a new record in its feed; the word it carries takes the place of the older one, at the
hub and at every desk. What is still unknown stays as it is. Safe to repeat and to cut short.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from sync import record
from sync.hub.docket import Arrived, Author
from sync.hub.hub import Hub
from sync.hub.settling import remember, settle_again
from sync.hub.tables import SET_ASIDE, changes
from sync.protocol.page import IN_FORCE, Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedAgain:
    judged: int = 0
    in_force: int = 0  # of these
    left: int = 0  # still of a kind that is not known here


def judge_opaque(hub: Hub) -> JudgedAgain:
    """Judge every opaque change anew, in the order of its feed, each by itself."""
    done = JudgedAgain()
    for row in _opaque(hub):
        verdict = _judged(hub, row)
        if verdict is Verdict.OPAQUE:
            done = replace(done, left=done.left + 1)
        elif verdict is not None:
            is_in_force = verdict in IN_FORCE
            done = replace(done, judged=done.judged + 1, in_force=done.in_force + is_in_force)
    return done


def _opaque(hub: Hub) -> list[Any]:
    query = (
        select(changes.c.scope, changes.c.dev, changes.c.ep, changes.c.seq)
        .where(SET_ASIDE, changes.c.verdict == Verdict.OPAQUE.value, changes.c.raw.is_not(None))
        .order_by(changes.c.scope, changes.c.pos)
    )
    with hub.database.reading() as connection:
        return list(connection.execute(query))


def _judged(hub: Hub, place: Any) -> Verdict | None:
    """The word now on a change; None where another process has judged it meanwhile."""
    author = Author(scope=place.scope, dev=place.dev, ep=place.ep)
    found = select(changes.c.raw, changes.c.head).where(
        changes.c.scope == author.scope,
        changes.c.dev == author.dev,
        changes.c.ep == author.ep,
        changes.c.seq == place.seq,
        changes.c.verdict == Verdict.OPAQUE.value,
    )
    with hub.database.writing() as connection:
        row = connection.execute(found.with_for_update()).one_or_none()
        if row is None:
            return None
        docket = settle_again(
            connection,
            author,
            Arrived(row.raw, record.decode(row.raw), row.head),
            rules=hub.province.rules,
            states=hub.states,
        )
    if docket is None:
        return Verdict.OPAQUE
    remember(hub.states, [docket])
    return docket.settled[-1].verdict

"""The hub's own log: what the province says, as changes of dev 0 in the feeds of the desks.

Every change carries a salt, and the salt is a mark that only this hub can make: see `mark_of`.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from sync import record
from sync.hub.docket import Arrived, Author, Docket
from sync.hub.hub import Hub
from sync.hub.keys import HubKey
from sync.hub.settling import settle
from sync.hub.tables import epochs, feeds
from sync.protocol.page import FeedRecord
from sync.protocol.versions import HUB_DEV, PROVINCE_SCOPE
from sync.record import Change

_OWN = (epochs.c.scope == PROVINCE_SCOPE, epochs.c.dev == HUB_DEV)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A change of the hub and what became of it."""

    change: Change
    settled: FeedRecord
    docket: Docket  # to be remembered after the commit


def say(
    hub: Hub,
    connection: Connection,
    scope: str,
    *,
    kind: int,
    body: Sequence[Any],
    ent: int | None = None,
    base: int = 0,
    at: int | None = None,
) -> Said:
    """Write one change of the hub and settle it in a feed; `ent` None creates an entity.

    `at` is now, but for words said before and written anew.
    """
    log = connection.execute(
        select(epochs).where(*_OWN).order_by(epochs.c.ep.desc()).limit(1).with_for_update()
    ).one()
    lam = connection.execute(select(feeds.c.lam).where(feeds.c.scope == scope)).scalar() or 0
    seq = log.acked + 1
    bare = Change(
        seq=seq,
        kind=kind,
        ent=ent if ent is not None else record.entity_id(HUB_DEV, log.ep, seq),
        base=base,
        lam=lam + 1,
        at=hub.now() if at is None else at,
        actor=0,
        cat=0,
        body=tuple(body),
    )
    salt = mark_of(hub.key, log.ep, bare)
    change = bare._replace(salt=salt)
    raw = record.encode(change)
    head = record.link(log.head, HUB_DEV, log.ep, raw, salt, seq)
    docket = settle(
        connection,
        Author(scope=scope, dev=HUB_DEV, ep=log.ep),
        [Arrived(raw, change, head)],
        rules=hub.province.rules,
        states=hub.states,
        now=hub.now(),
    )
    connection.execute(
        update(epochs).where(*_OWN, epochs.c.ep == log.ep).values(acked=seq, head=head)
    )
    return Said(change=change, settled=docket.settled[-1], docket=docket)


def mark_of(key: HubKey, ep: int, bare: Change) -> bytes:
    """The salt of a change of the hub: by it the hub knows its own words again.

    Nobody else can make it, so a desk may bring back what a lost hub had said.
    """
    told = bytes([ep]) + record.encode(bare._replace(salt=None))
    return hmac.digest(key.secret, b"vn.sync/1 own words" + told, "sha256")[: record.SALT_BYTES]


def is_own(key: HubKey, ep: int, change: Change) -> bool:
    """Whether this hub, or the one it was put back from, wrote the change."""
    return change.salt is not None and hmac.compare_digest(change.salt, mark_of(key, ep, change))

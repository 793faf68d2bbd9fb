"""The hub's own log: what the province says, as changes of dev 0 in the feeds of the desks."""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_bytes
from typing import Any

from sqlalchemy import Connection, select, update

from sync import record
from sync.hub.docket import Arrived, Author, Docket
from sync.hub.hub import HUB_EP, Hub
from sync.hub.settling import settle
from sync.hub.tables import epochs, feeds, salts
from sync.protocol.page import FeedRecord
from sync.protocol.versions import HUB_DEV, PROVINCE_SCOPE
from sync.record import Change

_OWN = (epochs.c.scope == PROVINCE_SCOPE, epochs.c.dev == HUB_DEV, epochs.c.ep == HUB_EP)


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
) -> Said:
    """Write one change of the hub and settle it in a feed; `ent` None creates an entity."""
    log = connection.execute(select(epochs).where(*_OWN).with_for_update()).one()
    lam = connection.execute(select(feeds.c.lam).where(feeds.c.scope == scope)).scalar() or 0
    seq = log.acked + 1
    about = ent if ent is not None else record.entity_id(HUB_DEV, HUB_EP, seq)
    known = _salt(connection, scope, about)
    fresh = token_bytes(record.SALT_BYTES)
    change = Change(
        seq=seq,
        kind=kind,
        ent=about,
        base=base,
        lam=lam + 1,
        at=hub.now(),
        actor=0,
        cat=0,
        body=tuple(body),
        salt=None if known else fresh,
    )
    raw = record.encode(change)
    head = record.link(log.head, HUB_DEV, HUB_EP, raw, known or fresh, seq)
    docket = settle(
        connection,
        Author(scope=scope, dev=HUB_DEV, ep=HUB_EP),
        [Arrived(raw, change, head)],
        rules=hub.province.rules,
        states=hub.states,
        now=hub.now(),
    )
    connection.execute(update(epochs).where(*_OWN).values(acked=seq, head=head))
    return Said(change=change, settled=docket.settled[-1], docket=docket)


def _salt(connection: Connection, scope: str, ent: int) -> bytes | None:
    """The salt key the hub gave the entity before."""
    salt: bytes | None = connection.execute(
        select(salts.c.salt).where(
            salts.c.scope == scope,
            salts.c.dev == HUB_DEV,
            salts.c.ep == HUB_EP,
            salts.c.ent == ent,
        )
    ).scalar()
    return salt

"""Where a change first stood that a machine writes anew after its log was cut off.

Each such change is taken once, whichever copy of the machine brings it and however often.
"""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import Connection, select

from sync.hub.docket import Arrived, Author, Origin, Outcome, origin_of
from sync.hub.keeping_tables import recoveries
from sync.hub.statements import Row, slices
from sync.hub.tables import changes
from sync.protocol.page import Verdict


def load_origins(
    connection: Connection, author: Author, arrivals: Sequence[Arrived]
) -> set[Origin]:
    """Those among the origins of some changes that the hub has already, as they were or anew."""
    asked = {origin for one in arrivals if (origin := origin_of(one.change)) is not None}
    known: set[Origin] = set()
    for portion in slices(sorted(asked)):
        known |= _written_anew(connection, author, portion)
        known |= _as_they_were(connection, author, portion)
    return asked & known


def origin_rows(author: Author, outcomes: Sequence[Outcome]) -> list[Row]:
    """What is to be remembered of changes written anew that were not refused."""
    found: list[Row] = []
    for outcome in outcomes:
        origin = origin_of(outcome.arrived.change)
        if origin is not None and outcome.settled.verdict is not Verdict.REFUSED:
            place = {"scope": author.scope, "dev": author.dev, **origin._asdict()}
            found.append({**place, "ent": outcome.arrived.change.ent})
    return found


def _written_anew(connection: Connection, author: Author, asked: Sequence[Origin]) -> set[Origin]:
    rows = connection.execute(
        select(recoveries.c.ep, recoveries.c.seq, recoveries.c.digest).where(
            recoveries.c.scope == author.scope,
            recoveries.c.dev == author.dev,
            recoveries.c.seq.in_([origin.seq for origin in asked]),
        )
    )
    return {Origin(row.ep, row.seq, row.digest) for row in rows}


def _as_they_were(connection: Connection, author: Author, asked: Sequence[Origin]) -> set[Origin]:
    rows = connection.execute(
        select(changes.c.ep, changes.c.seq, changes.c.raw).where(
            changes.c.scope == author.scope,
            changes.c.dev == author.dev,
            changes.c.ep.in_(sorted({origin.ep for origin in asked})),
            changes.c.seq.in_([origin.seq for origin in asked]),
            changes.c.raw.is_not(None),
        )
    )
    return {Origin(row.ep, row.seq, sha256(row.raw).digest()) for row in rows}

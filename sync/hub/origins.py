"""Where a change first stood that a machine writes anew after its log was cut off.

Each such change is taken once, whichever copy of the machine brings it and however often.
"""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import Connection, bindparam, select

from sync.hub.copying import Row
from sync.hub.docket import Arrived, Author, Origin, Outcome, origin_of
from sync.hub.keeping_tables import recoveries
from sync.hub.statements import Prepared, among
from sync.hub.tables import changes
from sync.protocol.page import Verdict

_WRITTEN_ANEW = Prepared(
    select(recoveries.c.ep, recoveries.c.seq, recoveries.c.digest).where(
        recoveries.c.scope == bindparam("scope"),
        recoveries.c.dev == bindparam("dev"),
        among(recoveries.c.seq, "seqs"),
    )
)
_AS_THEY_WERE = Prepared(
    select(changes.c.ep, changes.c.seq, changes.c.raw).where(
        changes.c.scope == bindparam("scope"),
        changes.c.dev == bindparam("dev"),
        among(changes.c.ep, "eps"),
        among(changes.c.seq, "seqs"),
        changes.c.raw.is_not(None),
    )
)


def load_origins(
    connection: Connection, author: Author, arrivals: Sequence[Arrived]
) -> set[Origin]:
    """Those among the origins of some changes that the hub has already, as they were or anew."""
    asked = {origin for one in arrivals if (origin := origin_of(one.change)) is not None}
    if not asked:
        return set()
    place = {"scope": author.scope, "dev": author.dev}
    seqs = sorted({origin.seq for origin in asked})
    eps = sorted({origin.ep for origin in asked})
    anew = _WRITTEN_ANEW.run(connection, **place, seqs=seqs)
    first = _AS_THEY_WERE.run(connection, **place, seqs=seqs, eps=eps)
    known = {Origin(row.ep, row.seq, row.digest) for row in anew}
    known |= {Origin(row.ep, row.seq, sha256(row.raw).digest()) for row in first}
    return asked & known


def origin_rows(author: Author, outcomes: Sequence[Outcome]) -> list[Row]:
    """What is to be remembered of changes written anew that were not refused."""
    found: list[Row] = []
    for outcome in outcomes:
        origin = origin_of(outcome.arrived.change)
        if origin is not None and outcome.settled.verdict is not Verdict.REFUSED:
            found.append((author.scope, author.dev, *origin, outcome.arrived.change.ent))
    return found

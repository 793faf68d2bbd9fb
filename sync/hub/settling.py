"""Settling a batch: all of it in one savepoint, or change by change when that fails.

Both ways give the same verdicts. A change that breaks the rules' code or the tables is held by
itself; a database that cannot write at all fails the whole exchange, which may then be repeated.
"""

import hashlib
import logging
import traceback
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.exc import InterfaceError, OperationalError

from sync.errors import HubFailed
from sync.hub import rows
from sync.hub.copying import add_rows, put_rows
from sync.hub.docket import Arrived, Author, Docket, FeedEnd, Outcome
from sync.hub.folding import load_entities
from sync.hub.keeping_tables import recoveries
from sync.hub.locked import load_locked
from sync.hub.origins import load_origins, origin_rows
from sync.hub.rules import Rules
from sync.hub.statements import Prepared, among, savepoint
from sync.hub.states import Known, States
from sync.hub.tables import (
    accounts,
    changes,
    dossiers,
    entities,
    feed,
    feeds,
    holds,
    reviews,
    salts,
)
from sync.protocol.page import Verdict

_DATABASE_DOWN = (OperationalError, InterfaceError)
_TURNS_AT_ONCE = 2  # the second knows whose the codes are that the first took for free
_log = logging.getLogger(__name__)

_FEED = Prepared(select(feeds).where(feeds.c.scope == bindparam("scope")).with_for_update())
_ADD_TO_FEED = Prepared(
    update(feeds)
    .where(feeds.c.scope == bindparam("of"))
    .values(pos=bindparam("pos"), digest=bindparam("digest"), lam=bindparam("lam"))
)
_HOLDS = Prepared(
    select(holds.c.ent, holds.c.ver).where(
        holds.c.scope == bindparam("scope"),
        among(holds.c.ent, "ents"),
        holds.c.dev == bindparam("dev"),
        holds.c.ep == bindparam("ep"),
    )
)
_OWNERS = Prepared(
    select(dossiers.c.code, dossiers.c.ent).where(
        dossiers.c.scope == bindparam("scope"), among(dossiers.c.code, "codes")
    )
)


class CodesClash(Exception):
    """Codes of the batch belong to other dossiers: it must be judged anew, knowing whose."""

    def __init__(self, owners: Mapping[str, int]) -> None:
        super().__init__()
        self.owners = owners


def settle(
    connection: Connection,
    author: Author,
    arrivals: Sequence[Arrived],
    *,
    rules: Rules,
    states: States,
    now: int,
) -> Docket:
    """Settle new changes of one author, in order; the docket tells how each entity stands after.

    The docket's states may be kept once the transaction is committed: see `remember`.
    """
    owners: Mapping[str, int] = {}
    for _ in range(_TURNS_AT_ONCE):
        docket = _docket(connection, author, arrivals, rules=rules, states=states)
        docket.learn_codes(owners)
        try:
            with savepoint(connection):
                _settle_at_once(connection, docket, arrivals, now=now)
        except _DATABASE_DOWN:
            raise
        except CodesClash as clash:
            owners = {**owners, **clash.owners}
        except Exception:  # noqa: BLE001  whatever broke, each change must be tried by itself
            break
        else:
            return docket
    docket = _docket(connection, author, arrivals, rules=rules, states=states)
    for arrived in arrivals:
        _settle_alone(connection, docket, arrived, now=now)
    return docket


def settle_again(
    connection: Connection, author: Author, arrived: Arrived, *, rules: Rules, states: States
) -> Docket | None:
    """Settle anew a change that was opaque; None where it still is.

    Its new record takes the next place in the feed; the older one stays where it was.
    """
    docket = _docket(connection, author, [arrived], rules=rules, states=states)
    docket.reopen(arrived.change)
    try:
        with savepoint(connection):
            outcome = docket.judge(arrived)
            docket.learn_codes(_owners(connection, author.scope, [outcome]))
            outcome = docket.judge(arrived)
            if outcome.settled.verdict is Verdict.OPAQUE:
                return None
            _rewrite(connection, docket, outcome)
    except _DATABASE_DOWN:
        raise
    except Exception as error:  # noqa: BLE001  it is held, as it would have been at first
        outcome = docket.set_aside(arrived, _fault(error, author, arrived))
        _rewrite(connection, docket, outcome)
    docket.adopt(outcome)
    return docket


def remember(states: States, dockets: Sequence[Docket]) -> None:
    """Keep the states of committed dockets for the exchanges to come."""
    for docket in dockets:
        scope = docket.author.scope
        states.keep({(scope, ent): Known(e.ver, e.state) for ent, e in docket.entities.items()})


def _docket(
    connection: Connection,
    author: Author,
    arrivals: Sequence[Arrived],
    *,
    rules: Rules,
    states: States,
) -> Docket:
    """The working memory of this transaction; it holds the feed's row from here on."""
    ents = sorted({arrived.change.ent for arrived in arrivals})
    row = _FEED.run(connection, scope=author.scope).one_or_none()
    if row is None:
        raise HubFailed(reason="scope_missing")
    return Docket(
        author,
        FeedEnd(row.pos, row.digest, row.lam),
        rules=rules,
        entities=load_entities(connection, author.scope, ents, rules=rules, states=states),
        holds=_holds(connection, author, ents),
        locked=load_locked(connection, author.scope, author.dev),
        origins=load_origins(connection, author, arrivals),
    )


def _holds(connection: Connection, author: Author, ents: list[int]) -> dict[int, int]:
    place = {"scope": author.scope, "dev": author.dev, "ep": author.ep}
    return _HOLDS.pairs(connection, **place, ents=ents)


def _settle_at_once(
    connection: Connection, docket: Docket, arrivals: Sequence[Arrived], *, now: int
) -> None:
    outcomes: list[Outcome] = []
    for arrived in arrivals:
        outcome = docket.judge(arrived)
        docket.adopt(outcome)
        outcomes.append(outcome)
    owners = _owners(connection, docket.author.scope, outcomes)
    if docket.learn_codes(owners):
        raise CodesClash(owners)
    _write(connection, docket, outcomes, now=now)


def _settle_alone(connection: Connection, docket: Docket, arrived: Arrived, *, now: int) -> None:
    try:
        with savepoint(connection):
            outcome = docket.judge(arrived)
            owners = _owners(connection, docket.author.scope, [outcome])
            if owners:
                docket.learn_codes(owners)
                outcome = docket.judge(arrived)
            _write(connection, docket, [outcome], now=now)
    except _DATABASE_DOWN:
        raise
    except Exception as error:  # noqa: BLE001  this change is held, the next goes on
        outcome = docket.set_aside(arrived, _fault(error, docket.author, arrived))
        _write(connection, docket, [outcome], now=now)
    docket.adopt(outcome)


def _owners(connection: Connection, scope: str, outcomes: Sequence[Outcome]) -> dict[str, int]:
    """Whose the codes of these outcomes are, as far as the database knows them."""
    codes = sorted({o.summary.code for o in outcomes if o.summary is not None})
    return _OWNERS.pairs(connection, scope=scope, codes=codes) if codes else {}


def _fault(error: Exception, author: Author, arrived: Arrived) -> str:
    """The hash that names a stack; the log has its lines, never the values."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    told = f"{type(error).__name__} " + " < ".join(reversed(lines))
    fault = hashlib.sha256(told.encode()).hexdigest()[:16]
    _log.error(
        "change %d/%d/%d held, fault %s: %s",
        author.dev,
        author.ep,
        arrived.change.seq,
        fault,
        told,
    )
    return fault


def _write(
    connection: Connection, docket: Docket, outcomes: Sequence[Outcome], *, now: int
) -> None:
    author = docket.author
    add_rows(connection, changes, rows.change_rows(author, outcomes, now))
    _write_effects(connection, docket, outcomes)


def _rewrite(connection: Connection, docket: Docket, outcome: Outcome) -> None:
    """Let a change that is held already have another word on it."""
    author, settled = docket.author, outcome.settled
    connection.execute(
        update(changes)
        .where(
            changes.c.scope == author.scope,
            changes.c.dev == author.dev,
            changes.c.ep == author.ep,
            changes.c.seq == settled.seq,
        )
        .values(
            pos=settled.pos,
            verdict=settled.verdict.value,
            reason=settled.reason,
            fault=outcome.fault,
        )
    )
    _write_effects(connection, docket, [outcome])


def _write_effects(connection: Connection, docket: Docket, outcomes: Sequence[Outcome]) -> None:
    author = docket.author
    add_rows(connection, feed, rows.feed_rows(author, outcomes))
    put_rows(connection, salts, rows.salt_rows(author, outcomes))
    put_rows(connection, entities, rows.entity_rows(author, outcomes))
    put_rows(connection, holds, rows.hold_rows(author, outcomes))
    put_rows(connection, dossiers, rows.dossier_rows(author, outcomes))
    put_rows(connection, recoveries, origin_rows(author, outcomes))
    put_rows(connection, accounts, rows.account_rows(author, outcomes))
    put_rows(connection, reviews, rows.review_rows(author, outcomes))
    last = outcomes[-1]
    lam = max(docket.end.lam, *(outcome.arrived.change.lam for outcome in outcomes))
    pos, digest = last.settled.pos, last.digest
    _ADD_TO_FEED.run(connection, of=author.scope, pos=pos, digest=digest, lam=lam)

"""Outcomes as the rows that tell them: one change, one feed record, and what they leave behind.

Every row is whole, its values in the order of its table's columns.
"""

from collections.abc import Sequence

from sync.hub.copying import Row
from sync.hub.docket import Author, Outcome
from sync.protocol.page import Verdict

_WORDS = {verdict: verdict.value for verdict in Verdict}  # plain text, as drivers like it best
_NOT_IN_FORCE = frozenset({Verdict.HELD, Verdict.REFUSED})


def change_rows(author: Author, outcomes: Sequence[Outcome], now: int) -> list[Row]:
    scope, dev, ep = author.scope, author.dev, author.ep
    found: list[Row] = []
    for outcome in outcomes:
        raw, change, head, _ = outcome.arrived
        pos, _, _, _, seq, verdict, reason, _ = outcome.settled
        known = (scope, dev, ep, seq, change.ent, change.kind, raw, None, head)
        found.append((*known, pos, _WORDS[verdict], reason, outcome.fault, now))
    return found


def feed_rows(author: Author, outcomes: Sequence[Outcome]) -> list[Row]:
    scope = author.scope
    found: list[Row] = []
    for outcome in outcomes:
        pos, ver, dev, ep, seq, verdict, reason, _ = outcome.settled
        found.append((scope, pos, dev, ep, seq, ver, _WORDS[verdict], reason, outcome.digest))
    return found


def salt_rows(author: Author, outcomes: Sequence[Outcome]) -> list[Row]:
    key = (author.scope, author.dev, author.ep)
    changes = [outcome.arrived.change for outcome in outcomes]
    return [(*key, change.ent, change.salt) for change in changes if change.salt]


def entity_rows(author: Author, outcomes: Sequence[Outcome]) -> list[Row]:
    scope = author.scope
    last = {o.arrived.change.ent: o.entity for o in outcomes if o.entity is not None}
    return [
        (scope, ent, entity.ver, entity.created and _WORDS[entity.created])
        for ent, entity in last.items()
    ]


def hold_rows(author: Author, outcomes: Sequence[Outcome]) -> list[Row]:
    last = {
        o.arrived.change.ent: o.settled.ver
        for o in outcomes
        if o.entity is not None and o.settled.verdict in _NOT_IN_FORCE
    }
    return [(author.scope, ent, author.dev, author.ep, ver) for ent, ver in last.items()]


def dossier_rows(author: Author, outcomes: Sequence[Outcome]) -> list[Row]:
    last = {o.arrived.change.ent: o.summary for o in outcomes if o.summary is not None}
    return [
        (
            author.scope,
            ent,
            summary.code,
            summary.org,
            str(summary.status),
            summary.procedure,
            summary.applicant_folded,
            int(summary.due_at.timestamp()) if summary.due_at else None,
        )
        for ent, summary in last.items()
    ]


def review_rows(author: Author, outcomes: Sequence[Outcome]) -> list[Row]:
    """The changes that were dealt with, and the notes that say so: neither waits for a person."""
    notes = [(o.reviewed, o.settled.seq) for o in outcomes if o.reviewed is not None]
    places = {place for place, _ in notes} | {(author.dev, author.ep, seq) for _, seq in notes}
    return [(author.scope, *place) for place in sorted(places)]


def account_rows(author: Author, outcomes: Sequence[Outcome]) -> list[Row]:
    made = {o.account.number: o.account for o in outcomes if o.account is not None}
    return [
        (author.scope, author.dev, account.number, account.name_folded) for account in made.values()
    ]

"""Outcomes as the rows that tell them: one change, one feed record, and what they leave behind."""

from collections.abc import Sequence

from sync.hub.docket import Author, Outcome
from sync.hub.statements import Row
from sync.protocol.page import Verdict


def change_row(author: Author, outcome: Outcome, now: int) -> Row:
    change, settled = outcome.arrived.change, outcome.settled
    return {
        "scope": author.scope,
        "dev": author.dev,
        "ep": author.ep,
        "seq": change.seq,
        "ent": change.ent,
        "kind": change.kind,
        "raw": outcome.arrived.raw,
        "inner_hash": None,
        "head": outcome.arrived.head,
        "pos": settled.pos,
        "verdict": settled.verdict.value,
        "reason": settled.reason,
        "fault": outcome.fault,
        "taken_at": now,
    }


def feed_row(author: Author, outcome: Outcome) -> Row:
    settled = outcome.settled
    return {
        "scope": author.scope,
        "pos": settled.pos,
        "dev": settled.dev,
        "ep": settled.ep,
        "seq": settled.seq,
        "ver": settled.ver,
        "verdict": settled.verdict.value,
        "reason": settled.reason,
        "digest": outcome.digest,
    }


def salt_rows(author: Author, outcomes: Sequence[Outcome]) -> list[Row]:
    key = {"scope": author.scope, "dev": author.dev, "ep": author.ep}
    salted = [outcome.arrived.change for outcome in outcomes if outcome.arrived.change.salt]
    return [{**key, "ent": change.ent, "salt": change.salt} for change in salted]


def entity_rows(author: Author, outcomes: Sequence[Outcome]) -> list[Row]:
    last = {o.arrived.change.ent: o.entity for o in outcomes if o.entity is not None}
    return [
        {
            "scope": author.scope,
            "ent": ent,
            "ver": entity.ver,
            "created": entity.created and entity.created.value,
        }
        for ent, entity in last.items()
    ]


def hold_rows(author: Author, outcomes: Sequence[Outcome]) -> list[Row]:
    key = {"scope": author.scope, "dev": author.dev, "ep": author.ep}
    last = {
        o.arrived.change.ent: o.settled.ver
        for o in outcomes
        if o.entity is not None and o.settled.verdict in {Verdict.HELD, Verdict.REFUSED}
    }
    return [{**key, "ent": ent, "ver": ver} for ent, ver in last.items()]


def dossier_rows(author: Author, outcomes: Sequence[Outcome]) -> list[Row]:
    last = {o.arrived.change.ent: o.summary for o in outcomes if o.summary is not None}
    return [
        {
            "scope": author.scope,
            "ent": ent,
            "code": summary.code,
            "org": summary.org,
            "status": summary.status,
            "procedure": summary.procedure,
            "applicant_folded": summary.applicant_folded,
            "due_at": int(summary.due_at.timestamp()) if summary.due_at else None,
        }
        for ent, summary in last.items()
    ]


def review_rows(author: Author, outcomes: Sequence[Outcome]) -> list[Row]:
    """The changes that were dealt with, and the notes that say so: neither waits for a person."""
    notes = [(o.reviewed, o.settled.seq) for o in outcomes if o.reviewed is not None]
    places = {place for place, _ in notes} | {(author.dev, author.ep, seq) for _, seq in notes}
    return [
        {"scope": author.scope, "dev": dev, "ep": ep, "seq": seq} for dev, ep, seq in sorted(places)
    ]


def account_rows(author: Author, outcomes: Sequence[Outcome]) -> list[Row]:
    made = {o.account.number: o.account for o in outcomes if o.account is not None}
    return [
        {
            "scope": author.scope,
            "dev": author.dev,
            "number": account.number,
            "name_folded": account.name_folded,
        }
        for account in made.values()
    ]

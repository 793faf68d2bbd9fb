"""Changes of one author before the hub: each gets its verdict and its place in the feed.

A docket is the working memory of one transaction on one scope. It judges and writes nothing;
`settling` loads it, drives it and writes the outcomes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sync import record
from sync.hub.folding import NEW, Entity
from sync.hub.locked import Locked
from sync.hub.rules import Account, DossierSummary, Judged, Place, Rules
from sync.protocol.page import IN_FORCE, FeedRecord, RecordRow, Verdict, add
from sync.protocol.versions import CONTROL_KINDS, HUB_DEV, RECOVERED
from sync.record import Change

UNKNOWN_ENTITY = "unknown_entity"  # the change that creates it is not in this feed
AFTER_HELD = "after_held"  # its author wrote it on top of a change that is not in force
CODE_TAKEN = "code_taken"  # another dossier has the code
ALREADY_RECOVERED = "already_recovered"  # written anew after a restore, and here before
ONLY_THE_HUB = "only_the_hub"  # a desk wrote what only the province may say
UNREADABLE_CHANGE = "unreadable"  # its bytes are damaged; what they were, only its desk can say
USER_LOCKED = "user_locked"  # written by somebody whom the province had locked out
INTERNAL = "internal"  # judging it failed here; the fault is kept beside it

_new = tuple.__new__  # makes a NamedTuple in half the time of its own constructor


@dataclass(frozen=True, kw_only=True, slots=True)
class Author:
    scope: str  # where all it writes is settled
    dev: int
    ep: int


class Arrived(NamedTuple):
    """One new change, its chain checked."""

    raw: bytes
    change: Change
    head: bytes  # of the author's chain after it
    is_readable: bool = True  # False: the change stands in for bytes that are none


class Outcome(NamedTuple):
    """What is to be written about one change."""

    arrived: Arrived
    settled: FeedRecord
    digest: int  # of the feed with it
    entity: Entity | None  # as it is after the change; None where there is none
    summary: DossierSummary | None
    fault: str = ""
    account: Account | None = None  # that the change made
    reviewed: Place | None = None  # a change that a person has dealt with, as this one notes


class Origin(NamedTuple):
    """Where a change written anew had stood in its author's log."""

    ep: int
    seq: int
    digest: bytes  # SHA-256 of its bytes then


class FeedEnd(NamedTuple):
    """Where a feed ends."""

    pos: int
    digest: int
    lam: int


class Docket:
    """The working memory of one transaction on one scope."""

    def __init__(
        self,
        author: Author,
        end: FeedEnd,
        *,
        rules: Rules,
        entities: Mapping[int, Entity],
        holds: Mapping[int, int],
        locked: Locked | None = None,
        origins: Iterable[Origin] = (),
    ) -> None:
        self.author = author
        self.end = end
        self._by = (author.dev, author.ep)
        self.entities = dict(entities)
        self.settled: list[FeedRecord] = []
        self.digests: list[int] = []  # of the feed with each of them
        self._rules = rules
        self._locked = locked or Locked()
        self._origins = set(origins)  # of changes written anew that are here already
        self._holds = dict(holds)  # entity → version of the author's last change not in force
        self._codes: dict[str, int] = {}

    def judge(self, arrived: Arrived) -> Outcome:
        """The outcome of one change; nothing is remembered yet."""
        outcome = self._judged(arrived)
        if not arrived.is_readable:
            return outcome
        reviewed = self._rules.reviewed(arrived.change)
        return outcome if reviewed is None else outcome._replace(reviewed=reviewed)

    def set_aside(self, arrived: Arrived, fault: str) -> Outcome:
        """The outcome of a change that could not be judged or written."""
        entity = self.entities.get(arrived.change.ent)
        if entity is None and self._creates(arrived.change):
            entity = NEW
        failed = Judged(verdict=Verdict.HELD, reason=INTERNAL)
        return self._outcome(arrived, entity, failed)._replace(fault=fault)

    def reopen(self, change: Change) -> None:
        """Let a change be judged as if no word had been said on it."""
        entity = self.entities.get(change.ent)
        if entity is not None and self._creates(change):
            self.entities[change.ent] = entity._replace(created=None)

    def adopt(self, outcome: Outcome) -> None:
        """Remember an outcome, so that the next change is judged after it."""
        (_, change, _, _), settled, digest, entity, _, _, account, _ = outcome
        lam, verdict = change.lam, settled.verdict
        last = self.end.lam
        self.end = _new(FeedEnd, (settled.pos, digest, max(lam, last)))
        self.settled.append(settled)
        self.digests.append(digest)
        if change.kind == RECOVERED and verdict is not Verdict.REFUSED:
            self._remember_origin(change)
        if account is not None:
            self._locked.learn(account)
        if entity is None:
            return
        before = self.entities.get(change.ent, NEW)
        self.entities[change.ent] = entity
        if verdict is Verdict.HELD or verdict is Verdict.REFUSED:
            self._holds[change.ent] = settled.ver
        if entity.code != before.code:
            self._codes.pop(before.code or "", None)
            self._codes[entity.code or ""] = change.ent

    def _remember_origin(self, change: Change) -> None:
        origin = origin_of(change)
        if origin is not None:
            self._origins.add(origin)

    def rows(self) -> list[tuple[RecordRow, int]]:
        """What was settled as its own author reads it, each with the digest of the feed then."""
        return [
            ((pos, ver, dev, ep, verdict, reason, None, seq), digest)
            for (pos, ver, dev, ep, seq, verdict, reason, _), digest in zip(
                self.settled, self.digests, strict=True
            )
        ]

    def learn_codes(self, owners: Mapping[str, int]) -> bool:
        """Take codes and whose they are from the database; whether one was thought free."""
        clashes = False
        for code, ent in owners.items():
            if self.entities.get(ent, NEW).code in {code, None}:
                clashes |= self._codes.setdefault(code, ent) != ent
        return clashes

    def _judged(self, arrived: Arrived) -> Outcome:
        change = arrived.change
        if not arrived.is_readable:
            damaged = Judged(verdict=Verdict.HELD, reason=UNREADABLE_CHANGE)
            return self._outcome(arrived, None, damaged)
        entity = self.entities.get(change.ent)
        if entity is None and not self._creates(change):
            unknown = Judged(verdict=Verdict.HELD, reason=UNKNOWN_ENTITY)
            return self._outcome(arrived, None, unknown)
        entity = entity or NEW
        if change.kind == RECOVERED and origin_of(change) in self._origins:
            again = Judged(verdict=Verdict.REFUSED, reason=ALREADY_RECOVERED, state=entity.state)
            return self._outcome(arrived, entity, again)
        judged = self._weighed(change, entity)
        if self._locked.has_any and judged.verdict is Verdict.OK and self._locked.covers(change):
            judged = judged._replace(verdict=Verdict.FLAGGED, reason=USER_LOCKED)
        return self._outcome(arrived, entity, judged)

    def _creates(self, change: Change) -> bool:
        return record.creator(change.ent) == (self.author.dev, self.author.ep, change.seq)

    def _weighed(self, change: Change, entity: Entity) -> Judged:
        """The rules' word, unless what the change stands on is not in force."""
        if entity.created is not None and entity.created not in IN_FORCE:
            is_opaque = entity.created is Verdict.OPAQUE
            return Judged(verdict=Verdict.OPAQUE if is_opaque else Verdict.HELD, reason=AFTER_HELD)
        if change.kind in CONTROL_KINDS:
            return _judged_control(self.author)
        judged = self._rules.judge(entity.state, change, author=self._by, ver=entity.ver + 1)
        if judged.verdict not in IN_FORCE:
            return judged
        if not judged.is_fact and change.base < self._holds.get(change.ent, 0):
            return Judged(verdict=Verdict.HELD, reason=AFTER_HELD)
        summary = judged.summary
        if summary is not None and self._codes.get(summary.code, change.ent) != change.ent:
            return Judged(verdict=Verdict.HELD, reason=CODE_TAKEN)
        return judged

    def _outcome(self, arrived: Arrived, entity: Entity | None, judged: Judged) -> Outcome:
        verdict, reason, state, summary, _, account = judged
        if verdict not in IN_FORCE:
            state, summary, account = entity and entity.state, None, None
        after = None
        if entity is not None:
            code = entity.code if summary is None else summary.code
            after = _new(Entity, (entity.ver + 1, entity.created or verdict, state, code))
        dev, ep = self._by
        pos, before, _ = self.end
        ver = 0 if after is None else after.ver
        told = (pos + 1, ver, dev, ep, arrived.change.seq, verdict, reason, None)
        settled = _new(FeedRecord, told)
        digest = add(before, self.author.scope, settled, arrived.raw)
        return _new(Outcome, (arrived, settled, digest, after, summary, "", account, None))


def origin_of(change: Change) -> Origin | None:
    """Where a change had stood that was written anew; None for any other, or one that is wrong."""
    if change.kind != RECOVERED:
        return None
    if [type(part) for part in change.body[:3]] != [int, int, bytes]:
        return None
    return Origin(*change.body[:3])


def _judged_control(author: Author) -> Judged:
    """What is said about sync itself is no matter of the desks' rules."""
    if author.dev == HUB_DEV:
        return Judged(verdict=Verdict.OK)
    return Judged(verdict=Verdict.REFUSED, reason=ONLY_THE_HUB)

"""What the hub must do, in as few words as possible: a dict of logs and lists of verdicts.

No database, no batches, no signatures. `SmallRules` judges; everything around it is told here once
more, so that the hub's way through savepoints, caches and tables can be compared with it.
"""

from dataclasses import dataclass, field, replace

from sync import record
from sync.protocol.page import IN_FORCE, Verdict
from sync.protocol.receipt import Answer
from sync.protocol.versions import CONTROL_KINDS
from tests.sync.rules import SmallRules


@dataclass(frozen=True, kw_only=True)
class Settled:
    """One place in a feed."""

    author: tuple  # dev, ep
    seq: int
    ver: int
    verdict: Verdict
    reason: str


@dataclass(frozen=True, kw_only=True)
class Entity:
    ver: int = 0
    created: Verdict | None = None
    state: object = None
    code: str | None = None


@dataclass
class ModelHub:
    """A hub as a newcomer would draw it on a wall."""

    rules: SmallRules = field(default_factory=SmallRules)
    logs: dict = field(default_factory=dict)  # author → heads
    feeds: dict = field(default_factory=dict)  # scope → list of Settled
    entities: dict = field(default_factory=dict)  # (scope, ent) → Entity
    holds: dict = field(default_factory=dict)  # (scope, ent, author) → version
    codes: dict = field(default_factory=dict)  # (scope, code) → ent
    frozen: set = field(default_factory=set)

    def take(self, scope, author, *, first, changes, heads):
        """A batch: changes first, first+1, … of an author, with the head before and after each."""
        log = self.logs.setdefault(author, [])
        if author in self.frozen:
            return Answer.FORK
        if first > len(log) + 1:
            return Answer.GAP
        known = [record.first_head(*author), *log]
        if not self._is_one_history(known, first, heads):
            self.frozen.add(author)
            return Answer.FORK
        for change, head in zip(changes, heads[1:], strict=True):
            if change.seq > len(log):
                log.append(head)
                self.settle(scope, author, change)
        return Answer.OK

    def settle(self, scope, author, change):
        """Give one change its verdict and its place."""
        entity = self.entities.get((scope, change.ent))
        creates = record.creator(change.ent) == (*author, change.seq)
        if entity is None and not creates:
            told = (Verdict.HELD, "unknown_entity")
            return self._place(scope, author, change, told, ver=0)
        entity = entity or Entity()
        told, judged = self._weigh(scope, author, change, entity)
        after = replace(entity, ver=entity.ver + 1, created=entity.created or told[0])
        if told[0] in IN_FORCE:
            after = replace(after, state=judged.state)
            if judged.summary is not None:
                after = replace(after, code=judged.summary.code)
                self.codes[scope, after.code] = change.ent
        elif told[0] is not Verdict.OPAQUE:
            self.holds[scope, change.ent, author] = after.ver
        self.entities[scope, change.ent] = after
        return self._place(scope, author, change, told, ver=after.ver)

    def _weigh(self, scope, author, change, entity):  # noqa: PLR0911  one return a rule
        if entity.created is not None and entity.created not in IN_FORCE:
            is_opaque = entity.created is Verdict.OPAQUE
            return (Verdict.OPAQUE if is_opaque else Verdict.HELD, "after_held"), None
        if change.kind in CONTROL_KINDS and author[0] != 0:
            return (Verdict.REFUSED, "only_the_hub"), None
        if change.kind in CONTROL_KINDS:
            return (Verdict.OK, ""), replace_state(None)
        try:
            judged = self.rules.judge(entity.state, change, author=author, ver=entity.ver + 1)
        except Exception:  # noqa: BLE001  that is what the hub says of any of them
            return (Verdict.HELD, "internal"), None
        if judged.verdict not in IN_FORCE:
            return (judged.verdict, judged.reason), None
        hold = self.holds.get((scope, change.ent, author), 0)
        if not judged.is_fact and change.base < hold:
            return (Verdict.HELD, "after_held"), None
        summary = judged.summary
        if summary is not None and self.codes.get((scope, summary.code), change.ent) != change.ent:
            return (Verdict.HELD, "code_taken"), None
        return (judged.verdict, judged.reason), judged

    def _is_one_history(self, known, first, heads):
        """Whether a batch with these heads goes on, or repeats, what is known."""
        shared = range(first - 1, min(len(known), first - 1 + len(heads)))
        return all(known[seq] == heads[seq - first + 1] for seq in shared)

    def _place(self, scope, author, change, told, *, ver):
        verdict, reason = told
        settled = Settled(author=author, seq=change.seq, ver=ver, verdict=verdict, reason=reason)
        self.feeds.setdefault(scope, []).append(settled)
        return settled


def replace_state(state):
    """What is said about sync itself leaves the state as it is given here."""
    return SmallRules().judge(None, _USER, author=(0, 1), ver=1)._replace(state=state)


_USER = record.Change(
    seq=1, kind=101, ent=1, base=0, lam=1, at=0, actor=0, cat=0, body=(), salt=bytes(16)
)

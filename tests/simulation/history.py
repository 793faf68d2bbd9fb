"""Whether what desks did and saw can be one history: lists of appends, as Elle reads them.

Every change appends its name to the list of its dossier. A desk that has taken an answer reads the
list: what is settled, in order, then what it wrote itself and waits. From these alone one can tell
what no honest hub does: lose an append, show it twice, show two orders, go back in time, hide from
a desk what it wrote itself.
"""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    LOST = "lost"  # acknowledged, and not in the last list
    DOUBLED = "doubled"  # twice in one list
    REORDERED = "reordered"  # two reads that do not begin alike
    WENT_BACK = "went back"  # a desk sees less than it saw before
    OWN_UNSEEN = "own unseen"  # a desk does not see what it wrote
    INVENTED = "invented"  # in a list, and appended by nobody
    OUT_OF_TURN = "out of turn"  # changes of one author in another order than written


@dataclass(frozen=True, kw_only=True)
class Append:
    """A desk wrote a change; `name` is (dev, ep, seq, mark of its bytes)."""

    desk: str
    dossier: int
    name: tuple


@dataclass(frozen=True, kw_only=True)
class Acknowledged:
    """A desk has the hub's receipt for all it wrote up to a number."""

    desk: str
    through: int


@dataclass(frozen=True, kw_only=True)
class Read:
    """A desk looked at a dossier."""

    desk: str
    dossier: int
    settled: tuple  # names in the hub's order
    waiting: tuple = ()  # names of its own that have no verdict yet


@dataclass(frozen=True, kw_only=True)
class Forgot:
    """A desk was put back to an earlier state: what it saw and wrote since does not bind it."""

    desk: str


def faults_of(history, final):
    """What is wrong; `final` is the hub's list of each dossier at the end."""
    return [
        *_one_order(history, final),
        *_nothing_invented(history, final),
        *_nothing_lost(history, final),
        *_each_desk_goes_forward(history),
    ]


def _one_order(history, final):
    """Every read must be the beginning of the longest one; and no list says a name twice."""
    for op in history:
        if not isinstance(op, Read):
            continue
        longest = final.get(op.dossier, ())
        if len(set(op.settled)) < len(op.settled):
            yield Fault.DOUBLED, op
        elif op.settled != longest[: len(op.settled)]:
            yield Fault.REORDERED, op
    for dossier, names in final.items():
        if len(set(names)) < len(names):
            yield Fault.DOUBLED, dossier
        last = defaultdict(int)
        for dev, ep, seq, _mark in names:
            if seq < last[dev, ep]:
                yield Fault.OUT_OF_TURN, (dossier, (dev, ep, seq))
            last[dev, ep] = max(seq, last[dev, ep])


def _nothing_invented(history, final):
    appended = defaultdict(set)
    for op in history:
        if isinstance(op, Append):
            appended[op.dossier].add(op.name)
    for dossier, names in final.items():
        for name in names:
            if name not in appended[dossier]:
                yield Fault.INVENTED, (dossier, name)


def _nothing_lost(history, final):
    """What a desk wrote, was told to be held by the hub, and is in no list."""
    waiting = defaultdict(list)  # desk → appends without a receipt
    for op in history:
        match op:
            case Append():
                waiting[op.desk].append(op)
            case Forgot():
                waiting[op.desk].clear()
            case Acknowledged():
                told = [append for append in waiting[op.desk] if append.name[2] <= op.through]
                for append in told:
                    waiting[op.desk].remove(append)
                    if append.name not in final.get(append.dossier, ()):
                        yield Fault.LOST, append
            case _:
                pass


def _each_desk_goes_forward(history):
    seen = defaultdict(tuple)  # (desk, dossier) → settled names of its latest read
    own = defaultdict(list)  # (desk, dossier) → names it wrote
    for op in history:
        match op:
            case Append():
                own[op.desk, op.dossier].append(op.name)
            case Forgot():
                seen = _without(seen, op.desk)
                own = _without(own, op.desk)
            case Read():
                key = (op.desk, op.dossier)
                if op.settled[: len(seen[key])] != seen[key]:
                    yield Fault.WENT_BACK, op
                shown = {*op.settled, *op.waiting}
                if any(name not in shown for name in own[key]):
                    yield Fault.OWN_UNSEEN, op
                seen[key] = op.settled
            case _:
                pass


def _without(of_desks, desk):
    """The same without what is remembered of one desk."""
    kept = {key: value for key, value in of_desks.items() if key[0] != desk}
    return defaultdict(of_desks.default_factory, kept)

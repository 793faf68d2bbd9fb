"""The parts of an interlinked dossier (thủ tục liên thông): one visit, several agencies.

The citizen asks once and holds one receipt. Each agency settles its part; the dossier is finished
with the last of them, and a part refused stops no other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime  # noqa: TC003 - codec reads the annotations at run time
from enum import StrEnum

from desk_app.domain.errors import RuleBroken


class PartState(StrEnum):
    """Where a part stands; its words are `part.<value>`."""

    WAITING = "waiting"  # not with its agency yet, or given back by it
    SENT = "sent"  # with its agency
    DONE = "done"  # its result is there
    REFUSED = "refused"  # its agency does not solve it
    GIVEN = "given"  # the citizen has its result


ENDED = frozenset({PartState.DONE, PartState.REFUSED, PartState.GIVEN})


class NoSuchPart(RuleBroken):
    """The dossier has no such part; look at the parts that it has."""

    code = "no_such_part"


class WrongPartState(RuleBroken):
    """The step does not follow where the part stands; details: `part`, `state`."""

    code = "wrong_part_state"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One part as it stands."""

    id: str
    name: str
    procedure: str  # its own code; empty where none is known
    agency: str
    limit: str  # "working_day:2"
    due_at: datetime | None  # planned at reception; once it is sent, what its agency has
    after: tuple[str, ...] = ()  # ids of parts that come before
    state: PartState = PartState.WAITING
    code: str = ""  # with its agency
    result: str = ""  # number of its paper
    reason: str = ""  # of a refusal, or why it was given back
    moved_at: datetime | None = None


def all_given(parts: tuple[Part, ...], at: datetime) -> tuple[Part, ...]:
    """The results handed over together."""
    return tuple(
        replace(one, state=PartState.GIVEN, moved_at=at) if one.state is PartState.DONE else one
        for one in parts
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class PartAsked:
    """A part as the receipt promises it. Fields are append-only, as those of events."""

    id: str
    name: str
    procedure: str
    agency: str
    limit: str
    due_at: datetime | None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PartsOpened:
    """What the one application asks of several agencies; written with the reception."""

    parts: tuple[PartAsked, ...]
    is_apart: bool  # each result is handed over as it comes; else all together
    article: str  # the provision that the parts and their times rest on


@dataclass(frozen=True, kw_only=True, slots=True)
class PartMoved:
    """One part came to stand elsewhere: a fact that its agency or the citizen made."""

    part: str
    state: PartState
    name: str = ""  # of the part, for who reads the history alone
    agency: str = ""  # to whom it was handed; empty: as before
    code: str = ""  # with its agency; empty: as before
    result: str = ""
    reason: str = ""
    due_at: datetime | None = None  # what the agency has, from the hand-over
    receiver: str = ""  # who took the result
    paper: str = ""  # what proved who that is
    relation: str = ""
    mandate: str = ""

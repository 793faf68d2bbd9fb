"""Which machine takes a dossier's next step, so that two that do not see each other undo nothing.

The machine that holds a dossier works on, with or without a line. Handing on (chuyển hồ sơ) puts it
into common hands: the machine of the commune that takes the next step holds it then. A leader
decides and takes over at any machine, the province at any time. Whoever takes a step must have seen
the last one: what was written in ignorance of it is held as evidence. Facts, corrections and notes
need no tenure.

The trap: no record carries the number of a tenure. A step tells what its machine had seen (`base`,
the hub's version of the dossier), and the order of a machine's own log tells the rest. A step that
came from a colleague over the commune's own network has no version yet: `StepSeen` names it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from desk_app.domain import events
from desk_app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from desk_app.domain.events import DossierEvent, Event

ANYONE: Final = 0  # the holder of a dossier in common hands
PROVINCE: Final = 0  # as the author of a change

FACTS: Final = (
    events.AskedBack,
    events.PaymentRecorded,
    events.TransferWitnessed,
    events.SupplementReceived,
    events.ResultPosted,
    events.ResultReturned,
    events.PaperScanned,
    events.ScanWithdrawn,
    events.OutsideCoded,
    events.ApologySigned,
    events.ReceiptWritten,
    events.ReceiptVoided,
    events.ParcelCameBack,
    events.OriginalsKept,
    events.PartsOpened,
    events.PartMoved,
)
MERGED: Final = (events.Corrected, events.ValueSettled)  # field by field: `merging`
_BY_ANYONE: Final = frozenset({*FACTS, *MERGED, events.CodeAssigned, events.Reviewed})
_ALONE: Final = frozenset({*FACTS, *MERGED, events.Reviewed, events.StepSeen})
_LEADERS: Final = frozenset({events.Approved, events.ResultSigned, events.ResultSentBack})


class HeldElsewhere(RuleBroken):
    """Another machine of the commune holds the dossier.

    Let it hand the dossier on there, or a leader take it over here. What the citizen brings or
    takes is recorded in any case.
    """

    code = "held_elsewhere"


class StepUnseen(RuleBroken):
    """Another machine took a step that this one had not seen; look at the dossier as it is now."""

    code = "step_unseen"


class HeldHere(RuleBroken):
    """Nothing is to be taken over: the machine may take the next step already."""

    code = "held_here"


class Written(NamedTuple):
    """Where a change of a dossier was written, and what its machine knew."""

    by: int  # the machine; 0: the province
    ver: int  # the hub's version of the dossier with it; while it waits, the version seen here
    base: int = 0  # the version its machine had seen
    is_judged: bool = False  # in force by the hub's word, whatever is known here
    place: tuple[int, int] = (0, 0)  # epoch and number in its machine's log


class Tenure(NamedTuple):
    """Who holds a dossier; a tuple, since the fold makes one for every step.

    Two are the same where the same machine holds and stepped; not every machine knows the rest.
    """

    number: int = 1  # rises whenever the dossier passes into other hands
    holder: int = ANYONE  # a machine
    stepper: int = ANYONE  # the machine that took the last step
    stepped: int = 0  # the version of that step, as far as known
    step: tuple[int, int] = (0, 0)  # its epoch and number
    seen_by: frozenset[int] = frozenset()  # and who says to know it

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tenure) and self[:3] == other[:3]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:3])


_NOBODY: Final = frozenset[int]()
NOBODYS: Final = Tenure()


def begun(written: Written) -> Tenure:
    """The tenure of a new dossier: the machine that wrote it down holds it."""
    return Tenure(holder=written.by, stepper=written.by, stepped=written.ver, step=written.place)


def after(tenure: Tenure, event: DossierEvent, written: Written) -> Tenure:
    """The tenure after an event; raises HeldElsewhere, StepUnseen for a step that may not be."""
    if type(event) in _BY_ANYONE:
        return tenure
    if isinstance(event, events.StepSeen):
        return _seen(tenure, event, by=written.by)
    if not written.is_judged:
        _require(tenure, event, by=written.by, base=written.base)
    holder = _holder_after(tenure, event, by=written.by)
    passes = holder != tenure.holder or isinstance(event, events.HandedOn)
    told = (tenure.number + passes, holder, written.by, written.ver, written.place, _NOBODY)
    return tuple.__new__(Tenure, told)  # in half the time of its own constructor


def unseen_step(tenure: Tenure, event: Event, *, by: int, base: int) -> events.StepSeen | None:
    """What a machine must say before this event, where it knows a step that the hub does not.

    `base` is the version of the dossier that it has of the hub.
    """
    is_step = type(event) not in _BY_ANYONE and not isinstance(event, events.StepSeen)
    is_known = by in {tenure.stepper, *tenure.seen_by} or base >= tenure.stepped
    if not is_step or is_known or not any(tenure.step):
        return None
    epoch, number = tenure.step
    return events.StepSeen(machine=tenure.stepper, epoch=epoch, number=number)


def _seen(tenure: Tenure, event: events.StepSeen, *, by: int) -> Tenure:
    """Only the very last step counts as seen: another one in between does not."""
    named = (event.machine, (event.epoch, event.number))
    if named != (tenure.stepper, tenure.step):
        return tenure
    return tenure._replace(seen_by=tenure.seen_by | {by})


def is_held_elsewhere(tenure: Tenure, machine: int) -> bool:
    """Whether the next step is another machine's."""
    return tenure.holder not in {ANYONE, machine}


def decide_take_over(tenure: Tenure, *, machine: int, reason: str) -> events.TakenOver:
    """A leader's act; raises HeldHere where the machine may go on anyway."""
    if not is_held_elsewhere(tenure, machine):
        raise HeldHere
    return events.TakenOver(reason=reason)


def _require(tenure: Tenure, event: DossierEvent, *, by: int, base: int) -> None:
    if by == PROVINCE:
        return
    if base < tenure.stepped and by != tenure.stepper and by not in tenure.seen_by:
        raise StepUnseen(machine=tenure.stepper or "")
    is_leaders = type(event) in _LEADERS or isinstance(event, events.TakenOver)
    if is_held_elsewhere(tenure, by) and not is_leaders:
        raise HeldElsewhere(machine=tenure.holder)


def _holder_after(tenure: Tenure, event: DossierEvent, *, by: int) -> int:
    gives_back = isinstance(event, events.HandOverAnswered) and not event.is_taken
    if by == PROVINCE or gives_back or isinstance(event, events.HandedOn):
        return ANYONE
    if type(event) in _LEADERS and tenure.holder != by:
        return ANYONE
    return by


def is_fact(event: Event) -> bool:
    """Whether the event tells what has happened in the world, so that nobody may refuse it."""
    return isinstance(event, FACTS)


def stands_alone(event: Event) -> bool:
    """Whether the event rests on no step before it: facts, corrections, notes."""
    return type(event) in _ALONE

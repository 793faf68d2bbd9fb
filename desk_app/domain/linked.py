"""What may be done about the parts of an interlinked dossier."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desk_app.domain.deadline import due_at
from desk_app.domain.errors import RuleBroken
from desk_app.domain.folding import apply
from desk_app.domain.handing_out import relation_of
from desk_app.domain.handling import ReasonMissing
from desk_app.domain.linked_fold import part_of
from desk_app.domain.linked_parts import ENDED, Part, PartMoved, PartState
from desk_app.domain.linked_plan import limit_of
from desk_app.domain.returning import ReceiverMissing

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.domain.dossier import Dossier
    from desk_app.domain.work_calendar import DeskHours, WorkCalendar


class PartTooEarly(RuleBroken):
    """A part before it is not ended (details: `part`, `before`)."""

    code = "part_too_early"


class ResultsTogether(RuleBroken):
    """The citizen asked for all results at once; hand them over when the last is there."""

    code = "results_together"


class AgencyMissing(RuleBroken):
    """Nobody is named to whom the part goes."""

    code = "agency_missing"


class PartResultMissing(RuleBroken):
    """A part is done when its paper is there; write the number of it."""

    code = "part_result_missing"


def decide_sending(
    dossier: Dossier,
    *,
    part: str,
    agency: str,
    code: str,
    calendar: WorkCalendar,
    hours: DeskHours,
    now: datetime,
) -> PartMoved:
    """To its agency, or once more to another; its time runs from now.

    Raises NoSuchPart, PartTooEarly, AgencyMissing, WrongPartState, WrongStatus.
    """
    one = part_of(dossier, part)
    for before in _before(dossier, one):
        if before.state not in ENDED:
            raise PartTooEarly(part=one.name, before=before.name)
    if not (agency or one.agency):
        raise AgencyMissing
    promised = due_at(now, limit_of(one.limit), calendar, hours=hours)
    return _tried(
        dossier,
        PartMoved(
            part=part,
            state=PartState.SENT,
            agency=agency,
            code=code,
            due_at=promised.due_at if promised else None,
        ),
        now,
    )


def decide_part_end(
    dossier: Dossier, *, part: str, state: PartState, code: str, word: str, now: datetime
) -> PartMoved:
    """What its agency says: done (`word`: number of the paper), refused or given back (why).

    Raises NoSuchPart, PartResultMissing, ReasonMissing, PartTooEarly, WrongPartState, WrongStatus.
    """
    one = part_of(dossier, part)
    is_done = state is PartState.DONE
    if not word:
        raise PartResultMissing(part=one.name) if is_done else ReasonMissing(field="reason")
    for before in _before(dossier, one):
        if is_done and before.state not in ENDED:
            raise PartTooEarly(part=one.name, before=before.name)
    event = PartMoved(
        part=part,
        state=state,
        code=code,
        result=word if is_done else "",
        reason="" if is_done else word,
    )
    return _tried(dossier, event, now)


def decide_part_giving(
    dossier: Dossier,
    *,
    part: str,
    receiver: str,
    paper: str,
    relation: str,
    authorisation: str,
    now: datetime,
) -> PartMoved:
    """One result to the citizen, before the others are there.

    Raises ResultsTogether, ReceiverMissing, NoSuchPart, WrongPartState, WrongStatus, and as
    `handing_out.relation_of`.
    """
    if not dossier.is_apart:
        raise ResultsTogether
    if not (receiver and paper):
        raise ReceiverMissing
    relation = relation_of(
        dossier.application,
        receiver=receiver,
        paper=paper,
        relation=relation,
        authorisation=authorisation,
    )
    event = PartMoved(
        part=part, state=PartState.GIVEN, receiver=receiver, paper=paper, relation=relation
    )
    return _tried(dossier, event, now)


def _tried(dossier: Dossier, event: PartMoved, now: datetime) -> PartMoved:
    told = replace(event, name=part_of(dossier, event.part).name)
    apply(dossier, told, at=now)
    return told


def _before(dossier: Dossier, part: Part) -> list[Part]:
    return [one for one in dossier.parts if one.id in part.after]

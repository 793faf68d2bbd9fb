"""How a dossier with parts changes: which step follows which, and when all of them are over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desk_app.domain.dossier import Dossier, Status, WrongStatus
from desk_app.domain.following import AT_WORK, OPEN, after_it, follows
from desk_app.domain.linked_parts import (
    ENDED,
    NoSuchPart,
    Part,
    PartMoved,
    PartsOpened,
    PartState,
    WrongPartState,
)

if TYPE_CHECKING:
    from datetime import datetime

_FROM = {
    PartState.WAITING: frozenset({PartState.SENT}),
    PartState.SENT: frozenset(PartState) - {PartState.GIVEN},
    PartState.DONE: frozenset({PartState.WAITING, PartState.SENT}),
    PartState.REFUSED: frozenset({PartState.WAITING, PartState.SENT}),
    PartState.GIVEN: frozenset({PartState.DONE}),
}


def parts_changed(dossier: Dossier, event: PartsOpened | PartMoved, at: datetime) -> Dossier:
    """Raises WrongStatus, NoSuchPart, WrongPartState."""
    if isinstance(event, PartsOpened):
        return _opened(dossier, event)
    return _moved(dossier, event, at)


def _opened(dossier: Dossier, event: PartsOpened) -> Dossier:
    """Once, with the reception."""
    follows(dossier, AT_WORK)
    if dossier.parts:
        raise WrongStatus(status=dossier.status)
    parts = tuple(
        Part(
            id=one.id,
            name=one.name,
            procedure=one.procedure,
            agency=one.agency,
            limit=one.limit,
            due_at=one.due_at,
            after=one.after,
        )
        for one in event.parts
    )
    return after_it(dossier, parts=parts, is_apart=event.is_apart)


def _moved(dossier: Dossier, event: PartMoved, at: datetime) -> Dossier:
    """The part as it stands now; the last one to end ends the dossier with it."""
    before = part_of(dossier, event.part)
    is_given = event.state is PartState.GIVEN
    follows(dossier, OPEN | {Status.DONE} if is_given else OPEN)
    if before.state not in _FROM[event.state]:
        raise WrongPartState(part=before.name, state=before.state)
    now = replace(
        before,
        state=event.state,
        agency=event.agency or before.agency,
        code=event.code or before.code,
        result=event.result if event.state is PartState.DONE else before.result,
        reason=event.reason,
        due_at=event.due_at or before.due_at,
        moved_at=at,
    )
    parts = tuple(now if one.id == now.id else one for one in dossier.parts)
    return after_it(dossier, parts=parts, **_standing(dossier, parts, at))


def part_of(dossier: Dossier, part: str) -> Part:
    """Raises NoSuchPart."""
    for one in dossier.parts:
        if one.id == part:
            return one
    raise NoSuchPart(part=part)


def _standing(dossier: Dossier, parts: tuple[Part, ...], at: datetime) -> dict[str, Any]:
    """What the parts make of the whole dossier."""
    states = {one.state for one in parts}
    if states == {PartState.REFUSED}:
        return {"status": Status.STOPPED, "refused_at": at}
    if not states <= ENDED:
        is_new = dossier.status is Status.RECEIVED
        return {"status": Status.IN_PROGRESS, "is_taken": True} if is_new else {"is_taken": True}
    done = {"done_at": dossier.done_at or at, "supplement_asked_at": None, "is_taken": True}
    if PartState.DONE in states:
        return {"status": Status.DONE, **done}
    return {"status": Status.RETURNED, "returned_at": at, **done}

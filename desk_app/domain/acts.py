"""Which acts are open on a dossier now, the main one first; rights are asked beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.dossier import Dossier, Status
from desk_app.domain.following import AT_WORK
from desk_app.domain.linked_parts import ENDED, PartState
from desk_app.domain.rights import Act, Role, may
from desk_app.domain.tenure import is_held_elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterable


def open_acts(dossier: Dossier) -> tuple[Act, ...]:
    """What the state allows, whoever asks; the act that carries the work on stands first."""
    if dossier.cancelled_at is not None:
        return (Act.PRINT,)
    acts = [*_steps(dossier), *_apology(dossier), Act.CORRECT]
    if dossier.received_at is not None:
        acts.append(Act.WRITE_CODE)
    if dossier.is_temporary:
        acts.append(Act.RENUMBER)
    if dossier.code:
        acts.append(Act.PRINT)
    has_result = dossier.result is not None or any(one.state in ENDED for one in dossier.parts)
    if not has_result and dossier.status in _CANCELLABLE:
        acts.append(Act.CANCEL)
    return tuple(acts)


def acts_for(
    dossier: Dossier, roles: Iterable[Role], *, machine: int | None = None
) -> tuple[Act, ...]:
    """The open acts that one of these roles may do, in the same order.

    `machine`: at which machine; the steps of a dossier that another one holds are not open there,
    but what the citizen brings or takes may be recorded at any.
    """
    held = frozenset(roles)
    acts = open_acts(dossier)
    if machine is not None and is_held_elsewhere(dossier.tenure, machine):
        steps = [act for act in acts if act not in _ANYWHERE]
        acts = tuple(act for act in acts if act in _ANYWHERE)
        acts = (*([Act.TAKE_OVER] if steps else []), *acts)
    return tuple(act for act in acts if may(held, act))


_ANYWHERE = frozenset(
    {
        Act.ADD_SUPPLEMENT,
        Act.APPROVE,
        Act.CORRECT,
        Act.END_PART,
        Act.GIVE_PART,
        Act.PRINT,
        Act.RECORD_PAYMENT,
        Act.RENUMBER,
        Act.RETURN_RESULT,
        Act.SEND_BACK,
        Act.SEND_PART,
        Act.SIGN_APOLOGY,
        Act.SIGN_RESULT,
        Act.WRITE_CODE,
    }
)


_CANCELLABLE = frozenset(
    {
        Status.REGISTERED,
        Status.RECEIVED,
        Status.IN_PROGRESS,
        Status.SUPPLEMENT_REQUESTED,
        Status.PAYMENT_REQUESTED,
    }
)


def _steps(dossier: Dossier) -> list[Act]:
    is_linked = dossier.is_linked and dossier.status in AT_WORK
    return _linked(dossier) if is_linked else _by_status(dossier)


def _by_status(dossier: Dossier) -> list[Act]:  # noqa: PLR0911 - one return a state
    match dossier.status:
        case Status.REGISTERED:
            return [Act.RECEIVE, Act.REQUEST_SUPPLEMENT, Act.REFUSE]
        case Status.RECEIVED:
            return [Act.HAND_ON, *_competent(dossier), *_result(dossier), *_pauses(dossier)]
        case Status.IN_PROGRESS:
            working = [Act.APPRAISE] if not dossier.is_appraised else []
            if dossier.is_appraised and not dossier.is_approved and not _is_agency(dossier):
                working.append(Act.APPROVE)
            return [
                *_signing(dossier),
                *working,
                *_result(dossier),
                *([Act.TAKE_HANDED, Act.GIVE_BACK] if dossier.awaits_taking else []),
                Act.HAND_ON,
                *_competent(dossier),
                Act.REQUIRE_PAYMENT,
                *_pauses(dossier),
            ]
        case Status.SUPPLEMENT_REQUESTED if dossier.received_at is None:
            return [Act.RECEIVE, Act.REFUSE]
        case Status.SUPPLEMENT_REQUESTED:
            ways = [Act.ADD_SUPPLEMENT, Act.STOP, Act.WITHDRAW, Act.RECORD_PAYMENT]
            return [*ways, *_parts(dossier)]
        case Status.PAYMENT_REQUESTED:
            return [Act.RECORD_PAYMENT, Act.STOP, Act.WITHDRAW, *_parts(dossier)]
        case Status.WITHDRAWAL_REQUESTED:
            return [Act.STOP]
        case Status.DONE:
            one = [Act.GIVE_PART] if dossier.is_apart else []
            return [Act.RETURN_RESULT, Act.RECORD_PAYMENT, *one]
        case _:  # not received, stopped, returned: the work is over
            return []


def _linked(dossier: Dossier) -> list[Act]:
    """No one result ends it: its parts do. First it goes to who looks after them."""
    parts = _parts(dossier)
    if dossier.status is Status.RECEIVED:
        return [Act.HAND_ON, *parts, *_competent(dossier), *_pauses(dossier)]
    taking = [Act.TAKE_HANDED, Act.GIVE_BACK] if dossier.awaits_taking else []
    return [
        *parts,
        *taking,
        Act.HAND_ON,
        *_competent(dossier),
        Act.REQUIRE_PAYMENT,
        *_pauses(dossier),
    ]


def _parts(dossier: Dossier) -> list[Act]:
    """What may be done with one of the parts, the step that is next for most of them first."""
    states = {part.state for part in dossier.parts}
    acts = []
    if states & {PartState.WAITING}:
        acts.append(Act.SEND_PART)
    if states & {PartState.WAITING, PartState.SENT}:
        acts.append(Act.END_PART)
    if states & ENDED - {PartState.GIVEN} and Act.SEND_PART not in acts:
        acts.append(Act.SEND_PART)  # once more
    if dossier.is_apart and PartState.DONE in states:
        acts.append(Act.GIVE_PART)
    return acts


def _competent(dossier: Dossier) -> list[Act]:
    waits = dossier.competent and dossier.competent_received_at is None
    return [Act.COMPETENT_RECEIPT] if waits else []


def _apology(dossier: Dossier) -> list[Act]:
    return [] if dossier.is_apology_signed or dossier.done_at else [Act.SIGN_APOLOGY]


def _is_agency(dossier: Dossier) -> bool:
    return dossier.result is not None and bool(dossier.result.issuer)


def _signing(dossier: Dossier) -> list[Act]:
    return [Act.SIGN_RESULT, Act.SEND_BACK] if dossier.awaits_signature else []


def _result(dossier: Dossier) -> list[Act]:
    return [] if _is_agency(dossier) else [Act.ATTACH_RESULT]


def _pauses(dossier: Dossier) -> list[Act]:
    extend = [Act.EXTEND] if dossier.due_at is not None and not dossier.extensions else []
    return [
        Act.REQUEST_SUPPLEMENT,
        *extend,
        Act.RECORD_PAYMENT,
        Act.REFUSE,
        Act.STOP,
        Act.WITHDRAW,
    ]

"""`desk act …` on the parts of an interlinked dossier; the details stand in `act_details`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk_app.commands import lines
from desk_app.commands.errors import WrongValue
from desk_app.domain.linked_parts import PartState
from desk_app.usecases.end_part import end_part
from desk_app.usecases.give_part import give_part
from desk_app.usecases.send_part import send_part

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier

    Details = dict[str, Any]

_ENDS = frozenset({PartState.DONE, PartState.REFUSED, PartState.WAITING})


def send(desk: Desk, entity: int, details: Details) -> Dossier:
    return send_part(
        desk,
        entity,
        part=lines.words(details, "part"),
        agency=lines.words(details, "agency"),
        code=lines.words(details, "code"),
    )


def end(desk: Desk, entity: int, details: Details) -> Dossier:
    """Raises WrongValue for a state that no agency tells."""
    state = lines.words(details, "state") or PartState.DONE
    if state not in _ENDS:
        raise WrongValue(key="state")
    return end_part(
        desk,
        entity,
        part=lines.words(details, "part"),
        state=PartState(state),
        word=lines.words(details, "word"),
        code=lines.words(details, "code"),
    )


def give(desk: Desk, entity: int, details: Details) -> Dossier:
    return give_part(
        desk,
        entity,
        part=lines.words(details, "part"),
        receiver=lines.words(details, "receiver"),
        paper=lines.words(details, "paper"),
        relation=lines.words(details, "relation"),
        authorisation=lines.words(details, "authorisation"),
    )

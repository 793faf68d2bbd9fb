"""`desk act …`: what others say to a dossier under way; the details stand in `act_details`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk_app.commands import lines
from desk_app.commands.errors import WrongValue
from desk_app.domain.answering import OutsideSystem
from desk_app.usecases.give_back import give_back
from desk_app.usecases.sign_apology import sign_apology
from desk_app.usecases.take_handed import take_handed
from desk_app.usecases.write_outside_code import write_outside_code

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier

    Details = dict[str, Any]


def take(desk: Desk, entity: int, details: Details) -> Dossier:
    return take_handed(desk, entity, taker=lines.words(details, "taker"))


def give(desk: Desk, entity: int, details: Details) -> Dossier:
    return give_back(desk, entity, reason=lines.words(details, "reason"))


def apology(desk: Desk, entity: int, _details: Details) -> Dossier:
    return sign_apology(desk, entity)


def code(desk: Desk, entity: int, details: Details) -> Dossier:
    """Raises WrongValue for a system nobody knows."""
    system = lines.words(details, "system") or OutsideSystem.MINISTRY
    if system not in set(OutsideSystem):
        raise WrongValue(key="system")
    return write_outside_code(
        desk,
        entity,
        code=lines.words(details, "code"),
        system=OutsideSystem(system),
        is_entered=lines.truth(details, "is_entered", default=False),
    )

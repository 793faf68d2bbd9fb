"""What somebody at the counter has begun before: to go on with it, or not to take it twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.application import cleaned_person
from desk_app.domain.errors import RuleBroken
from desk_app.domain.rights import Act
from desk_app.domain.tenure import ANYONE
from desk_app.store.same_person import open_of_person

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.submission import Person

_SHOWN = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """For one person and one procedure."""

    open: tuple[Dossier, ...] = ()  # received and not ended: a second one is a mistake, or meant
    begun: Dossier | None = None  # written down before reception, to go on with


def earlier(desk: Desk, person: Person, procedure: str) -> Earlier:
    """Only somebody with a number or a phone is surely the same person; raises NotPermitted."""
    desk.require(Act.LOOK)
    try:
        known = cleaned_person(person, today=desk.clock.today())
    except RuleBroken:  # not typed to the end, or said where it is received
        return Earlier()
    if not procedure or not (known.personal_id or known.phone):
        return Earlier()
    found = open_of_person(desk.store.database, known, procedure, limit=_SHOWN)
    dossiers = [desk.journal.dossier(entity) for entity in found]
    begun = [one for one in dossiers if one.received_at is None and _may_go_on(desk, one)]
    return Earlier(
        open=tuple(one for one in dossiers if one.received_at is not None),
        begun=begun[0] if begun else None,
    )


def _may_go_on(desk: Desk, dossier: Dossier) -> bool:
    return dossier.tenure.holder in {ANYONE, desk.machine}

"""Where the desk stands with its epoch, and the work that waits to be reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.store.new_epoch import EpochState, epoch_state

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.store.recovered import Group

__all__ = ["EpochState"]  # what `state` gives, for the screens


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundChange:
    """One change of a dossier that waits, or that was reviewed."""

    epoch: int
    number: int
    name: str  # the event's class name: its words are event.<name>
    at: datetime
    user: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundDossier:
    """What waits to be reviewed of one dossier."""

    key: int  # hand it back with the answer
    code: str
    applicant: str
    procedure: str  # its name
    is_new: bool  # the province does not know the dossier at all
    changes: tuple[FoundChange, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reviewed:
    """One change that was reviewed, and by whom."""

    epoch: int
    number: int
    name: str
    is_accepted: bool
    user: str
    at: datetime
    reason: str


def state(desk: Desk) -> EpochState:
    desk.require(Act.LOOK)
    return epoch_state(desk.store)


def waiting(desk: Desk) -> list[FoundDossier]:
    """What the province lacks and nobody has reviewed, dossier by dossier."""
    desk.require(Act.LOOK)
    names = {user.number: user.name for user in desk.users.all()}
    return [_found(desk, group, names) for group in desk.store.recovered.groups()]


def reviewed(desk: Desk) -> list[Reviewed]:
    """What was reviewed, the newest first."""
    desk.require(Act.LOOK)
    names = {user.number: user.name for user in desk.users.all()}
    return [
        Reviewed(
            epoch=one.epoch,
            number=one.number,
            name=_name(one.event),
            is_accepted=one.is_accepted,
            user=names.get(one.by, ""),
            at=one.at,
            reason=one.reason,
        )
        for one in desk.store.recovered.decided()
    ]


def _found(desk: Desk, group: Group, names: dict[int, str]) -> FoundDossier:
    dossier = group.dossier
    code = dossier.application.procedure if dossier else ""
    known = desk.catalogue.by_code.get(code)
    return FoundDossier(
        key=group.key,
        code=(dossier.code or "") if dossier else "",
        applicant=dossier.application.applicant.name if dossier else "",
        procedure=known.name if known else code,
        is_new=group.is_new,
        changes=tuple(
            FoundChange(
                epoch=one.epoch,
                number=one.number,
                name=_name(one.event),
                at=one.at,
                user=names.get(one.actor, ""),
            )
            for one in group.items
        ),
    )


def _name(event: object | None) -> str:
    return type(event).__name__ if event is not None else "unknown"

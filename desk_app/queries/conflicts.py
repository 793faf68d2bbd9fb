"""What a person must look at: fields with two values, and changes the province set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain import events
from desk_app.domain.correction import field_text, is_from_card
from desk_app.domain.errors import RuleBroken
from desk_app.domain.merging import disputed
from desk_app.domain.reviewing import NotInDispute, Remedy, remedy
from desk_app.domain.rights import Act
from desk_app.queries.dossiers import Moment, Names, moment_of
from desk_app.store.errors import UnknownDossier

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.store.entries import Entry

_SAYING = (
    events.DossierRegistered,
    events.DossierReceived,
    events.Corrected,
    events.ValueSettled,
)  # what says what a field is
SHOWN = 8  # at once; what is dealt with makes room for the next


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """One of the values of a field: who gave it, where and when."""

    value: str
    is_in_force: bool
    is_from_card: bool
    user: str  # empty where it is not known here
    machine: int  # 0: the province, or not known
    is_own: bool
    at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Dispute:
    """A field with more than one value; the one in force stands first."""

    entity: int
    code: str
    applicant: str
    field: str
    given: tuple[Given, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Aside:
    """A change that was set aside, and what can be done."""

    entity: int
    code: str
    has_dossier: bool
    place: tuple[int, int, int]  # machine, epoch, number
    moment: Moment
    remedy: Remedy


def disputes(desk: Desk, *, limit: int = SHOWN) -> list[Dispute]:
    """As many as asked for (-1: all)."""
    desk.require(Act.LOOK)
    names = Names(desk)
    return [_dispute(desk, entity, field, names) for entity, field in _open(desk, limit)]


def dispute(desk: Desk, entity: int, field: str) -> Dispute:
    """One of them; raises NotInDispute."""
    desk.require(Act.LOOK)
    return _dispute(desk, entity, field, Names(desk))


def asides(desk: Desk, *, limit: int = SHOWN) -> list[Aside]:
    """As many as asked for (-1: all), what came here last first."""
    desk.require(Act.LOOK)
    names = Names(desk)
    return [_aside(desk, entry, names) for entry in desk.journal.set_aside(limit=limit)]


def _open(desk: Desk, limit: int) -> list[tuple[int, str]]:
    return desk.journal.disputes(limit=limit)


def _dispute(desk: Desk, entity: int, field: str, names: Names) -> Dispute:
    found, entries = desk.journal.dossier_and(entity, _SAYING)
    others = disputed(found).get(field)
    if others is None:
        raise NotInDispute(field=field)
    now = field_text(found.application, field)
    given = [_given(now, field, entries, names, in_force=found)]
    given += [_given(value, field, entries, names, in_force=None) for value in others]
    return Dispute(
        entity=entity,
        code=found.code,
        applicant=found.application.applicant.name,
        field=field,
        given=tuple(given),
    )


def _given(
    value: str,
    field: str,
    entries: Iterable[Entry],
    names: Names,
    *,
    in_force: Dossier | None,
) -> Given:
    by = [entry for entry in entries if _says(entry.event, field) == value]
    last = by[-1] if by else None
    return Given(
        value=value,
        is_in_force=in_force is not None,
        is_from_card=_is_card(last, field),
        user=names.of(last) if last else "",
        machine=last.author if last else 0,
        is_own=last is not None and last.author == names.own,
        at=last.at if last else None,
    )


def _says(event: events.Event | None, field: str) -> str | None:
    """What an event put, or wanted to put, into the field; None where it says nothing of it."""
    if isinstance(event, events.Corrected | events.ValueSettled):
        return event.now if event.field == field else None
    if isinstance(event, events.DossierReceived | events.DossierRegistered):
        try:
            return field_text(event.application, field)
        except RuleBroken:
            return None
    return None


def _is_card(entry: Entry | None, field: str) -> bool:
    event = entry.event if entry else None
    if isinstance(event, events.Corrected):
        return event.source is events.Source.CARD
    if isinstance(event, events.DossierReceived | events.DossierRegistered):
        return is_from_card(event.application, field)
    return False


def _aside(desk: Desk, entry: Entry, names: Names) -> Aside:
    found = _dossier(desk, entry.entity)
    return Aside(
        entity=entry.entity,
        code=found.code if found else "",
        has_dossier=found is not None,
        place=(entry.author, entry.epoch, entry.number),
        moment=moment_of(entry, names=names),
        remedy=remedy(
            entry.event,
            dossier=found,
            verdict=entry.standing,
            reason=entry.reason,
            machine=names.own or 0,
            now=desk.clock.now(),
        ),
    )


def _dossier(desk: Desk, entity: int) -> Dossier | None:
    try:
        return desk.journal.dossier(entity)
    except UnknownDossier:
        return None

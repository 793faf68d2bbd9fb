"""Nhập phần mềm ngành: a dossier field by field, and how far its copying has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.procedure import Route
from desk_app.domain.rights import Act
from desk_app.papers.retyping import retyped_fields
from desk_app.queries.dossiers import Wait, WaitFilter, waiting
from desk_app.store.copies import copies_of

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.queries.dossiers import DossierRow

_SHOWN = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class CardField:
    step: str
    label: str
    value: str
    copied_by: str = ""
    copied_at: datetime | None = None  # the last time; None: not yet


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    entity: int
    code: str
    applicant: str
    procedure: str
    system: str  # the ministry's, in words; empty where nobody named one
    is_entered: bool
    fields: tuple[CardField, ...]


def systems(desk: Desk) -> list[str]:
    """The ministries' systems, by the catalogue."""
    named = (one.ministry_system for one in desk.catalogue.procedures if _is_outside(one.route))
    return list(dict.fromkeys(filter(None, named)))


def waiting_for_entry(desk: Desk, *, system: str = "") -> tuple[DossierRow, ...]:
    """What was not typed in yet, the first received first; of one system or of all."""
    desk.require(Act.WRITE_CODE)
    codes = tuple(
        one.code
        for one in desk.catalogue.procedures
        if _is_outside(one.route) and system in {"", one.ministry_system}
    )
    return waiting(desk, WaitFilter(wait=Wait.ENTRY, procedures=codes), size=_SHOWN)


def card(desk: Desk, entity: int) -> Card:
    """Raises NotPermitted, UnknownDossier, NoTemplate."""
    desk.require(Act.WRITE_CODE)
    dossier, timeline = desk.journal.dossier(entity), desk.journal.timeline(entity)
    last = {one.field: one for one in copies_of(desk.store.database, entity)}
    people = {user.number: user.name for user in desk.users.all()}
    known = desk.catalogue.by_code.get(dossier.application.procedure)
    fields = tuple(
        CardField(
            step=one.step,
            label=one.label,
            value=one.value,
            copied_by=people.get(last[one.label].actor, "") if one.label in last else "",
            copied_at=last[one.label].at if one.label in last else None,
        )
        for one in retyped_fields(desk, dossier, timeline)
    )
    return Card(
        entity=entity,
        code=dossier.code,
        applicant=dossier.application.applicant.name,
        procedure=known.name if known else dossier.application.procedure,
        system=known.ministry_system if known else "",
        is_entered=not dossier.awaits_entry,
        fields=fields,
    )


def _is_outside(route: Route) -> bool:
    return route is Route.MINISTRY

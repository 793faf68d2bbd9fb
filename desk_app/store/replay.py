"""A dossier as the fold of its rows: settled in the hub's order, then ours that still wait.

What the hub set aside is left out. A waiting change that no longer follows is passed over until its
verdict comes, so taking the hub's answer can never fail on our own unsent work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desk_app.domain import codec
from desk_app.domain.errors import RuleBroken
from desk_app.domain.events import ClockMarked, UserAdded, UserDisabled
from desk_app.domain.folding import apply
from desk_app.store.entries import ASIDE, rows_of
from desk_app.store.errors import EntryUnreadable, UnknownDossier
from sync import record
from sync.errors import MalformedChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desk_app.domain.dossier import Dossier
    from desk_app.domain.events import Event
    from desk_app.store.database import Database, Row

DESK_EVENTS = (ClockMarked, UserAdded, UserDisabled)  # not about any dossier


@dataclass(frozen=True, kw_only=True, slots=True)
class Replayed:
    """What the rows of one entity come to."""

    dossier: Dossier | None  # None: no dossier, or its beginning is not here
    codes: tuple[str, ...]  # every code it ever had, the present one last
    version: int  # of the entity at the hub, as this desk has seen it
    waiting: int  # own changes without a verdict
    aside: int  # changes the hub set aside
    last_number: int  # highest number of a waiting one, 0 without
    changed_at: int  # of the last entry in force


def replayed(rows: Sequence[Row], *, entity: int) -> Replayed:
    """Fold rows given in the order they count.

    A dossier whose very beginning was set aside stays in sight as its desk saw it: the citizen has
    its paper.
    """
    in_force = [row for row in rows if row[4] not in ASIDE]
    aside = len(rows) - len(in_force)
    waiting = [row[2] for row in rows if row[4] is None]
    versions = [row[7] for row in rows if row[4] is not None]
    dossier, codes, changed_at = _fold(in_force, entity=entity)
    if dossier is None and aside:
        dossier, codes, changed_at = _fold(rows, entity=entity)
    return Replayed(
        dossier=dossier,
        codes=tuple(codes),
        version=versions[-1] if versions else 0,
        waiting=len(waiting),
        aside=aside,
        last_number=waiting[-1] if waiting else 0,
        changed_at=changed_at,
    )


def dossier_of(database: Database, entity: int) -> Dossier:
    """The dossier as it stands; raises UnknownDossier."""
    found = replayed(rows_of(database, entity), entity=entity).dossier
    if found is None:
        raise UnknownDossier
    return found


def _fold(rows: Iterable[Row], *, entity: int) -> tuple[Dossier | None, list[str], int]:
    """The dossier, the codes it had in their order, and when it was last changed."""
    dossier: Dossier | None = None
    codes: list[str] = []
    changed_at = 0
    for row in rows:
        event, at = _happened(row)
        if event is None or isinstance(event, DESK_EVENTS):
            continue
        try:
            dossier = apply(dossier, event, at=datetime.fromtimestamp(at, UTC), entity=entity)
        except RuleBroken:
            continue
        changed_at = at
        if dossier.code and dossier.code not in codes:
            codes.append(dossier.code)
    return dossier, codes, changed_at


def _happened(row: Row) -> tuple[Event | None, int]:
    """The event of a row and its moment; its bytes were judged when they came into the journal."""
    author, epoch, number, raw = row[:4]
    try:
        kind, at, body = record.reread(raw)
    except MalformedChange as error:
        raise EntryUnreadable(author=author, epoch=epoch, number=number) from error
    try:
        return codec.decode(kind, body), at
    except codec.MalformedEvent:
        return None, at

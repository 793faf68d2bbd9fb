"""A dossier as the fold of its rows: settled in the hub's order, then ours that still wait.

What the hub set aside is left out. A waiting change that no longer follows is passed over until its
verdict comes, so taking the hub's answer can never fail on our own unsent work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desk_app.domain.dossier import Dossier, apply
from desk_app.domain.errors import RuleBroken
from desk_app.domain.events import ClockMarked, UserAdded, UserDisabled
from desk_app.store.entries import ASIDE, change_of, event_of, rows_of
from desk_app.store.errors import UnknownDossier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desk_app.store.database import Database, Row
    from sync.record import Change

_DESK_EVENTS = (ClockMarked, UserAdded, UserDisabled)


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
    aside = [row for row in rows if row[4] in ASIDE]
    folded = _fold((row for row in rows if row[4] not in ASIDE), entity=entity)
    if folded.dossier is None and aside:
        folded = _fold(rows, entity=entity)
    waiting = [row for row in rows if row[4] is None]
    return Replayed(
        dossier=folded.dossier,
        codes=tuple(folded.codes),
        version=max((row[7] for row in rows if row[4] is not None), default=0),
        waiting=len(waiting),
        aside=len(aside),
        last_number=max((row[2] for row in waiting), default=0),
        changed_at=folded.changed_at,
    )


def dossier_of(database: Database, entity: int) -> Dossier:
    """The dossier as it stands; raises UnknownDossier."""
    found = replayed(rows_of(database, entity), entity=entity).dossier
    if found is None:
        raise UnknownDossier
    return found


@dataclass(kw_only=True, slots=True)
class _Fold:
    dossier: Dossier | None = None
    codes: list[str]
    changed_at: int = 0


def _fold(rows: Iterable[Row], *, entity: int) -> _Fold:
    fold = _Fold(codes=[])
    for row in rows:
        change = change_of(row[3], author=row[0], epoch=row[1], number=row[2])
        after = _after(fold.dossier, change, entity=entity)
        if after is None:
            continue
        fold.dossier = after
        fold.changed_at = change.at
        if after.code and after.code not in fold.codes:
            fold.codes.append(after.code)
    return fold


def _after(dossier: Dossier | None, change: Change, *, entity: int) -> Dossier | None:
    """The dossier after the change; None where it does not follow or is not about a dossier."""
    event = event_of(change)
    if event is None or isinstance(event, _DESK_EVENTS):
        return None
    try:
        return apply(dossier, event, at=datetime.fromtimestamp(change.at, UTC), entity=entity)
    except RuleBroken:
        return None

"""A dossier as the fold of its rows: settled in the hub's order, then what still waits.

What the hub set aside is left out. A waiting change that no longer follows is passed over until its
verdict comes, so taking the hub's answer can never fail on our own unsent work.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desk_app.domain import codec
from desk_app.domain.errors import RuleBroken
from desk_app.domain.events import DESK_EVENTS, Reviewed
from desk_app.domain.folding import apply
from desk_app.domain.merging import VALUES_DIFFER, disputed
from desk_app.domain.tenure import Written, unseen_step
from desk_app.store.entries import ASIDE, Standing, rows_of
from desk_app.store.errors import UnknownDossier
from sync import record
from sync.errors import MalformedChange
from sync.protocol.versions import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desk_app.domain.dossier import Dossier
    from desk_app.domain.events import Event, StepSeen
    from desk_app.store.database import Database, Row

Place = tuple[int, int, int]  # machine, epoch, number: the name of a change

QUIET = frozenset({None, Standing.OK, Standing.NEAR})  # verdicts that ask nothing of a person
NOT_JUDGED = frozenset({None, Standing.NEAR})
REVIEWED_KIND = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class Replayed:
    """What the rows of one entity come to."""

    dossier: Dossier | None  # None: no dossier, or its beginning is not here
    codes: tuple[str, ...]  # every code it ever had, the present one last
    version: int  # of the entity at the hub, as this desk has seen it
    waiting: int  # own changes without a verdict
    near: int = 0  # changes of colleagues' machines without one
    aside: int  # what a person must look at: changes set aside, fields with two values
    asides: tuple[Place, ...] = ()  # of these, the changes
    disputed: tuple[str, ...] = ()  # and the fields
    last_number: int  # highest number of a waiting one, 0 without
    changed_at: int  # of the last entry in force


def replayed(rows: Sequence[Row], *, entity: int) -> Replayed:
    """Fold rows given in the order they count.

    A dossier whose very beginning was set aside stays in sight as its desk saw it: the citizen has
    its paper.
    """
    in_force = [row for row in rows if row[4] not in ASIDE]
    waiting = [row[2] for row in rows if row[4] is None]
    seen = max([row[7] for row in rows if row[4] not in NOT_JUDGED], default=0)
    folded = _fold(in_force, entity=entity, seen=seen)
    if folded.dossier is None and len(in_force) < len(rows):
        folded = _fold(rows, entity=entity, seen=seen)
    fields = _disputed(folded.dossier)
    asides = _to_look_at(rows)
    return Replayed(
        dossier=folded.dossier,
        codes=tuple(folded.codes),
        version=seen,
        waiting=len(waiting),
        near=sum(row[4] == Standing.NEAR for row in rows),
        aside=len(fields) + len(asides),
        last_number=waiting[-1] if waiting else 0,
        changed_at=folded.changed_at,
        asides=asides,
        disputed=fields,
    )


def dossier_of(database: Database, entity: int) -> Dossier:
    """The dossier as it stands; raises UnknownDossier."""
    found = replayed(rows_of(database, entity), entity=entity).dossier
    if found is None:
        raise UnknownDossier
    return found


def seen_near(
    event: Event, rows: Sequence[Row], *, entity: int | None, machine: int
) -> StepSeen | None:
    """What must be said first, where the event builds on a colleague's step the hub has not told.

    The hub would otherwise hold the event as written in ignorance of that step.
    """
    if entity is None or not any(row[4] == Standing.NEAR for row in rows):
        return None
    now = replayed(rows, entity=entity)
    if now.dossier is None:
        return None
    return unseen_step(now.dossier.tenure, event, by=machine, base=now.version)


@dataclass(kw_only=True, slots=True)
class _Folded:
    dossier: Dossier | None = None
    codes: list[str] = field(default_factory=list)  # in their order
    changed_at: int = 0


def _fold(rows: Sequence[Row], *, entity: int, seen: int) -> _Folded:
    """`seen`: the version of the entity at the hub that this desk has seen."""
    folded = _Folded()
    is_ahead = any(row[4] == Standing.NEAR for row in rows)
    for row in rows:
        event, base, at = _happened(row)
        if event is None or isinstance(event, DESK_EVENTS):
            continue
        is_judged = row[4] not in NOT_JUDGED
        ver = row[7] if is_judged else seen + is_ahead  # a colleague's step is not the hub's yet
        written = Written(row[0], ver, base, is_judged, (row[1], row[2]))
        moment = datetime.fromtimestamp(at, UTC)
        try:
            dossier = apply(folded.dossier, event, at=moment, entity=entity, written=written)
        except RuleBroken:
            continue
        folded.dossier, folded.changed_at = dossier, at
        if dossier.code and dossier.code not in folded.codes:
            folded.codes.append(dossier.code)
    return folded


def _disputed(dossier: Dossier | None) -> tuple[str, ...]:
    """The fields a person must settle; of a cancelled dossier none."""
    if dossier is None or not dossier.beside or dossier.cancelled_at is not None:
        return ()
    return tuple(disputed(dossier))


def _to_look_at(rows: Sequence[Row]) -> tuple[Place, ...]:
    """The changes to which the hub said more than yes, and that nobody has dealt with."""
    loud = [row for row in rows if row[4] not in QUIET and row[5] != VALUES_DIFFER]
    if not loud:
        return ()
    reviewed = _reviewed(rows)
    return tuple(
        place
        for row in loud
        if (place := _place(row)) not in reviewed and kind_of(row) != REVIEWED_KIND
    )


def _reviewed(rows: Iterable[Row]) -> set[Place]:
    """The changes that people have dealt with, whatever the hub said to their notes."""
    notes = [_happened(row)[0] for row in rows if kind_of(row) in {REVIEWED_KIND, codec.RECOVERED}]
    return {(note.machine, note.epoch, note.number) for note in notes if isinstance(note, Reviewed)}


def kind_of(row: Row) -> int:
    """The kind of a row's change; 0 for damaged bytes."""
    try:
        return record.reread(row[3])[0]
    except MalformedChange:
        return UNREADABLE


def _place(row: Row) -> Place:
    author, epoch, number = row[:3]
    return author, epoch, number


def _happened(row: Row) -> tuple[Event | None, int, int]:
    """The event of a row, the version its machine had seen, and its moment.

    Its bytes were judged when they came into the journal; what was damaged since is passed over, so
    that the rest of its dossier can still be taken and shown.
    """
    try:
        kind, base, at, body = record.reread(row[3])
    except MalformedChange:
        return None, 0, 0
    try:
        return codec.decode(kind, body), base, at
    except codec.MalformedEvent:
        return None, base, at

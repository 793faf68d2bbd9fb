"""Work the hub lacks after a new epoch, waiting for a person: listed, taken up anew, or left out.

Changes about one dossier are reviewed together, in the order they were written. Each keeps its
moment, its author and its numbers; what was printed stays as it was printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from desk_app.domain import codec
from desk_app.domain.errors import RuleBroken
from desk_app.domain.folding import apply
from desk_app.store.entries import change_of, event_of
from desk_app.store.errors import NothingRecovered
from desk_app.store.replay import dossier_of
from desk_app.store.setting_aside import rename
from sync import record

if TYPE_CHECKING:
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.events import Event
    from desk_app.store.database import Database
    from desk_app.store.journal import Journal
    from desk_app.store.writing import Writing

FOLLOWS_NO_MORE = "follows_no_more"  # why a change was left out that the dossier has overtaken


class UnknownBeginning(RuleBroken):
    """What the change builds on was left out."""

    code = "unknown_beginning"


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One change that the hub lacks."""

    epoch: int
    number: int
    event: Event | None  # None: of a kind this version does not know
    at: datetime  # as it was written
    actor: int  # user number


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """What is to be reviewed of one dossier."""

    key: int  # names the group; not an entity of the journal
    items: tuple[Item, ...]
    dossier: Dossier | None  # as it would be with all of them
    is_new: bool  # the hub does not know the dossier at all


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """One change that was reviewed before."""

    epoch: int
    number: int
    event: Event | None
    is_accepted: bool
    by: int
    at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reviewed:
    accepted: int
    left_out: int
    entity: int | None  # of the dossier as it stands now; None where nothing of it was accepted


class Recovered:
    """The work set aside at this desk."""

    def __init__(self, database: Database, journal: Journal) -> None:
        self._database = database
        self._journal = journal

    def count(self) -> int:
        """How many changes wait for a person."""
        return int(self._database.value("SELECT count(*) FROM recovered WHERE state = 'open'"))

    def groups(self) -> list[Group]:
        """What waits, dossier by dossier, in the order it was found."""
        with self._database.reading():
            keys = self._database.rows(
                "SELECT entity FROM recovered WHERE state = 'open' GROUP BY entity ORDER BY min(id)"
            )
            return [self._group(key) for (key,) in keys]

    def decided(self) -> list[Decided]:
        """What was reviewed, the newest first."""
        rows = self._database.rows(
            """
            SELECT epoch, number, author, record, state, by, decided_at, reason FROM recovered
            WHERE state IN ('accepted', 'left_out') ORDER BY decided_at DESC, id DESC
            """
        )
        return [
            Decided(
                epoch=row[0],
                number=row[1],
                event=event_of(change_of(row[3], author=row[2], epoch=row[0], number=row[1])),
                is_accepted=row[4] == "accepted",
                by=row[5],
                at=datetime.fromtimestamp(row[6], UTC),
                reason=row[7],
            )
            for row in rows
        ]

    def accept(self, key: int, *, by: int, at: datetime) -> Reviewed:
        """Write a group anew; what follows no more is left out and said so.

        Raises NothingRecovered, NeedsNewEpoch, and what writing anything raises.
        """
        accepted = left_out = 0
        with self._journal.writing() as tx:
            for id_, change, origin in self._open_rows(key, by=by, at=at):
                try:
                    self._write_anew(tx, id_, change, origin)
                except RuleBroken:
                    self._leave(id_, by=by, at=at, reason=FOLLOWS_NO_MORE)
                    left_out += 1
                else:
                    accepted += 1
            entity = self._renamed(key) if accepted else None
        return Reviewed(accepted=accepted, left_out=left_out, entity=entity)

    def leave_out(self, key: int, *, by: int, at: datetime, reason: str) -> Reviewed:
        """Leave a group out for good; it stays kept and listed. Raises NothingRecovered."""
        left_out = 0
        with self._journal.writing():
            for id_, _, _ in self._open_rows(key, by=by, at=at):
                self._leave(id_, by=by, at=at, reason=reason)
                left_out += 1
        return Reviewed(accepted=0, left_out=left_out, entity=None)

    def _group(self, key: int) -> Group:
        items: list[Item] = []
        dossier = self._known(key)
        is_new = dossier is None
        for epoch, number, author, raw in self._database.rows(_OPEN, (key,)):
            change = change_of(raw, author=author, epoch=epoch, number=number)
            event, at = event_of(change), datetime.fromtimestamp(change.at, UTC)
            items.append(Item(epoch=epoch, number=number, event=event, at=at, actor=change.actor))
            dossier = _with(dossier, event, at, entity=key)
        return Group(key=key, items=tuple(items), dossier=dossier, is_new=is_new)

    def _known(self, key: int) -> Dossier | None:
        """The dossier without what waits; None where its beginning is among that."""
        if self._is_creation(key):
            anew = self._anew(key)
            return dossier_of(self._database, anew) if anew is not None else None
        return self._journal.dossier(key) if self._has_rows(key) else None

    def _has_rows(self, entity: int) -> bool:
        known = self._database.value("SELECT 1 FROM dossiers WHERE entity = ?", (entity,))
        return known is not None

    def _is_creation(self, entity: int) -> bool:
        """Whether what brought the entity into being was set aside here."""
        found = self._database.value(
            "SELECT 1 FROM recovered WHERE entity = ? AND epoch = ? AND number = ?",
            (entity, *record.creator(entity)[1:]),
        )
        return found is not None

    def _anew(self, entity: int) -> int | None:
        """What an entity that was set aside is called since its beginning was written anew."""
        found: int | None = self._database.value(
            "SELECT new_entity FROM recovered"
            " WHERE entity = ? AND epoch = ? AND number = ? AND state = 'accepted'",
            (entity, *record.creator(entity)[1:]),
        )
        return found

    def _renamed(self, key: int) -> int:
        return (self._anew(key) or key) if self._is_creation(key) else key

    def _open_rows(
        self, key: int, *, by: int, at: datetime
    ) -> list[tuple[int, record.Change, codec.Origin]]:
        rows = self._database.rows(_OPEN_WITH_ID, (key,))
        if not rows:
            raise NothingRecovered
        found: list[tuple[int, record.Change, codec.Origin]] = []
        for id_, epoch, number, author, raw in rows:
            change = change_of(raw, author=author, epoch=epoch, number=number)
            first, _, _ = codec.unwrapped(change.kind, change.body)
            origin = codec.Origin(
                epoch=first.epoch if first else epoch,
                number=first.number if first else number,
                sha256=first.sha256 if first else sha256(raw).digest(),
                by=by,
                at=int(at.timestamp()),
            )
            found.append((id_, change, origin))
        return found

    def _write_anew(
        self, tx: Writing, id_: int, change: record.Change, origin: codec.Origin
    ) -> None:
        author, epoch = self._journal.identity.writer
        row = self._database.row("SELECT epoch, number FROM recovered WHERE id = ?", (id_,))
        creates = row is not None and record.creator(change.ent) == (author, *row)
        about = None if creates else self._renamed(change.ent)
        if not creates and self._is_creation(change.ent) and self._anew(change.ent) is None:
            raise UnknownBeginning
        entry = tx.write_anew(change, origin, entity=about)
        if creates:
            rename(self._database, -change.ent, entry.entity)
        self._database.execute(
            "UPDATE recovered SET state = 'accepted', by = ?, decided_at = ?, new_epoch = ?,"
            " new_number = ?, new_entity = ? WHERE id = ?",
            (origin.by, origin.at, epoch, entry.number, entry.entity, id_),
        )

    def _leave(self, id_: int, *, by: int, at: datetime, reason: str) -> None:
        self._database.execute(
            "UPDATE recovered SET state = 'left_out', by = ?, decided_at = ?, reason = ?"
            " WHERE id = ?",
            (by, int(at.timestamp()), reason, id_),
        )


def _with(
    dossier: Dossier | None, event: Event | None, at: datetime, *, entity: int
) -> Dossier | None:
    """The dossier after one more event, or as it was where the event does not follow."""
    if event is None:
        return dossier
    try:
        return apply(dossier, event, at=at, entity=entity)  # type: ignore[arg-type]  # desk events never wait
    except RuleBroken:
        return dossier


_OPEN = (
    "SELECT epoch, number, author, record FROM recovered"
    " WHERE entity = ? AND state = 'open' ORDER BY epoch, number"
)
_OPEN_WITH_ID = (
    "SELECT id, epoch, number, author, record FROM recovered"
    " WHERE entity = ? AND state = 'open' ORDER BY epoch, number"
)

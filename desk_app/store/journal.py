"""The journal: what happened, in the order it was written, and every dossier as its fold.

The only way in is `writing()`: one transaction in which numbers are taken, changes appended and
prints queued. Reads answer at any time, from this process and beside others.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from desk_app.domain import codec
from desk_app.store.access import require_access
from desk_app.store.entries import (
    Entry,
    Standing,
    change_of,
    entries_of,
    entry_of,
    entry_or_damaged,
    rows_of,
)
from desk_app.store.errors import (
    LeaseEnded,
    MachineEnded,
    NeedsNewEpoch,
    NotEnrolled,
    UnknownDossier,
    UserBarred,
)
from desk_app.store.identity import Identity, read_identity
from desk_app.store.outbox import Waiting, waiting
from desk_app.store.rebuild import rebuild
from desk_app.store.replay import dossier_of, kind_of, replayed
from desk_app.store.verify import verify_journal
from desk_app.store.writing import Writing
from sync import record
from sync.protocol.versions import FILE_PUBLISHED, HUB_DEV

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from desk_app.domain.dossier import Dossier
    from desk_app.domain.events import Event
    from desk_app.store.database import Database
    from desk_app.store.errors import StoreError
    from desk_app.store.guard import Guard


class Journal:
    """The journal of one desk."""

    def __init__(self, database: Database, guard: Guard) -> None:
        self._database = database
        self._guard = guard

    @property
    def identity(self) -> Identity:
        return read_identity(self._database)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """One transaction; on disk when the block ends, or nothing of it. Not nested.

        Raises NeedsNewEpoch, NotEnrolled, DiskFull, DatabaseBusy.
        """
        with self._database.writing():
            identity = self.identity
            seen = self._guard.require_writable(identity)
            tx = Writing(self._database, identity)
            yield tx
        if tx.last_number:
            self._guard.remember(identity, after=seen)

    def bar(self, *, at: datetime, actor: int = 0) -> StoreError | None:
        """Why nothing may be written now, by this person where one is named; None where it may."""
        identity = self.identity
        try:
            self._guard.require_writable(identity)
            identity.writer  # noqa: B018 - raises where the machine has no number yet
            require_access(self._database, at, actor=actor)
        except (NeedsNewEpoch, NotEnrolled, MachineEnded, LeaseEnded, UserBarred) as error:
            return error
        return None

    def dossier(self, dossier: int | str) -> Dossier:
        """The dossier of an entity or of a code it has or had; raises UnknownDossier."""
        entity = self.find(dossier) if isinstance(dossier, str) else dossier
        if entity is None:
            raise UnknownDossier
        with self._database.reading():
            return dossier_of(self._database, entity)

    def dossier_and(
        self, entity: int, shapes: tuple[type[Event], ...]
    ) -> tuple[Dossier, list[Entry]]:
        """A dossier, and those entries of its timeline whose event is of these classes.

        Reads its rows once, and in full only what is asked for. Raises UnknownDossier.
        """
        kinds = {kind for kind, shape in codec.KINDS.items() if shape in shapes} | {codec.RECOVERED}
        with self._database.reading():
            rows = rows_of(self._database, entity)
        found = replayed(rows, entity=entity).dossier
        if found is None:
            raise UnknownDossier
        return found, [entry_of(row) for row in rows if kind_of(row) in kinds]

    def find(self, code: str) -> int | None:
        """The entity with that code, or that once had it; None where nobody has."""
        wanted = code.strip().upper()
        found: int | None = self._database.value(
            "SELECT entity FROM codes WHERE code = ? ORDER BY entity LIMIT 1", (wanted,)
        )
        return found

    def first_salt(self, entity: int) -> bytes | None:
        """The salt that the change which made the entity carries; None where it is not here."""
        author, epoch, number = record.creator(entity)
        raw: bytes | None = self._database.value(
            "SELECT record FROM journal WHERE author = ? AND epoch = ? AND number = ?",
            (author, epoch, number),
        )
        if raw is None:
            return None
        return change_of(raw, author=author, epoch=epoch, number=number).salt

    def timeline(self, entity: int) -> list[Entry]:
        """All that was written about the entity, set aside or not, in the order it counts."""
        with self._database.reading():
            return entries_of(self._database, entity)

    def waiting(self) -> Waiting:
        """What the hub has not judged yet, and since when; raises NotEnrolled."""
        with self._database.reading():
            return waiting(self._database, self.identity.writer)

    def set_aside(self, *, limit: int = -1) -> list[Entry]:
        """Changes of the commune that the hub held, refused, flagged or did not understand.

        Those that no person has dealt with; what came here last stands first.
        """
        rows = self._database.rows(f"{_ASIDES} {_NEWEST}", (limit,))
        return [entry_or_damaged(row[:-1], entity=row[-1]) for row in rows]

    def count_aside(self) -> int:
        """How many `set_aside` gives without a limit."""
        return int(self._database.value("SELECT count(*) FROM asides"))

    def aside(self, change: tuple[int, int, int]) -> Entry | None:
        """The change (machine, epoch, number) if it is among `set_aside`, else None."""
        row = self._database.row(f"{_ASIDES} {_NAMED}", change)
        return None if row is None else entry_or_damaged(row[:-1], entity=row[-1])

    def disputes(self, *, limit: int = -1) -> list[tuple[int, str]]:
        """Entities and their fields with more than one value, as they wait for a person."""
        return self._database.rows("SELECT entity, field FROM disputes LIMIT ?", (limit,))

    def count_disputes(self) -> int:
        return int(self._database.value("SELECT count(*) FROM disputes"))

    def user_of(self, author: int, number: int) -> str:
        """The name of a user of any machine, as that machine told it last; empty where it did not.

        Its changes may not have come here yet.
        """
        told = ""
        for (raw,) in self._database.rows(_USERS, (author, author)):
            body = record.reread(raw)[3]
            if body[0] == number:
                told = str(body[1])
        return told

    def published(self) -> dict[str, str]:
        """What the province published for every desk: SHA-256 (hex) by file name, the last ones."""
        rows = self._database.rows(
            "SELECT record FROM journal WHERE author = ? AND kind = ? ORDER BY place",
            (HUB_DEV, FILE_PUBLISHED),
        )
        bodies = [record.decode(bytes(raw)).body for (raw,) in rows]
        return {str(name): bytes(digest).hex() for _purpose, name, _size, digest in bodies}

    def standing(self, entry: Entry) -> Standing:
        """Where the change stands now."""
        verdict = self._database.value(
            "SELECT verdict FROM settled WHERE author = ? AND epoch = ? AND number = ?",
            (entry.author, entry.epoch, entry.number),
        )
        return Standing(verdict) if verdict else Standing.WAITING

    def verify_chain(self) -> int:
        """Check every entry against its bytes and this machine's chain; returns how many.

        Raises HistoryAltered, EntryUnreadable, naming the first that is not what was written.
        """
        with self._database.reading():
            return verify_journal(self._database, self.identity)

    def rebuild(self, *, progress: Callable[[int], None] | None = None) -> int:
        """Make lists and search anew; returns how many entries were folded."""
        return rebuild(self._database, progress=progress)


_ASIDES = """
    SELECT j.author, j.epoch, j.number, j.record, s.verdict, s.reason, s.position, s.version,
        a.entity
    FROM asides AS a
    JOIN settled AS s
        ON s.author = a.author AND s.epoch = a.epoch AND s.number = a.number
    JOIN journal AS j
        ON j.author = a.author AND j.epoch = a.epoch AND j.number = a.number
"""
_NEWEST = "ORDER BY j.place DESC LIMIT ?"
_NAMED = "WHERE a.author = ? AND a.epoch = ? AND a.number = ?"
_USERS = """
    SELECT record FROM (
        SELECT record, 0 AS near, place FROM journal WHERE author = ? AND kind = 101
        UNION ALL SELECT record, 1, number FROM near_changes WHERE author = ? AND kind = 101
    ) ORDER BY near, place
"""

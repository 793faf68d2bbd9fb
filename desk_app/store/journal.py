"""The journal: what happened, in the order it was written, and every dossier as its fold.

The only way in is `writing()`: one transaction in which numbers are taken, changes appended and
prints queued. Reads answer at any time, from this process and beside others.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from desk_app.store.entries import Entry, Standing, entries_of, entry_of
from desk_app.store.errors import UnknownDossier
from desk_app.store.identity import Identity, read_identity
from desk_app.store.outbox import Waiting, waiting
from desk_app.store.rebuild import rebuild
from desk_app.store.replay import dossier_of
from desk_app.store.verify import verify_journal
from desk_app.store.writing import Writing
from sync import record
from sync.protocol.versions import FILE_PUBLISHED, HUB_DEV

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desk_app.domain.dossier import Dossier
    from desk_app.store.database import Database
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

    def dossier(self, dossier: int | str) -> Dossier:
        """The dossier of an entity or of a code it has or had; raises UnknownDossier."""
        entity = self.find(dossier) if isinstance(dossier, str) else dossier
        if entity is None:
            raise UnknownDossier
        with self._database.reading():
            return dossier_of(self._database, entity)

    def find(self, code: str) -> int | None:
        """The entity with that code, or that once had it; None where nobody has."""
        wanted = code.strip().upper()
        found: int | None = self._database.value(
            "SELECT entity FROM codes WHERE code = ? ORDER BY entity LIMIT 1", (wanted,)
        )
        return found

    def timeline(self, entity: int) -> list[Entry]:
        """All that was written about the entity, set aside or not, in the order it counts."""
        with self._database.reading():
            return entries_of(self._database, entity)

    def waiting(self) -> Waiting:
        """What the hub has not judged yet, and since when; raises NotEnrolled."""
        with self._database.reading():
            return waiting(self._database, self.identity.writer)

    def set_aside(self) -> list[Entry]:
        """Own changes that the hub held, refused or did not understand; the newest first."""
        author, _ = self.identity.writer
        rows = self._database.rows(_ASIDE, (author,))
        return [entry_of(row) for row in rows]

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


_ASIDE = """
    SELECT j.author, j.epoch, j.number, j.record, s.verdict, s.reason, s.position, s.version
    FROM settled AS s
    JOIN journal AS j
        ON j.author = s.author AND j.epoch = s.epoch AND j.number = s.number
    WHERE s.verdict IN ('held', 'refused', 'opaque') AND s.author = ?
    ORDER BY s.epoch DESC, s.number DESC
"""

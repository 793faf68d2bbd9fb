"""One machine's share into the database, inside the caller's transaction.

A log is taken in a row, without a gap, and only while it hangs together: where it does not, nothing
of it is shown any more until the province has decided, and nothing of ours is touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.store.entries import rows_of
from desk_app.store.near import LogState, known_through, put_out_of_sight, settled_through, state_of
from desk_app.store.projections import project
from desk_app.store.replay import replayed
from desk_app.store.settings import counter, raise_counter
from desk_app.store.writing import LAMPORT
from sync.errors import SyncError
from sync.protocol.frame import HEAD_PREFIX_BYTES, Form, Frame
from sync.relay.sharing import Belief, Colleague, Log, read_frames

if TYPE_CHECKING:
    from desk_app.store.database import Database
    from sync.record import Change

AWAY_S = 90  # not heard for so long: away
_SEEN_EVERY_S = 30  # a machine that has nothing new is noted so often
_MOST_LAMPORT = 2**48  # honest counts never come near it, and ours goes on from the highest
_FIRST_OF_HUB = 1000  # kinds from here on are the hub's own to write


class NearTaking:
    """Takes logs of colleagues, and brings every dossier they touch up to date."""

    def __init__(self, database: Database, belief: Belief, *, now: int) -> None:
        """`now` in Unix seconds."""
        self._database = database
        self._belief = belief
        self._now = now
        self._touched: set[int] = set()
        self.taken = 0  # changes that were new here

    def is_news(self, log: Log, speaker: Colleague, *, ours: int) -> bool:
        """Whether anything would be written, so that an idle meeting costs the disk nothing."""
        row = self._database.row(
            "SELECT words, receipt, ours, seen_at FROM colleagues WHERE author = ? AND epoch = ?",
            (speaker.dev, speaker.ep),
        )
        if row is None or log.frames:
            return True
        is_same = (bytes(row[0]), bytes(row[1]), row[2]) == (log.words, log.receipt, ours)
        return (
            not is_same or not 0 <= self._now - row[3] < _SEEN_EVERY_S or self._is_cut(log, speaker)
        )

    def take_log(self, log: Log, colleague: Colleague) -> None:
        """Keep what is new of a log; stop where it does not fit."""
        place = (colleague.dev, colleague.ep)
        self._database.execute(
            """
            INSERT INTO colleagues (author, epoch, key, words, receipt) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (author, epoch) DO UPDATE
                SET words = excluded.words, receipt = excluded.receipt
            """,
            (*place, colleague.key, log.words, log.receipt),
        )
        if colleague.closed is not None:
            self._hide((colleague.dev, colleague.closed), LogState.CLOSED)
        if state_of(self._database, place) is not LogState.OPEN:
            return
        if self._is_cut(log, colleague):
            self._hide(place, LogState.FORKED)
            return
        try:
            for frame, raw in read_frames(log, colleague, self._belief):
                if not self._take_frame(frame, raw):
                    return
        except SyncError:  # nobody's signature, or bytes that are no change: what came before stays
            return

    def note_seen(self, speaker: Colleague, *, ours: int, ours_epoch: int) -> None:
        """The machine spoke with us, and said how far it has our log."""
        self._database.execute(
            """
            UPDATE colleagues SET ours = ?, ours_epoch = ?, seen_at = ?,
                since = CASE WHEN ? - seen_at BETWEEN 0 AND ? THEN since ELSE ? END
            WHERE author = ? AND epoch = ?
            """,
            (ours, ours_epoch, self._now, self._now, AWAY_S, self._now, speaker.dev, speaker.ep),
        )

    def finish(self) -> None:
        """Bring every dossier up to date that the logs touched."""
        for entity in self._touched:
            found = replayed(rows_of(self._database, entity), entity=entity)
            project(self._database, found, entity=entity)

    def _is_cut(self, log: Log, colleague: Colleague) -> bool:
        """Whether its own author says that a log stands otherwise than we were told.

        A word that was overtaken on its way names an earlier end of the same log, and is none.
        """
        head = self._database.value(
            "SELECT head FROM near_frames WHERE author = ? AND epoch = ? AND last = ?",
            (colleague.dev, colleague.ep, log.last),
        )
        return head is not None and bytes(head)[:HEAD_PREFIX_BYTES] != log.head

    def _take_frame(self, frame: Frame, raw: bytes) -> bool:
        """Whether the next frame may follow."""
        place = (frame.dev, frame.ep)
        after = known_through(self._database, place)
        if frame.last <= after:
            return True
        if frame.first > after + 1:
            return False
        changes = frame.changes() if frame.form is Form.ROWS else []
        if any(change.lam > _MOST_LAMPORT for _, change in changes):
            return False
        if not self._hangs_on(frame, changes):
            self._hide(place, LogState.FORKED)
            return False
        count = changes[0][1].lam if changes else self._count()
        self._database.execute(
            "INSERT INTO near_frames (author, epoch, first, last, head, frame, lamport, taken_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*place, frame.first, frame.last, frame.head_after, raw, count, self._now),
        )
        self._show(place, [one for one in changes if one[1].seq > after])
        return True

    def _hangs_on(self, frame: Frame, changes: list[tuple[bytes, Change]]) -> bool:
        """Whether a frame continues what is here, and repeats nothing otherwise."""
        place = (frame.dev, frame.ep)
        head = self._database.value(
            "SELECT head FROM near_frames WHERE author = ? AND epoch = ? AND last = ?",
            (*place, frame.first - 1),
        )
        if head is not None and bytes(head)[:HEAD_PREFIX_BYTES] != frame.head_before:
            return False
        told: dict[int, bytes] = dict(
            self._database.rows(
                "SELECT number, record FROM near_changes"
                " WHERE author = ? AND epoch = ? AND number >= ?",
                (*place, frame.first),
            )
        )
        return all(told.get(change.seq, raw) == raw for raw, change in changes)

    def _show(self, place: tuple[int, int], changes: list[tuple[bytes, Change]]) -> None:
        through = settled_through(self._database, place)
        fresh = [
            (*place, change.seq, change.ent, change.kind, raw)
            for raw, change in changes
            if change.seq > through and 0 < change.kind < _FIRST_OF_HUB
        ]
        self._database.execute_many("INSERT INTO near_changes VALUES (?, ?, ?, ?, ?, ?)", fresh)
        self._learn(max((change.lam for _, change in changes), default=0))
        self._touched.update(row[3] for row in fresh)
        self.taken += len(fresh)

    def _learn(self, count: int) -> None:
        """Let our own count leave a gap: what we write from here on knows of this frame."""
        raise_counter(self._database, LAMPORT, max(count, self._count()) + 1)

    def _count(self) -> int:
        return counter(self._database, LAMPORT)

    def _hide(self, log: tuple[int, int], state: LogState) -> None:
        self._touched |= put_out_of_sight(self._database, log, state)

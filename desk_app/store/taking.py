"""One answer of the hub into the database, inside the caller's transaction.

The trap: a feed may begin anew (the hub was restored). What was taken of it before stays in force
until the new turn has come as far as the hub has; what the new turn did not bring again is dropped
then, so that nothing flickers in between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.events import PaperScanned, ResultAttached, ResultSigned
from desk_app.store import outbox
from desk_app.store.access import take_order
from desk_app.store.entries import change_of, event_of, rows_of
from desk_app.store.errors import EntryUnreadable
from desk_app.store.hub_keys import take_key_lists
from desk_app.store.issuers import note_list
from desk_app.store.lease import renew_lease
from desk_app.store.lost import note_lost
from desk_app.store.near import give_way, near_between
from desk_app.store.projections import project
from desk_app.store.replay import replayed
from desk_app.store.setting_aside import (
    make_room,
    note_own,
    own_head,
    set_aside_lost,
    settle_old_logs,
)
from desk_app.store.settings import counter, put_setting, raise_counter, set_counter
from desk_app.store.writing import LAMPORT
from sync import cose
from sync.client.replica import Reply, Taken
from sync.protocol.hello import Cursor
from sync.protocol.page import FeedRecord, Page, Verdict
from sync.protocol.versions import FILE_PUBLISHED

if TYPE_CHECKING:
    from desk_app.store.database import Database
    from desk_app.store.identity import Identity
    from sync.protocol.snapshot import Content, KeyRange, Offer
    from sync.record import Change

_ANSWERED = "answered"  # counter of the latest hello whose answer was taken
SNAPSHOT = "snapshot."  # setting: [hub epoch, position] of the one taken last of a scope

_IN_FORCE = frozenset({Verdict.OK, Verdict.FLAGGED})


def take_reply(database: Database, own: Identity, reply: Reply) -> Taken:
    """Everything the reply says, and every dossier it touches brought up to date."""
    is_by_stick = not reply.receipt.counter  # whoever read it has seen that it is newer
    if is_by_stick or reply.receipt.counter >= counter(database, _ANSWERED):
        raise_counter(database, _ANSWERED, reply.receipt.counter)
        set_counter(database, outbox.acked_name(own.writer[1]), reply.receipt.acked)
        set_counter(database, f"durable.{own.writer[1]}", reply.receipt.durable)
    database.execute(
        "INSERT OR REPLACE INTO receipts VALUES (?, ?, ?, ?)",
        (*own.writer, reply.receipt.acked, reply.receipt_raw),
    )
    take_key_lists(database, [cose.read(raw) for raw in reply.key_lists])
    renew_lease(database, said_at=reply.receipt.hub_time, days=reply.receipt.lease_days)
    taking = _Taking(database, own, now=reply.receipt.hub_time)
    for page in reply.pages:
        if reply.asked is None or reply.asked.get(page.scope) == taking.cursor(page.scope):
            taking.take_page(page)
    taking.finish()
    if not is_by_stick:
        note_list(database, reply.pages, now=reply.receipt.hub_time)
    return Taken(
        settled=taking.settled,
        refused=taking.refused,
        held=taking.held,
        received=taking.received,
    )


def take_snapshot(
    database: Database, own: Identity, offer: Offer, content: Content, *, now: int
) -> None:
    """A feed up to its floor, and every dossier it touches brought up to date."""
    taking = _Taking(database, own, now=now)
    taking.take_snapshot(offer, content)
    taking.finish()
    put_setting(database, f"{SNAPSHOT}{offer.scope}", [offer.hub_ep, offer.pos])


class _Taking:
    def __init__(self, database: Database, own: Identity, *, now: int) -> None:
        self._database = database
        self._own = own
        self._now = now  # Unix seconds, as the hub says
        self._touched: dict[int, None] = {}  # in the order they came
        self.settled = self.refused = self.held = self.received = 0

    def cursor(self, scope: str) -> Cursor | None:
        """Where the feed stands now: another process may have taken an answer meanwhile."""
        row = self._database.row(
            "SELECT hub_epoch, position, digest FROM cursors WHERE scope = ?", (scope,)
        )
        return Cursor(*row) if row is not None else None

    def take_page(self, page: Page) -> None:
        turn = self._turn(page)
        for entry in page.records:
            self._take_record(entry, scope=page.scope, turn=turn)
        self._database.execute(
            """
            INSERT INTO cursors VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (scope) DO UPDATE SET hub_epoch = excluded.hub_epoch,
                position = excluded.position, digest = excluded.digest, turn = excluded.turn
            """,
            (page.scope, page.hub_ep, page.last, page.digest, turn),
        )
        if not page.has_more:
            self._drop_older_turns(page.scope, turn)

    def take_snapshot(self, offer: Offer, content: Content) -> None:
        """A feed up to its floor; what has left the feed stays as it is known here."""
        known = self._database.row("SELECT turn FROM cursors WHERE scope = ?", (offer.scope,))
        turn = int(known[0]) + 1 if known else 1
        for keys in content.keys:
            self._keep_range(keys, scope=offer.scope, turn=turn)
        for entry in content.records:
            self._take_record(entry, scope=offer.scope, turn=turn)
        self._database.execute(
            "INSERT OR REPLACE INTO cursors (scope, hub_epoch, position, digest, turn)"
            " VALUES (?, ?, ?, ?, ?)",
            (offer.scope, offer.hub_ep, offer.pos, offer.digest, turn),
        )
        if offer.pos == offer.newest:
            self._drop_older_turns(offer.scope, turn)

    def _keep_range(self, keys: KeyRange, *, scope: str, turn: int) -> None:
        place = (keys.dev, keys.ep, keys.first, keys.last)
        self._database.execute(
            "UPDATE settled SET turn = ?"
            " WHERE author = ? AND epoch = ? AND number BETWEEN ? AND ? AND scope = ?",
            (turn, *place, scope),
        )
        for number, raw in near_between(self._database, place):  # it comes in no page any more
            told = FeedRecord(number, 0, keys.dev, keys.ep, number, keys.verdict, "", raw)
            self._take_record(told, scope=scope, turn=turn)
        if keys.dev == self._own.author:
            waited = self._database.rows(_WITHOUT_WORD, place)
            self._touched.update(dict.fromkeys(entity for (entity,) in waited))
            self._database.execute(
                """
                INSERT OR IGNORE INTO settled
                    (author, epoch, number, scope, position, version, verdict, reason, turn)
                SELECT author, epoch, number, ?, number, 0, ?, '', ? FROM journal
                WHERE author = ? AND epoch = ? AND number BETWEEN ? AND ?
                """,
                (scope, keys.verdict.value, turn, *place),
            )

    def finish(self) -> None:
        touched = settle_old_logs(self._database, self._own, now=self._now)
        touched |= give_way(self._database)
        self._touched.update(dict.fromkeys(touched))
        for entity in self._touched:
            project(
                self._database,
                replayed(rows_of(self._database, entity), entity=entity),
                entity=entity,
            )
        outbox.note_settled_through(self._database, self._own.writer)

    def _turn(self, page: Page) -> int:
        """Which time this feed is being read; another one when the hub begins it anew."""
        known = self._database.row(
            "SELECT position, turn FROM cursors WHERE scope = ?", (page.scope,)
        )
        if known is None:
            return 1
        position, turn = known
        return int(turn) + 1 if page.after == 0 and position > 0 else int(turn)

    def _take_record(self, entry: FeedRecord, *, scope: str, turn: int) -> None:
        place = (entry.dev, entry.ep, entry.seq)
        is_own = entry.dev == self._own.author
        change = self._keep(entry)
        known = self._database.value(
            "SELECT verdict FROM settled WHERE author = ? AND epoch = ? AND number = ?", place
        )
        self._database.execute(
            """
            INSERT INTO settled VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (author, epoch, number) DO UPDATE SET scope = excluded.scope,
                position = excluded.position, version = excluded.version,
                verdict = excluded.verdict, reason = excluded.reason, turn = excluded.turn
            """,
            (*place, scope, entry.pos, entry.ver, entry.verdict.value, entry.reason, turn),
        )
        if known is None:
            self._count(entry, is_own=is_own)
        if change is not None:
            self._touched[change.ent] = None
            if entry.verdict in _IN_FORCE:
                take_order(self._database, self._own, change, dev=entry.dev)
            if entry.raw is not None and entry.verdict in _IN_FORCE:
                self._want_file(change)
        elif is_own:
            self._touch_damaged(place)

    def _touch_damaged(self, place: tuple[int, int, int]) -> None:
        """An own change that can no longer be read: its row still says whose dossier it is in."""
        entity = self._database.value(
            "SELECT entity FROM journal WHERE author = ? AND epoch = ? AND number = ?", place
        )
        if entity is not None:
            self._touched[int(entity)] = None

    def _count(self, entry: FeedRecord, *, is_own: bool) -> None:
        if not is_own:
            self.received += 1
            return
        self.settled += 1
        self.refused += entry.verdict is Verdict.REFUSED
        self.held += entry.verdict is Verdict.HELD

    def _keep(self, entry: FeedRecord) -> Change | None:
        """The change of the record, kept where it is new; None where there is none to be read."""
        place = (entry.dev, entry.ep, entry.seq)
        raw = entry.raw
        if raw is None:
            raw = self._database.value(
                "SELECT record FROM journal WHERE author = ? AND epoch = ? AND number = ?", place
            )
            if raw is None:
                return None
        try:
            change = change_of(raw, author=entry.dev, epoch=entry.ep, number=entry.seq)
        except EntryUnreadable:  # one bad record must not stop the feed for ever
            return None
        if change.seq != entry.seq:
            return None
        if entry.raw is not None:
            self._insert(place, change, entry.raw)
        return change

    def _insert(self, place: tuple[int, int, int], change: Change, raw: bytes) -> None:
        touched = make_room(self._database, self._own, place, raw, now=self._now)
        self._touched.update(dict.fromkeys(touched))
        is_own = place[0] == self._own.author
        head = own_head(self._database, place, change, raw) if is_own else None
        self._database.execute(
            "INSERT OR IGNORE INTO journal (author, epoch, number, entity, kind, record, head)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*place, change.ent, change.kind, raw, head),
        )
        raise_counter(self._database, LAMPORT, change.lam)
        if is_own:
            note_own(self._database, change)

    def _want_file(self, change: Change) -> None:
        """Ask for the file the change speaks of, unless it is here."""
        event = event_of(change)
        if isinstance(event, ResultAttached | ResultSigned | PaperScanned):
            sha256, purpose = event.sha256, "paper" if type(event) is PaperScanned else "result"
        elif change.kind == FILE_PUBLISHED:
            sha256, purpose = bytes(change.body[3]).hex(), "published"
        else:
            return
        self._database.execute(
            """
            INSERT OR IGNORE INTO wanted
            SELECT ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM files WHERE sha256 = ?)
            """,
            (sha256, purpose, change.ent, change.at, sha256),
        )

    def _drop_older_turns(self, scope: str, turn: int) -> None:
        dropped = self._database.rows(
            """
            SELECT DISTINCT j.entity FROM settled AS s
            JOIN journal AS j
                ON j.author = s.author AND j.epoch = s.epoch AND j.number = s.number
            WHERE s.scope = ? AND s.turn < ?
            """,
            (scope, turn),
        )
        if dropped:
            note_lost(self._database, scope, turn, epoch=self._own.writer[1])
            self._database.execute(
                "DELETE FROM settled WHERE scope = ? AND turn < ?", (scope, turn)
            )
            outbox.forget_settled_through(self._database, self._own.writer)
            touched = set_aside_lost(self._database, self._own, now=self._now)
            self._touched.update(dict.fromkeys(touched))
        self._touched.update(dict.fromkeys(entity for (entity,) in dropped))


_WITHOUT_WORD = """
    SELECT DISTINCT j.entity FROM journal AS j
    LEFT JOIN settled AS s
        ON s.author = j.author AND s.epoch = j.epoch AND s.number = j.number
    WHERE s.author IS NULL AND j.author = ? AND j.epoch = ? AND j.number BETWEEN ? AND ?
"""

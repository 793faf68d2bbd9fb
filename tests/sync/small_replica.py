"""A replica over real SQLite with as little around it as a round needs."""

import sqlite3
from io import BytesIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import cose, record
from sync.client.replica import FileToSend, Identity, Modes, Taken
from sync.errors import MalformedChange
from sync.protocol.frame import ClockMark
from sync.protocol.hello import Cursor
from sync.protocol.key_list import read_first
from sync.protocol.page import Verdict
from sync.record import Change
from tests.sync.rules import CREATED

SCHEMA = """
CREATE TABLE journal (seq INTEGER PRIMARY KEY, ent INTEGER, raw BLOB, head BLOB);
CREATE TABLE salts (ent INTEGER PRIMARY KEY, salt BLOB);
CREATE TABLE settled (
    scope TEXT, pos INTEGER, ver INTEGER, dev INTEGER, ep INTEGER, seq INTEGER,
    verdict TEXT, reason TEXT, raw BLOB, ent INTEGER, PRIMARY KEY (scope, pos)
);
CREATE TABLE cursors (scope TEXT PRIMARY KEY, hub_ep INTEGER, pos INTEGER, digest INTEGER);
CREATE TABLE numbers (name TEXT PRIMARY KEY, value INTEGER);
CREATE TABLE files (sha256 TEXT PRIMARY KEY, content BLOB, at_hub INTEGER);
CREATE TABLE receipts (raw BLOB);
"""


class SmallReplica:
    def __init__(self, granted=None, *, key=None, at=1_795_000_000):
        self.db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self.db.executescript(SCHEMA)
        self.key = key or Ed25519PrivateKey.generate()
        self.at = at
        self.granted = granted
        self.wanted = []
        self.key_lists = []  # taken since enrolment
        self.chosen = Modes()
        self.failed = []
        self.snapshots = {}
        self.log = []  # what was asked of the replica, for tests of order

    @property
    def public(self):
        return self.key.public_key().public_bytes_raw()

    def write(self, kind=CREATED, body=(), *, ent=None, base=None):
        """Append a change; its entity is given back."""
        dev, ep = self.granted.dev, self.granted.ep
        seq = self.last() + 1
        about = ent or record.entity_id(dev, ep, seq)
        salt = self.one("SELECT salt FROM salts WHERE ent = ?", about)
        fresh = None if salt else (about * 7 + dev).to_bytes(16, "big")
        change = Change(
            seq=seq,
            kind=kind,
            ent=about,
            base=self.version(about) if base is None else base,
            lam=seq,
            at=self.at,
            actor=1,
            cat=1,
            body=tuple(body),
            salt=fresh,
        )
        raw = record.encode(change)
        head = record.link(self.head(seq - 1), dev, ep, raw, salt or fresh, seq)
        self.db.execute("INSERT INTO journal VALUES (?, ?, ?, ?)", (seq, about, raw, head))
        self.db.execute("INSERT OR IGNORE INTO salts VALUES (?, ?)", (about, fresh))
        return about

    def version(self, ent):
        """The hub's version of an entity, of whatever verdict, as far as it is known here."""
        return self.one("SELECT max(ver) FROM settled WHERE ent = ?", ent) or 0

    def verdicts(self):
        """Own changes and the word on them."""
        rows = self.db.execute(
            "SELECT seq, verdict, reason FROM settled WHERE dev = ? AND ep = ? ORDER BY seq",
            (self.granted.dev, self.granted.ep),
        )
        return {seq: (verdict, reason) for seq, verdict, reason in rows}

    def feed(self, scope):
        """Everything taken of a feed, own changes with their bytes."""
        rows = self.db.execute("SELECT * FROM settled WHERE scope = ? ORDER BY pos", (scope,))
        return rows.fetchall()

    def one(self, query, *values):
        row = self.db.execute(query, values).fetchone()
        return row[0] if row else None

    def identity(self):
        newest = self.key_lists[-1] if self.key_lists else self.granted.key_list
        listed = read_first(cose.read(newest))
        return Identity(
            hub_id=self.granted.hub_id,
            hub_keys=listed.keys,
            key_list=listed,
            dev=self.granted.dev,
            ep=self.granted.ep,
            sign=self.key.sign,
        )

    def next_counter(self):
        return self._number("counter", (self._number("counter") or 0) + 1)

    def last(self):
        return self.one("SELECT max(seq) FROM journal") or 0

    def acked(self):
        return self._number("acked") or 0

    def cursors(self):
        return {
            scope: Cursor(hub_ep, pos, digest)
            for scope, hub_ep, pos, digest in self.db.execute("SELECT * FROM cursors")
        }

    def outbox(self, after, limit_bytes):
        raws, size = [], 0
        for (raw,) in self.db.execute(
            "SELECT raw FROM journal WHERE seq > ? ORDER BY seq", (after,)
        ):
            size += len(raw)
            if raws and size > limit_bytes:
                break
            raws.append(raw)
        return raws

    def head(self, seq):
        if seq == 0:
            return record.first_head(self.granted.dev, self.granted.ep)
        return self.one("SELECT head FROM journal WHERE seq = ?", seq)

    def clock_mark(self):
        return ClockMark(now=self.at, boot=b"boot")

    def take(self, reply):
        self.log.append("take")
        self.db.execute("BEGIN IMMEDIATE")
        try:
            taken = self._take(reply)
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")
        return taken

    def note_revoked(self, details):
        self.revoked = dict(details)

    def stop_writing(self, why):
        self.log.append(why.value)

    def hub_words(self):
        return self.granted.raw

    def lost_words(self):
        return {}

    def words_known(self, scope, words):
        raise AssertionError(scope, words)

    def snapshots_taken(self):
        return self.snapshots

    def take_snapshot(self, offer, content):
        kept = self.db.execute("SELECT dev, ep, seq FROM settled WHERE scope = ?", (offer.scope,))
        named = [
            (key.dev, key.ep, seq) for key in content.keys for seq in range(key.first, key.last + 1)
        ]
        for place in set(kept.fetchall()) - set(named):
            self.db.execute("DELETE FROM settled WHERE dev = ? AND ep = ? AND seq = ?", place)
        for entry in content.records:
            self._keep(offer.scope, entry)
        row = (offer.scope, offer.hub_ep, offer.pos, offer.digest)
        self.db.execute("INSERT OR REPLACE INTO cursors VALUES (?, ?, ?, ?)", row)
        self.snapshots[offer.scope] = (offer.hub_ep, offer.pos)

    def files_to_send(self):
        rows = self.db.execute("SELECT sha256, content FROM files WHERE NOT at_hub").fetchall()
        return [
            FileToSend(sha256=sha256, size=len(content), open=lambda c=content: BytesIO(c))
            for sha256, content in rows
        ]

    def files_wanted(self):
        have = {sha256 for (sha256,) in self.db.execute("SELECT sha256 FROM files")}
        return [sha256 for sha256 in self.wanted if sha256 not in have]

    def modes(self):
        return self.chosen

    def file_failed(self, sha256, code):
        self.failed.append((sha256, code))

    def keep_file(self, sha256, content):
        self.db.execute("INSERT INTO files VALUES (?, ?, 1)", (sha256, content))

    def file_held_by_hub(self, sha256):
        self.db.execute("UPDATE files SET at_hub = 1 WHERE sha256 = ?", (sha256,))

    def _number(self, name, value=None):
        if value is not None:
            self.db.execute("INSERT OR REPLACE INTO numbers VALUES (?, ?)", (name, value))
        return self.one("SELECT value FROM numbers WHERE name = ?", name)

    def _take(self, reply):
        answered = self._number("answered") or 0
        if not reply.receipt.counter or reply.receipt.counter >= answered:
            self._number("answered", max(answered, reply.receipt.counter))
            self._number("acked", reply.receipt.acked)
            self.key_lists += reply.key_lists
        self.db.execute("INSERT INTO receipts VALUES (?)", (reply.receipt_raw,))
        pages = [page for page in reply.pages if self._goes_on(page.scope, reply.asked)]
        records = [(page, entry) for page in pages for entry in page.records]
        for page in pages:
            self._begin_anew(page)
        for page, entry in records:
            self._keep(page.scope, entry)
        for page in pages:
            row = (page.scope, page.hub_ep, page.last, page.digest)
            self.db.execute("INSERT OR REPLACE INTO cursors VALUES (?, ?, ?, ?)", row)
        me = (self.granted.dev, self.granted.ep)
        own = [entry for _, entry in records if (entry.dev, entry.ep) == me]
        return Taken(
            settled=len(own),
            refused=sum(entry.verdict is Verdict.REFUSED for entry in own),
            held=sum(entry.verdict is Verdict.HELD for entry in own),
            received=len(records) - len(own),
        )

    def _goes_on(self, scope, asked):
        return asked is None or asked.get(scope) == self.cursors().get(scope)

    def _begin_anew(self, page):
        at = self.cursors().get(page.scope)
        assert page.after in {at.pos if at else 0, 0}
        if page.after == 0:
            self.db.execute("DELETE FROM settled WHERE scope = ?", (page.scope,))

    def _keep(self, scope, entry):
        raw = entry.raw or self.one("SELECT raw FROM journal WHERE seq = ?", entry.seq)
        place = (scope, entry.pos, entry.ver, entry.dev, entry.ep, entry.seq)
        told = (entry.verdict.value, entry.reason, raw, _entity(raw))
        self.db.execute("INSERT INTO settled VALUES (?,?,?,?,?,?,?,?,?,?)", (*place, *told))


def _entity(raw):
    """What a change is about; 0 for damaged bytes."""
    try:
        return record.decode(raw).ent
    except MalformedChange:
        return 0

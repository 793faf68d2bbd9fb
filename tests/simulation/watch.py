"""What must hold after every step: looked at from outside, with a connection of its own.

Every change a desk committed is known here before it can travel; every row the hub committed is
read once and compared with it.
"""

import hashlib
import hmac
import sqlite3
import struct
from collections import defaultdict
from typing import NamedTuple

from sync import cose
from sync.hub import late
from sync.protocol import receipt
from sync.protocol.frame import FRAME, read_frame
from sync.protocol.hello import Cursor
from tests.simulation.history import Acknowledged, Append, Forgot, Read

_DIGEST_MASK = 2**62 - 1
_MOST_MESSAGES = 64
_ENDS = "SELECT scope, pos FROM feeds"
_NEWS = """
    SELECT f.pos, f.dev, f.ep, f.seq, f.ver, f.verdict, f.reason, f.digest,
           c.ent, c.kind, c.raw, c.head
    FROM feed AS f
    JOIN changes AS c ON c.scope = f.scope AND c.dev = f.dev AND c.ep = f.ep AND c.seq = f.seq
    WHERE f.scope = ? AND f.pos > ? ORDER BY f.pos
"""
_LOGS = "SELECT dev, ep, acked, head, frozen FROM epochs WHERE acked > 0 OR frozen <> ''"
_REVOKED = "SELECT dev FROM devices WHERE revoked_at IS NOT NULL"
_KEPT_LATE = "SELECT 1 FROM quarantine WHERE id = ?"
_FIRST_HEADS = "SELECT dev, ep, first_head FROM epochs"


class FeedRow(NamedTuple):
    pos: int
    author: tuple
    seq: int
    ver: int
    verdict: str
    reason: str
    digest: int


class ChangeRow(NamedTuple):
    scope: str
    ent: int
    kind: int
    raw: bytes
    head: bytes


class Violation(BaseException):
    """A promise of sync is broken; its number stands first. No program may catch this."""


def require(claim, number, *details):
    if not claim:
        raise Violation(f"{number}: {details}")


class Watch:
    """Everything anybody ever committed, and what each was told."""

    def __init__(self):
        self.hub_path = None
        self.written = {}  # (dev, ep, seq) → {head: raw}
        self.last_of = defaultdict(int)  # desk → seq read so far
        self.feeds = defaultdict(list)  # scope → FeedRow
        self.changes = {}  # (dev, ep, seq) → ChangeRow
        self.logs = defaultdict(list)  # author → heads
        self.told = {}  # author → (acked, head): the highest receipt any desk has
        self.frozen = {}  # author → acked when it was frozen
        self.revoked = set()  # machines whose frames nobody takes but by a person's act
        self.by_a_person = set()  # (dev, ep, seq) that a person is taking just now
        self.files = {}  # sha256 → content
        self.history = []
        self.hub_life = 0
        self.max_counted = 0  # most rounds a desk needed at the end
        self._database = None

    def watch_hub(self, path):
        if self._database is not None:
            self._database.close()
        self.hub_path = path
        self._database = sqlite3.connect(path, isolation_level=None)

    def new_file(self, content):
        digest = hashlib.sha256(content).hexdigest()
        self.files[digest] = content
        return digest

    def learn(self, replica):
        """Read what a desk has committed since; what it had committed before must be there."""
        dev, ep = replica.granted.dev, replica.granted.ep
        rows = replica.db.look(
            "SELECT seq, ent, raw, head FROM journal WHERE seq > ? ORDER BY seq",
            (self.last_of[replica.name],),
        )
        for seq, ent, raw, head in rows:
            require(seq == self.last_of[replica.name] + 1, "S6", "a number is missing", seq)
            self.last_of[replica.name] = seq
            self.written.setdefault((dev, ep, seq), {})[head] = raw
            name = (dev, ep, seq, head[:4])
            self.history.append(
                Append(desk=replica.name, dossier=(replica.granted.org, ent), name=name)
            )

    def put_back(self, replica):
        """A desk's database is an older one, or another's, from here on."""
        [(last,)] = replica.db.look("SELECT max(seq) FROM journal")
        self.last_of[replica.name] = last or 0
        self.history.append(Forgot(desk=replica.name))

    def see_hub(self):
        """Read what the hub committed since, and check each row against what was written."""
        for scope, pos in self._database.execute(_ENDS).fetchall():
            known = len(self.feeds[scope])
            if pos == known:
                continue
            for row in self._database.execute(_NEWS, (scope, known)).fetchall():
                at, dev, ep, seq, ver, verdict, reason, digest, *change = row
                self._see_change((dev, ep), seq, ChangeRow(scope, *change))
                told = FeedRow(at, (dev, ep), seq, ver, verdict, reason, digest)
                self._see_record(scope, told)
            require(len(self.feeds[scope]) == pos, "S7", "the feed ends early", scope, pos)
        self._see_logs()

    def _see_change(self, author, seq, row):
        log = self.logs[author]
        if author[0]:
            known = self.written.get((*author, seq), {})
            require(row.head in known, "S3", "nobody wrote this", author, seq)
            require(known[row.head] == row.raw, "S3", "other bytes", author, seq)
        else:
            self.history.append(
                Append(desk="hub", dossier=(row.scope, row.ent), name=(*author, seq, row.head[:4]))
            )
        require(seq == len(log) + 1, "S2", "not the next of its log", author, seq, len(log))
        require((*author, seq) not in self.changes, "S2", "twice", author, seq)
        require(author not in self.frozen, "S13", "a frozen log grew", author)
        is_taken_by_hand = (*author, seq) in self.by_a_person
        is_revoked = author[0] in self.revoked and not is_taken_by_hand
        require(not is_revoked, "S13", "a revoked machine's log grew", author, seq)
        log.append(row.head)
        self.changes[*author, seq] = row

    def _see_record(self, scope, row):
        rows = self.feeds[scope]
        require(row.pos == len(rows) + 1, "S7", "a gap in a feed", scope, row.pos, len(rows))
        change = self.changes[*row.author, row.seq]
        before = rows[-1].digest if rows else 0
        told = before + term(scope, row, change.raw) & _DIGEST_MASK
        require(row.digest == told, "S5", "the digest does not add up", scope, row)
        rows.append(row)

    def _see_logs(self):
        for dev, ep, acked, head, frozen in self._database.execute(_LOGS):
            log = self.logs[dev, ep]
            require(acked == len(log), "S1", "the ack is not the log's end", dev, acked, len(log))
            require(not log or head == log[-1], "S10", "the head is not the log's", dev)
            if frozen:
                self.frozen.setdefault((dev, ep), acked)
        self.revoked.update(dev for (dev,) in self._database.execute(_REVOKED))

    def require_kept(self, request, key):
        """What a revoked machine sent lies where a person finds it, or in the log."""
        for message in cose.read_all(request, limit=_MOST_MESSAGES):
            if message.typ != FRAME:
                continue
            told = read_frame(message, key=key)
            place = (late._id(told, late.REVOKED),)
            is_kept = self._database.execute(_KEPT_LATE, place).fetchone() is not None
            is_known = len(self.logs[told.dev, told.ep]) >= told.last
            require(is_kept or is_known, "S13", "a late frame is dropped", told.dev, told.first)

    def hub_put_back(self):
        """The hub's database is an older one: begin to read it anew."""
        self.hub_life += 1
        self.watch_hub(self.hub_path)
        self.feeds.clear()
        self.changes.clear()
        self.logs.clear()
        self.frozen.clear()
        self.revoked.clear()
        self.history = [op for op in self.history if isinstance(op, Append) and op.desk != "hub"]
        self.see_hub()

    def taken(self, replica, reply):
        """A desk took an answer: it may only believe what the hub has."""
        told = reply.receipt
        author = (told.dev, told.ep)
        log = self.logs[author]
        is_of_this_life = told.hub_ep == self.hub_ep
        if is_of_this_life:
            require(told.acked <= len(log), "S1", "acknowledged and not there", author, told.acked)
            if told.acked:
                require(log[told.acked - 1] == told.head, "S1", "acknowledged another", author)
        own = replica.db.look("SELECT head FROM journal WHERE seq = ?", (told.acked,))
        if told.acked:
            require(
                own == [(told.head,)], "S1", "took another history's receipt", author, told.acked
            )
        self.history.append(Acknowledged(desk=replica.name, through=told.acked))
        for page in reply.pages:
            self._took_page(replica, page, is_of_this_life=is_of_this_life)

    def _took_page(self, replica, page, *, is_of_this_life):
        scope = page.scope
        [(count, last)] = replica.db.look(
            "SELECT count(*), max(pos) FROM settled WHERE scope = ?", (scope,)
        )
        [cursor] = replica.db.look(
            "SELECT hub_ep, pos, digest FROM cursors WHERE scope = ?", (scope,)
        )
        cursor = Cursor(*cursor)
        require(count == (last or 0) == cursor.pos, "S7", "a desk skipped a row", scope, count)
        if not is_of_this_life:
            return
        ours = self.feeds[scope]
        require(cursor.digest == (ours[cursor.pos - 1].digest if cursor.pos else 0), "S5", scope)
        for entry in page.records:
            row = ours[entry.pos - 1]
            same = (row.author, row.seq, row.ver, row.verdict, row.reason)
            said = ((entry.dev, entry.ep), entry.seq, entry.ver, entry.verdict, entry.reason)
            require(same == said, "S5", "a page says something else", scope, entry.pos)
        if page.records:
            self.read(
                replica,
                scope,
                self.changes[*ours[page.last - 1].author, ours[page.last - 1].seq].ent,
            )

    def read(self, replica, scope, ent):
        """A desk shows a dossier."""
        settled = replica.db.look(
            "SELECT dev, ep, seq FROM settled WHERE scope = ? AND ent = ? ORDER BY pos",
            (scope, ent),
        )
        me = (replica.granted.dev, replica.granted.ep)
        names = tuple((*name, self.logs[name[:2]][name[2] - 1][:4]) for name in settled)
        known = {name[2] for name in settled if name[:2] == me}
        waiting = tuple(
            (*me, seq, head[:4])
            for seq, head in replica.db.look(
                "SELECT seq, head FROM journal WHERE ent = ? ORDER BY seq", (ent,)
            )
            if seq not in known and scope == replica.granted.org
        )
        read = Read(desk=replica.name, dossier=(scope, ent), settled=names, waiting=waiting)
        self.history.append(read)

    def rounded(self, desk, status):
        """A round is over; only what a person must mend may stop a desk."""
        if status.trouble == "unexpected":
            raise Violation(f"L1: {desk.name}: an error nobody named: {status}")

    def first_heads(self):
        """Of every log at the hub."""
        rows = self._database.execute(_FIRST_HEADS)
        return {(dev, ep): head for dev, ep, head in rows}

    @property
    def hub_ep(self):
        return self._database.execute("SELECT hub_ep FROM hub").fetchone()[0]

    def receipt_of(self, raw, key):
        return receipt.read_receipt(cose.read(raw), key=key)


def term(scope, row, raw):
    """A record's part of its feed's digest, told once more."""
    place = struct.pack(">QQIIQ", row.pos, row.ver, *row.author, row.seq)
    words = f"{row.verdict}\0{row.reason}\0{scope}".encode()
    hashed = hashlib.sha256(b"vn.sync/1 feed" + place + hashlib.sha256(raw).digest() + words)
    return int.from_bytes(hashed.digest()[:8], "big") & _DIGEST_MASK


def head_after(head, author, raw, salt, seq):
    """The chain's next head, told once more."""
    writer = struct.pack(">I", author[0] << 8 | author[1])
    key = hmac.digest(salt, struct.pack(">II", author[0] << 8 | author[1], seq), "sha256")[:16]
    inner = hashlib.sha256(key + raw).digest()
    return hashlib.sha256(b"vn.sync/1" + writer + head + inner).digest()

"""The replica of a simulated desk: in memory, of a process that dies, and good for sticks too."""

from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO

from sync import record
from sync.client.replica import FileToSend
from sync.protocol.page import IN_FORCE
from sync.protocol.versions import FILE_PUBLISHED
from tests.simulation.dying import DyingConnection
from tests.sync.rules import CREATED, RESULT
from tests.sync.small_replica import SmallReplica

MORE = """
CREATE TABLE wanted (sha256 TEXT PRIMARY KEY);
CREATE TABLE epochs (ep INTEGER PRIMARY KEY, first_head BLOB, words BLOB);
CREATE INDEX journal_of_entity ON journal (ent);
CREATE INDEX settled_of_entity ON settled (ent, ver);
CREATE INDEX settled_of_author ON settled (dev, ep, seq);
"""
LATELY = """
    SELECT ent FROM (SELECT ent FROM journal ORDER BY seq DESC LIMIT 8)
    UNION SELECT ent FROM (SELECT ent FROM settled ORDER BY rowid DESC LIMIT 8) ORDER BY ent
"""
LONG_AGO = "SELECT ent FROM settled WHERE rowid >= ? LIMIT 1"


class SimReplica(SmallReplica):
    """A small replica whose process may die, and that asks for the files its feed names."""

    def __init__(self, machine, *, fuse, watch):
        granted = machine.granted
        super().__init__(granted, key=machine.key)
        self.db.executescript(MORE)
        self.db = DyingConnection(self.db, fuse)
        self.watch = watch
        self.name = ""
        self.first_granted = granted
        self.known_identity = None
        self.seal = machine.seal
        self.another = machine.another  # another hub's id, and its recipient
        self.unread = range(0)  # changes the hub could not read in a parcel
        self.recipients_now = None
        self.speaker_now = None

    def identity(self):
        """Read anew only where something of it is new: it is asked for at every message."""
        now = (len(self.key_lists), self.granted)
        if self.known_identity is None or self.known_identity[0] != now:
            self.known_identity = (now, super().identity())
        return self.known_identity[1]

    def known(self, chance):
        """Entities that somebody here worked on lately, and now and then one of long ago."""
        rows = self.db.execute(LATELY).fetchall()
        last = self.one("SELECT max(rowid) FROM settled") or 0
        if last and chance.random() < 0.1:
            rows += self.db.execute(LONG_AGO, (chance.randint(1, last),)).fetchall()
        return [ent for (ent,) in rows]

    def write(self, kind=CREATED, body=(), *, ent=None, base=None):
        self.db.execute("BEGIN IMMEDIATE")
        try:
            about = super().write(kind, body, ent=ent, base=base)
            self.db.execute("COMMIT")
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        return about

    def take(self, reply):
        taken = super().take(reply)
        self.watch.taken(self, reply)
        return taken

    def head(self, seq):
        row = self.db.look("SELECT first_head FROM epochs ORDER BY ep DESC LIMIT 1")
        return row[0][0] if seq == 0 and row else super().head(seq)

    def hub_words(self):
        row = self.db.look("SELECT words FROM epochs ORDER BY ep DESC LIMIT 1")
        return row[0][0] if row else super().hub_words()

    def stop_writing(self, why):
        super().stop_writing(why)
        self._number("stopped", 1)

    @property
    def is_stopped(self):
        return bool(self.db.look("SELECT 1 FROM numbers WHERE name = 'stopped' AND value = 1"))

    def begin_epoch(self, grant, words):
        """What the hub lacks of the log before is left out; the new log begins at its end."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            self.db.execute("DELETE FROM journal")
            self.db.execute("DELETE FROM salts")
            self.db.execute(
                "INSERT INTO epochs VALUES (?, ?, ?)", (grant.ep, grant.first_head, words)
            )
            self._number("acked", 0)
            self._number("stopped", 0)
            self.db.execute("COMMIT")
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.know_epoch()

    def know_epoch(self):
        """Be who the database says."""
        row = self.db.look("SELECT max(ep) FROM epochs")
        self.granted = replace(self.first_granted, ep=row[0][0] or self.first_granted.ep)

    def recipients(self):
        listed = self.identity().key_list
        return self.recipients_now or (listed.recipient, listed.escrow)

    def private_keys(self):
        return (self.seal.private,)

    def newest_receipt(self):
        return self.one("SELECT raw FROM receipts ORDER BY rowid DESC LIMIT 1")

    def speaker(self):
        return self.speaker_now or self.identity()

    def note_refused(self, first, last):
        self.unread = range(first, last + 1)

    def refused(self):
        return self.unread

    def may_write(self):
        return not self.is_stopped

    def other_messages(self):
        return []

    def take_other(self, _message):
        return False

    def files_to_carry(self):
        rows = self.db.execute("SELECT sha256, content FROM files WHERE NOT at_hub").fetchall()
        return [
            FileToSend(sha256=sha256, size=len(content), open=lambda c=content: BytesIO(c))
            for sha256, content in rows
        ]

    @contextmanager
    def of_another_province(self, *, is_sealed_for_it):
        """Pack as a machine of another hub does, or one that names it and seals for ours."""
        hub_id, recipient = self.another
        self.speaker_now = replace(self.identity(), hub_id=hub_id)
        self.recipients_now = (recipient,) if is_sealed_for_it else None
        try:
            yield
        finally:
            self.speaker_now = self.recipients_now = None

    def files_wanted(self):
        rows = self.db.execute(
            "SELECT sha256 FROM wanted WHERE sha256 NOT IN (SELECT sha256 FROM files)"
            " ORDER BY sha256"
        )
        return [sha256 for (sha256,) in rows]

    def keep_file(self, sha256, content):
        """Another process may have fetched it meanwhile."""
        self.db.execute("INSERT OR IGNORE INTO files VALUES (?, ?, 1)", (sha256, content))

    def _keep(self, scope, entry):
        super()._keep(scope, entry)
        digest = named_file(entry)
        if digest and entry.dev != self.granted.dev:
            self.db.execute("INSERT OR IGNORE INTO wanted VALUES (?)", (digest,))


def named_file(entry):
    """The digest of the file a record in force names; empty where it names none."""
    if entry.raw is None or entry.verdict not in IN_FORCE:
        return ""
    change = record.decode(entry.raw)
    kind, body = change.kind, change.body
    if kind == RESULT:
        return body[0].hex()
    return bytes(body[3]).hex() if kind == FILE_PUBLISHED else ""

"""A desk of the simulation: a replica in memory, the real loop without its thread, and a clerk."""

from dataclasses import replace

from sync import record
from sync.client.epoch import ask_epoch, read_grant
from sync.client.loop import Phase, SyncLoop
from sync.client.pace import Pace
from sync.errors import SyncError
from sync.protocol.epoch import REQUEST_BYTES, EpochRequest, make_request
from sync.protocol.page import IN_FORCE
from sync.protocol.versions import FILE_PUBLISHED
from tests.simulation.dying import DeskDiedError, DyingConnection, Fuse
from tests.sync.rules import CREATED, PAID, POISON, RESULT, SLY, STEPPED, USER
from tests.sync.small_replica import SmallReplica

UNKNOWN_KIND, FORGED_CONTROL = 990, FILE_PUBLISHED
MORE = """
CREATE TABLE wanted (sha256 TEXT PRIMARY KEY);
CREATE TABLE epochs (ep INTEGER PRIMARY KEY, first_head BLOB, words BLOB);
"""
KNOWN_ENTITIES = "SELECT ent FROM journal UNION SELECT ent FROM settled ORDER BY ent"


class SimReplica(SmallReplica):
    """A small replica whose process may die, and that asks for the files its feed names."""

    def __init__(self, granted, *, key, fuse, watch):
        super().__init__(granted, key=key)
        self.db.executescript(MORE)
        self.db = DyingConnection(self.db, fuse)
        self.watch = watch
        self.name = ""
        self.first_granted = granted

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


class SimDesk:
    """One machine: its database outlives its processes."""

    def __init__(self, world, name, granted, key):
        self.world = world
        self.name = name
        self.org = granted.org
        self.fuse = Fuse(DeskDiedError)
        self.replica = SimReplica(granted, key=key, fuse=self.fuse, watch=world.watch)
        self.replica.name = name
        self.skew_s = 0
        self.codes = 0
        self.copies = []  # of its database, for a restore
        self.may_stop = False  # its database was put back or copied: a person is needed
        self.running = set()  # processes whose round is on the line just now
        self.start_processes()

    def start_processes(self):
        """Two programs may be open on one database: the window and a command."""
        self.processes = [self._process(), self._process()]

    def _process(self):
        return SyncLoop(
            self.replica,
            lambda: self.world.link_of(self),
            clock=self.world.clock,
            chance=self.world.chance.random,
            pace=Pace(now=self.world.clock.monotonic),
        )

    def set_clock(self):
        self.replica.at = max(0, int(self.world.clock.monotonic()) + self.skew_s)

    def contact(self, process):
        """One round of a process; the seconds until its next, or None where a person is needed."""
        self.set_clock()
        self.running.add(process)
        try:
            wait_s = self.processes[process]._round()
            status = self.processes[process].status
        except DeskDiedError:
            self.die()
            return 0.0
        finally:
            self.running.discard(process)
        self.world.watch.rounded(self, status)
        return None if status.phase is Phase.NEEDS_PERSON else wait_s

    def die(self):
        """All processes are gone; what was committed stays."""
        self.replica.db.die()
        self.start_processes()
        self.world.watch.learn(self.replica)

    def copy(self):
        return self.replica.db.copy()

    def put_back(self, content):
        self.replica.db.put_back(content)
        self.replica.know_epoch()
        self.may_stop = True
        self.world.watch.put_back(self.replica)
        self.start_processes()

    def ask_epoch(self):
        """A person asks the province for a new epoch; whatever goes wrong, they may ask again."""
        replica, identity = self.replica, self.replica.identity()
        request = EpochRequest(
            hub_id=identity.hub_id,
            dev=identity.dev,
            ep=identity.ep,
            request=self.world.chance.randbytes(REQUEST_BYTES),
            why="restored",
            last=replica.last(),
        )
        asked = make_request(request, identity.sign)
        try:
            words = ask_epoch(self.world.link_of(self), asked, hub_keys=identity.hub_keys)
            grant = read_grant(words, hub_keys=identity.hub_keys)
            replica.begin_epoch(grant, words)
        except SyncError:
            return
        except DeskDiedError:
            self.die()
        replica.know_epoch()
        self.world.watch.put_back(replica)
        self.start_processes()

    def act(self):
        """One act of a clerk, sensible or not."""
        if self.replica.is_stopped:
            return
        self.set_clock()
        chance, replica = self.world.chance, self.replica
        try:
            known = [ent for (ent,) in replica.db.execute(KNOWN_ENTITIES)]
            if not known or chance.random() < 0.25:
                self._receive()
            else:
                self._go_on(chance.choice(known[-12:]))
        except DeskDiedError:
            self.die()
        self.world.watch.learn(replica)

    def _receive(self):
        chance = self.world.chance
        lane = self.replica.granted.dev if chance.random() > 0.03 else 77  # a code others have too
        self.codes += 1
        number = lane * 10_000 + self.codes
        self.replica.write(CREATED, (f"{self.org}-261123-{number}",))

    def _go_on(self, ent):
        chance, replica = self.world.chance, self.replica
        step = replica.one("SELECT count(*) FROM settled WHERE ent = ? AND verdict = 'ok'", ent)
        kinds = [PAID, STEPPED, STEPPED, RESULT, USER, POISON, SLY, UNKNOWN_KIND, FORGED_CONTROL]
        weights = [24, 16, 8, 2] + [1 if self.world.is_poisoned else 0] * 5
        kind = chance.choices(kinds, weights)[0]
        body = (chance.randint(1, max(2, step)),)
        if kind == RESULT:
            body = self._attach()
        elif kind == USER:
            body = (chance.randint(1, 9), "người dùng")
        elif kind == PAID and self.world.is_poisoned and chance.random() < 0.02:
            body = ("not a number", "x" * chance.randint(1, 60_000))
        base = None if chance.random() < 0.9 else chance.randint(0, 5)
        if self.world.is_poisoned and chance.random() < 0.02:
            ent += chance.randint(1, 1_000)  # nobody created it
        replica.write(kind, body, ent=None if kind == USER else ent, base=base)

    def _attach(self):
        content = self.world.chance.randbytes(self.world.chance.choice([1, 900, 20_000, 40_000]))
        digest = self.world.watch.new_file(content)
        self.replica.db.execute("INSERT OR IGNORE INTO files VALUES (?, ?, 0)", (digest, content))
        return (bytes.fromhex(digest), "ảnh.pdf", len(content))


def named_file(entry):
    """The digest of the file a record in force names; empty where it names none."""
    if entry.raw is None or entry.verdict not in IN_FORCE:
        return ""
    change = record.decode(entry.raw)
    kind, body = change.kind, change.body
    if kind == RESULT:
        return body[0].hex()
    return bytes(body[3]).hex() if kind == FILE_PUBLISHED else ""

"""A desk of the simulation: a replica in memory, the real loop without its thread, and a clerk."""

from sync.client.epoch import ask_epoch, read_grant
from sync.client.loop import Phase, SyncLoop
from sync.client.pace import Pace
from sync.errors import SyncError
from sync.protocol.epoch import REQUEST_BYTES, EpochRequest, make_request
from sync.protocol.versions import FILE_PUBLISHED
from tests.simulation.dying import DeskDiedError, Fuse
from tests.simulation.replica import SimReplica
from tests.sync.rules import CREATED, PAID, POISON, RESULT, SLY, STEPPED, USER

_PART_BYTES = 9_000
UNKNOWN_KIND, FORGED_CONTROL = 990, FILE_PUBLISHED


class SimPace(Pace):
    """Of a line on which every scan goes in several parts."""

    def part_bytes(self, left):
        return min(left, _PART_BYTES)


class SimDesk:
    """One machine: its database outlives its processes."""

    def __init__(self, world, name, machine):
        self.world = world
        self.name = name
        self.machine = machine
        self.org = machine.granted.org
        self.fuse = Fuse(DeskDiedError)
        self.replica = SimReplica(machine, fuse=self.fuse, watch=world.watch)
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
            pace=SimPace(now=self.world.clock.monotonic),
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
        try:
            self._take_epoch(self.replica.identity())
        except SyncError:
            return
        except DeskDiedError:
            self.die()
        self.replica.know_epoch()
        self.world.watch.put_back(self.replica)
        self.start_processes()

    def _take_epoch(self, identity):
        request = EpochRequest(
            hub_id=identity.hub_id,
            dev=identity.dev,
            ep=identity.ep,
            request=self.world.chance.randbytes(REQUEST_BYTES),
            why="restored",
            last=self.replica.last(),
        )
        asked = make_request(request, identity.sign)
        words = ask_epoch(self.world.link_of(self), asked, hub_keys=identity.hub_keys)
        self.replica.begin_epoch(read_grant(words, hub_keys=identity.hub_keys), words)

    def act(self):
        """One act of a clerk, sensible or not."""
        if self.replica.is_stopped:
            return
        self.set_clock()
        chance, replica = self.world.chance, self.replica
        try:
            known = replica.known(chance)
            if not known or chance.random() < 0.25:
                self._receive()
            else:
                self._go_on(chance.choice(known))
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

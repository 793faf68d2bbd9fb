"""A slice of the simulation on what ships: the desk's encrypted store, its use cases, real rules.

The hub is the real one, the line and the sticks are the simulation's, and what must hold at the hub
after every step is watched by the same eyes.
"""

import random
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk_app.domain.errors import RuleBroken
from desk_app.obeying import obey
from desk_app.store.errors import LeaseEnded, NeedsNewEpoch, StoreError
from desk_app.store.lease import lease_of
from desk_app.usecases.accept_recovered import accept_recovered
from desk_app.usecases.export_parcel import export_parcel
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.import_parcels import import_parcels
from sync.client.exchange import exchange_once
from sync.client.pace import Pace
from sync.errors import HubUnreachable, SyncError
from sync.hub.hub import open_hub
from sync.hub.parcels import take_parcel
from sync.hub.parcels_back import export_back
from sync.parcel.stick import Stick
from tests.simulation.carriers import CANARY
from tests.simulation.dying import DeskDiedError
from tests.simulation.forging import Forger
from tests.simulation.history import Append
from tests.simulation.link import flipped
from tests.simulation.watch import Watch, require
from tests.support.clock import SetClock
from tests.sync.real_desks import RealHub, a_new_desk, codes_at, digests_at
from tests.sync.wires import DirectLink

_THIEF = Ed25519PrivateKey.from_private_bytes(b"t" * 32)
_FATES = (
    *["carried"] * 6,
    *["request lost", "request cut", "twice", "answer lost", "answer cut", "answer flipped"],
    *["answer old", "answer forged", "hub dies", "desk dies before", "desk dies after", "long ago"],
)
_ROUNDS_OF_ALL = 4
_KEPT = 12


class StoreWorld:
    """Two desks, a hub, and chance."""

    def __init__(self, seed, folder):
        self.chance = random.Random(seed)  # noqa: S311 - a repeatable run, no secret
        self.folder = folder
        self.steps = 0
        self.clock = SetClock()
        self.province = RealHub(folder / "hub", clock=self.clock)
        with self.province.up():
            self.desks = [a_new_desk(self.province, folder / name) for name in ("one", "two")]
        self.open_hub()
        self.watch = Watch()
        self.watch.watch_hub(folder / "hub" / "hub.db")
        self.forger = Forger(self.chance, _THIEF)
        self.said = {desk: set() for desk in self.desks}  # codes on printed receipts
        self.copies, self.sticks, self.answers = {}, [], []
        self.read = dict.fromkeys(self.desks, 0)
        self.is_rough = True
        self.has_jumped = False
        self.heard = []  # answers that went by

    def open_hub(self):
        self.province.hub = open_hub(self.province.folder, self.province.province)

    def run(self, steps):
        """So many steps, then peace."""
        acts = (self.receive, self.work, self.contact, self.stick, self.restart, self.put_back)
        try:
            while self.steps < steps:
                [act] = self.chance.choices(acts, (30, 20, 25, 20, 4, 5))
                self.steps += 1
                act(self.chance.choice(self.desks))
                self.look()
            self.settle_down()
        finally:
            for desk in self.desks:
                desk.close()
            self.province.hub.database.close()
        return self

    def look(self):
        """What was written and what the hub has, after every step."""
        for desk in self.desks:
            self.learn(desk)
        self.watch.see_hub()

    def learn(self, desk):
        author = self.author(desk)
        rows = desk.desk.store.database.rows(
            "SELECT number, entity, record, head FROM journal"
            " WHERE author = ? AND epoch = ? AND number > ? ORDER BY number",
            (*author, self.read[desk]),
        )
        for seq, ent, raw, head in rows:
            require(seq == self.read[desk] + 1, "S6", "a number is missing", author, seq)
            self.read[desk] = seq
            self.watch.written.setdefault((*author, seq), {})[bytes(head)] = bytes(raw)
            name = (*author, seq, bytes(head)[:4])
            self.watch.history.append(Append(desk=str(author), dossier=ent, name=name))

    def receive(self, desk):
        """A receipt is printed only for what is stored."""
        with self.tolerated(desk):
            self.said[desk].add(desk.receive().code)

    def work(self, desk):
        """Somebody takes a dossier on, here or from a colleague."""
        rows = desk.desk.store.database.rows(
            "SELECT entity FROM dossiers ORDER BY code DESC LIMIT 8"
        )
        if rows:
            with self.tolerated(desk), suppress(RuleBroken):  # a colleague's, or further on
                hand_on(desk.desk, self.chance.choice(rows)[0], to="Văn phòng")

    def contact(self, desk):
        """One round over a bad line."""
        link = StoreLink(self, desk)
        try:
            with suppress(SyncError):
                exchange_once(desk.desk.replica, link, pace=Pace(batch_bytes=2_000))
            obey(desk.desk.store, self.clock)
        except DeskDiedError:
            self.restart(desk)
        except StoreError as error:
            require(isinstance(error, NeedsNewEpoch), "L1", "a round broke", repr(error))
        self.look()
        self.compare(desk)

    def stick(self, desk):
        """Something with a stick: written, brought, answered or taken home, whole or not."""
        match self.chance.randrange(4):
            case 0:
                self.pack(desk)
            case 1 if self.sticks:
                self.bring(self.worn(self.chance.choice(self.sticks)))
            case 2:
                self.answer(desk)
            case _ if self.answers:
                self.take_home(desk, self.worn(self.chance.choice(self.answers)))

    def pack(self, desk):
        with self.tolerated(desk), self.a_folder() as folder:
            export_parcel(desk.desk, folder)
            self.keep(self.sticks, folder)

    def bring(self, sealed):
        with suppress(SyncError):
            take_parcel(self.province.hub, BytesIO(sealed))

    def answer(self, desk):
        author, _ = self.author(desk)
        with suppress(SyncError), self.a_folder() as folder:
            export_back(self.province.hub, author, Stick(folder))
            self.keep(self.answers, folder)

    def take_home(self, desk, sealed):
        """A grant of an epoch may come this way too."""
        before = self.author(desk)
        with suppress(SyncError, StoreError), self.a_folder() as folder:
            path = folder / "home.vnb"
            path.write_bytes(sealed)
            import_parcels(desk.desk, path)
        if self.author(desk) != before:
            self.read[desk] = 0
            desk.open()

    def restart(self, desk):
        """Its process is gone; another opens the same folder."""
        desk.open()

    def put_back(self, desk):
        """Somebody puts an older copy of the data back; a desk has that trouble once."""
        if desk not in self.copies:
            self.copies[desk] = (desk.keep_copy("copy"), set(self.said[desk]))
        elif self.copies[desk] is not None:
            kept, said = self.copies[desk]
            self.copies[desk] = None
            self.said[desk] &= said | set(codes_at(self.province))  # no other disk has them
            desk.put_back(kept)
            self.read[desk] = self.last(desk)

    @contextmanager
    def tolerated(self, desk):
        """What the store may say to a clerk today."""
        try:
            yield
        except LeaseEnded:
            lease = lease_of(desk.desk.store.database)
            require(lease.until <= self.clock.now(), "L1", "ended before its time", lease)
        except NeedsNewEpoch:
            require(self.copies.get(desk, "") is None, "L1", "stopped, and nobody put it back")

    @contextmanager
    def a_folder(self):
        with TemporaryDirectory(dir=self.folder) as folder:
            yield Path(folder)

    def keep(self, drawer, folder):
        for path in sorted(folder.glob("*.vnb")):
            sealed = path.read_bytes()
            require(CANARY not in sealed, "S12", "in the clear on a stick")
            drawer.append(sealed)
        del drawer[:-_KEPT]

    def worn(self, sealed):
        match self.chance.randrange(8):
            case 0:
                return sealed[: self.chance.randrange(len(sealed))]
            case 1:
                return flipped(self.chance, sealed)
            case _:
                return sealed

    def last(self, desk):
        return desk.desk.store.database.value(
            "SELECT coalesce(max(number), 0) FROM journal WHERE author = ? AND epoch = ?",
            self.author(desk),
        )

    def author(self, desk):
        return desk.desk.journal.identity.writer

    def compare(self, desk):
        """A desk believes what the hub has, and has read each feed without a gap."""
        database = desk.desk.store.database
        author = self.author(desk)
        acked, log = desk.desk.replica.acked(), self.watch.logs[author]
        require(acked <= len(log), "S1", "acknowledged and not there", author, acked)
        for scope, (position, digest) in desk.digests().items():
            row = self.watch.feeds[scope][position - 1]
            require(row.digest == digest, "S5", "another digest", scope, position)
            [(count,)] = database.rows(
                "SELECT count(*) FROM settled AS s JOIN cursors AS c"
                " ON c.scope = s.scope AND c.turn = s.turn WHERE s.scope = ?",
                (scope,),
            )
            require(count == position, "S7", "a row is skipped", scope, count, position)

    def settle_down(self):
        """The line holds: everybody has everything, and every receipt speaks the truth."""
        self.is_rough = False
        for desk in self.desks * _ROUNDS_OF_ALL:
            desk.open()
            if not desk.desk.store.carrier(self.clock).may_write():
                self.new_epoch_by_stick(desk)
            self.contact(desk)
            for group in desk.desk.store.recovered.groups():
                accept_recovered(desk.desk, group.key)  # a person looks, and sends it anew
        at_hub = codes_at(self.province)
        for desk in self.desks:
            desk.desk.journal.verify_chain()
            require(desk.desk.journal.waiting().changes == 0, "L1", "something waits")
            require(desk.digests() == digests_at(self.province), "S5", "feeds differ")
            require(desk.codes() == at_hub, "S5", "dossiers differ", desk.codes(), at_hub)
            require(self.said[desk] <= set(at_hub), "S1", "lost", self.said[desk] - set(at_hub))
            for (raw,) in desk.desk.store.database.rows("SELECT receipt FROM receipts"):
                self.holds(bytes(raw))

    def new_epoch_by_stick(self, desk):
        self.sticks, self.answers = [], []
        self.pack(desk)
        self.bring(self.sticks[-1])
        self.answer(desk)
        self.take_home(desk, self.answers[-1])

    def holds(self, raw):
        told = self.watch.receipt_of(raw, self.province.hub.key.public)
        log = self.watch.logs[told.dev, told.ep]
        is_there = not told.acked or (told.acked <= len(log) and log[told.acked - 1] == told.head)
        require(is_there, "S1", "a receipt of what is not there", told.dev, told.acked)


class StoreLink(DirectLink):
    """A bad line, on which time passes."""

    def __init__(self, world, desk):
        super().__init__(world.province.hub)
        self.world = world
        self.desk = desk

    def deliver(self, body, at_hub):
        world = self.world
        world.steps += 1
        world.look()
        fate = world.chance.choice(_FATES) if world.is_rough else "carried"
        if fate == "long ago" and not world.has_jumped:
            world.has_jumped = True
            world.clock.pass_by(days=61)  # the lease ends while the message is under way
        world.clock.pass_by(seconds=2)
        if fate == "desk dies before":
            raise DeskDiedError
        if fate == "hub dies":
            world.province.hub.database.close()
            world.open_hub()
        if fate in {"request lost", "hub dies"}:
            raise HubUnreachable(reason=fate)
        answer = self.answered(spoilt(world.chance, body, fate, "request"), at_hub)
        if fate == "twice":
            self.answered(body, at_hub)
        if fate == "desk dies after":
            raise DeskDiedError
        if fate == "answer lost":
            raise HubUnreachable(reason=fate)
        world.heard = [*world.heard, answer][-_KEPT:]
        if fate == "answer old":
            return world.chance.choice(world.heard)
        if fate == "answer forged":
            return world.forger.forge(answer, (world.province.hub.key.public,))
        return spoilt(world.chance, answer, fate, "answer")

    def answered(self, body, at_hub):
        self.hub = self.world.province.hub
        answer = super().deliver(body, at_hub)
        self.world.watch.see_hub()
        return answer


def spoilt(chance, content, fate, what):
    """Cut or flipped, where that is the fate of this part."""
    if fate == f"{what} cut":
        return content[: chance.randrange(len(content))]
    if fate == f"{what} flipped":
        return flipped(chance, content)
    return content

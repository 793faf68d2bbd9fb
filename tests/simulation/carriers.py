"""Parcels on sticks and through a relay: in any order, again and again, torn, altered, mislaid.

What was sealed once may arrive at any time, however late, beside the line, whole or in part. Who
carries it reads nothing of it and takes nothing away from it.
"""

import shutil
from contextlib import contextmanager, suppress
from hashlib import sha256
from io import BytesIO

from sync import cose
from sync.client.parcels import export_parcel
from sync.client.parcels_back import import_parcel
from sync.errors import HubUnreachable, SyncError
from sync.hub.carried import take_carried
from sync.hub.parcels import take_parcel
from sync.hub.parcels_back import export_back
from sync.parcel.blobs import Blob, split_items
from sync.parcel.errors import RelayFull
from sync.parcel.stick import Stick
from sync.protocol.carried import read_taken
from sync.relay.keeping import Keeping
from sync.relay.passing import pass_on
from tests.simulation.dying import DeskDiedError, HubDiedError
from tests.simulation.link import flipped
from tests.simulation.watch import Violation, require

CANARY = b"-261123-"  # in the code of every dossier
_KEPT = 24  # parcels that still lie about somewhere
_SMALL_PART = 600  # bytes of a part, where a parcel is to have several


class Carriers:
    """Everything sealed that is on its way, or lies in a drawer."""

    def __init__(self, world, folder):
        self.world = world
        self.folder = folder / "sticks"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.to_hub = []  # (dev, sealed)
        self.to_desks = []
        self.elsewhere = []  # sealed for another hub, or meant for it
        self.relay = Keeping(self.folder / "relay", now=world.clock.monotonic)
        self.words = []  # what the hub said to the relay
        self.heard = set()  # parcels of which the relay heard that the hub has them
        self.is_passing = False
        self.sticks = 0
        self.begun = {}  # desk → files of which a stick brought the beginning

    def pack(self, desk):
        """A desk writes all that waits to a stick."""
        for sealed in self._written(desk):
            self._keep(self.to_hub, (desk.replica.granted.dev, sealed))

    def pack_for_another(self, desk):
        """A desk of another province, or one that mixes its keys up, uses the same sticks."""
        is_sealed_for_it = self.world.chance.random() < 0.5
        with desk.replica.of_another_province(is_sealed_for_it=is_sealed_for_it):
            for sealed in self._written(desk):
                self._keep(self.elsewhere, sealed)

    def bring(self):
        """Some parcel, once more or for the first time, to the hub."""
        if self.to_hub:
            _, sealed = self.world.chance.choice(self.to_hub)
            self._hub_takes(self._worn(sealed))

    def bring_anothers(self):
        """F30: nothing of it may be taken."""
        if not self.elsewhere:
            return
        sealed = self.world.chance.choice(self.elsewhere)
        with suppress(SyncError, HubDiedError):
            self.world.hub.do(lambda hub: take_parcel(hub, BytesIO(sealed)))
            raise Violation("S3: the hub took a parcel that is not for it")

    def answer(self, desk):
        """The hub writes what a desk lacks to a stick."""
        dev, most = desk.replica.granted.dev, self._most()
        with self._stick() as stick, suppress(SyncError, HubDiedError):
            back = self.world.hub.do(lambda hub: export_back(hub, dev, stick, most_bytes=most))
            for sealed in _sealed(back):
                self._keep(self.to_desks, (dev, sealed))

    def take_home(self, desk):
        """Some parcel of the hub arrives at a desk, now and then at the wrong one."""
        own = [sealed for dev, sealed in self.to_desks if dev == desk.replica.granted.dev]
        every = own if self.world.chance.random() > 0.05 else [one for _, one in self.to_desks]
        if every:
            self._desk_takes(desk, self._worn(self.world.chance.choice(every)))

    def hand_over(self, desk):
        """A desk hands a parcel to the relay, which keeps it, or says so and does not."""
        if self.world.chance.random() < 0.8:
            with suppress(SyncError):
                for sealed in self._written(desk):
                    self.relay.keep_for_hub(Blob(desk.replica.granted.dev, sealed))

    def spoil_the_relay(self):
        """The relay alters, loses, doubles or mislabels what it keeps."""
        chance = self.world.chance
        blobs = [
            (self.relay.drop_for_hub, self.relay.keep_for_hub, b) for b in self.relay.for_hub()
        ]
        if not blobs or self.is_passing:
            return
        drop, keep, blob = chance.choice(blobs)
        with suppress(RelayFull):  # then it stays as it was
            match chance.randrange(4):
                case 0:
                    drop(blob)
                case 1:
                    keep(blob._replace(content=flipped(chance, blob.content)))
                case 2:
                    keep(blob._replace(dev=chance.randint(1, 9)))
                case _:
                    keep(Blob(*chance.choice(self.to_hub))) if self.to_hub else drop(blob)

    def pass_on(self):
        """The relay brings the hub what it keeps, dies at it, or is told what is not so."""
        if self.is_passing:
            return
        self.is_passing = True
        self.relay.tidy()
        before = {blob.content for blob in self.relay.for_hub()}
        try:
            pass_on(
                self.relay,
                self._carried,
                hub_id=self.world.hub.hub.key.hub_id,
                hub_keys=self.world.hub.keys(),
                own=lambda _sealed: self.world.chance.random() > 0.05,
            )
        except SyncError:
            pass
        finally:
            self.is_passing = False
        gone = before - {blob.content for blob in self.relay.for_hub()}
        require(gone <= self.heard, "S1", "the relay let go of what the hub had not")

    def fetch(self, desk):
        """A desk takes what the relay has for it, or what the relay says is for it."""
        chance = self.world.chance
        mine = self.relay.for_desk(desk.replica.granted.dev, most_bytes=2**23)
        for blob in mine:
            sealed = self._worn(blob.content) if chance.random() < 0.2 else blob.content
            if self._desk_takes(desk, sealed) and chance.random() < 0.8:
                self.relay.drop_for_desk(blob.dev, sha256(blob.content).hexdigest())

    def _carried(self, sealed):
        """The hub's word on a parcel as the relay hears it."""
        chance, fault = self.world.chance, ""
        if chance.random() < self.world.fault_rate:
            fault = chance.choice(["lost", "answer", "old", "flipped", "forged"])
        if fault == "lost":
            raise HubUnreachable(reason="relay")
        try:
            told = self.world.hub.do(lambda hub: take_carried(hub, sealed))
        except HubDiedError:
            raise HubUnreachable(reason="hub died") from None
        word = read_taken(cose.read(split_items(told)[0]), key=self.world.hub.keys())
        require(word.digest == sha256(sealed).digest(), "S1", "a word on another parcel")
        self.heard.add(sealed)
        self.words = [*self.words, told][-_KEPT:]
        if fault == "answer":
            raise HubUnreachable(reason="answer")
        if fault == "old":
            return chance.choice(self.words)
        if fault == "flipped":
            return flipped(chance, told)
        if fault == "forged":
            first, *_ = split_items(told)
            message = cose.read(first)
            return cose.sign(message.payload, typ=message.typ, kid=message.kid, signer=self._thief)
        return told

    def _thief(self, told):
        return self.world.ground.machines[0].key.sign(told)

    def _hub_takes(self, sealed):
        with suppress(SyncError, HubDiedError):
            self.world.hub.do(lambda hub: take_parcel(hub, BytesIO(sealed)))

    def _desk_takes(self, desk, sealed):
        """Whether it was taken as far as it goes."""
        desk.set_clock()
        begun = self.begun.setdefault(desk.name, {})
        try:
            import_parcel(desk.replica, BytesIO(sealed), begun=begun)
        except DeskDiedError:
            self.begun.pop(desk.name)
            desk.die()
            return False
        except SyncError:
            return False
        finally:
            self.world.watch.learn(desk.replica)
        return True

    def _written(self, desk):
        """The sealed parts of a parcel of a desk; none where it could not be written."""
        desk.set_clock()
        try:
            with self._stick() as stick:
                return _sealed(export_parcel(desk.replica, stick, most_bytes=self._most()))
        except DeskDiedError:
            desk.die()
        except SyncError:
            pass
        finally:
            self.world.watch.learn(desk.replica)
        return []

    def _worn(self, sealed):
        """As it comes off a stick after a week in a pocket."""
        chance = self.world.chance
        match chance.randrange(8):
            case 0:
                return sealed[: chance.randrange(len(sealed))]
            case 1:
                return flipped(chance, sealed)
            case _:
                return sealed

    def _keep(self, drawer, what):
        drawer.append(what)
        del drawer[:-_KEPT]

    def _most(self):
        """Bytes of one part; now and then so few that there are several."""
        return 2**20 if self.world.chance.random() < 0.8 else _SMALL_PART

    @contextmanager
    def _stick(self):
        self.sticks += 1
        folder = self.folder / str(self.sticks)
        folder.mkdir()
        try:
            yield Stick(folder)
        finally:
            shutil.rmtree(folder)


def _sealed(made):
    """The parts of a parcel as they lie on the stick."""
    sealed = [part.path.read_bytes() for part in made.parts]
    require(all(CANARY not in one for one in sealed), "S12", "in the clear on a stick")
    return sealed

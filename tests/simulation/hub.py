"""The hub of the simulation: the real one on a file in memory, which dies, and is put back."""

import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event

from sync import cose
from sync.client.enrol import enrol
from sync.errors import SyncError
from sync.hub.access import invite_desk
from sync.hub.backup import back_up
from sync.hub.files import Uploads
from sync.hub.hub import make_hub, open_hub
from sync.hub.key_rotation import look_at_keys, rotate_keys
from sync.hub.keys import ROOT_FILE
from sync.hub.refusing import refusal_for
from sync.hub.restoring import restore_hub
from sync.hub.states import States
from sync.hub.vigil import Vigil
from sync.protocol.key_list import read_first
from sync.sealing import SealKey, new_seal_key
from tests.simulation.dying import Fuse, HubDiedError
from tests.sync.conftest import ORG, OTHER_ORG, small_province
from tests.sync.overheard import overhear
from tests.sync.small_replica import SmallReplica
from tests.sync.wires import DirectLink

MOST_DESKS = 8
_ORGS = (ORG, ORG, OTHER_ORG, ORG, ORG, OTHER_ORG, ORG, ORG)


def memory_folder():
    """Where files are in memory, if the machine has such a place."""
    shared = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it
    return tempfile.mkdtemp(prefix="motcua-sim-", dir=shared if shared.is_dir() else None)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A hub with its desks enrolled, on which every run begins anew."""

    folder: Path
    machines: tuple


@dataclass(frozen=True, kw_only=True)
class Machine:
    """What an enrolled machine has, and what another province would have given it."""

    granted: object
    key: Ed25519PrivateKey
    seal: SealKey
    another: tuple  # another hub's id, and whom its parcels are sealed for


def prepare(folder):
    hub = make_hub(folder / "prepared", small_province())
    another = make_hub(folder / "another", small_province())
    told = (another.key.hub_id, look_at_keys(another).recipient)
    machines = tuple(_machine(hub, number, told) for number in range(MOST_DESKS))
    hub.database.close()
    another.database.close()
    return Ground(folder=folder, machines=machines)


def _machine(hub, number, another):
    key = Ed25519PrivateKey.from_private_bytes(bytes([number + 1]) * 32)
    seal = new_seal_key()
    desk = SmallReplica(key=key)
    granted = enrol(
        DirectLink(hub),
        invite_desk(hub, _ORGS[number]).code,
        device_key=desk.public,
        sign=key.sign,
        name=f"Máy {number + 1}",
        app="test",
        recipient_key=seal.recipient,
    )
    desk.db.close()
    return Machine(granted=granted, key=key, seal=seal, another=another)


class SimHub:
    """The hub's processes come and go; its folder stays."""

    def __init__(self, world, ground):
        self.world = world
        self.fuse = Fuse(HubDiedError)
        self.life = 0  # processes so far
        self.copies = 0
        self.is_beginning = False
        self.folder = ground.folder / "hub"
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(ground.folder / "prepared", self.folder)
        self._open()

    @property
    def path(self):
        return self.folder / "hub.db"

    def deliver(self, body, at_hub):
        """The answer or the signed refusal; raises HubDiedError when the process dies meanwhile."""
        life = self.life
        try:
            answer = at_hub(self.hub, body)
        except SyncError as error:
            answer = refusal_for(self.hub, error, request=body)
        except HubDiedError:
            if life == self.life:
                self.die()
            raise
        finally:
            self.world.watch.see_hub()
        return answer

    def do(self, work):
        """Something else in the hub's process; raises SyncError, HubDiedError."""
        life = self.life
        try:
            return work(self.hub)
        except HubDiedError:
            if life == self.life:
                self.die()
            raise
        finally:
            self.world.watch.see_hub()

    def die(self):
        """The process is gone and another opens the folder; statements stay compiled."""
        self.fuse.put_out()
        self.hub.database.close()
        self._begin_life()
        self.is_beginning = True  # nobody is answered before it has looked at its folder
        vigil = Vigil(self.folder)
        vigil.require_not_put_back(self.hub.database)
        vigil.note(self.hub.database, now=self.hub.now())
        self.is_beginning = False
        self.hub = replace(self.hub, states=States(), vigil=vigil)

    def backup(self):
        """A verified copy, as the operator's command makes it; raises HubDiedError."""
        self.copies += 1
        target = self.folder.with_name(f"copy-{self.copies}")
        shutil.rmtree(target, ignore_errors=True)
        return self.do(lambda hub: back_up(hub, target).folder)

    def put_back(self, copy):
        """The disk is lost; the operator restores a copy, as a hub of a new epoch."""
        self.hub.database.close()
        shutil.rmtree(self.folder)
        restore_hub(copy, self.folder, small_province(self.world.clock))
        self._open()
        self.world.watch.hub_put_back()

    def keys(self):
        """The keys that count now, as the province's lists tell."""
        with closing(sqlite3.connect(self.path)) as database:
            [(raw,)] = database.execute(
                "SELECT raw FROM key_lists ORDER BY number DESC LIMIT 1"
            ).fetchall()
        return read_first(cose.read(raw)).keys

    def rotate_keys(self):
        """The operator comes with the root key; the hub begins anew and signs by the new key."""
        try:
            self.do(lambda hub: rotate_keys(hub, self.folder / ROOT_FILE))
        finally:
            self.hub.database.close()
            self._open()

    def codes(self):
        """Of the dossiers the hub knows."""
        with closing(sqlite3.connect(self.path)) as database:
            rows = database.execute("SELECT code FROM dossiers ORDER BY scope, code").fetchall()
        return [code for (code,) in rows]

    def close(self):
        self.hub.database.close()

    def _begin_life(self):
        self.life += 1
        self.uploads = Uploads()

    def _open(self):
        self._begin_life()
        self.hub = open_hub(self.folder, small_province(self.world.clock))
        overhear(self.hub.database.engine, self._statement)
        event.listen(self.hub.database.engine, "commit", self._statement)
        event.listen(self.hub.database.engine, "begin", self._begin)

    def _statement(self, *_what):
        self.fuse.burn()

    def _begin(self, connection):
        """Between the commit and the reading of pages, others write."""
        if self.is_beginning or not connection.get_execution_options().get("reads_only", False):
            return
        life = self.life
        self.world.meanwhile()
        if self.life != life:
            raise HubDiedError

"""A desk that makes and takes parcels, sticks that misbehave, and what a test asks of them."""

import errno
from io import BytesIO

from sqlalchemy import select, update

from sync import cose
from sync.client.exchange import exchange_once
from sync.client.parcels import export_parcel
from sync.client.parcels_back import import_parcel
from sync.client.replica import FileToSend
from sync.errors import FileUnknown
from sync.hub.files import readable
from sync.hub.key_lists import newest_list
from sync.hub.parcels import take_parcel
from sync.hub.parcels_back import export_back
from sync.hub.tables import devices, epochs, feeds
from sync.parcel.stick import Stick, opened
from sync.protocol.receipt import read_receipt
from sync.sealing import new_seal_key
from tests.sync.small_replica import SmallReplica
from tests.sync.wires import DirectLink


class CarryingReplica(SmallReplica):
    """A small replica with what parcels ask for beside."""

    def __init__(self, granted, *, key, seal, hub):
        super().__init__(granted, key=key)
        self.seal = seal
        self.is_sound = True
        self.others = []  # what it has to say beside its work
        self.told = []  # and what it was told beside
        self.unread = range(0)
        with hub.database.reading() as connection:
            listed = newest_list(connection).told
        self._recipients = (listed.recipient, listed.escrow)

    def recipients(self):
        return self._recipients

    def private_keys(self):
        return (self.seal.private,)

    def newest_receipt(self):
        return self.one("SELECT raw FROM receipts ORDER BY rowid DESC LIMIT 1")

    def speaker(self):
        return self.identity()

    def may_write(self):
        return self.is_sound

    def note_refused(self, first, last):
        self.unread = range(first, last + 1)

    def refused(self):
        return self.unread

    def other_messages(self):
        return self.others

    def take_other(self, message):
        self.told.append(message)
        return True

    def files_to_carry(self):
        rows = self.db.execute("SELECT sha256, content FROM files WHERE NOT at_hub").fetchall()
        return [
            FileToSend(sha256=sha256, size=len(content), open=lambda c=content: BytesIO(c))
            for sha256, content in rows
        ]

    def add_file(self, digest, content):
        self.db.execute("INSERT INTO files VALUES (?, ?, 0)", (digest, content))

    def content_of(self, digest):
        return self.one("SELECT content FROM files WHERE sha256 = ?", digest)

    def receipt(self):
        return read_receipt(cose.read(self.newest_receipt()), key=self.granted.hub_key)


def carrying(prepared, hub, number=0):
    """A prepared machine with a sealing key that the hub knows."""
    granted, key = prepared.machines[number]
    seal = new_seal_key()
    with hub.database.writing() as connection:
        connection.execute(
            update(devices).where(devices.c.dev == granted.dev).values(recipient_key=seal.recipient)
        )
    return CarryingReplica(granted, key=key, seal=seal, hub=hub)


def write_to(desk, folder, **how):
    """A parcel of all that waits, on a stick of its own; the paths of its parts."""
    folder.mkdir(exist_ok=True)
    return [part.path for part in export_parcel(desk, Stick(folder), **how).parts]


def bring(hub, path, **how):
    with opened(path) as file:
        return take_parcel(hub, file, **how)


def bring_bytes(hub, content):
    return take_parcel(hub, BytesIO(content))


def answer_to(hub, desk, folder, **how):
    """What the hub writes for a desk; the paths of the parts."""
    folder.mkdir(exist_ok=True)
    back = export_back(hub, desk.granted.dev, Stick(folder), **how)
    return [part.path for part in back.parts]


def take_back(desk, path, **how):
    with opened(path) as file:
        return import_parcel(desk, file, **how)


def acked_at(hub, desk):
    """The highest change of a desk that the hub holds."""
    with hub.database.reading() as connection:
        return connection.execute(
            select(epochs.c.acked).where(epochs.c.dev == desk.granted.dev)
        ).scalar()


def digest_at(hub, scope):
    with hub.database.reading() as connection:
        return connection.execute(select(feeds.c.digest).where(feeds.c.scope == scope)).scalar()


def file_at(hub, scope, digest):
    """A file as the hub would give it to machines of a scope; None where it has none."""
    try:
        return readable(hub, scope, digest).read_bytes()
    except FileUnknown:
        return None


def by_stick(hub, desk, folder):
    """There and back again."""
    folder.mkdir(exist_ok=True)
    for path in write_to(desk, folder / "there"):
        bring(hub, path)
    return [take_back(desk, path) for path in answer_to(hub, desk, folder / "back")]


def by_line(hub, desk):
    return exchange_once(desk, DirectLink(hub))


class FullAfter(Stick):
    """Takes so many bytes and no more, whatever it said of its room."""

    def __init__(self, folder, most_bytes):
        super().__init__(folder)
        self.most_bytes = most_bytes

    def free_bytes(self):
        return 2**40

    def create(self, name):
        return _Failing(super().create(name), self.most_bytes, self.fail)

    def fail(self):
        raise OSError(errno.ENOSPC, "no room")


class PulledOut(FullAfter):
    """Is gone after so many bytes, and everything on it with it."""

    def fail(self):
        raise OSError(errno.EIO, "gone")

    def drop(self, name):
        """Nobody can tidy up on a stick that is not there."""


class Fails(FullAfter):
    """Fails with an error of the system."""

    def __init__(self, folder, number):
        super().__init__(folder, 0)
        self.number = number

    def fail(self):
        raise OSError(self.number, "fails")


class Forgets(Stick):
    """Says it wrote, and gives back something else: a counterfeit."""

    def read_back(self, path):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        yield bytes(content)


class _Failing:
    """A file that fails after so many bytes."""

    def __init__(self, file, most_bytes, fail):
        self._file = file
        self._left = most_bytes
        self._fail = fail

    def write(self, content):
        self._left -= len(content)
        if self._left < 0:
            self._fail()
        return self._file.write(content)

    def __getattr__(self, name):
        return getattr(self._file, name)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self._file.close()

"""The beginning of a parcel from the hub: newer lists of its keys, and what the parcel is."""

from typing import BinaryIO

from sync import cose
from sync.client.parcels import ParcelReplica
from sync.client.replica import Identity
from sync.errors import SyncError, WrongHub
from sync.parcel.errors import ParcelForOthers
from sync.parcel.items import Slice
from sync.parcel.manifest import PARCEL_BACK, BackManifest, read_back_manifest
from sync.parcel.reading import Enough, Item, read_parcel
from sync.protocol.key_list import KEY_LIST, follow
from sync.protocol.receipt import Receipt, read_receipt


def look_into(replica: ParcelReplica, source: BinaryIO) -> BackManifest:
    """What a parcel says of itself; takes nothing and raises as `import_parcel`."""
    opener = Opener(replica.speaker())

    def look(item: Item) -> None:
        if opener.open(item) is not None:
            raise Enough

    read_parcel(source, replica.private_keys(), look)
    return opener.manifest


class Opener:
    """The first items of a parcel: newer lists of the hub's keys, then the manifest."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self._manifest: BackManifest | None = None
        self.lists: list[cose.Signed] = []
        self.keys = identity.hub_keys

    @property
    def manifest(self) -> BackManifest:
        """Raises ParcelForOthers where there was none."""
        if self._manifest is None:
            raise ParcelForOthers
        return self._manifest

    def open(self, item: Item) -> BackManifest | None:
        """The manifest, if this item is it."""
        if isinstance(item, Slice):
            raise ParcelForOthers
        if item.typ == KEY_LIST:
            self.lists.append(item)
            known = self._identity.key_list
            fresh = follow(known, self.lists) if known is not None else []
            self.keys = fresh[-1][0].keys if fresh else self.keys
            return None
        if item.typ != PARCEL_BACK:
            raise ParcelForOthers
        told = read_back_manifest(item, key=self.keys)
        if told.hub_id != self._identity.hub_id:
            raise WrongHub
        if told.dev != self._identity.dev:
            raise ParcelForOthers
        self._manifest = told
        return told


def receipt_of(
    raw: bytes | None, identity: Identity, keys: cose.Keys
) -> tuple[Receipt, bytes] | None:
    """A receipt for this machine's present epoch; None for any other, or what is none."""
    if raw is None:
        return None
    try:
        told = read_receipt(cose.read(raw), key=keys)
    except SyncError:  # of an earlier key of the hub, or damaged
        return None
    is_ours = (told.hub_id, told.dev, told.ep) == (identity.hub_id, identity.dev, identity.ep)
    return (told, raw) if is_ours else None


def is_newer(told: Receipt, known: Receipt | None) -> bool:
    """Within one life of the hub an ack never falls; after its restoration the later word holds."""
    if known is None:
        return True
    if told.hub_ep != known.hub_ep:
        return told.hub_time > known.hub_time
    return (told.acked, told.durable, told.hub_time) > (
        known.acked,
        known.durable,
        known.hub_time,
    )

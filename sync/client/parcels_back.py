"""A parcel from the hub, taken as if the line had brought it, only later and in any order.

What is older than what is known here changes nothing; what overlaps is cut where it begins to be
new; what leaves a gap waits for the next parcel or the line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import BinaryIO

from sync import cose
from sync.client.answer import diverged, raise_told
from sync.client.own_changes import OwnChanges
from sync.client.parcels import ParcelReplica
from sync.client.replica import Identity, Reply
from sync.errors import (
    EpochNeeded,
    HistoryForked,
    MachineRevoked,
    ParcelForOthers,
    ParcelOutdated,
    SyncError,
    WrongHub,
)
from sync.parcel.items import Slice
from sync.parcel.manifest import PARCEL_BACK, BackManifest, read_back_manifest
from sync.parcel.reading import Enough, Item, read_parcel
from sync.parcel.writing import Watch
from sync.protocol.hello import Cursor
from sync.protocol.key_list import KEY_LIST, follow
from sync.protocol.page import PAGE, Page, read_page
from sync.protocol.receipt import RECEIPT, Answer, Receipt, read_receipt
from sync.protocol.refusal import REFUSAL, read_refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenBack:
    """What a parcel of the hub changed here."""

    is_whole: bool  # false: torn or altered; what came before that is taken
    made_at: int  # Unix seconds, by the hub's clock
    acked: int  # changes the hub acknowledged for the first time
    settled: int  # own changes that got their verdict
    refused: int
    held: int
    received: int  # changes of others
    files: int
    others: int  # answers to what this machine had asked for, such as a new epoch
    has_gap: bool  # pages were missing in between: the next parcel, or the line, brings them


def import_parcel(
    replica: ParcelReplica,
    source: BinaryIO,
    *,
    begun: dict[str, bytearray] | None = None,
    watch: Watch | None = None,
) -> TakenBack:
    """Take a parcel of the hub as far as it goes; safe to repeat.

    `begun` holds files that an earlier part brought the beginning of. Raises ParcelForOthers,
    ParcelUnreadable, ParcelOutdated, WrongHub, BadSignature; and, after all was taken,
    HistoryForked, EpochNeeded, MachineRevoked where the province says so.
    """
    taking = _Taking(replica, {} if begun is None else begun)
    read = read_parcel(source, replica.private_keys(), taking.take, watch=watch)
    taking.finish()
    return taking.told(is_whole=read.is_whole)


def look_into(replica: ParcelReplica, source: BinaryIO) -> BackManifest:
    """What a parcel says of itself; takes nothing and raises as `import_parcel`."""
    opener = _Opener(replica.speaker())

    def look(item: Item) -> None:
        if opener.open(item) is not None:
            raise Enough

    read_parcel(source, replica.private_keys(), look)
    return opener.manifest


class _Opener:
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


class _Taking:
    """The items of one part, one after another."""

    def __init__(self, replica: ParcelReplica, begun: dict[str, bytearray]) -> None:
        self._replica = replica
        self._identity = replica.speaker()
        self._may_write = replica.may_write()
        self._opener = _Opener(self._identity)
        self._manifest: BackManifest | None = None
        self._own = OwnChanges(replica)
        self._receipt = _receipt_of(replica.newest_receipt(), self._identity, self._opener.keys)
        self._is_receipt_taken = True
        self._trouble: SyncError | None = None
        self._files = begun
        self._acked = replica.acked()
        self._has_gap = False
        self._others = 0
        self._settled = self._refused = self._held = self._received = self._kept = 0

    def take(self, item: Item) -> None:
        if self._manifest is None:
            opened = self._opener.open(item)
            if opened is not None:
                self._manifest = self._believed(opened)
        elif isinstance(item, Slice):
            self._take_slice(self._manifest, item)
        else:
            self._take_message(self._manifest, item)

    def finish(self) -> None:
        """Take what the parcel says without pages: the ack, and files the hub has.

        Raises what the province says against this machine: HistoryForked, EpochNeeded,
        MachineRevoked.
        """
        if not self._is_receipt_taken:
            self._reply(())
        for digest in self._opener.manifest.held if self._may_write else ():
            self._replica.file_held_by_hub(digest)
        if self._trouble is not None:
            raise self._trouble

    def told(self, *, is_whole: bool) -> TakenBack:
        return TakenBack(
            is_whole=is_whole,
            made_at=self._opener.manifest.made_at,
            acked=max(0, self._replica.acked() - self._acked),
            settled=self._settled,
            refused=self._refused,
            held=self._held,
            received=self._received,
            files=self._kept,
            others=self._others,
            has_gap=self._has_gap,
        )

    def _believed(self, told: BackManifest) -> BackManifest:
        """Raises ParcelOutdated for what a hub that was restored since said before."""
        known = self._receipt
        if known and told.hub_ep != known[0].hub_ep and told.made_at < known[0].hub_time:
            raise ParcelOutdated
        return told

    def _take_message(self, manifest: BackManifest, message: cose.Signed) -> None:
        if message.typ == REFUSAL:
            self._take_refusal(manifest, message)
        elif message.typ not in {RECEIPT, PAGE}:
            self._others += self._replica.take_other(message)
        elif not self._may_write:
            pass  # what is settled is read once the machine may write again
        elif message.typ == RECEIPT:
            self._take_receipt(message)
        else:
            page = read_page(message, key=self._opener.keys)
            if page.hub_id == self._identity.hub_id:
                self._take_page(manifest, page)

    def _take_refusal(self, manifest: BackManifest, message: cose.Signed) -> None:
        told = read_refusal(message, key=self._opener.keys)
        try:
            raise_told(told, request=manifest.parcel)
        except MachineRevoked as error:
            self._replica.note_revoked(error.details)
            self._trouble = error
        except SyncError as error:
            self._trouble = error

    def _take_receipt(self, message: cose.Signed) -> None:
        told = _receipt_of(message.raw, self._identity, self._opener.keys)
        if told is None:
            return
        receipt, last = told[0], self._replica.last()
        is_other = 0 < receipt.acked <= last and self._replica.head(receipt.acked) != receipt.head
        if receipt.answer is Answer.FORK or is_other:
            self._replica.stop_writing(Answer.FORK)
            self._trouble = HistoryForked(acked=receipt.acked, last=last)
        elif receipt.answer is Answer.EPOCH or receipt.acked > last:
            self._replica.stop_writing(Answer.EPOCH)
            self._trouble = EpochNeeded(acked=receipt.acked, last=last)
        elif _is_newer(receipt, self._receipt[0] if self._receipt else None):
            self._receipt = told
            self._is_receipt_taken = False
        self._may_write = self._may_write and self._trouble is None

    def _take_page(self, manifest: BackManifest, page: Page) -> None:
        cursors = self._replica.cursors()
        fitted = self._fitted(manifest, page, cursors.get(page.scope))
        if fitted is None:
            return
        if diverged([fitted], cursors, self._own.change):
            self._has_gap = True  # the line reads such a scope anew
            return
        self._reply((fitted,), asked=cursors)

    def _fitted(self, manifest: BackManifest, page: Page, cursor: Cursor | None) -> Page | None:
        """The part of a page that is new here; None where nothing is."""
        at = cursor or Cursor(hub_ep=page.hub_ep, pos=0)
        begins_anew = page.after == 0 and manifest.cursors.get(page.scope) == at
        if page.after == at.pos or begins_anew:  # anew: the hub was told of this very cursor
            return page
        if page.after > at.pos:
            self._has_gap = True
            return None
        if page.last <= at.pos:
            return None
        return replace(page, after=at.pos, records=page.records[at.pos - page.after :])

    def _reply(self, pages: tuple[Page, ...], asked: Mapping[str, Cursor] | None = None) -> None:
        if self._receipt is None:
            return
        told, raw = self._receipt
        reply = Reply(
            receipt=told,
            receipt_raw=raw,
            pages=pages,
            offset_s=None,
            rtt_s=0.0,
            key_lists=tuple(one.raw for one in self._opener.lists),
            asked=asked,
        )
        taken = self._replica.take(reply)
        self._is_receipt_taken = True
        self._settled += taken.settled
        self._refused += taken.refused
        self._held += taken.held
        self._received += taken.received

    def _take_slice(self, manifest: BackManifest, part: Slice) -> None:
        sizes = {run.sha256: run.size for run in manifest.files}
        size = sizes.get(part.sha256)
        content = self._files.setdefault(part.sha256, bytearray())
        end = part.offset + len(part.content)
        if size is None or not self._may_write or part.offset != len(content) or end > size:
            return
        content += part.content
        if len(content) == size:
            self._keep(part.sha256, bytes(self._files.pop(part.sha256)))

    def _keep(self, digest: str, content: bytes) -> None:
        is_right = sha256(content).hexdigest() == digest
        if is_right and digest in self._replica.files_wanted():
            self._replica.keep_file(digest, content)
            self._kept += 1


def _receipt_of(
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


def _is_newer(told: Receipt, known: Receipt | None) -> bool:
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

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
from sync.client.parcel_opening import Opener, is_newer, receipt_of
from sync.client.parcels import ParcelReplica
from sync.client.replica import Reply
from sync.errors import (
    EpochNeeded,
    HistoryForked,
    MachineRevoked,
    MalformedMessage,
    SyncError,
)
from sync.parcel.errors import ParcelOutdated
from sync.parcel.items import Slice
from sync.parcel.manifest import BackManifest, name_of
from sync.parcel.reading import Item, read_parcel
from sync.parcel.writing import Watch
from sync.protocol.hello import Cursor
from sync.protocol.page import PAGE, Page, read_page
from sync.protocol.receipt import RECEIPT, Answer
from sync.protocol.refusal import REFUSAL, read_refusal
from sync.protocol.snapshot import OFFER, Offer, read_content, read_offer


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


class _Taking:
    """The items of one part, one after another."""

    def __init__(self, replica: ParcelReplica, begun: dict[str, bytearray]) -> None:
        self._replica = replica
        self._identity = replica.speaker()
        self._may_write = replica.may_write()
        self._opener = Opener(self._identity)
        self._manifest: BackManifest | None = None
        self._named: frozenset[bytes] = frozenset()
        self._own = OwnChanges(replica)
        self._receipt = receipt_of(replica.newest_receipt(), self._identity, self._opener.keys)
        self._is_receipt_taken = True
        self._trouble: SyncError | None = None
        self._files = begun
        self._offers: dict[str, Offer] = {}
        self._acked = replica.acked()
        self._has_gap = False
        self._others = 0
        self._settled = self._refused = self._held = self._received = self._kept = 0

    def take(self, item: Item) -> None:
        if self._manifest is None:
            opened = self._opener.open(item)
            if opened is not None:
                self._manifest = self._believed(opened)
                self._named = frozenset(opened.named)
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
        told = self._opener.manifest
        for digest in told.held if self._may_write else ():
            self._replica.file_held_by_hub(digest)
        if told.refused and told.refused[-1] > self._replica.acked() and self._may_write:
            self._replica.note_refused(*told.refused)
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
        if name_of(message.raw) not in self._named:
            self._has_gap = True  # put there by somebody else, or in the place of what is missing
        elif message.typ == REFUSAL:
            self._take_refusal(manifest, message)
        elif message.typ not in {RECEIPT, PAGE, OFFER}:
            self._others += self._replica.take_other(message)
        elif not self._may_write:
            pass  # what is settled is read once the machine may write again
        elif message.typ == RECEIPT:
            self._take_receipt(message)
        elif message.typ == OFFER:
            self._take_offer(manifest, message)
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
        told = receipt_of(message.raw, self._identity, self._opener.keys)
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
        elif is_newer(receipt, self._receipt[0] if self._receipt else None):
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

    def _take_offer(self, manifest: BackManifest, message: cose.Signed) -> None:
        """Wait for the slices of a snapshot that goes further than what is here."""
        offer = read_offer(message, key=self._opener.keys)
        at = self._replica.cursors().get(offer.scope)
        is_anew = at is not None and manifest.cursors.get(offer.scope) == at
        was_taken = self._replica.snapshots_taken().get(offer.scope) == (offer.hub_ep, offer.pos)
        is_news = at is None or at.pos < offer.pos or is_anew
        if offer.hub_id == self._identity.hub_id and is_news and not was_taken:
            self._offers[offer.sha256] = offer
            self._files.pop(offer.sha256, None)

    def _take_snapshot(self, offer: Offer, content: bytes) -> None:
        try:
            told = read_content(content, expected=offer)
        except MalformedMessage:
            self._has_gap = True  # the next parcel, or the line, brings it whole
        else:
            self._replica.take_snapshot(offer, told)

    def _fitted(self, manifest: BackManifest, page: Page, cursor: Cursor | None) -> Page | None:
        """The part of a page that is new here; None where nothing is."""
        at = cursor or Cursor(hub_ep=page.hub_ep, pos=0)
        begins_anew = page.after == 0 and manifest.cursors.get(page.scope) == at
        if page.after >= at.pos or begins_anew:  # anew: the hub was told of this very cursor
            return page  # one that leaves a gap does not add up
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
        offer = self._offers.get(part.sha256)
        sizes = {run.sha256: run.size for run in manifest.files}
        size = offer.size if offer is not None else sizes.get(part.sha256)
        content = self._files.setdefault(part.sha256, bytearray())
        end = part.offset + len(part.content)
        if size is None or not self._may_write or part.offset != len(content) or end > size:
            return
        content += part.content
        if len(content) == size:
            whole = bytes(self._files.pop(part.sha256))
            if offer is not None:
                self._take_snapshot(offer, whole)
            else:
                self._keep(part.sha256, whole)

    def _keep(self, digest: str, content: bytes) -> None:
        is_right = sha256(content).hexdigest() == digest
        if is_right and digest in self._replica.files_wanted():
            self._replica.keep_file(digest, content)
            self._kept += 1

"""Taking a parcel of a desk: as if the line had brought it, only later and in any order.

Every frame commits alone, with the same rules as on the line, so what a torn parcel still holds
counts and what comes twice does nothing. A parcel has no hello: what it says of the desk was true
when it was made, and is no ground to doubt the desk now.
"""

import logging
from dataclasses import dataclass
from typing import Any, BinaryIO

from sqlalchemy import Connection, delete, select

from sync import cose
from sync.errors import FrameRefused, MachineUnknown, SyncError, WrongHub
from sync.hub.docket import Author
from sync.hub.epochs import KINDS as EPOCH_KINDS
from sync.hub.epochs import answer_epochs, standing_answer
from sync.hub.files import Uploads, held
from sync.hub.hub import Hub
from sync.hub.intake import Standing, take_frame
from sync.hub.keeping_tables import parcels
from sync.hub.late import REVOKED, keep_frame
from sync.hub.settling import remember
from sync.hub.statements import upsert_rows
from sync.hub.tables import devices, epochs
from sync.parcel.errors import ParcelForOthers
from sync.parcel.items import Run, Slice
from sync.parcel.manifest import PARCEL, Manifest, read_manifest
from sync.parcel.reading import Enough, Item, read_parcel
from sync.parcel.writing import Watch
from sync.protocol.frame import FRAME, Frame, author_of, read_frame
from sync.protocol.receipt import Answer

_REMEMBERED_S = 400 * 86_400  # what a parcel said of itself; its work is in the log for good

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenParcel:
    """What became of one part of a parcel."""

    dev: int
    org: str
    manifest: Manifest
    is_whole: bool  # false: torn or altered; what came before that is taken
    taken: int  # changes that were new
    answer: Answer
    refused: str  # code of what a frame was refused for; empty for none
    files: int  # that are whole at the hub now, of those in this part


def take_parcel(hub: Hub, source: BinaryIO, *, watch: Watch | None = None) -> TakenParcel:
    """Take a parcel as far as it goes; safe to repeat.

    Raises ParcelForOthers, ParcelUnreadable, WrongHub, MachineUnknown, BadSignature,
    MalformedMessage: then nothing was taken.
    """
    taking = _Taking(hub)
    read = read_parcel(source, hub.opening.private, taking.take, watch=watch)
    return taking.finish(is_whole=read.is_whole)


def look_into(hub: Hub, source: BinaryIO) -> Manifest:
    """What a parcel says of itself; takes nothing and raises as `take_parcel`."""
    taking = _Taking(hub, only_looks=True)
    read_parcel(source, hub.opening.private, taking.take)
    return taking.manifest


def standing_of(connection: Connection, device: Any, ep: int) -> Standing:
    """What the hub has of a device's epoch, for a frame that no hello announced."""
    epoch = connection.execute(
        select(epochs)
        .where(epochs.c.scope == device.org, epochs.c.dev == device.dev, epochs.c.ep == ep)
        .with_for_update()
    ).one_or_none()
    if epoch is None:
        raise MachineUnknown(dev=device.dev)
    answer = standing_answer(epoch)
    return Standing(
        author=Author(scope=device.org, dev=device.dev, ep=ep),
        first_head=epoch.first_head,
        acked=epoch.acked,
        head=epoch.head,
        durable=epoch.durable,
        answer=answer,
    )


class _Taking:
    """The items of one part, one after another."""

    def __init__(self, hub: Hub, *, only_looks: bool = False) -> None:
        self._hub = hub
        self._only_looks = only_looks
        self._uploads = Uploads()
        self._device: Any = None
        self._manifest: Manifest | None = None
        self._kid = b""  # of its author
        self._raw = b""
        self._answer = Answer.OK
        self._taken = 0
        self._refused = ""
        self._refused_range = (0, 0)  # changes of the first frame that could not be read
        self._runs: dict[str, Run] = {}

    @property
    def manifest(self) -> Manifest:
        if self._manifest is None:
            raise ParcelForOthers
        return self._manifest

    def take(self, item: Item) -> None:
        if self._manifest is None:
            self._open(item)
            if self._only_looks:
                raise Enough
        elif isinstance(item, Slice):
            self._take_slice(item)
        elif item.typ == FRAME and item.kid[:-1] != self._kid[:-1]:
            self._take_brought(item)
        elif item.typ == FRAME:
            self._take_frame(item)
        elif item.typ in EPOCH_KINDS:
            self._answer_epochs(item)

    def finish(self, *, is_whole: bool) -> TakenParcel:
        """Note the parcel, so that its answer can be made."""
        told = self.manifest
        row = {
            "scope": self._device.org,
            "dev": told.dev,
            "parcel": told.parcel,
            "part": told.part,
            "made_at": told.made_at,
            "taken_at": self._hub.now(),
            "is_whole": int(is_whole),
            "refused_first": self._refused_range[0],
            "refused_last": self._refused_range[1],
            "manifest": self._raw,
        }
        with self._hub.database.writing() as connection:
            upsert_rows(connection, parcels, [row])
            connection.execute(
                delete(parcels).where(
                    parcels.c.scope == row["scope"],
                    parcels.c.dev == told.dev,
                    parcels.c.taken_at < self._hub.now() - _REMEMBERED_S,
                )
            )
        whole = [one for one in self._runs if held(self._hub, self._device.org, one).is_complete]
        return TakenParcel(
            dev=told.dev,
            org=self._device.org,
            manifest=told,
            is_whole=is_whole,
            taken=self._taken,
            answer=self._answer,
            refused=self._refused,
            files=len(whole),
        )

    def _open(self, item: Item) -> None:
        if isinstance(item, Slice) or item.typ != PARCEL:
            raise ParcelForOthers
        dev, _ = author_of(item.kid)
        with self._hub.database.reading() as connection:
            device = connection.execute(select(devices).where(devices.c.dev == dev)).one_or_none()
        if device is None:
            raise MachineUnknown(dev=dev)
        told = read_manifest(item, key=device.device_key)
        if told.hub_id != self._hub.key.hub_id:
            raise WrongHub
        self._device, self._manifest, self._raw = device, told, item.raw
        self._kid = item.kid
        self._runs = {run.sha256: run for run in told.files}

    def _take_frame(self, message: cose.Signed) -> None:
        """Take a frame; of those after one that was refused only the same changes, wrapped, fit."""
        try:
            frame = read_frame(message, key=self._device.device_key)
            self._settle(frame, message)
        except SyncError as error:
            _log.warning("parcel of desk %d: frame refused: %s", self._device.dev, error.code)
            self._refused = self._refused or error.code
            if isinstance(error, FrameRefused) and not self._refused_range[0]:
                self._refused_range = int(error.details["first"]), int(error.details["last"])

    def _take_brought(self, message: cose.Signed) -> None:
        """A frame of another machine of the organisation, brought in its stead.

        It counts as if its author had brought it, who hears of it at its next contact.
        """
        try:
            self._settle_brought(message)
        except SyncError as error:
            _log.warning(
                "parcel of desk %d: a colleague's frame refused: %s", self._device.dev, error.code
            )

    def _settle_brought(self, message: cose.Signed) -> None:
        dev, _ = author_of(message.kid)
        with self._hub.database.writing() as connection:
            device = connection.execute(
                select(devices)
                .where(devices.c.dev == dev, devices.c.org == self._device.org)
                .with_for_update()
            ).one_or_none()
            if device is None:
                raise MachineUnknown(dev=dev)
            frame = read_frame(message, key=device.device_key)
            before = standing_of(connection, device, frame.ep)
            why = _must_wait(device, before)
            if why:
                if frame.last > before.acked:
                    keep_frame(self._hub, connection, device.org, frame, message, why=why)
                return
            _, docket = take_frame(self._hub, connection, before, frame, message)
        remember(self._hub.states, [docket] if docket is not None else [])

    def _answer_epochs(self, message: cose.Signed) -> None:
        """What the hub grants is kept there and goes back with the next parcel."""
        try:
            answer_epochs(self._hub, message)
        except SyncError as error:
            _log.warning("parcel of desk %d: epoch refused: %s", self._device.dev, error.code)
            self._refused = self._refused or error.code

    def _settle(self, frame: Frame, message: cose.Signed) -> None:
        with self._hub.database.writing() as connection:
            device = connection.execute(
                select(devices).where(devices.c.dev == self._device.dev).with_for_update()
            ).one()
            before = standing_of(connection, device, frame.ep)
            self._answer = before.answer
            why = _must_wait(device, before)
            if why:
                if frame.last > before.acked:
                    keep_frame(self._hub, connection, device.org, frame, message, why=why)
                return
            after, docket = take_frame(self._hub, connection, before, frame, message)
            if after.answer is Answer.GAP and frame.first <= before.acked:
                raise FrameRefused(first=before.acked + 1, last=frame.last, reason="head")
        remember(self._hub.states, [docket] if docket is not None else [])
        self._answer = after.answer
        if docket is not None and after.acked >= self._refused_range[1] > 0:
            self._refused, self._refused_range = "", (0, 0)  # it came again in other frames
        self._taken += after.acked - before.acked

    def _take_slice(self, part: Slice) -> None:
        """Append what is new of a slice; knowing a digest is not enough: the manifest names it.

        Files of a revoked machine are kept too: without changes that name them they do nothing, and
        whoever takes its changes after all needs them.
        """
        run = self._runs.get(part.sha256)
        if run is None:
            return
        scope = self._device.org
        have = held(self._hub, scope, part.sha256)
        end = part.offset + len(part.content)
        if have.is_complete or not part.offset <= have.offset <= end <= run.size:
            return
        try:
            upload = self._uploads.begin(
                self._hub, scope, part.sha256, offset=have.offset, length=run.size
            )
            upload.append(part.content[have.offset - part.offset :])
            upload.finish()
            self._uploads.end(upload)
        except SyncError as error:  # one bad file stops no other
            _log.warning("parcel of desk %d: file refused: %s", self._device.dev, error.code)


def _must_wait(device: Any, standing: Standing) -> str:
    """Why new work of this author is a person's to look at; empty when it is not.

    The stick may hold the only copy of what a machine wrote in a log that is closed since.
    """
    if device.revoked_at is not None:
        return REVOKED
    return "" if standing.answer is Answer.OK else standing.answer.value

"""A parcel for the hub on a stick: what waits here, in the same signed frames as on the line.

Nothing here is remembered of what was written: the hub's word alone moves the ack. A parcel may be
made again at any time, lost, brought twice, or overtaken by a round on the line.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from secrets import token_bytes
from typing import Protocol

from sync import cose
from sync.client.exchange import APP
from sync.client.framing import Framing
from sync.client.replica import FileToSend, Identity, Replica
from sync.parcel.items import Run, Source, encoded_size, runs_of, slices_of
from sync.parcel.manifest import PARCEL_BYTES, Manifest, make_manifest
from sync.parcel.packing import MOST_PART_BYTES, Load, pack_parts
from sync.parcel.stick import Stick
from sync.parcel.writing import Progress, Watch, Written, require_room, write_parcel
from sync.protocol.compression import NO_DICTIONARY

_FRAME_BYTES = 192 * 2**10  # of changes before packing
_ASIDE_BYTES = 128  # of one cursor, or two digests
_SEALED_MORE = 1.001  # and the header, in `_AROUND_BYTES`
_AROUND_BYTES = 1_024
_MOST_WANTED = 1_000


class ParcelReplica(Replica, Protocol):
    """What a parcel needs of a desk's database beside what a round does."""

    def recipients(self) -> tuple[str, ...]:
        """Whom a parcel is sealed for: the hub, and the province's key that lies offline."""
        ...

    def private_keys(self) -> tuple[str, ...]:
        """What opens a parcel sealed for this machine."""
        ...

    def files_to_carry(self) -> list[FileToSend]:
        """Files the hub may lack, whether it has acknowledged their changes or not."""
        ...

    def newest_receipt(self) -> bytes | None:
        """The last receipt taken in this epoch, as the hub signed it."""
        ...

    def speaker(self) -> Identity:
        """Who this machine is, also where its log may not be written any more."""
        ...

    def may_write(self) -> bool:
        """Whether its log may; where not, a parcel carries its other messages alone."""
        ...

    def note_refused(self, first: int, last: int) -> None:
        """Remember that the hub could not read these changes as they were framed."""
        ...

    def refused(self) -> range:
        """The changes last noted so; empty for none."""
        ...

    def other_messages(self) -> list[bytes]:
        """Signed messages for the hub that are neither hello nor frame: a request for an epoch."""
        ...

    def take_other(self, message: cose.Signed) -> bool:
        """Take a signed message of the hub that is no receipt or page; whether it changed a thing.

        It is not verified yet. One that answers nothing asked here changes nothing.
        """
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """What a parcel made now would carry."""

    first: int
    last: int  # first - 1 where no change waits
    files: int
    bytes: int  # on the stick, near enough

    @property
    def changes(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    """A parcel that lies on the stick, whole, and was read back."""

    parcel: bytes
    made_at: int  # Unix seconds
    first: int
    last: int
    files: tuple[str, ...]  # SHA-256
    parts: tuple[Written, ...]

    @property
    def changes(self) -> int:
        return self.last - self.first + 1

    @property
    def bytes(self) -> int:
        return sum(part.size for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Framed:
    first: int
    last: int
    raw: bytes


def offer(replica: ParcelReplica) -> Offer:
    """What waits for a parcel; it packs the changes, so its size is near the truth."""
    packed = _Packed(replica)
    total = sum(len(one.raw) for one in packed.frames) + sum(map(encoded_size, packed.runs))
    return Offer(
        first=packed.first,
        last=packed.last,
        files=len(packed.runs),
        bytes=int(total * _SEALED_MORE) + _AROUND_BYTES,
    )


def export_parcel(
    replica: ParcelReplica,
    stick: Stick,
    *,
    most_bytes: int = MOST_PART_BYTES,
    tell: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Exported:
    """Write all that waits to a stick, in as many parts as its file system needs.

    Raises StickFull before the first byte where the room does not suffice, StickReadOnly,
    StickGone, ParcelDamaged, ParcelCancelled; parts that were whole by then are taken back too.
    """
    packed = _Packed(replica)
    loads = pack_parts(
        [one.raw for one in packed.frames] + packed.others,
        packed.runs,
        aside_bytes=packed.aside_bytes,
        most_bytes=most_bytes,
    )
    sizes = [int(load.size * _SEALED_MORE) + packed.aside_bytes + _AROUND_BYTES for load in loads]
    require_room(stick, sizes)
    watch = Watch(total=sum(sizes), tell=tell, should_stop=should_stop)
    parcel = token_bytes(PARCEL_BYTES)
    written: list[Written] = []
    try:
        for number, load in enumerate(loads, start=1):
            items = packed.items(load, parcel, number, len(loads))
            written.append(write_parcel(stick, items, recipients=replica.recipients(), watch=watch))
    except BaseException:
        for one in written:
            stick.drop(one.path.name)
        raise
    return Exported(
        parcel=parcel,
        made_at=packed.made_at,
        first=packed.first,
        last=packed.last,
        files=tuple(packed.sources),
        parts=tuple(written),
    )


class _Packed:
    """All that waits, read from the replica once."""

    def __init__(self, replica: ParcelReplica) -> None:
        self._replica = replica
        self._identity = replica.speaker()
        self.made_at = replica.clock_mark().now
        self.first = replica.acked() + 1
        may_write = replica.may_write()
        self.frames = _frames(replica, self._identity, after=self.first - 1) if may_write else []
        self.last = self.frames[-1].last if self.frames else self.first - 1
        self.others = replica.other_messages()
        self._cursors = replica.cursors()
        self._wanted = tuple(replica.files_wanted()[:_MOST_WANTED])
        files = replica.files_to_carry() if may_write else []
        self.sources = {one.sha256: _source(one) for one in files}
        self.runs = runs_of(list(self.sources.values()))
        self.aside_bytes = _ASIDE_BYTES * (1 + len(self._cursors) + len(self._wanted))

    def items(self, load: Load, parcel: bytes, number: int, parts: int) -> chain[bytes]:
        """The items of one part, the manifest first."""
        frames = self.frames[load.start : load.stop]
        others = self.others[max(0, load.start - len(self.frames)) :]
        others = others[: load.stop - load.start - len(frames)]
        first = frames[0].first if frames else self.first
        last = frames[-1].last if frames else first - 1
        manifest = Manifest(
            hub_id=self._identity.hub_id,
            dev=self._identity.dev,
            ep=self._identity.ep,
            parcel=parcel,
            part=number,
            parts=parts,
            made_at=self.made_at,
            app=APP,
            first=first,
            last=last,
            head=self._replica.head(last) if frames else b"",
            frames=len(frames),
            others=len(others),
            cursors=self._cursors,
            wanted=self._wanted,
            files=load.runs,
        )
        return chain(
            [make_manifest(manifest, self._identity.sign)],
            others,
            (one.raw for one in frames),
            chain.from_iterable(self._slices(run) for run in load.runs),
        )

    def _slices(self, run: Run) -> Sequence[bytes]:
        return list(slices_of(self.sources[run.sha256], run))


def _source(file: FileToSend) -> Source:
    return Source(sha256=file.sha256, size=file.size, open=file.open)


def _frames(replica: ParcelReplica, identity: Identity, *, after: int) -> list[_Framed]:
    """Every change that waits, in signed frames, in order.

    No dictionary: the hub cannot say from afar that it lacks one.
    """
    framing = Framing(replica)
    framed: list[_Framed] = []
    refused = replica.refused()
    while raws := replica.outbox(after, _FRAME_BYTES):
        first = after + 1
        if first in refused:
            alone = framing.alone(identity, first, raws[0])
            framed += [_Framed(first, first, frame) for frame in alone]
            after = first
            continue
        raws = raws[: refused.start - first] if first < refused.start else raws
        frame, count = framing.next_frame(identity, first, raws, dictionary=NO_DICTIONARY)
        framed.append(_Framed(first, after + count, frame))
        after += count
    return framed

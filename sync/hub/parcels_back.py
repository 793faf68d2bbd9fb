"""A parcel back to a desk: what the line would have answered, sealed for that machine alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from secrets import token_bytes
from typing import Any

from sqlalchemy import Connection, bindparam, select

from sync import cose
from sync.errors import FileUnknown, MachineUnknown
from sync.hub.access import revoked
from sync.hub.files import readable
from sync.hub.hub import Hub
from sync.hub.keeping_tables import grants, parcels
from sync.hub.key_lists import lists_after
from sync.hub.parcel_news import named_in, news_for, source_of
from sync.hub.parcels import standing_of
from sync.hub.refusing import refusal_for
from sync.hub.statements import Prepared, among
from sync.hub.tables import devices, files
from sync.parcel.items import Run, Source, runs_of, slices_of
from sync.parcel.manifest import (
    PARCEL_BYTES,
    BackManifest,
    Manifest,
    make_back_manifest,
    name_of,
    read_manifest,
)
from sync.parcel.packing import MOST_PART_BYTES, Load, pack_parts
from sync.parcel.stick import Stick
from sync.parcel.writing import Watch, Written, require_room, write_parcel
from sync.protocol.page import Page
from sync.protocol.receipt import Receipt, make_receipt

_ASIDE_BYTES = 128  # of one cursor, or two digests
_NAME_BYTES = 34  # of one message, in the manifest
_AROUND_BYTES = 1_024
_SEALED_MORE = 1.001
_FILES = Prepared(
    select(files.c.sha256).where(
        files.c.scope == bindparam("scope"), among(files.c.sha256, "named")
    )
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Back:
    """A parcel to a desk that lies on the stick."""

    dev: int
    org: str
    name: str  # of the machine
    acked: int
    pages: int
    files: int
    parts: tuple[Written, ...]


def export_back(
    hub: Hub,
    dev: int,
    stick: Stick,
    *,
    most_bytes: int = MOST_PART_BYTES,
    watch: Watch | None = None,
) -> Back:
    """Write all that a desk has not read, as far as its parcels tell.

    Raises MachineUnknown, StickFull, StickReadOnly, StickGone, ParcelDamaged, SealKeyRefused.
    """
    packed = _Packed(hub, dev)
    loads = pack_parts(
        packed.messages,
        runs_of(list(packed.sources.values())),
        aside_bytes=packed.aside_bytes,
        most_bytes=most_bytes,
    )
    require_room(stick, [int(one.size * _SEALED_MORE) + _AROUND_BYTES for one in loads])
    written: list[Written] = []
    try:
        for number, load in enumerate(loads, start=1):
            items = packed.items(load, number, len(loads))
            recipients = (str(packed.device.recipient_key),)
            written.append(
                write_parcel(stick, items, recipients=recipients, watch=watch or Watch())
            )
    except BaseException:
        for one in written:
            stick.drop(one.path.name)
        raise
    return Back(
        dev=dev,
        org=packed.device.org,
        name=packed.device.name,
        acked=packed.acked,
        pages=packed.pages,
        files=len(packed.sources),
        parts=tuple(written),
    )


class _Packed:
    """What a desk lacks, read from one state of the database."""

    def __init__(self, hub: Hub, dev: int) -> None:
        self._hub = hub
        self.parcel = token_bytes(PARCEL_BYTES)
        with hub.database.reading() as connection:
            self.device = _device(connection, dev)
            self._standing = standing_of(connection, self.device, self.device.ep)
            told = _manifests(connection, self.device)
            self._refused = _refused(connection, self.device, self._standing.acked)
            self._newest = told[0] if told else None
            self._cursors = dict(self._newest.cursors) if self._newest else {}
            self._held = _held(connection, self.device.org, told)
            self._lists = lists_after(connection, 0)
            self._others = [*self._refusal(), *_grant(connection, self.device)]
            pages = news_for(hub, connection, self.device, self._cursors)
        self.acked, self.pages, self.messages = self._standing.acked, 0, list(self._others)
        self.sources: dict[str, Source] = {}
        if self.device.revoked_at is None:
            self._add_news(pages)
        aside = 1 + len(self._cursors) + len(self._held)
        named = _NAME_BYTES * len(self.messages)
        self.aside_bytes = _ASIDE_BYTES * aside + named + len(self._lists)

    def _add_news(self, items: Sequence[tuple[bytes, Page | None]]) -> None:
        pages = [page for _, page in items if page is not None]
        self.pages = len(pages)
        self.messages += [self._receipt(), *(raw for raw, _ in items)]
        wanted = self._newest.wanted if self._newest else ()
        self.sources = self._sources([*wanted, *named_in(pages)])

    def items(self, load: Load, number: int, parts: int) -> Iterator[bytes]:
        """The items of one part: the hub's lists of keys, then the manifest, then all else."""
        manifest = BackManifest(
            hub_id=self._hub.key.hub_id,
            hub_ep=self._hub.hub_ep,
            dev=self.device.dev,
            ep=self.device.ep,
            parcel=self.parcel,
            part=number,
            parts=parts,
            made_at=self._hub.now(),
            answers=self._newest.parcel if self._newest else b"",
            cursors=self._cursors,
            held=self._held,
            others=len(self._others),
            pages=self.pages,
            named=tuple(map(name_of, self.messages[load.start : load.stop])),
            files=load.runs,
            refused=self._refused,
        )
        return chain(
            [self._lists, make_back_manifest(manifest, self._hub.key.sign)],
            self.messages[load.start : load.stop],
            chain.from_iterable(self._slices(run) for run in load.runs),
        )

    def _receipt(self) -> bytes:
        standing = self._standing
        receipt = Receipt(
            hub_id=self._hub.key.hub_id,
            hub_ep=self._hub.hub_ep,
            dev=self.device.dev,
            ep=self.device.ep,
            counter=0,  # of no hello
            answer=standing.answer,
            acked=standing.acked,
            head=standing.head,
            durable=standing.durable,
            hub_time=self._hub.now(),
            next_contact_s=0,
            lease_days=self.device.lease_days,
        )
        return make_receipt(receipt, self._hub.key.sign)

    def _refusal(self) -> list[bytes]:
        """What a revoked machine is told, tied to this very parcel."""
        if self.device.revoked_at is None:
            return []
        return [refusal_for(self._hub, revoked(self.device), request=self.parcel)]

    def _slices(self, run: Run) -> Iterator[bytes]:
        return slices_of(self.sources[run.sha256], run)

    def _sources(self, digests: Sequence[str]) -> dict[str, Source]:
        """The files among these that the desk may read, in this order."""
        found: dict[str, Source] = {}
        for digest in dict.fromkeys(digests):
            try:
                path = readable(self._hub, self.device.org, digest)
            except FileUnknown:
                continue
            found[digest] = source_of(digest, path)
        return found


def _device(connection: Connection, dev: int) -> Any:
    device = connection.execute(select(devices).where(devices.c.dev == dev)).one_or_none()
    if device is None:
        raise MachineUnknown(dev=dev)
    return device


def _grant(connection: Connection, device: Any) -> list[bytes]:
    """The newest epoch granted, for a desk that asks for it on a stick."""
    newest = connection.execute(
        select(grants.c.raw)
        .where(grants.c.scope == device.org, grants.c.dev == device.dev)
        .order_by(grants.c.ep.desc())
        .limit(1)
    ).scalar()
    return [newest] if newest is not None else []


def _manifests(connection: Connection, device: Any) -> list[Manifest]:
    """What the desk's parcels said, the newest first."""
    rows = connection.execute(
        select(parcels.c.manifest)
        .where(parcels.c.scope == device.org, parcels.c.dev == device.dev)
        .order_by(parcels.c.made_at.desc(), parcels.c.part)
        .limit(100)
    )
    return [read_manifest(cose.read(row.manifest), key=device.device_key) for row in rows]


def _refused(connection: Connection, device: Any, acked: int) -> tuple[int, ...]:
    """The changes of the last frame that could not be read and that are not here since."""
    row = connection.execute(
        select(parcels.c.refused_first, parcels.c.refused_last)
        .where(
            parcels.c.scope == device.org,
            parcels.c.dev == device.dev,
            parcels.c.refused_last > acked,
        )
        .order_by(parcels.c.made_at.desc(), parcels.c.part)
        .limit(1)
    ).one_or_none()
    return () if row is None else tuple(row)


def _held(connection: Connection, org: str, told: Sequence[Manifest]) -> tuple[str, ...]:
    """The files named in a desk's parcels that the hub has whole."""
    named = list(dict.fromkeys(run.sha256 for one in told for run in one.files))
    have = set(_FILES.run(connection, scope=org, named=named).scalars())
    return tuple(digest for digest in named if digest in have)

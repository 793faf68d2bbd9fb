"""What a parcel says of itself, signed: the first item of every one, so a torn parcel is known too.

    from a desk = [ver, hub_id, dev, ep, parcel, part, parts, made at, app, first, last, head,
                   frames, others, cursors, wanted, files]
    to a desk   = [ver, hub_id, hub_ep, dev, ep, parcel, part, parts, made at, answers, cursors,
                   held, others, pages, named, files, refused]
    cursor = [scope, hub_ep, pos, digest]    file = [SHA-256, size, offset, length]
    named = SHA-256 of each message in this part, those of snapshots' slices too
    refused = [first, last] of changes in a frame that the hub could not read, or []

There is no counter of hellos in it: a parcel is a recording of what was true when it was made, and
may come before or after any round on the line, or twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from sync import cose, record
from sync.errors import MalformedMessage
from sync.parcel.items import DIGEST_BYTES, Run
from sync.protocol.fields import Fields, pack
from sync.protocol.frame import HUB_ID_BYTES, author_kid, author_of
from sync.protocol.hello import MAX_SCOPE, MAX_SCOPES, Cursor
from sync.protocol.versions import MAX_FILE_BYTES, NEWEST

PARCEL = "sync/parcel"
PARCEL_BACK = "sync/parcel-back"
PARCEL_BYTES = 16

MOST_FILES = 40_000
_MOST_PARTS = 10_000
_MOST_NAMED = 100_000
_MAX_APP = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """Of a parcel from a desk to its hub."""

    hub_id: bytes
    dev: int
    ep: int
    parcel: bytes  # 16 random bytes, the same in all parts
    part: int  # from 1
    parts: int
    made_at: int  # Unix seconds, by the desk's clock
    app: str
    first: int  # changes first..last are in this part; last = first - 1 for none
    last: int
    head: bytes  # of the chain after `last`
    frames: int
    others: int  # messages of other purposes
    cursors: Mapping[str, Cursor]  # how far the desk had read
    wanted: tuple[str, ...]  # SHA-256 of files it lacks
    files: tuple[Run, ...]  # in this part

    @property
    def changes(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, kw_only=True, slots=True)
class BackManifest:
    """Of a parcel from the hub to a desk."""

    hub_id: bytes
    hub_ep: int
    dev: int
    ep: int
    parcel: bytes
    part: int
    parts: int
    made_at: int  # by the hub's clock
    answers: bytes  # the newest parcel of the desk it was made after; empty for none
    cursors: Mapping[str, Cursor]  # what the pages were made for
    held: tuple[str, ...]  # SHA-256 of files of the desk that the hub has whole
    others: int
    pages: int
    named: tuple[bytes, ...]  # the messages of this part, in their order, by `name_of`
    files: tuple[Run, ...]
    refused: tuple[int, ...]  # first and last change of a frame that could not be read, or nothing


def name_of(raw: bytes) -> bytes:
    """What a manifest calls a message: an old one of the same hub is not taken in its place."""
    return sha256(raw).digest()


def make_manifest(told: Manifest, signer: cose.Sign) -> bytes:
    payload = pack(
        NEWEST,
        told.hub_id,
        told.dev,
        told.ep,
        told.parcel,
        told.part,
        told.parts,
        told.made_at,
        told.app[:_MAX_APP],
        told.first,
        told.last,
        told.head,
        told.frames,
        told.others,
        _cursor_rows(told.cursors),
        _digests(told.wanted),
        _run_rows(told.files),
    )
    return cose.sign(payload, typ=PARCEL, kid=author_kid(told.dev, told.ep), signer=signer)


def read_manifest(message: cose.Signed, *, key: cose.Keys) -> Manifest:
    """The manifest in a message, signed by `key`; raises BadSignature, MalformedMessage."""
    fields = Fields.unpack(cose.verify(message, typ=PARCEL, key=key), message="parcel")
    told = Manifest(
        hub_id=fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES),
        dev=fields.number(most=record.MAX_DEV),
        ep=fields.number(most=record.MAX_EP),
        parcel=fields.blob(least=PARCEL_BYTES, most=PARCEL_BYTES),
        part=fields.number(most=_MOST_PARTS),
        parts=fields.number(most=_MOST_PARTS),
        made_at=fields.number(most=record.MAX_AT),
        app=fields.text(most=_MAX_APP),
        first=fields.number(most=record.MAX_SEQ),
        last=fields.number(most=record.MAX_SEQ),
        head=fields.blob(most=record.HEAD_BYTES),
        frames=fields.number(),
        others=fields.number(),
        cursors=_read_cursors(fields),
        wanted=_read_digests(fields),
        files=_read_runs(fields),
    )
    if author_of(message.kid) != (told.dev, told.ep):
        raise MalformedMessage(message="parcel", reason="author")
    _require_order(told.part, told.parts)
    if not 0 < told.first <= told.last + 1:
        raise MalformedMessage(message="parcel", reason="numbers")
    return told


def make_back_manifest(told: BackManifest, signer: cose.Sign) -> bytes:
    payload = pack(
        NEWEST,
        told.hub_id,
        told.hub_ep,
        told.dev,
        told.ep,
        told.parcel,
        told.part,
        told.parts,
        told.made_at,
        told.answers,
        _cursor_rows(told.cursors),
        _digests(told.held),
        told.others,
        told.pages,
        told.named,
        _run_rows(told.files),
        told.refused,
    )
    return cose.sign(payload, typ=PARCEL_BACK, kid=told.hub_id, signer=signer)


def read_back_manifest(message: cose.Signed, *, key: cose.Keys) -> BackManifest:
    """The manifest in a message, signed by the hub; raises BadSignature, MalformedMessage."""
    fields = Fields.unpack(cose.verify(message, typ=PARCEL_BACK, key=key), message="parcel")
    told = BackManifest(
        hub_id=fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES),
        hub_ep=fields.number(),
        dev=fields.number(most=record.MAX_DEV),
        ep=fields.number(most=record.MAX_EP),
        parcel=fields.blob(least=PARCEL_BYTES, most=PARCEL_BYTES),
        part=fields.number(most=_MOST_PARTS),
        parts=fields.number(most=_MOST_PARTS),
        made_at=fields.number(most=record.MAX_AT),
        answers=fields.blob(most=PARCEL_BYTES),
        cursors=_read_cursors(fields),
        held=_read_digests(fields),
        others=fields.number(),
        pages=fields.number(),
        named=fields.blobs(most=_MOST_NAMED, length=DIGEST_BYTES),
        files=_read_runs(fields),
        refused=fields.numbers(most=2, largest=record.MAX_SEQ),
    )
    if len(told.refused) == 1:
        raise MalformedMessage(message="parcel", reason="refused")
    if message.kid != told.hub_id:
        raise MalformedMessage(message="parcel", reason="kid")
    _require_order(told.part, told.parts)
    return told


def _require_order(part: int, parts: int) -> None:
    if not 0 < part <= parts:
        raise MalformedMessage(message="parcel", reason="part")


def _cursor_rows(cursors: Mapping[str, Cursor]) -> tuple[object, ...]:
    return tuple((scope, *cursor) for scope, cursor in sorted(cursors.items()))


def _digests(told: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(digest) for digest in told[:MOST_FILES])


def _run_rows(runs: tuple[Run, ...]) -> tuple[object, ...]:
    return tuple((bytes.fromhex(one.sha256), one.size, one.offset, one.length) for one in runs)


def _read_cursors(fields: Fields) -> dict[str, Cursor]:
    rows = fields.rows(most=MAX_SCOPES)
    return {
        row.text(most=MAX_SCOPE): Cursor(row.number(), row.number(), row.number()) for row in rows
    }


def _read_digests(fields: Fields) -> tuple[str, ...]:
    return tuple(one.hex() for one in fields.blobs(most=MOST_FILES, length=DIGEST_BYTES))


def _read_runs(fields: Fields) -> tuple[Run, ...]:
    return tuple(_read_run(row) for row in fields.rows(most=MOST_FILES))


def _read_run(row: Fields) -> Run:
    run = Run(
        sha256=row.blob(least=DIGEST_BYTES, most=DIGEST_BYTES).hex(),
        size=row.number(most=MAX_FILE_BYTES),
        offset=row.number(most=MAX_FILE_BYTES),
        length=row.number(most=MAX_FILE_BYTES),
    )
    if run.offset + run.length > run.size:
        raise MalformedMessage(message="parcel", reason="run_beyond_file")
    return run

"""A page of a feed: what the hub settled in one scope, in its order, with its word on each change.

A verdict travels only here, so it reaches its author and its author's colleagues by one path.

    page   = [ver, hub_id, hub_ep, scope, after, last, newest, digest, dictionary, zstd(records)]
    record = [entity version, dev, ep, verdict, reason, change | null, seq step]

Positions run from `after` on. A step is the author's number less that of the record before, where
the same author wrote that one, else the number itself. The change is null when it is the reader's
own: the author has the very bytes. `after` is 0 although the reader had more when the hub does not
know what it had: the reader then begins the scope anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from struct import Struct
from typing import NamedTuple

import cbor2

from sync import cose, record
from sync.errors import MalformedMessage
from sync.protocol import compression
from sync.protocol.fields import Fields, pack
from sync.protocol.frame import HUB_ID_BYTES
from sync.protocol.hello import MAX_SCOPE
from sync.protocol.versions import NEWEST

PAGE = "sync/page"
MAX_REASON = 64

_DIGEST_DOMAIN = b"vn.sync/1 feed"
_DIGEST_MASK = 2**62 - 1  # so that a database adds two of them in a signed 64-bit column
_OPEN, _CLOSE = b"\x9f", b"\xff"  # an array of unknown length
_PLACE = Struct(">QQIIQ")
_MAX_DEPTH = 2


RecordRow = tuple[int, int, int, int, str, str, bytes | None, int]
"""pos, ver, dev, ep, verdict, reason, raw, seq: a record as a database has it."""


class Verdict(StrEnum):
    """The hub's word on a change; on the wire by its place in this list."""

    OK = "ok"  # in force
    FLAGGED = "flagged"  # in force, and a person should look
    HELD = "held"  # not in force until a person or a further change settles it
    REFUSED = "refused"  # not in force
    OPAQUE = "opaque"  # of a kind this hub does not know yet; judged after its update


_VERDICTS = tuple(Verdict)
_PLACES: Mapping[str, int] = {verdict: place for place, verdict in enumerate(_VERDICTS)}
IN_FORCE = frozenset({Verdict.OK, Verdict.FLAGGED})


class FeedRecord(NamedTuple):
    """One settled change; a tuple, since the hub makes one for every change it takes."""

    pos: int  # in its scope, from 1 without gaps
    ver: int  # the entity's version after this change
    dev: int
    ep: int
    seq: int
    verdict: Verdict
    reason: str  # a code, empty when there is nothing to say
    raw: bytes | None  # the author's bytes; None for the reader's own on the wire


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    hub_id: bytes
    hub_ep: int
    scope: str
    after: int  # the records follow this pos
    last: int  # pos of the last record here
    newest: int  # pos of the last record there is
    digest: int  # sum over records 1..last
    records: tuple[FeedRecord, ...]

    @property
    def has_more(self) -> bool:
        return self.last < self.newest


def add(digest: int, scope: str, entry: FeedRecord, raw: bytes) -> int:
    """The digest of a feed with `entry` added, whose change is `raw`."""
    pos, ver, dev, ep, seq, verdict, reason, _ = entry
    place = _PLACE.pack(pos, ver, dev, ep, seq)
    words = _words(verdict, reason, scope)
    term = sha256(_DIGEST_DOMAIN + place + sha256(raw).digest() + words).digest()
    return digest + int.from_bytes(term[:8], "big") & _DIGEST_MASK


@lru_cache(maxsize=4_096)
def _words(verdict: Verdict, reason: str, scope: str) -> bytes:
    return f"{verdict}\0{reason}\0{scope}".encode()


def pack_record(told: RecordRow, before: RecordRow | None = None) -> bytes:
    """A record as it stands in a page, after the one `before` it there."""
    _, ver, dev, ep, verdict, reason, raw, seq = told
    is_same = before is not None and before[2] == dev and before[3] == ep
    step = seq - before[7] if before is not None and is_same else seq
    if raw is None:
        return _without_change(ver, dev, ep, verdict, reason, step)
    return cbor2.dumps((ver, dev, ep, _PLACES[verdict], reason, raw, step))


@lru_cache(maxsize=16_384)
def _without_change(ver: int, dev: int, ep: int, verdict: str, reason: str, step: int) -> bytes:  # noqa: PLR0917  in the order of the record
    """The reader's own record: a desk's day has the same few again and again."""
    return cbor2.dumps((ver, dev, ep, _PLACES[verdict], reason, None, step))


def make_page(
    page: Page,
    packed_records: Sequence[bytes],
    signer: cose.Sign,
    *,
    dictionary: bytes = compression.NO_DICTIONARY,
) -> bytes | None:
    """The signed page of records already packed; None when it must be cut smaller."""
    unpacked = b"".join(packed_records)
    packed = compression.pack_at_hub(unpacked, dictionary=dictionary)
    if not compression.may_unpack(len(unpacked), len(packed)):
        return None
    payload = pack(
        NEWEST,
        page.hub_id,
        page.hub_ep,
        page.scope,
        page.after,
        page.last,
        page.newest,
        page.digest,
        dictionary,
        packed,
    )
    return cose.sign(payload, typ=PAGE, kid=page.hub_id, signer=signer)


def read_page(message: cose.Signed, *, key: cose.Keys) -> Page:
    """The page in a message, signed by the hub's `key`; raises BadSignature, MalformedMessage."""
    fields = Fields.unpack(cose.verify(message, typ=PAGE, key=key), message="page")
    page = Page(
        hub_id=fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES),
        hub_ep=fields.number(),
        scope=fields.text(most=MAX_SCOPE),
        after=fields.number(),
        last=fields.number(),
        newest=fields.number(),
        digest=fields.number(),
        records=(),
    )
    dictionary = fields.blob(most=record.HEAD_BYTES)
    packed = fields.blob(most=compression.MAX_UNPACKED_BYTES)
    records = _records(compression.unpack(packed, dictionary=dictionary), after=page.after)
    if len(records) != page.last - page.after or page.last > page.newest:
        raise MalformedMessage(message="page", reason="positions_not_in_a_row")
    return replace(page, records=records)


def _records(unpacked: bytes, *, after: int) -> tuple[FeedRecord, ...]:
    try:
        # As one open-ended array; a stray end of it leaves bytes over.
        stream = BytesIO(_OPEN + unpacked + _CLOSE)
        rows = cbor2.load(stream, max_depth=_MAX_DEPTH, immutable=True)
    except (cbor2.CBORError, ValueError, OverflowError) as error:
        raise MalformedMessage(message="page", reason="not_cbor") from error
    if stream.read():
        raise MalformedMessage(message="page", reason="not_cbor")
    found: list[FeedRecord] = []
    for pos, row in enumerate(rows, start=after + 1):
        found.append(_record(Fields(row, message="page"), pos, found[-1] if found else None))
    return tuple(found)


def _record(fields: Fields, pos: int, before: FeedRecord | None) -> FeedRecord:
    told = FeedRecord(
        pos=pos,
        ver=fields.number(),
        dev=fields.number(most=record.MAX_DEV),
        ep=fields.number(most=record.MAX_EP),
        verdict=_VERDICTS[fields.number(most=len(_VERDICTS) - 1)],
        reason=fields.text(most=MAX_REASON),
        raw=fields.blob_or_none(most=record.MAX_CHANGE_BYTES),
        seq=fields.offset() or 0,
    )
    is_same = before is not None and (before.dev, before.ep) == (told.dev, told.ep)
    seq = told.seq + before.seq if before is not None and is_same else told.seq
    if not 0 <= seq <= record.MAX_SEQ:
        raise MalformedMessage(message="page", reason="number_out_of_range")
    return told._replace(seq=seq)

"""What stands in a feed up to its floor, for a desk away longer than the feed goes back.

The hub offers it in place of a page, signed; the content is fetched apart, in ranges, and is what
the SHA-256 of the offer says. It names every record there ever was up to the floor: those still in
the feed with their changes, the others as a list of keys. What is in neither was never there.

    offer   = [ver, hub_id, hub_ep, scope, pos, newest, digest, size, SHA-256]
    content = parts, each zstd of rows, one after another as CBOR byte strings
    row     = [dev, ep, first seq, last seq, verdict]
            | [pos, entity version, dev, ep, verdict, reason, change, seq]
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

import cbor2

from sync import cose, record
from sync.errors import MalformedMessage
from sync.protocol import compression
from sync.protocol.fields import Fields, pack
from sync.protocol.frame import HUB_ID_BYTES
from sync.protocol.hello import MAX_SCOPE
from sync.protocol.page import MAX_REASON, FeedRecord, Verdict
from sync.protocol.versions import NEWEST

OFFER = "sync/snapshot"
MAX_CONTENT_BYTES = 256 * 2**20

_PART_BYTES = 2**20  # of rows, before packing
_DIGEST_BYTES = 32
_KEY_FIELDS, _RECORD_FIELDS = 5, 8
_VERDICTS = tuple(Verdict)
_OPEN, _CLOSE = b"\x9f", b"\xff"
_MAX_DEPTH = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    hub_id: bytes
    hub_ep: int
    scope: str
    pos: int  # the floor: the feed goes on after it
    newest: int  # pos of the last record there is
    digest: int  # sum over the records 1..pos, those left out too
    size: int  # of the content, bytes
    sha256: str  # of the content, hex


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyRange:
    """Records that are no longer in the feed: they stay as they are where they are known."""

    dev: int
    ep: int
    first: int
    last: int
    verdict: Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    keys: tuple[KeyRange, ...]
    records: tuple[FeedRecord, ...]


def make_offer(offer: Offer, signer: cose.Sign) -> bytes:
    payload = pack(
        NEWEST,
        offer.hub_id,
        offer.hub_ep,
        offer.scope,
        offer.pos,
        offer.newest,
        offer.digest,
        offer.size,
        bytes.fromhex(offer.sha256),
    )
    return cose.sign(payload, typ=OFFER, kid=offer.hub_id, signer=signer)


def read_offer(message: cose.Signed, *, key: cose.Keys) -> Offer:
    """The offer in a message, signed by the hub's `key`; raises BadSignature, MalformedMessage."""
    fields = Fields.unpack(cose.verify(message, typ=OFFER, key=key), message="snapshot")
    return Offer(
        hub_id=fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES),
        hub_ep=fields.number(),
        scope=fields.text(most=MAX_SCOPE),
        pos=fields.number(),
        newest=fields.number(),
        digest=fields.number(),
        size=fields.number(most=MAX_CONTENT_BYTES),
        sha256=fields.blob(least=_DIGEST_BYTES, most=_DIGEST_BYTES).hex(),
    )


def write_content(keys: Iterable[KeyRange], records: Iterable[FeedRecord]) -> bytes:
    rows = (*(_key_row(one) for one in keys), *(_record_row(one) for one in records))
    parts, part = [], bytearray()
    for row in rows:
        part += cbor2.dumps(row)
        if len(part) >= _PART_BYTES:
            parts.append(_packed(part))
            part.clear()
    return b"".join([*parts, _packed(part)])


def read_content(content: bytes, *, expected: Offer) -> Content:
    """The rows of a content; raises MalformedMessage where it is not what was offered."""
    if sha256(content).hexdigest() != expected.sha256:
        raise MalformedMessage(message="snapshot", reason="not_its_digest")
    keys: list[KeyRange] = []
    records: list[FeedRecord] = []
    for row in _rows(content):
        fields = Fields(row, message="snapshot")
        if len(row) == _KEY_FIELDS:
            keys.append(_read_key(fields))
        elif len(row) == _RECORD_FIELDS:
            records.append(_read_record(fields))
        else:
            raise MalformedMessage(message="snapshot", reason="wrong_length")
    return Content(keys=tuple(keys), records=tuple(records))


def _packed(rows: bytearray) -> bytes:
    return cbor2.dumps(compression.pack_at_hub(bytes(rows)))


def _rows(content: bytes) -> Iterator[tuple[Any, ...]]:
    stream = BytesIO(content)
    decoder = cbor2.CBORDecoder(stream, max_depth=1, allow_indefinite=False, read_size=1)
    try:
        while stream.tell() < len(content):
            part = decoder.decode(immutable=True)
            if type(part) is not bytes:
                raise MalformedMessage(message="snapshot", reason="wrong_type")
            unpacked = compression.unpack(part, dictionary=compression.NO_DICTIONARY)
            rows = cbor2.loads(_OPEN + unpacked + _CLOSE, max_depth=_MAX_DEPTH, immutable=True)
            for row in rows:
                if type(row) is not tuple:
                    raise MalformedMessage(message="snapshot", reason="wrong_type")
                yield row
    except (cbor2.CBORError, ValueError, OverflowError) as error:
        raise MalformedMessage(message="snapshot", reason="not_cbor") from error


def _key_row(one: KeyRange) -> tuple[Any, ...]:
    return (one.dev, one.ep, one.first, one.last, _VERDICTS.index(one.verdict))


def _record_row(one: FeedRecord) -> tuple[Any, ...]:
    place = _VERDICTS.index(one.verdict)
    return (one.pos, one.ver, one.dev, one.ep, place, one.reason, one.raw, one.seq)


def _read_key(fields: Fields) -> KeyRange:
    return KeyRange(
        dev=fields.number(most=record.MAX_DEV),
        ep=fields.number(most=record.MAX_EP),
        first=fields.number(most=record.MAX_SEQ),
        last=fields.number(most=record.MAX_SEQ),
        verdict=_VERDICTS[fields.number(most=len(_VERDICTS) - 1)],
    )


def _read_record(fields: Fields) -> FeedRecord:
    return FeedRecord(
        pos=fields.number(),
        ver=fields.number(),
        dev=fields.number(most=record.MAX_DEV),
        ep=fields.number(most=record.MAX_EP),
        verdict=_VERDICTS[fields.number(most=len(_VERDICTS) - 1)],
        reason=fields.text(most=MAX_REASON),
        raw=fields.blob_or_none(most=record.MAX_CHANGE_BYTES),
        seq=fields.number(most=record.MAX_SEQ),
    )

"""What a hub had said before it was put back from an older copy, brought back by a desk.

    lost = [ver, hub_id, dev, ep, scope, zstd(words)]     signed by the desk that kept them
    word = [ep, change]                                   of the hub's own log, the oldest first
    back = [ver, hub_id, request, known]                  signed by the hub

`known`: how many from the front the hub has now, whether it had them or took them. It knows its
own words by the mark in each: see `hub.own_log`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import cbor2

from sync import cose, record
from sync.errors import MalformedMessage
from sync.protocol import compression
from sync.protocol.fields import Fields, pack
from sync.protocol.frame import HUB_ID_BYTES, author_kid, author_of
from sync.protocol.hello import MAX_SCOPE
from sync.protocol.refusal import request_name
from sync.protocol.versions import NEWEST

LOST_WORDS = "sync/lost-words"
WORDS_BACK = "sync/words-back"
MOST_WORDS = 500
MOST_BYTES = 64 * 2**10  # before packing; one at least

_MAX_DEPTH = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class LostWord:
    """One change of the hub's own log."""

    ep: int
    raw: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class LostWords:
    hub_id: bytes
    dev: int
    ep: int
    scope: str  # the feed they stood in
    words: tuple[LostWord, ...]


def make_lost(lost: LostWords, signer: cose.Sign) -> bytes:
    words = b"".join(cbor2.dumps((word.ep, word.raw)) for word in lost.words)
    packed = compression.pack_at_desk(words)
    payload = pack(NEWEST, lost.hub_id, lost.dev, lost.ep, lost.scope, packed)
    kid = author_kid(lost.dev, lost.ep)
    return cose.sign(payload, typ=LOST_WORDS, kid=kid, signer=signer)


def read_lost(message: cose.Signed, *, key: bytes) -> LostWords:
    """The words, signed by the machine that brings them; raises BadSignature, MalformedMessage."""
    fields = Fields.unpack(cose.verify(message, typ=LOST_WORDS, key=key), message="lost")
    hub_id = fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES)
    dev, ep = fields.number(most=record.MAX_DEV), fields.number(most=record.MAX_EP)
    scope = fields.text(most=MAX_SCOPE)
    packed = fields.blob(most=compression.MAX_UNPACKED_BYTES)
    if author_of(message.kid) != (dev, ep):
        raise MalformedMessage(message="lost", reason="author")
    words = _words(compression.unpack(packed, dictionary=compression.NO_DICTIONARY))
    return LostWords(hub_id=hub_id, dev=dev, ep=ep, scope=scope, words=words)


def make_back(known: int, *, hub_id: bytes, request: cose.Signed, signer: cose.Sign) -> bytes:
    payload = pack(NEWEST, hub_id, request_name(request.raw), known)
    return cose.sign(payload, typ=WORDS_BACK, kid=hub_id, signer=signer)


def read_back(message: cose.Signed, *, request: bytes, key: cose.Keys) -> int:
    """How many words the hub has now; raises BadSignature, MalformedMessage."""
    fields = Fields.unpack(cose.verify(message, typ=WORDS_BACK, key=key), message="back")
    fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES)
    name = request_name(request)
    if fields.blob(least=len(name), most=len(name)) != name:
        raise MalformedMessage(message="back", reason="another_answer")
    return fields.number(most=MOST_WORDS)


def portion(words: Sequence[LostWord]) -> tuple[LostWord, ...]:
    """As many from the front as one message carries."""
    size = 0
    for count, word in enumerate(words[:MOST_WORDS]):
        size += len(word.raw)
        if count and size > MOST_BYTES:
            return tuple(words[:count])
    return tuple(words[:MOST_WORDS])


def _words(unpacked: bytes) -> tuple[LostWord, ...]:
    stream = BytesIO(unpacked)
    decoder = cbor2.CBORDecoder(stream, max_depth=_MAX_DEPTH, allow_indefinite=False, read_size=1)
    words: list[LostWord] = []
    while stream.tell() < len(unpacked):
        if len(words) == MOST_WORDS:
            raise MalformedMessage(message="lost", reason="too_many_rows")
        try:
            fields = Fields(decoder.decode(immutable=True), message="lost")
        except (cbor2.CBORError, ValueError, OverflowError) as error:
            raise MalformedMessage(message="lost", reason="not_cbor") from error
        ep = fields.number(most=record.MAX_EP)
        words.append(LostWord(ep=ep, raw=fields.blob(most=record.MAX_CHANGE_BYTES)))
    return tuple(words)

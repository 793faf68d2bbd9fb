"""A new epoch: how a machine asks for one, and what the hub grants.

A machine whose file was put back or copied may not go on under its old numbers. It asks with a
signed message that needs no counter, so it travels on a line or a stick alike: the same request
again gives the same grant. The grant says where every earlier log of the machine ends at the hub;
what the machine wrote beyond that, the hub lacks.

    request = [ver, hub_id, dev, ep, request, why, last]
    grant   = [ver, hub_id, hub_ep, dev, ep, request, asked from, logs, lanes, org, device key,
               recipient key, name, hub time]
    log     = [ep, first head, acked, head]      of each earlier epoch, the oldest first
    held    = [ver, hub_id, dev, ep, words]      a machine shows a hub that has forgotten it the
                                                 hub's own signed words: a grant or an enrolment
"""

from dataclasses import dataclass

from sync import cose, record
from sync.errors import MalformedMessage
from sync.protocol.enrolment import MAX_NAME, LaneGrant
from sync.protocol.fields import Fields, pack
from sync.protocol.frame import HUB_ID_BYTES, author_kid, author_of
from sync.protocol.hello import MAX_SCOPE
from sync.protocol.versions import NEWEST
from sync.sealing import MAX_RECIPIENT

EPOCH_REQUEST = "sync/epoch-request"
EPOCH_GRANT = "sync/epoch-grant"
HELD_WORDS = "sync/held-words"
REQUEST_BYTES = 16
MAX_GRANT_BYTES = 64 * 2**10

_MAX_WHY = 32
_MAX_LANES = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class EpochRequest:
    hub_id: bytes
    dev: int
    ep: int  # the one it asks from: closed with the grant
    request: bytes  # random; names this asking for ever
    why: str  # what the machine found, for the people at the province
    last: int  # the highest number it has of that epoch


@dataclass(frozen=True, kw_only=True, slots=True)
class Log:
    """Where one earlier log of a machine ends at the hub."""

    ep: int
    first_head: bytes
    acked: int
    head: bytes  # at `acked`


@dataclass(frozen=True, kw_only=True, slots=True)
class EpochGrant:
    hub_id: bytes
    hub_ep: int
    dev: int
    ep: int  # the new one
    request: bytes
    asked_from: int
    logs: tuple[Log, ...]
    lanes: tuple[LaneGrant, ...]  # fresh ones; none where the organisation has none left
    org: str
    device_key: bytes
    recipient_key: str
    name: str
    hub_time: int

    @property
    def first_head(self) -> bytes:
        """Of the new log: it hangs on the last accepted head of the one it was asked from."""
        previous = next(log.head for log in self.logs if log.ep == self.asked_from)
        return record.first_head(self.dev, self.ep, previous)


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldWords:
    hub_id: bytes
    dev: int
    ep: int
    words: bytes  # a message signed by the hub


def make_request(request: EpochRequest, signer: cose.Sign) -> bytes:
    payload = pack(
        NEWEST,
        request.hub_id,
        request.dev,
        request.ep,
        request.request,
        request.why[:_MAX_WHY],
        request.last,
    )
    kid = author_kid(request.dev, request.ep)
    return cose.sign(payload, typ=EPOCH_REQUEST, kid=kid, signer=signer)


def read_request(message: cose.Signed, *, key: bytes) -> EpochRequest:
    """The request, signed by the machine's `key`; raises BadSignature, MalformedMessage."""
    fields = Fields.unpack(cose.verify(message, typ=EPOCH_REQUEST, key=key), message="epoch")
    request = EpochRequest(
        hub_id=fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES),
        dev=fields.number(most=record.MAX_DEV),
        ep=fields.number(most=record.MAX_EP),
        request=fields.blob(least=REQUEST_BYTES, most=REQUEST_BYTES),
        why=fields.text(most=_MAX_WHY),
        last=fields.number(most=record.MAX_SEQ),
    )
    _require_author(message, request.dev, request.ep)
    return request


def make_grant(grant: EpochGrant, signer: cose.Sign) -> bytes:
    payload = pack(
        NEWEST,
        grant.hub_id,
        grant.hub_ep,
        grant.dev,
        grant.ep,
        grant.request,
        grant.asked_from,
        tuple((log.ep, log.first_head, log.acked, log.head) for log in grant.logs),
        tuple((lane.org, lane.first, lane.last) for lane in grant.lanes),
        grant.org,
        grant.device_key,
        grant.recipient_key,
        grant.name,
        grant.hub_time,
    )
    return cose.sign(payload, typ=EPOCH_GRANT, kid=grant.hub_id, signer=signer)


def read_grant(message: cose.Signed, *, key: cose.Keys) -> EpochGrant:
    """The grant, signed by the hub; raises BadSignature, MalformedMessage."""
    fields = Fields.unpack(cose.verify(message, typ=EPOCH_GRANT, key=key), message="grant")
    grant = EpochGrant(
        hub_id=fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES),
        hub_ep=fields.number(),
        dev=fields.number(most=record.MAX_DEV),
        ep=fields.number(most=record.MAX_EP),
        request=fields.blob(least=REQUEST_BYTES, most=REQUEST_BYTES),
        asked_from=fields.number(most=record.MAX_EP),
        logs=tuple(_log(row) for row in fields.rows(most=record.MAX_EP + 1)),
        lanes=tuple(_lane(row) for row in fields.rows(most=_MAX_LANES)),
        org=fields.text(most=MAX_SCOPE),
        device_key=fields.blob(least=cose.KEY_BYTES, most=cose.KEY_BYTES),
        recipient_key=fields.text(most=MAX_RECIPIENT),
        name=fields.text(most=MAX_NAME),
        hub_time=fields.number(),
    )
    is_one_row = [log.ep for log in grant.logs] == sorted({log.ep for log in grant.logs})
    has_origin = any(log.ep == grant.asked_from for log in grant.logs)
    is_later = all(log.ep < grant.ep for log in grant.logs)
    if message.kid != grant.hub_id or not (is_one_row and has_origin and is_later):
        raise MalformedMessage(message="grant", reason="logs")
    return grant


def make_held(held: HeldWords, signer: cose.Sign) -> bytes:
    payload = pack(NEWEST, held.hub_id, held.dev, held.ep, held.words)
    return cose.sign(payload, typ=HELD_WORDS, kid=author_kid(held.dev, held.ep), signer=signer)


def read_held(message: cose.Signed, *, key: bytes) -> HeldWords:
    """What a machine holds of the hub, signed by the machine; raises BadSignature."""
    return _held(message, cose.verify(message, typ=HELD_WORDS, key=key))


def read_unproved(message: cose.Signed) -> HeldWords:
    """The same by nobody knows whom: only to find the key in the hub's words it brings."""
    return _held(message, message.payload)


def _held(message: cose.Signed, payload: bytes) -> HeldWords:
    fields = Fields.unpack(payload, message="held")
    held = HeldWords(
        hub_id=fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES),
        dev=fields.number(most=record.MAX_DEV),
        ep=fields.number(most=record.MAX_EP),
        words=fields.blob(most=MAX_GRANT_BYTES),
    )
    _require_author(message, held.dev, held.ep)
    return held


def _log(fields: Fields) -> Log:
    return Log(
        ep=fields.number(most=record.MAX_EP),
        first_head=fields.blob(least=record.HEAD_BYTES, most=record.HEAD_BYTES),
        acked=fields.number(most=record.MAX_SEQ),
        head=fields.blob(least=record.HEAD_BYTES, most=record.HEAD_BYTES),
    )


def _lane(fields: Fields) -> LaneGrant:
    return LaneGrant(org=fields.text(most=MAX_SCOPE), first=fields.number(), last=fields.number())


def _require_author(message: cose.Signed, dev: int, ep: int) -> None:
    if author_of(message.kid) != (dev, ep):
        raise MalformedMessage(message="epoch", reason="author")

"""What a desk says first in every exchange: who it is, what it has, how much it wants back.

[ver, hub_id, dev, ep, counter, last, app, cursors, want, dictionaries, keys]
cursor = [scope, hub_ep, pos, digest]
"""

from dataclasses import dataclass
from typing import NamedTuple

from sync import cose, record
from sync.errors import MalformedMessage
from sync.protocol.compression import NAME_BYTES
from sync.protocol.fields import Fields, pack
from sync.protocol.frame import HUB_ID_BYTES, author_kid, author_of
from sync.protocol.versions import NEWEST

HELLO = "sync/hello"
MAX_SCOPES = 64
MAX_SCOPE = 64
_MAX_APP = 32
_MAX_DICTIONARIES = 16


class Cursor(NamedTuple):
    """How far a desk has read a feed; kept in the same transaction as what it counts."""

    hub_ep: int  # the hub's epoch when it gave `pos`
    pos: int  # of the last record taken; 0 before the first
    digest: int = 0  # sum over records 1..pos, see `page.add`


@dataclass(frozen=True, kw_only=True, slots=True)
class Hello:
    hub_id: bytes
    dev: int
    ep: int
    counter: int  # rises with every hello, so that a recorded one is refused
    last: int  # the highest seq written here; below the hub's ack, this machine was restored
    app: str  # version of the desk's program
    cursors: dict[str, Cursor]
    want_bytes: int  # the reply is cut near this size
    keys: int = 0  # number of the newest list of the hub's keys that is known
    dictionaries: tuple[bytes, ...] = ()  # names of those that pages may be packed with


def make_hello(hello: Hello, signer: cose.Sign) -> bytes:
    cursors = tuple(
        (scope, cursor.hub_ep, cursor.pos, cursor.digest)
        for scope, cursor in sorted(hello.cursors.items())
    )
    payload = pack(
        NEWEST,
        hello.hub_id,
        hello.dev,
        hello.ep,
        hello.counter,
        hello.last,
        hello.app[:_MAX_APP],
        cursors,
        hello.want_bytes,
        hello.dictionaries,
        hello.keys,
    )
    return cose.sign(payload, typ=HELLO, kid=author_kid(hello.dev, hello.ep), signer=signer)


def read_hello(message: cose.Signed, *, key: bytes) -> Hello:
    """The hello in a message, signed by `key`; raises BadSignature, MalformedMessage."""
    fields = Fields.unpack(cose.verify(message, typ=HELLO, key=key), message="hello")
    hello = Hello(
        hub_id=fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES),
        dev=fields.number(most=record.MAX_DEV),
        ep=fields.number(most=record.MAX_EP),
        counter=fields.number(),
        last=fields.number(most=record.MAX_SEQ),
        app=fields.text(most=_MAX_APP),
        cursors=dict(_cursor(row) for row in fields.rows(most=MAX_SCOPES)),
        want_bytes=fields.number(),
        dictionaries=fields.blobs(most=_MAX_DICTIONARIES, length=NAME_BYTES),
        keys=fields.number(),
    )
    if author_of(message.kid) != (hello.dev, hello.ep):
        raise MalformedMessage(message="hello", reason="author")
    return hello


def _cursor(fields: Fields) -> tuple[str, Cursor]:
    scope = fields.text(most=MAX_SCOPE)
    return scope, Cursor(fields.number(), fields.number(), fields.number())

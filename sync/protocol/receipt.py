"""The hub's signed answer to a hello: what it holds of this author; proof of filing for the desk.

[ver, hub_id, hub_ep, dev, ep, counter, answer, acked, head, durable, hub time, next contact,
 lease, parts]
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from sync import cose, record
from sync.errors import MalformedMessage
from sync.protocol.fields import Fields, pack
from sync.protocol.frame import HUB_ID_BYTES
from sync.protocol.versions import NEWEST

RECEIPT = "sync/receipt"

_NAME_BYTES = 32


class Answer(StrEnum):
    """What the hub did with the frames; on the wire by its place in this list."""

    OK = "ok"  # it holds all that came
    GAP = "gap"  # send again from acked + 1
    FORK = "fork"  # two histories of one author: frozen, a person must look
    EPOCH = "epoch"  # this machine was restored or replaced; it must take a new epoch


_ANSWERS = tuple(Answer)


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    hub_id: bytes
    hub_ep: int  # changes whenever the hub was restored
    dev: int
    ep: int
    counter: int  # of the hello it answers
    answer: Answer
    acked: int  # every change up to here is in the hub's log
    head: bytes  # of the author's chain at `acked`
    durable: int  # every change up to here is in a verified backup of the hub
    hub_time: int  # Unix seconds
    next_contact_s: int  # how long an idle desk may wait
    lease_days: int  # from `hub_time` on it may work without another receipt; 0: not limited
    parts: bytes = b""  # the name of what came with it; see `name_parts`


def name_parts(raws: Sequence[bytes]) -> bytes:
    """SHA-256 over the signed pages and offers of an answer, in their order; empty for none.

    Each is signed by itself: without this name, one of an earlier answer could stand in the place
    of one of now.
    """
    return sha256(b"".join(raws)).digest() if raws else b""


def make_receipt(receipt: Receipt, signer: cose.Sign) -> bytes:
    payload = pack(
        NEWEST,
        receipt.hub_id,
        receipt.hub_ep,
        receipt.dev,
        receipt.ep,
        receipt.counter,
        _ANSWERS.index(receipt.answer),
        receipt.acked,
        receipt.head,
        receipt.durable,
        receipt.hub_time,
        receipt.next_contact_s,
        receipt.lease_days,
        receipt.parts,
    )
    return cose.sign(payload, typ=RECEIPT, kid=receipt.hub_id, signer=signer)


def read_receipt(message: cose.Signed, *, key: cose.Keys) -> Receipt:
    """The receipt in a message, signed by the hub; raises BadSignature, MalformedMessage."""
    fields = Fields.unpack(cose.verify(message, typ=RECEIPT, key=key), message="receipt")
    receipt = Receipt(
        hub_id=fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES),
        hub_ep=fields.number(),
        dev=fields.number(most=record.MAX_DEV),
        ep=fields.number(most=record.MAX_EP),
        counter=fields.number(),
        answer=_ANSWERS[fields.number(most=len(_ANSWERS) - 1)],
        acked=fields.number(most=record.MAX_SEQ),
        head=fields.blob(least=record.HEAD_BYTES, most=record.HEAD_BYTES),
        durable=fields.number(most=record.MAX_SEQ),
        hub_time=fields.number(),
        next_contact_s=fields.number(),
        lease_days=fields.number(),
        parts=fields.blob(most=_NAME_BYTES),
    )
    if message.kid != receipt.hub_id:
        raise MalformedMessage(message="receipt", reason="kid")
    return receipt

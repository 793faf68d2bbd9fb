"""The hub's signed “no” to a request as a whole; an unsigned one is never believed.

[ver, hub_id, counter, code, details, hub time]      details = [[name, value]…]
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sync import cose
from sync.protocol.fields import Fields, pack
from sync.protocol.frame import HUB_ID_BYTES
from sync.protocol.versions import NEWEST

REFUSAL = "sync/refusal"
_MAX_DETAILS = 16
_MAX_CODE = 64
_MAX_VALUE = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    hub_id: bytes
    counter: int  # of the hello it answers; 0 where that could not be read
    code: str  # of an error both ends know
    details: Mapping[str, str]
    hub_time: int


def make_refusal(refusal: Refusal, signer: cose.Sign) -> bytes:
    details = tuple(
        (name[:_MAX_CODE], value[:_MAX_VALUE]) for name, value in sorted(refusal.details.items())
    )
    payload = pack(NEWEST, refusal.hub_id, refusal.counter, refusal.code, details, refusal.hub_time)
    return cose.sign(payload, typ=REFUSAL, kid=refusal.hub_id, signer=signer)


def read_refusal(message: cose.Signed, *, key: bytes) -> Refusal:
    """The refusal in a message, signed by the hub; raises BadSignature, MalformedMessage."""
    fields = Fields.unpack(cose.verify(message, typ=REFUSAL, key=key), message="refusal")
    return Refusal(
        hub_id=fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES),
        counter=fields.number(),
        code=fields.text(most=_MAX_CODE),
        details={
            row.text(most=_MAX_CODE): row.text(most=_MAX_VALUE)
            for row in fields.rows(most=_MAX_DETAILS)
        },
        hub_time=fields.number(),
    )

"""The hub's signed “no” to a request as a whole; an unsigned one is never believed.

[ver, hub_id, request, code, details, hub time]      details = [[name, value]…]

`request` ties it to what it answers: a refusal recorded elsewhere stops nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from sync import cose
from sync.protocol.fields import Fields, pack
from sync.protocol.frame import HUB_ID_BYTES
from sync.protocol.versions import NEWEST

REFUSAL = "sync/refusal"
_MAX_DETAILS = 16
_MAX_CODE = 64
_MAX_VALUE = 200
_NAME_BYTES = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    hub_id: bytes
    request: bytes  # `request_name` of what it answers
    code: str  # of an error both ends know
    details: Mapping[str, str]
    hub_time: int


def request_name(told: bytes) -> bytes:
    """How a refusal names a request: by its body, or the file pass where it has none."""
    return sha256(told).digest()[:_NAME_BYTES]


def make_refusal(refusal: Refusal, signer: cose.Sign) -> bytes:
    details = tuple(
        (name[:_MAX_CODE], value[:_MAX_VALUE]) for name, value in sorted(refusal.details.items())
    )
    payload = pack(NEWEST, refusal.hub_id, refusal.request, refusal.code, details, refusal.hub_time)
    return cose.sign(payload, typ=REFUSAL, kid=refusal.hub_id, signer=signer)


def read_refusal(message: cose.Signed, *, key: cose.Keys) -> Refusal:
    """The refusal in a message, signed by the hub; raises BadSignature, MalformedMessage."""
    return _told(cose.verify(message, typ=REFUSAL, key=key))


def read_unproved(message: cose.Signed) -> Refusal:
    """A refusal by nobody knows whom: for enrolment alone, where the hub's key is not known yet.

    Whoever reads it may tell a person and must change nothing.
    """
    return _told(message.payload)


def _told(payload: bytes) -> Refusal:
    fields = Fields.unpack(payload, message="refusal")
    return Refusal(
        hub_id=fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES),
        request=fields.blob(least=_NAME_BYTES, most=_NAME_BYTES),
        code=fields.text(most=_MAX_CODE),
        details={
            row.text(most=_MAX_CODE): row.text(most=_MAX_VALUE)
            for row in fields.rows(most=_MAX_DETAILS)
        },
        hub_time=fields.number(),
    )

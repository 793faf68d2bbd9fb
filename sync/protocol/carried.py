"""The hub's signed word on a parcel that somebody else brought: it may be thrown away now.

    taken = [ver, hub_id, SHA-256 of the parcel, dev, code, hub time]

`dev` is whose parcel it was, 0 where that is not known; `code` says why it was not taken, empty
when it was. It tells nothing of what was in it: that stands in the sealed parcel that goes back.
"""

from dataclasses import dataclass

from sync import cose, record
from sync.errors import MalformedMessage
from sync.protocol.fields import Fields, pack
from sync.protocol.frame import HUB_ID_BYTES
from sync.protocol.versions import NEWEST

PARCEL_PATH = "/v1/parcel"
PARCEL_TAKEN = "sync/parcel-taken"
MOST_BLOB_BYTES = 4 * 2**20  # of one sealed parcel that is carried by a machine
_DIGEST_BYTES = 32
_MAX_CODE = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenWord:
    hub_id: bytes
    digest: bytes  # of the sealed parcel
    dev: int
    code: str
    hub_time: int


def make_taken(word: TakenWord, signer: cose.Sign) -> bytes:
    payload = pack(NEWEST, word.hub_id, word.digest, word.dev, word.code, word.hub_time)
    return cose.sign(payload, typ=PARCEL_TAKEN, kid=word.hub_id, signer=signer)


def read_taken(message: cose.Signed, *, key: cose.Keys) -> TakenWord:
    """The word, signed by the hub; raises BadSignature, MalformedMessage."""
    fields = Fields.unpack(cose.verify(message, typ=PARCEL_TAKEN, key=key), message="taken")
    word = TakenWord(
        hub_id=fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES),
        digest=fields.blob(least=_DIGEST_BYTES, most=_DIGEST_BYTES),
        dev=fields.number(most=record.MAX_DEV),
        code=fields.text(most=_MAX_CODE),
        hub_time=fields.number(),
    )
    if message.kid != word.hub_id:
        raise MalformedMessage(message="taken", reason="kid")
    return word

"""Enrolment: a one-time code makes an unknown machine a desk, and the hub known to the desk.

The code never travels. Both ends derive a key from it and prove to know it, so neither a listener
nor a false hub gains anything, with or without TLS. The same machine may ask again with the same
code when the answer was lost: the hub gives the first answer again.

    request = [ver, invite, device key, recipient key, machine name, app, proof]
    answer  = [ver, hub_id, hub key, hub_ep, dev, ep, org, names, lanes, scopes, hub time, key list,
               lease, device key, recipient key, TLS root, proof]

The request is signed by the device, the answer by the hub.
"""

import hmac
from dataclasses import dataclass, replace
from hashlib import sha256

from sync import cose, record
from sync.errors import EnrolCodeRefused, MalformedMessage
from sync.protocol.fields import Fields, pack
from sync.protocol.frame import HUB_ID_BYTES
from sync.protocol.hello import MAX_SCOPE, MAX_SCOPES
from sync.protocol.key_list import MAX_LIST_BYTES
from sync.protocol.versions import NEWEST
from sync.sealing import MAX_RECIPIENT

ENROL = "sync/enrol"
ENROLLED = "sync/enrolled"
INVITE_BYTES = 8
CODE_CHARACTERS = 16  # 80 bits

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("OIL", "011", "- \t")
_GROUP = 4
_PROOF_BYTES = 32
MAX_NAME = 128
_MAX_LANES = 64
_MAX_ROOT_BYTES = 2048


@dataclass(frozen=True, kw_only=True, slots=True)
class LaneGrant:
    """The running numbers of a day that a machine may give out for an organisation, for good."""

    org: str
    first: int
    last: int  # the last number itself counted in


@dataclass(frozen=True, kw_only=True, slots=True)
class EnrolRequest:
    invite: bytes
    device_key: bytes  # Ed25519, public
    recipient_key: str  # what is sealed for this machine alone is sealed to it
    name: str  # of the machine, as its people call it
    app: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Enrolled:
    hub_id: bytes
    hub_key: bytes  # Ed25519, public
    hub_ep: int
    dev: int
    ep: int
    org: str
    names: tuple[str, ...]  # of the unit, then of what stands above it
    lanes: tuple[LaneGrant, ...]
    scopes: tuple[str, ...]  # the feeds this machine reads
    hub_time: int
    key_list: bytes  # the newest list of the hub's keys, as signed
    lease_days: int  # how long this machine may work from `hub_time` on without a word of the hub
    device_key: bytes  # of the machine these words are about
    recipient_key: str
    tls_root: bytes = b""  # the only root (DER) whose TLS the machine takes; empty: the system's
    raw: bytes = b""  # the message itself, as it came: the machine shows it to a hub that forgot it


def write_code(secret: bytes) -> str:
    """Ten random bytes as a person types them: four groups of four."""
    number = int.from_bytes(secret, "big")
    letters = [_ALPHABET[number >> 5 * place & 31] for place in reversed(range(CODE_CHARACTERS))]
    groups = ["".join(letters[i : i + _GROUP]) for i in range(0, CODE_CHARACTERS, _GROUP)]
    return "-".join(groups)


def read_code(typed: str) -> str:
    """The code as it was meant; raises EnrolCodeRefused when it cannot be one."""
    code = typed.strip().upper().translate(_LOOKALIKES)
    if len(code) != CODE_CHARACTERS or not set(code) <= set(_ALPHABET):
        raise EnrolCodeRefused
    return code


def invite_of(code: str) -> bytes:
    """The name under which the hub finds the invitation."""
    return sha256(b"vn.sync/1 invite name" + read_code(code).encode()).digest()[:INVITE_BYTES]


def invite_key(code: str) -> bytes:
    """The key that both ends derive from the code; the hub keeps it instead of the code."""
    return sha256(b"vn.sync/1 invite key" + read_code(code).encode()).digest()


def make_request(request: EnrolRequest, *, key: bytes, signer: cose.Sign) -> bytes:
    told = _told_by_desk(request)
    return cose.sign(
        pack(*told, _proof(key, b"request", pack(*told))),
        typ=ENROL,
        kid=request.invite,
        signer=signer,
    )


def read_request(message: cose.Signed) -> tuple[EnrolRequest, bytes]:
    """The request, signed by the key it brings, and its proof, for `check_request`."""
    fields = Fields.unpack(message.payload, message="enrol")
    request = EnrolRequest(
        invite=fields.blob(least=INVITE_BYTES, most=INVITE_BYTES),
        device_key=fields.blob(least=cose.KEY_BYTES, most=cose.KEY_BYTES),
        recipient_key=fields.text(most=MAX_RECIPIENT),
        name=fields.text(most=MAX_NAME),
        app=fields.text(most=MAX_NAME),
    )
    proof = fields.blob(least=_PROOF_BYTES, most=_PROOF_BYTES)
    cose.verify(message, typ=ENROL, key=request.device_key)
    return request, proof


def check_request(request: EnrolRequest, proof: bytes, *, key: bytes) -> None:
    """Raises EnrolCodeRefused unless the desk knows the code of the invitation."""
    if not hmac.compare_digest(proof, _proof(key, b"request", pack(*_told_by_desk(request)))):
        raise EnrolCodeRefused


def make_answer(answer: Enrolled, *, device_key: bytes, key: bytes, signer: cose.Sign) -> bytes:
    told = _told_by_hub(answer)
    proof = _proof(key, b"answer" + device_key, pack(*told))
    return cose.sign(pack(*told, proof), typ=ENROLLED, kid=answer.hub_id, signer=signer)


def read_answer(message: cose.Signed, *, device_key: bytes, key: bytes) -> Enrolled:
    """What the hub that knows the code grants; raises BadSignature, EnrolCodeRefused."""
    fields = Fields.unpack(message.payload, message="enrolled")
    answer = _answer(fields)
    proof = fields.blob(least=_PROOF_BYTES, most=_PROOF_BYTES)
    cose.verify(message, typ=ENROLLED, key=answer.hub_key)
    expected = _proof(key, b"answer" + device_key, pack(*_told_by_hub(answer)))
    if message.kid != answer.hub_id or not hmac.compare_digest(proof, expected):
        raise MalformedMessage(message="enrolled", reason="proof")
    return replace(answer, raw=message.raw)


def read_words(message: cose.Signed, *, key: cose.Keys) -> Enrolled:
    """An answer as the hub that once signed it reads it again; raises BadSignature."""
    payload = cose.verify(message, typ=ENROLLED, key=key)
    return replace(_answer(Fields.unpack(payload, message="enrolled")), raw=message.raw)


def _answer(fields: Fields) -> Enrolled:
    return Enrolled(
        hub_id=fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES),
        hub_key=fields.blob(least=cose.KEY_BYTES, most=cose.KEY_BYTES),
        hub_ep=fields.number(),
        dev=fields.number(most=record.MAX_DEV),
        ep=fields.number(most=record.MAX_EP),
        org=fields.text(most=MAX_SCOPE),
        names=fields.texts(most=_MAX_LANES, length=MAX_NAME),
        lanes=tuple(_lane(row) for row in fields.rows(most=_MAX_LANES)),
        scopes=fields.texts(most=MAX_SCOPES, length=MAX_SCOPE),
        hub_time=fields.number(),
        key_list=fields.blob(most=MAX_LIST_BYTES),
        lease_days=fields.number(),
        device_key=fields.blob(least=cose.KEY_BYTES, most=cose.KEY_BYTES),
        recipient_key=fields.text(most=MAX_RECIPIENT),
        tls_root=fields.blob(most=_MAX_ROOT_BYTES),
    )


def _told_by_desk(request: EnrolRequest) -> tuple[object, ...]:
    return (
        NEWEST,
        request.invite,
        request.device_key,
        request.recipient_key,
        request.name,
        request.app,
    )


def _told_by_hub(answer: Enrolled) -> tuple[object, ...]:
    lanes = tuple((lane.org, lane.first, lane.last) for lane in answer.lanes)
    return (
        NEWEST,
        answer.hub_id,
        answer.hub_key,
        answer.hub_ep,
        answer.dev,
        answer.ep,
        answer.org,
        answer.names,
        lanes,
        answer.scopes,
        answer.hub_time,
        answer.key_list,
        answer.lease_days,
        answer.device_key,
        answer.recipient_key,
        answer.tls_root,
    )


def _lane(fields: Fields) -> LaneGrant:
    return LaneGrant(org=fields.text(most=MAX_SCOPE), first=fields.number(), last=fields.number())


def _proof(key: bytes, purpose: bytes, told: bytes) -> bytes:
    return hmac.digest(key, b"vn.sync/1 enrol " + purpose + told, "sha256")

"""The office stub (cuống lưu): what the register says of a dossier, for the day a disk dies.

A second QR on the office's copy of the receipt. The machine signs the record, then seals it to the
province's offline key, so a stub found in the street tells nothing, and nobody slips in a dossier.
Sealing is HPKE (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305), 48 bytes where age takes over
200; the key pair is that of the escrow key, taken out of its age spelling by `x25519`.

The record is deterministic CBOR, a map with whole numbers as keys, see `FIELDS`; what is empty is
left out, and unknown numbers are passed over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

import cbor2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke

from sync import cose
from sync.errors import BadSignature, MalformedMessage, PaperDamaged, SealBroken
from sync.proof.paper import MOST_SECONDS, key_id_of
from sync.proof.scheme import STUB, content_of, written
from sync.proof.x25519 import private_key, public_key

_TYP = "qr/stub"
_INFO = b"vn.sync/1 office stub"
_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
# Characters kept of each text: the first that gives a code of at most 36 mm is taken.
_CUTS = (80, 48, 30, 20, 14)
_MOST_BYTES = 345


@dataclass(frozen=True, kw_only=True, slots=True)
class StubRecord:
    """A line of the register (sổ theo dõi hồ sơ). Moments are Unix seconds, 0 for none."""

    code: str
    register_year: int = 0
    register_number: int = 0
    procedure: str
    case: str = ""
    applicant: str
    personal_id: str = ""
    phone: str = ""
    address: str = ""
    submitter: str = ""  # who brought it, where that is somebody else
    received_at: int
    due_at: int = 0
    papers: int = 0
    result_by: str = ""
    fee_vnd: int = -1  # -1: not set by the province
    clerk: str = ""
    issued_at: int = 0  # of the receipt: of two stubs of a dossier the later one counts


FIELDS: Mapping[int, str] = MappingProxyType(
    {number: field.name for number, field in enumerate(fields(StubRecord), start=1)}
)
"""The number of each field; eternal: a new field is appended."""
_DEFAULTS = {field.name: field.default for field in fields(StubRecord)}
_TEXTS = frozenset(field.name for field in fields(StubRecord) if field.type is str)


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenedStub:
    """A record with the key it names; `is_signed_by` tells whether that key wrote it."""

    record: StubRecord
    key_id: bytes
    message: cose.Signed


def stub_text(record: StubRecord, *, recipient: str, public: bytes, signer: cose.Sign) -> str:
    """The text of the stub's QR, another each time; raises SealKeyRefused."""
    payload = next(
        payload
        for cut in _CUTS
        for payload in (cbor2.dumps(_told(record, cut), canonical=True),)
        if len(payload) <= _MOST_BYTES or cut == _CUTS[-1]
    )
    signed = cose.sign(payload, typ=_TYP, kid=key_id_of(public), signer=signer)
    return written(STUB, bytes(_SUITE.encrypt(signed, public_key(recipient), _INFO)))


def open_stub(text: str, private: Sequence[str]) -> OpenedStub:
    """The record of a stub's QR, by one of these private parts.

    Raises NotOurPaper, PaperTooNew, PaperDamaged, SealBroken, SealKeyRefused.
    """
    sealed = content_of(text, scheme=STUB)
    for key in [private_key(told) for told in private]:
        try:
            plain = bytes(_SUITE.decrypt(sealed, key, _INFO))
        except (InvalidTag, ValueError):
            continue
        return _opened(plain)
    raise SealBroken(reason="for_others")


def is_signed_by(stub: OpenedStub, public: bytes) -> bool:
    """Whether this machine's key signed the record."""
    try:
        cose.verify(stub.message, typ=_TYP, key=public)
    except BadSignature:
        return False
    return True


def _opened(plain: bytes) -> OpenedStub:
    try:
        message = cose.read(plain)
        said = cbor2.loads(
            message.payload, max_depth=2, allow_indefinite=False, strict_hashable_types=False
        )
    except (MalformedMessage, cbor2.CBORError, ValueError, OverflowError) as error:
        raise PaperDamaged from error
    if type(said) is not dict:
        raise PaperDamaged
    return OpenedStub(record=_record(said), key_id=message.kid, message=message)


def _told(record: StubRecord, cut: int) -> dict[int, Any]:
    told: dict[int, Any] = {}
    for number, name in FIELDS.items():
        value = getattr(record, name)
        if value != _DEFAULTS[name]:
            told[number] = value[:cut] if isinstance(value, str) else value
    return told


def _is_fit(value: Any, *, is_text: bool) -> bool:
    if is_text:
        return type(value) is str and len(value) <= _CUTS[0]
    return type(value) is int and -1 <= value <= MOST_SECONDS


def _record(said: Mapping[Any, Any]) -> StubRecord:
    """Raises PaperDamaged for what no program of ours ever wrote."""
    told = {FIELDS[number]: value for number, value in said.items() if number in FIELDS}
    if not all(_is_fit(value, is_text=name in _TEXTS) for name, value in told.items()):
        raise PaperDamaged
    try:
        return StubRecord(**told)
    except TypeError as error:
        raise PaperDamaged from error

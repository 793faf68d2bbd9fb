"""COSE_Sign1 (RFC 9052, tag 18) with Ed25519: every signed message here, and the text of a QR.

The signature is over the message, not over a connection, so it holds on a stick or through a relay
as well. `typ` (RFC 9596) stands in the protected header and parts the purposes: a signature made
for one kind of message never passes for another.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync.errors import BadSignature, MalformedMessage

Sign = Callable[[bytes], bytes]
"""Signs bytes with an Ed25519 key it keeps to itself."""

Keys = bytes | tuple[bytes, ...]
"""One public key, or several of which any may have signed."""

KEY_BYTES = 32

_TAG = 18
_ALG, _KID, _TYP = 1, 4, 16
_EDDSA = -8
_MAX_DEPTH = 8
_MAX_HEADER_BYTES = 256
_SIGNATURE_BYTES = 64
_PARTS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Signed:
    """A message taken apart; nothing in it may be believed before `verify`."""

    typ: str
    kid: bytes
    payload: bytes
    raw: bytes  # the whole message as it came
    protected: bytes
    signature: bytes


def sign(payload: bytes, *, typ: str, kid: bytes, signer: Sign) -> bytes:
    """The message that says `payload`, for the purpose `typ`, by the key that `kid` names."""
    protected = cbor2.dumps({_ALG: _EDDSA, _KID: kid, _TYP: typ})
    signature = signer(_to_be_signed(protected, payload))
    return cbor2.dumps(cbor2.CBORTag(_TAG, [protected, {}, payload, signature]))


def read_all(sequence: bytes, *, limit: int) -> list[Signed]:
    """The messages of a CBOR sequence, at most `limit`; raises MalformedMessage."""
    stream = BytesIO(sequence)
    decoder = cbor2.CBORDecoder(stream, max_depth=_MAX_DEPTH, allow_indefinite=False, read_size=1)
    messages: list[Signed] = []
    start = 0
    while start < len(sequence):
        if len(messages) == limit:
            raise MalformedMessage(reason="too_many_messages")
        try:
            item = decoder.decode(immutable=True)
        except (cbor2.CBORError, ValueError, OverflowError) as error:
            raise MalformedMessage(reason="not_cbor", offset=start) from error
        messages.append(_taken_apart(item, sequence[start : stream.tell()]))
        start = stream.tell()
    return messages


def read(message: bytes) -> Signed:
    """The one message in `message`; raises MalformedMessage."""
    messages = read_all(message, limit=1)
    if not messages:
        raise MalformedMessage(reason="empty")
    return messages[0]


def verify(message: Signed, *, typ: str, key: Keys) -> bytes:
    """The payload, signed by `key` for the purpose `typ`; raises BadSignature."""
    keys = (key,) if isinstance(key, bytes) else key
    if message.typ == typ and any(_is_by(message, one) for one in keys):
        return message.payload
    raise BadSignature(expected=typ, found=message.typ)


def _is_by(message: Signed, key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(
            message.signature, _to_be_signed(message.protected, message.payload)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload])


def _taken_apart(item: Any, raw: bytes) -> Signed:
    parts = item.value if type(item) is cbor2.CBORTag and item.tag == _TAG else None
    if type(parts) is not tuple or len(parts) != _PARTS:
        raise MalformedMessage(reason="not_signed")
    protected, unprotected, payload, signature = parts
    if (type(protected), type(payload), type(signature)) != (bytes, bytes, bytes):
        raise MalformedMessage(reason="not_signed")
    is_empty_map = isinstance(unprotected, Mapping) and not unprotected
    if not is_empty_map or len(signature) != _SIGNATURE_BYTES:
        raise MalformedMessage(reason="not_signed")
    typ, kid = _header(protected)
    return Signed(
        typ=typ, kid=kid, payload=payload, raw=raw, protected=protected, signature=signature
    )


def _header(protected: bytes) -> tuple[str, bytes]:
    """The purpose and key of a header that says these two and the algorithm, and no more."""
    if len(protected) > _MAX_HEADER_BYTES:
        raise MalformedMessage(reason="header_too_long")
    try:
        header = cbor2.loads(
            protected, max_depth=2, allow_indefinite=False, strict_hashable_types=False
        )
    except (cbor2.CBORError, ValueError, OverflowError) as error:
        raise MalformedMessage(reason="header_not_cbor") from error
    if type(header) is not dict or set(header) != {_ALG, _KID, _TYP} or header[_ALG] != _EDDSA:
        raise MalformedMessage(reason="header_not_ours")
    typ, kid = header[_TYP], header[_KID]
    if type(typ) is not str or type(kid) is not bytes or cbor2.dumps(header) != protected:
        raise MalformedMessage(reason="header_not_ours")
    return typ, kid

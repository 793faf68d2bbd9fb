"""The way back into a desk whose last password is lost: its database key, sealed to the escrow key.

HPKE (RFC 9180) over X25519 with AES-256-GCM, bound to installation and machine. Nobody carries the
escrow key to a desk: the desk makes a key pair for this once and asks with the public part; at the
province the sealed key is opened and sealed again to it.

    request = [ver, dev, installation, person, sealed key, public key for this once]
    answer  = [ver, dev, installation, sealed key]
"""

from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from sync.errors import SealBroken
from sync.proof.x25519 import private_key, public_key
from sync.protocol.fields import Fields, pack
from sync.protocol.versions import NEWEST

MOST_BYTES = 4096  # of a request or an answer

_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_KEPT = b"vn.sync/1 desk key"
_ONCE = b"vn.sync/1 desk key for this once"
_MESSAGE = "desk_key"
_ONCE_BYTES = 32
_MOST_SEALED = 256
_MOST_NAME = 64
_MOST_PERSON = 200
_MOST_DEV = 2**31 - 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """One installation at one machine number; the key of another opens for nobody."""

    dev: int
    installation: str


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyRequest:
    desk: Desk
    person: str  # who shall get a new password, as the desk spells them; nobody has proved it
    sealed: bytes
    once: bytes  # X25519, public


def seal_desk_key(key: bytes, desk: Desk, *, recipient: str) -> bytes:
    """Raises SealKeyRefused."""
    return bytes(_SUITE.encrypt(key, public_key(recipient), _about(_KEPT, desk)))


def new_once() -> bytes:
    """The private part of a key pair for one recovery."""
    return X25519PrivateKey.generate().private_bytes_raw()


def write_request(desk: Desk, *, person: str, sealed: bytes, private: bytes) -> bytes:
    once = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    return pack(NEWEST, desk.dev, desk.installation, person[:_MOST_PERSON], sealed, once)


def read_request(content: bytes) -> KeyRequest:
    """Raises MalformedMessage."""
    fields = Fields.unpack(content[: MOST_BYTES + 1], message=_MESSAGE)
    return KeyRequest(
        desk=_desk(fields),
        person=fields.text(most=_MOST_PERSON),
        sealed=fields.blob(least=1, most=_MOST_SEALED),
        once=fields.blob(least=_ONCE_BYTES, most=_ONCE_BYTES),
    )


def spoken(content: bytes) -> str:
    """What both ends read to each other, so that a request is the one of the desk at the phone."""
    letters = b32encode(sha256(b"vn.sync/1 desk key request" + content).digest()[:5]).decode()
    return f"{letters[:4]}-{letters[4:]}"


def pass_on(request: KeyRequest, private: Sequence[str]) -> bytes:
    """The answer, by the escrow key; raises SealBroken, SealKeyRefused."""
    for told in private:
        try:
            key = _SUITE.decrypt(request.sealed, private_key(told), _about(_KEPT, request.desk))
            once = X25519PublicKey.from_public_bytes(request.once)
            sealed = _SUITE.encrypt(bytes(key), once, _about(_ONCE, request.desk))
        except (InvalidTag, ValueError):
            continue
        return pack(NEWEST, request.desk.dev, request.desk.installation, bytes(sealed))
    raise SealBroken(reason="for_others")


def open_answer(content: bytes, desk: Desk, *, private: bytes) -> bytes:
    """The database key; raises MalformedMessage, SealBroken for another desk or request."""
    fields = Fields.unpack(content[: MOST_BYTES + 1], message=_MESSAGE)
    told, sealed = _desk(fields), fields.blob(least=1, most=_MOST_SEALED)
    try:
        key = X25519PrivateKey.from_private_bytes(private)
        opened = bytes(_SUITE.decrypt(sealed, key, _about(_ONCE, desk)))
    except (InvalidTag, ValueError) as error:
        raise SealBroken(reason="for_others") from error
    if told != desk:
        raise SealBroken(reason="for_others")
    return opened


def _desk(fields: Fields) -> Desk:
    return Desk(dev=fields.number(most=_MOST_DEV), installation=fields.text(most=_MOST_NAME))


def _about(what: bytes, desk: Desk) -> bytes:
    return b"\0".join((what, desk.installation.encode(), str(desk.dev).encode()))

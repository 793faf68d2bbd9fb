"""What a reader is, and how spoilt bytes reach what lies behind a signature."""

from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import cose

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC = KEY.public_key().public_bytes_raw()


@dataclass(frozen=True, kw_only=True)
class Reader:
    name: str
    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]


def plain(name, read, *seeds):
    return Reader(name=name, read=read, seeds=seeds)


def signed(name, read, message):
    """What stands behind a signature: the payload is spoilt and signed again."""
    taken = cose.read(message)

    def read_signed(payload):
        told = cose.sign(payload, typ=taken.typ, kid=taken.kid, signer=KEY.sign)
        return read(cose.read(told), key=PUBLIC)

    return Reader(name=name, read=read_signed, seeds=(taken.payload,))

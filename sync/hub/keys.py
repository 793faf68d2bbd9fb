"""The hub's signing key: one file in the hub's folder that only its owner may read."""

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from sync.cose import Sign
from sync.errors import HubExists, HubKeyDamaged, HubMissing
from sync.protocol.frame import HUB_ID_BYTES

KEY_FILE = "hub.key"


@dataclass(frozen=True, kw_only=True, slots=True)
class HubKey:
    hub_id: bytes  # the first 8 bytes of the hash of the public key the hub began with
    public: bytes
    sign: Sign


def make_key(folder: Path) -> HubKey:
    """A new key in `folder`; raises HubExists when there is one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        handle = os.open(folder / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise HubExists(folder=folder) from error
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    return _hub_key(key)


def load_key(folder: Path) -> HubKey:
    """The key of the hub in `folder`; raises HubMissing, HubKeyDamaged."""
    try:
        pem = (folder / KEY_FILE).read_bytes()
    except FileNotFoundError as error:
        raise HubMissing(folder=folder) from error
    except OSError as error:
        raise HubKeyDamaged(folder=folder) from error
    try:
        key = load_pem_private_key(pem, password=None)
    except ValueError as error:
        raise HubKeyDamaged(folder=folder) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise HubKeyDamaged(folder=folder)
    return _hub_key(key)


def _hub_key(key: Ed25519PrivateKey) -> HubKey:
    public = key.public_key().public_bytes_raw()
    return HubKey(hub_id=sha256(public).digest()[:HUB_ID_BYTES], public=public, sign=key.sign)

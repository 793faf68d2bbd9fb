"""The hub's key files: what it signs with, what it opens sealed things with, what goes offline.

    hub.key           signing keys, the first one at the top, each later one below
    hub.lists         every list of keys, as signed, in case the database is put back from a copy
    seal.key          private parts that open what was sealed for the hub, the newest at the top
    offline/root.key  signs lists of keys; to be taken away by the operator
    offline/escrow.key  opens what was sealed for the hub when the hub's own key is lost; likewise

Only their owner may read them.
"""

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
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
from sync.errors import HubExists, HubKeyDamaged, HubMissing, SealKeyRefused
from sync.hub.errors import RootKeyRefused
from sync.protocol.frame import HUB_ID_BYTES
from sync.sealing import new_seal_key, private_parts, seal_key

KEY_FILE = "hub.key"
LISTS_FILE = "hub.lists"
SEAL_FILE = "seal.key"
OFFLINE_FOLDER = "offline"
ROOT_FILE = "root.key"
ESCROW_FILE = "escrow.key"

_PEM_END = b"-----END PRIVATE KEY-----"


@dataclass(frozen=True, kw_only=True, slots=True)
class HubKey:
    hub_id: bytes  # the first 8 bytes of the hash of the public key the hub began with
    public: bytes
    sign: Sign
    secret: bytes = field(repr=False)  # of the first key, for what only this hub may make


@dataclass(frozen=True, kw_only=True, slots=True)
class FreshKeys:
    """All that a new hub begins with, as far as others must know it."""

    key: HubKey
    recipient: str
    root: bytes  # public
    sign_by_root: Sign
    escrow: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """What opens things that were sealed for the hub."""

    private: tuple[str, ...] = field(repr=False)  # the newest first


def make_keys(folder: Path) -> FreshKeys:
    """New keys in `folder`; raises HubExists when there is a signing key."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (folder / KEY_FILE).exists():
        raise HubExists(folder=folder)
    key, root = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    opening, escrow = new_seal_key(), new_seal_key()
    offline = folder / OFFLINE_FOLDER
    offline.mkdir(mode=0o700, exist_ok=True)
    _write(offline / ROOT_FILE, _pem(root))
    _write(offline / ESCROW_FILE, _lines(escrow.private))
    _write(folder / SEAL_FILE, _lines(opening.private))
    _write(folder / KEY_FILE, _pem(key))  # last: with it the hub is there
    return FreshKeys(
        key=_hub_key(key, first=key),
        recipient=opening.recipient,
        root=_public(root),
        sign_by_root=root.sign,
        escrow=escrow.recipient,
    )


def forget_keys(folder: Path) -> None:
    """Take back what `make_keys` made."""
    offline = folder / OFFLINE_FOLDER
    for path in (
        folder / KEY_FILE,
        folder / LISTS_FILE,
        folder / SEAL_FILE,
        offline / ROOT_FILE,
        offline / ESCROW_FILE,
    ):
        path.unlink(missing_ok=True)
    with suppress(OSError):
        offline.rmdir()


def load_key(folder: Path, listed: Iterable[bytes] | None = None) -> HubKey:
    """The newest signing key in `folder`, among the listed public keys where these are given.

    Raises HubMissing, HubKeyDamaged.
    """
    keys = _signing_keys(folder)
    allowed = None if listed is None else set(listed)
    for key in reversed(keys):
        if allowed is None or _public(key) in allowed:
            return _hub_key(key, first=keys[0])
    raise HubKeyDamaged(folder=folder)


def load_keys(folder: Path, listed: Iterable[bytes]) -> list[HubKey]:
    """Every signing key in `folder` that is listed; raises HubMissing, HubKeyDamaged."""
    keys, allowed = _signing_keys(folder), set(listed)
    return [_hub_key(key, first=keys[0]) for key in keys if _public(key) in allowed]


def load_opening(folder: Path) -> Opening:
    """What opens things sealed for the hub; raises HubKeyDamaged."""
    try:
        return Opening(private=private_parts((folder / SEAL_FILE).read_text("ascii")))
    except (OSError, ValueError, SealKeyRefused) as error:
        raise HubKeyDamaged(folder=folder) from error


def add_signing_key(folder: Path) -> bytes:
    """Add a signing key to those in `folder`; its public part. The list decides when it counts."""
    key = Ed25519PrivateKey.generate()
    _write(folder / KEY_FILE, (folder / KEY_FILE).read_bytes() + _pem(key))
    return _public(key)


def add_opening(folder: Path) -> str:
    """Add a private part that opens what is sealed from now on; its recipient."""
    fresh = new_seal_key()
    _write(folder / SEAL_FILE, _lines(fresh.private, *load_opening(folder).private))
    return fresh.recipient


def load_root(path: Path) -> tuple[bytes, Sign]:
    """The root key in a file brought by the operator; raises RootKeyRefused."""
    try:
        key = _read_pem(path.read_bytes())
    except (OSError, ValueError) as error:
        raise RootKeyRefused(path=path) from error
    return _public(key), key.sign


def load_escrow(path: Path) -> Opening:
    """The escrow key in a file brought by the operator; raises SealKeyRefused."""
    try:
        return Opening(private=private_parts(path.read_text("ascii")))
    except (OSError, ValueError) as error:
        raise SealKeyRefused(part="private") from error


def read_lists(folder: Path) -> bytes:
    """The lists of keys kept beside the keys; nothing where there are none."""
    try:
        return (folder / LISTS_FILE).read_bytes()
    except OSError:
        return b""


def write_lists(folder: Path, lists: bytes) -> None:
    """Keep the lists of keys beside the keys."""
    _write(folder / LISTS_FILE, lists)


def recipient_in(folder: Path) -> str:
    """The recipient that the newest private part answers to."""
    return seal_key(load_opening(folder).private[0]).recipient


def _signing_keys(folder: Path) -> list[Ed25519PrivateKey]:
    """The keys of the file in their order; never none."""
    try:
        content = (folder / KEY_FILE).read_bytes()
    except FileNotFoundError as error:
        raise HubMissing(folder=folder) from error
    except OSError as error:
        raise HubKeyDamaged(folder=folder) from error
    blocks = [block + _PEM_END + b"\n" for block in content.split(_PEM_END)[:-1]]
    try:
        keys = [_read_pem(block.lstrip()) for block in blocks]
    except ValueError as error:
        raise HubKeyDamaged(folder=folder) from error
    if not keys:
        raise HubKeyDamaged(folder=folder)
    return keys


def _read_pem(pem: bytes) -> Ed25519PrivateKey:
    """Raises ValueError."""
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(type(key).__name__)  # noqa: TRY004  what is wrong is the file
    return key


def _hub_key(key: Ed25519PrivateKey, *, first: Ed25519PrivateKey) -> HubKey:
    hub_id = sha256(_public(first)).digest()[:HUB_ID_BYTES]
    secret = sha256(b"vn.sync/1 secret" + first.private_bytes_raw()).digest()
    return HubKey(hub_id=hub_id, public=_public(key), sign=key.sign, secret=secret)


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _lines(*private: str) -> bytes:
    return "".join(f"{line}\n" for line in private).encode("ascii")


def _write(path: Path, content: bytes) -> None:
    """The file whole, for its owner alone, on the disk before its name."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)

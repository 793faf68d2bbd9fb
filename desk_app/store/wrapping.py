"""The database key under a password: AES-256-GCM under HKDF(Argon2id(password), device secret).

User number, installation and version are bound in, so a record moved to another user or another
desk does not open.
"""

from __future__ import annotations

import secrets
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desk_app.store.key_file import Effort, Wrapped

_SALT_BYTES = 16
_NONCE_BYTES = 12
_KEY_BYTES = 32
_PURPOSE = b"quay-mot-cua/wrap/1"


def wrapped_key(
    key: bytes, password: str, *, device_secret: bytes, desk: str, user: int, effort: Effort
) -> Wrapped:
    """The key as only this password on this machine opens it."""
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    under = _wrapping_key(password, salt, device_secret=device_secret, effort=effort)
    wrapped = AESGCM(under).encrypt(nonce, key, _bound(desk, user))
    return Wrapped(salt=salt, nonce=nonce, wrapped=wrapped, effort=effort)


def unwrapped_key(
    record: Wrapped, password: str, *, device_secret: bytes, desk: str, user: int
) -> bytes | None:
    """The key, or None when the password is not the one."""
    under = _wrapping_key(password, record.salt, device_secret=device_secret, effort=record.effort)
    try:
        return AESGCM(under).decrypt(record.nonce, record.wrapped, _bound(desk, user))
    except InvalidTag:
        return None


def _wrapping_key(password: str, salt: bytes, *, device_secret: bytes, effort: Effort) -> bytes:
    # One keyboard composes "ặ", another sends three code points: the same password all the same.
    typed = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    stretched = Argon2id(
        salt=salt,
        length=_KEY_BYTES,
        iterations=effort.passes,
        lanes=effort.lanes,
        memory_cost=effort.memory_kib,
    ).derive(typed)
    return HKDF(SHA256(), length=_KEY_BYTES, salt=device_secret, info=_PURPOSE).derive(stretched)


def _bound(desk: str, user: int) -> bytes:
    return b"\0".join((_PURPOSE, desk.encode("ascii"), str(user).encode("ascii")))

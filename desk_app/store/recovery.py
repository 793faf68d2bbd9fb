"""The way back when the last password or the machine is lost: the key sealed to the province.

HPKE (RFC 9180) over X25519 with AES-256-GCM, bound to the installation; opened at the province.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from desk_app.store.errors import RecoveryFailed
from desk_app.store.key_file import Recovery

SUITE = "x25519/hkdf-sha256/aes-256-gcm"  # another suite gets another name
_INFO = b"quay-mot-cua/recovery/1\0"


def sealed_key(key: bytes, *, desk: str, province_key: bytes) -> Recovery:
    """The database key sealed to the province's X25519 public key (32 raw bytes)."""
    try:
        public = X25519PublicKey.from_public_bytes(province_key)
        sealed = _suite().encrypt(key, public, _info(desk))
    except ValueError as error:
        raise RecoveryFailed(reason="public_key") from error
    return Recovery(suite=SUITE, sealed=sealed)


def recovered_key(recovery: Recovery | None, *, desk: str, private_key: bytes) -> bytes:
    """The database key, opened with the province's private key; raises RecoveryFailed."""
    if recovery is None or recovery.suite != SUITE:
        raise RecoveryFailed(reason="not_sealed")
    try:
        private = X25519PrivateKey.from_private_bytes(private_key)
        return _suite().decrypt(recovery.sealed, private, _info(desk))
    except (InvalidTag, ValueError) as error:
        raise RecoveryFailed(reason="does_not_open") from error


def _suite() -> hpke.Suite:
    return hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def _info(desk: str) -> bytes:
    return _INFO + desk.encode("ascii")

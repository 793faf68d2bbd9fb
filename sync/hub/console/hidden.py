"""What the console hides: passwords, the secrets of code apps, the keys all of it hangs on.

The keys are made from the hub's own secret, which lies in its folder and not in its database: who
holds the database alone can neither make a code nor write a line into the audit log.
"""

import hmac
import os
import unicodedata
from secrets import token_bytes
from threading import Semaphore

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from sync.hub.derived_keys import key_for
from sync.hub.hub import Hub

STEP_S = 30  # one code of a code app
DIGITS = 6

_SALT_BYTES, _HASH_BYTES, _NONCE_BYTES, _SECRET_BYTES = 16, 32, 12, 20
_MEMORY_KIB, _PASSES = 64 * 1024, 3  # as the desk's store does it
_DRIFT = (0, -1, 1)  # codes of the step before and after count too
_AT_ONCE = Semaphore(2)  # of 64 MiB each


def hashed(password: str) -> bytes:
    """Salt and hash of a new password."""
    salt = os.urandom(_SALT_BYTES)
    return salt + _stretched(password, salt)


def is_password(password: str, kept: bytes | None) -> bool:
    """Whether it is the one; with None kept it takes as long and is none."""
    salt = kept[:_SALT_BYTES] if kept else bytes(_SALT_BYTES)
    told = _stretched(password, salt)
    return kept is not None and hmac.compare_digest(told, kept[_SALT_BYTES:])


def new_totp() -> bytes:
    """The secret of a code app."""
    return token_bytes(_SECRET_BYTES)


def sealed(hub: Hub, secret: bytes, *, number: int) -> bytes:
    """The secret of an operator's code app as the database keeps it."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key_for(hub, "totp")).encrypt(nonce, secret, str(number).encode())


def opened(hub: Hub, kept: bytes, *, number: int) -> bytes | None:
    """The secret; None where it was put there by somebody else."""
    nonce, told = kept[:_NONCE_BYTES], kept[_NONCE_BYTES:]
    try:
        return AESGCM(key_for(hub, "totp")).decrypt(nonce, told, str(number).encode())
    except InvalidTag:
        return None


def step_of(secret: bytes, code: str, *, now: int) -> int | None:
    """Which step of time the code is of, near enough to now; None for a wrong one."""
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdigit() and len(typed) == DIGITS):
        return None
    totp = _totp(secret)
    for drift in _DRIFT:
        step = now // STEP_S + drift
        try:
            totp.verify(typed.encode(), step * STEP_S)
        except InvalidToken:
            continue
        return step
    return None


def code_at(secret: bytes, now: int) -> str:
    """The code that a code app shows at a moment."""
    return _totp(secret).generate(now).decode()


def address_of(secret: bytes, *, name: str, issuer: str) -> str:
    """What the QR for a code app says."""
    return _totp(secret).get_provisioning_uri(name, issuer)


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP_S)  # noqa: S303  what every code app takes


def _stretched(password: str, salt: bytes) -> bytes:
    typed = unicodedata.normalize("NFC", password).encode()
    with _AT_ONCE:
        return Argon2id(
            salt=salt, length=_HASH_BYTES, iterations=_PASSES, lanes=1, memory_cost=_MEMORY_KIB
        ).derive(typed)

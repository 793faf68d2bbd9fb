"""An age key as the X25519 key it is: age spells the 32 bytes in Bech32 (BIP 173).

One pair of keys lies in the province's safe; parcels are sealed to it by age, office stubs by HPKE,
each with a context of its own.
"""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from sync.errors import SealKeyRefused
from sync.sealing import require_recipient, seal_key

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_CHECKSUM_LETTERS = 6
_KEY_BYTES = 32
_FIVE_BITS = 5


def public_key(recipient: str) -> X25519PublicKey:
    """The key behind a recipient such as `age1…`; raises SealKeyRefused."""
    told = require_recipient(recipient)
    return X25519PublicKey.from_public_bytes(_bytes_of(told, part="recipient"))


def private_key(private: str) -> X25519PrivateKey:
    """The key behind a private part such as `AGE-SECRET-KEY-1…`; raises SealKeyRefused."""
    told = seal_key(private).private
    return X25519PrivateKey.from_private_bytes(_bytes_of(told.lower(), part="private"))


def _bytes_of(spelled: str, *, part: str) -> bytes:
    """The bytes after the last 1; age has checked the checksum by now."""
    letters = spelled.rpartition("1")[2][:-_CHECKSUM_LETTERS]
    number = 0
    for letter in letters:
        number = number << _FIVE_BITS | _LETTERS.index(letter)
    spare = len(letters) * _FIVE_BITS - 8 * _KEY_BYTES
    if not 0 <= spare < _FIVE_BITS:
        raise SealKeyRefused(part=part)
    return (number >> spare).to_bytes(_KEY_BYTES, "big")

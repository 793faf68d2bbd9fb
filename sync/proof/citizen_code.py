"""The codes by which whoever holds a paper asks the province, without a name and without a list.

    T  look-up: how far the dossier of a receipt is
    D  rating: what the citizen thought of it, from the slip

A code names the dossier by its number and proves, by 50 bits of a hash over the salt that its
first change carries, that it was read from the paper: numbers can be counted through, salts not.
Desk and province make the same code, so nothing is told or kept for it. It is written in letters
and digits that a QR code packs closely and nobody takes for one another (Crockford's base32).
"""

import re
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)}
_READ_AS = str.maketrans("OIL", "011", " -\t\r\n")
_PROOF = 10  # letters
_MOST_NUMBER = 13  # letters that a number of 63 bits takes
_GROUP = 5
_FIVE_BITS = 5
_DOMAIN = b"citizen code 1"
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_WEB = re.compile(rf"(?P<scheme>https?://)?(?P<host>{_LABEL}(\.{_LABEL})+(:\d{{1,5}})?)/?")


class Purpose(StrEnum):
    """What a code opens; one of one purpose opens nothing of another."""

    LOOK_UP = "T"
    RATE = "D"


class Asked(NamedTuple):
    """What a code says; believed only once `proof_of` gives the same proof."""

    ent: int
    proof: str


def code_of(ent: int, salt: bytes, purpose: Purpose) -> str:
    """The code of the entity whose first change carries this salt."""
    return _spelled(ent, least=1) + proof_of(ent, salt, purpose)


def proof_of(ent: int, salt: bytes, purpose: Purpose) -> str:
    """The letters of a code that nobody can guess."""
    told = _DOMAIN + purpose.encode() + ent.to_bytes(8, "big") + salt
    return _spelled(int.from_bytes(sha256(told).digest()[:7], "big") >> 6, least=_PROOF)


def read_code(text: str) -> Asked | None:
    """What a code says, as typed with blanks, hyphens or small letters; None where it is none."""
    if len(text) > 4 * (_MOST_NUMBER + _PROOF) or not text.isascii():
        return None
    letters = text.upper().translate(_READ_AS)
    if not _PROOF < len(letters) <= _MOST_NUMBER + _PROOF or not set(letters) <= set(_LETTERS):
        return None
    ent = 0
    for letter in letters[:-_PROOF]:
        ent = ent << _FIVE_BITS | _VALUES[letter]
    return Asked(ent, letters[-_PROOF:]) if ent < 2**63 else None


def grouped(code: str) -> str:
    """A code as people read it: in groups, the last ones whole."""
    first = len(code) % _GROUP
    groups = [code[at : at + _GROUP] for at in range(first, len(code), _GROUP)]
    return "-".join([code[:first], *groups] if first else groups)


def address(base: str, code: str, purpose: Purpose) -> str:
    """The web address of a QR, in capitals, which pack closely; paths there know both cases."""
    return f"{base.rstrip('/')}/{purpose.value}/{code}".upper()


def web_base(text: str) -> str:
    """A web address of a host alone, with its scheme: where the province's pages begin; else "".

    Nothing may follow the host: only what needs no small letters packs closely.
    """
    told = _WEB.fullmatch(text.strip().lower())
    return f"{told['scheme'] or 'https://'}{told['host']}" if told else ""


def _spelled(number: int, *, least: int) -> str:
    letters = ""
    while number or len(letters) < least:
        letters = _LETTERS[number & 31] + letters
        number >>= _FIVE_BITS
    return letters

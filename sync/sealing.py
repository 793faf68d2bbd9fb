"""Sealing: bytes that only the holders of certain keys can open, in the age format.

A key is named by its public part, an age recipient such as `age1…`; its text also names the suite,
so another suite needs no new field. Sealing says nothing of who sealed: what is inside is signed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, cast

import pyrage

from sync.errors import SealBroken, SealKeyRefused

if TYPE_CHECKING:
    from io import BufferedIOBase

MAX_RECIPIENT = 4096  # characters; an X25519 one has 62

_PRIVATE_PREFIX = "AGE-SECRET-KEY-1"
_NOT_OURS = "No matching keys found"


@dataclass(frozen=True, kw_only=True, slots=True)
class SealKey:
    """A key pair, both parts as age writes them."""

    private: str = field(repr=False)
    recipient: str


def new_seal_key() -> SealKey:
    """A fresh key pair."""
    return seal_key(str(pyrage.x25519.Identity.generate()))


def seal_key(private: str) -> SealKey:
    """The pair of a private part; raises SealKeyRefused."""
    return SealKey(private=private.strip(), recipient=str(private_part(private).to_public()))


def require_recipient(text: str) -> str:
    """The recipient itself; raises SealKeyRefused for what is none."""
    return str(public_part(text))


def seal(plain: bytes, recipients: Iterable[str]) -> bytes:
    """The bytes, sealed so that each recipient alone can open them; raises SealKeyRefused."""
    return bytes(pyrage.encrypt(plain, [public_part(told) for told in recipients]))


def open_sealed(sealed: bytes, private: Sequence[str]) -> bytes:
    """What was sealed for one of these private parts; raises SealBroken, SealKeyRefused."""
    parts = [private_part(told) for told in private]
    try:
        return bytes(pyrage.decrypt(sealed, parts))
    except pyrage.DecryptError as error:
        raise broken(error) from error


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Writable(Protocol):
    def write(self, content: bytes, /) -> int: ...

    def flush(self) -> None: ...


def seal_stream(source: Readable, target: Writable, recipients: Iterable[str]) -> None:
    """Seal as `seal` does, a little at a time; raises what reading and writing raise."""
    parts = [public_part(told) for told in recipients]
    kept = _Kept(source, target)
    both = cast("BufferedIOBase", kept)
    try:
        pyrage.encrypt_io(both, both, parts)
    except Exception:
        kept.tell()
        raise
    kept.tell()  # the library drops its last buffer, and an error of that write with it


def open_stream(source: Readable, target: Writable, private: Sequence[str]) -> None:
    """Open as `open_sealed` does, 64 KB at a time: what is written out has proved itself.

    Raises SealBroken, after the whole good beginning was written, and what reading and writing
    raise.
    """
    parts = [private_part(told) for told in private]
    kept = _Kept(source, target)
    both = cast("BufferedIOBase", kept)
    try:
        pyrage.decrypt_io(both, both, parts)
    except (pyrage.DecryptError, OSError) as error:
        kept.tell()
        raise broken(error) from error
    kept.tell()


class _Kept:
    """Both ends of a stream; the library would retell an error of theirs in words of its own."""

    def __init__(self, source: Readable, target: Writable) -> None:
        self._source = source
        self._target = target
        self._error: Exception | None = None

    def read(self, size: int = -1, /) -> bytes:
        try:
            return self._source.read(size)
        except Exception as error:
            self._error = error
            raise

    def write(self, content: bytes, /) -> int:
        self.tell()  # the library empties its buffer even after an error: that must not count
        try:
            return self._target.write(content)
        except Exception as error:
            self._error = error
            raise

    def flush(self) -> None:
        self._target.flush()

    def tell(self) -> None:
        """Raise the error an end had, if one had any."""
        if self._error is not None:
            raise self._error


def public_part(text: str) -> Any:
    """A recipient as pyrage takes it; raises SealKeyRefused."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise SealKeyRefused(part="recipient") from error


def private_part(text: str) -> Any:
    """A private part as pyrage takes it; raises SealKeyRefused."""
    try:
        return pyrage.x25519.Identity.from_str(text.strip())
    except pyrage.IdentityError as error:
        raise SealKeyRefused(part="private") from error


def broken(error: Exception) -> SealBroken:
    """What a failed opening means: sealed for others, or not whole."""
    return SealBroken(reason="for_others" if _NOT_OURS in str(error) else "damaged")


def private_parts(text: str) -> tuple[str, ...]:
    """The private parts in a key file, one a line, the newest first; raises SealKeyRefused."""
    lines = tuple(line for line in text.split() if line.startswith(_PRIVATE_PREFIX))
    if not lines:
        raise SealKeyRefused(part="private")
    return tuple(seal_key(line).private for line in lines)

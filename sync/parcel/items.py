"""The items of a parcel: signed messages, and slices of files.

    slice = [SHA-256 of the whole file, offset, bytes]

A slice is not signed: it counts only towards a file that the signed manifest names, and the digest
decides in the end.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import cbor2

from sync import cose
from sync.errors import FileDamaged, MalformedMessage

SLICE_BYTES = 60_000
DIGEST_BYTES = 32

_MOST_OFFSET = 2**28  # a snapshot may be larger than any file
_SIGNED = 0xD2  # the first byte of a COSE_Sign1 message: tag 18
_PARTS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Slice:
    sha256: str  # hex, of the whole file
    offset: int
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """Bytes of a file that stand in one parcel, one after another."""

    sha256: str
    size: int  # of the whole file
    offset: int
    length: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A file to be carried."""

    sha256: str
    size: int
    open: Callable[[], BinaryIO]  # the plaintext, seekable


def read_item(item: bytes) -> cose.Signed | Slice:
    """One item of a sequence; raises MalformedMessage."""
    return cose.read(item) if item[0] == _SIGNED else _read_slice(item)


def slices_of(source: Source, run: Run) -> Iterator[bytes]:
    """The slices of a run, encoded; raises FileDamaged where the file is shorter than it was."""
    with source.open() as file:
        file.seek(run.offset)
        at, end = run.offset, run.offset + run.length
        while at < end or at == run.offset:
            content = file.read(min(SLICE_BYTES, end - at))
            if not content and run.length:
                raise FileDamaged(sha256=run.sha256)
            yield cbor2.dumps((bytes.fromhex(run.sha256), at, content))
            at += len(content)
            if not run.length:
                return


def encoded_size(run: Run) -> int:
    """How many bytes the slices of a run take, at most."""
    around = 48  # array, digest, offset and two heads
    return run.length + around * (run.length // SLICE_BYTES + 1)


def runs_of(files: Sequence[Source]) -> list[Run]:
    """Every file whole."""
    return [Run(sha256=file.sha256, size=file.size, offset=0, length=file.size) for file in files]


def _read_slice(item: bytes) -> Slice:
    try:
        parts = cbor2.loads(item, max_depth=2, allow_indefinite=False, immutable=True)
    except (cbor2.CBORError, ValueError, OverflowError) as error:
        raise MalformedMessage(message="slice", reason="not_cbor") from error
    if type(parts) is not tuple or tuple(map(type, parts)) != (bytes, int, bytes):
        raise MalformedMessage(message="slice", reason="not_a_slice")
    digest, offset, content = parts
    is_fit = 0 <= offset <= _MOST_OFFSET and len(content) <= SLICE_BYTES
    if len(parts) != _PARTS or len(digest) != DIGEST_BYTES or not is_fit:
        raise MalformedMessage(message="slice", reason="not_a_slice")
    return Slice(sha256=digest.hex(), offset=offset, content=content)

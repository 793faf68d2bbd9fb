"""Writing one part of a parcel to a stick: sealed as it is read, so nothing lies there in clear."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from sync.parcel.errors import ParcelCancelled, StickFull
from sync.parcel.stick import Stick, require_same, stick_troubles
from sync.sealing import seal_stream

_SPARE_BYTES = 2**16  # what a file costs a stick beside its bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """What a person is told while a parcel is written or read; in bytes."""

    done: int
    total: int  # an estimate while sealing


class Watch:
    """Counts bytes for a person who may stop it."""

    def __init__(
        self,
        *,
        total: int = 0,
        tell: Callable[[Progress], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        self._done = 0
        self._total = total
        self._tell = tell
        self._should_stop = should_stop

    def expect(self, total: int) -> None:
        self._total += total

    def moved(self, count: int) -> None:
        """Raises ParcelCancelled when the person has had enough."""
        if self._should_stop is not None and self._should_stop():
            raise ParcelCancelled
        self._done += count
        if self._tell is not None:
            self._tell(Progress(done=self._done, total=max(self._total, self._done)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A parcel that lies on a stick and reads back."""

    path: Path
    size: int
    sha256: str  # of the sealed file: the check code of the slip


def require_room(stick: Stick, sizes: Sequence[int]) -> None:
    """Raises StickFull before a byte is written, with how much is missing."""
    need, free = sum(sizes) + _SPARE_BYTES * len(sizes), stick.free_bytes()
    if free < need:
        raise StickFull(need=need, free=free)


def write_parcel(
    stick: Stick, items: Iterator[bytes], *, recipients: Sequence[str], watch: Watch
) -> Written:
    """Seal the items into a new file of the stick; whole and read back, or not there at all.

    Raises StickFull, StickReadOnly, StickGone, ParcelDamaged, ParcelCancelled.
    """
    name = stick.new_name()
    try:
        with stick_troubles():
            return _written(stick, name, _Pulled(items, watch), recipients)
    except BaseException:
        stick.drop(name)
        raise


def _written(stick: Stick, name: str, source: "_Pulled", recipients: Sequence[str]) -> Written:
    with stick.create(name) as file:
        target = _Hashed(file)
        seal_stream(source, target, recipients)
        path = stick.settle(name, file)
    read = sha256()
    for block in stick.read_back(path):
        read.update(block)
    require_same(target.digest(), read.digest(), name=name)
    return Written(path=path, size=target.size, sha256=target.digest().hex())


class _Pulled:
    """The items as a file to read from."""

    def __init__(self, items: Iterator[bytes], watch: Watch) -> None:
        self._items = items
        self._watch = watch
        self._waiting = bytearray()

    def read(self, size: int = -1, /) -> bytes:
        while size < 0 or len(self._waiting) < size:
            item = next(self._items, None)
            if item is None:
                break
            self._waiting += item
        count = len(self._waiting) if size < 0 else size
        content = bytes(self._waiting[:count])
        del self._waiting[:count]
        self._watch.moved(len(content))
        return content


class _Hashed:
    """Hashes what passes to a file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = sha256()
        self.size = 0

    def write(self, content: bytes, /) -> int:
        self._file.write(content)
        self._hash.update(content)
        self.size += len(content)
        return len(content)

    def flush(self) -> None:
        self._file.flush()

    def digest(self) -> bytes:
        return self._hash.digest()

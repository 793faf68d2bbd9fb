"""Reading a parcel as far as it goes: whole items in order; a torn or altered end is told.

Every 64 KB of a sealed file prove themselves, so what was read before the first bad byte is what
its sender wrote, and the signatures inside say who that was.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from sync import cose
from sync.errors import MalformedMessage, SealBroken
from sync.parcel.errors import ParcelForOthers, ParcelUnreadable
from sync.parcel.items import Slice, read_item
from sync.parcel.sequence import Splitter
from sync.parcel.writing import Watch
from sync.sealing import open_stream

Item = cose.Signed | Slice


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """How far a parcel could be read."""

    is_whole: bool
    items: int


class Enough(Exception):
    """Raised by who takes the items: the rest is not needed."""


def read_parcel(
    source: BinaryIO,
    private: Sequence[str],
    take: Callable[[Item], None],
    *,
    watch: Watch | None = None,
) -> Reading:
    """Hand every whole item over, in order; `private`: the keys of whom it may be sealed for.

    Raises ParcelForOthers, ParcelUnreadable when not one item could be read, ParcelCancelled, and
    whatever `take` raises but Enough.
    """
    taking = _Taking(take)
    watched = _Watched(source, watch or Watch())
    is_whole = False
    try:
        open_stream(watched, taking, private)
        is_whole = not taking.splitter.has_left_over
    except SealBroken as error:
        if error.details.get("reason") == "for_others":
            raise ParcelForOthers from error
    except (Enough, _UnreadableItem):
        pass
    if not taking.items:
        raise ParcelUnreadable
    return Reading(is_whole=is_whole, items=taking.items)


class _UnreadableItem(Exception):
    """What opened is not what a desk or a hub writes."""


class _Taking:
    """The writing end of an opening."""

    def __init__(self, take: Callable[[Item], None]) -> None:
        self._take = take
        self.splitter = Splitter()
        self.items = 0

    def write(self, content: bytes, /) -> int:
        for item in self._items(content):
            self.items += 1
            self._take(item)
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def _items(self, content: bytes) -> Iterator[Item]:
        try:
            yield from map(read_item, self.splitter.feed(content))
        except MalformedMessage as error:
            raise _UnreadableItem from error


class _Watched:
    def __init__(self, source: BinaryIO, watch: Watch) -> None:
        self._source = source
        self._watch = watch

    def read(self, size: int = -1, /) -> bytes:
        content = self._source.read(size)
        self._watch.moved(len(content))
        return content

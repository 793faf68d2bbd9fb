"""A CBOR sequence that comes in portions: cut into its items as soon as each is whole.

Only what this protocol writes is walked: definite lengths, shallow arrays, tags. Anything else is
an error at once, so a length that lies costs no memory.
"""

from collections.abc import Iterator
from typing import NamedTuple

from sync.errors import MalformedMessage

MOST_ITEM_BYTES = 5 * 2**20  # a frame or page of the largest size, with its envelope

_MOST_DEPTH = 4
_MOST_ELEMENTS = 8
_LONG, _LONGEST = 24, 27  # lengths that stand in 1, 2, 4 or 8 bytes of their own
_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP, _TAG, _SIMPLE = range(8)


class _Head(NamedTuple):
    major: int
    value: int
    end: int


class Splitter:
    """Takes portions of a sequence and gives each item once it is whole."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def feed(self, content: bytes) -> Iterator[bytes]:
        """The items that are whole now; raises MalformedMessage for what cannot be one."""
        self._waiting += content
        while (end := _end(self._waiting, 0, _MOST_DEPTH)) is not None:
            item = bytes(self._waiting[:end])
            del self._waiting[:end]
            yield item
        if len(self._waiting) > MOST_ITEM_BYTES:
            raise MalformedMessage(reason="item_too_long")

    @property
    def has_left_over(self) -> bool:
        """Whether the sequence stopped within an item."""
        return bool(self._waiting)


def _end(content: bytearray, at: int, depth: int) -> int | None:
    """Where the item that begins at `at` ends; None while bytes of it are missing."""
    if depth == 0:
        raise MalformedMessage(reason="too_deep")
    head = _head(content, at)
    if head is None:
        return None
    if head.major in {_UNSIGNED, _NEGATIVE, _SIMPLE}:
        return head.end
    if head.major in {_BYTES, _TEXT}:
        if head.value > MOST_ITEM_BYTES:
            raise MalformedMessage(reason="item_too_long")
        end = head.end + head.value
        return end if end <= len(content) else None
    return _end_of_parts(content, head, depth)


def _end_of_parts(content: bytearray, head: _Head, depth: int) -> int | None:
    if head.major == _TAG:
        parts = 1
    elif head.value > _MOST_ELEMENTS:
        raise MalformedMessage(reason="too_many_elements")
    else:
        parts = head.value * 2 if head.major == _MAP else head.value
    end = head.end
    for _ in range(parts):
        part_end = _end(content, end, depth - 1)
        if part_end is None:
            return None
        end = part_end
    return end


def _head(content: bytearray, at: int) -> _Head | None:
    if at >= len(content):
        return None
    major, short = content[at] >> 5, content[at] & 31
    if short < _LONG:
        return _Head(major, short, at + 1)
    if short > _LONGEST:
        raise MalformedMessage(reason="length_unknown")
    end = at + 1 + 2 ** (short - _LONG)
    if end > len(content):
        return None
    return _Head(major, int.from_bytes(content[at + 1 : end], "big"), end)

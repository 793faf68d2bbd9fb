"""zstd with limits: nothing is unpacked before its size is known and believed.

A message names its dictionary by content hash; no dictionary is shipped yet, so any but the empty
name is refused.
"""

import zstandard

from sync.errors import MalformedMessage

MAX_UNPACKED_BYTES = 4 * 2**20
MAX_RATIO = 200
NO_DICTIONARY = b""

_ALWAYS_BYTES = 131_072  # small outputs may have any ratio: one change always fits
_DESK_LEVEL = 19  # a day of changes takes milliseconds
_HUB_LEVEL = 6  # the hub packs for two thousand desks


def pack_at_desk(unpacked: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=_DESK_LEVEL).compress(unpacked)


def pack_at_hub(unpacked: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=_HUB_LEVEL).compress(unpacked)


def may_unpack(size: int, packed_size: int) -> bool:
    """Whether the other end will unpack so many bytes to `size`; a sender asks before it sends."""
    return size <= MAX_UNPACKED_BYTES and size <= max(_ALWAYS_BYTES, MAX_RATIO * packed_size)


def unpack(packed: bytes, *, dictionary: bytes) -> bytes:
    """The bytes that were packed; raises MalformedMessage, before unpacking where the size lies."""
    if dictionary != NO_DICTIONARY:
        raise MalformedMessage(reason="dictionary_unknown")
    try:
        size = zstandard.get_frame_parameters(packed).content_size
        if not may_unpack(size, len(packed)):
            raise MalformedMessage(reason="unpacks_too_large")
        unpacked = zstandard.ZstdDecompressor(max_window_size=2**23).decompress(
            packed, max_output_size=size, allow_extra_data=False
        )
    except zstandard.ZstdError as error:
        raise MalformedMessage(reason="not_zstd") from error
    if len(unpacked) != size:
        raise MalformedMessage(reason="not_zstd")
    return unpacked

"""zstd with limits: nothing is unpacked before its size is known and believed.

A message names its dictionary by the first bytes of its SHA-256; the empty name is none. A
dictionary that was shipped once stays in the folder for ever, so a hub reads what any desk packs.
Dictionaries hold words of the catalogue and the shape of changes, and no one's data.
"""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

import zstandard

from sync.errors import DictionaryUnknown, MalformedMessage

MAX_UNPACKED_BYTES = 4 * 2**20
MAX_RATIO = 200
NO_DICTIONARY = b""
NAME_BYTES = 4
FRAMES = bytes.fromhex("e1ac6b23")  # the dictionary of frames this version packs with
PAGES = bytes.fromhex("a34a0656")  # and that of pages

_ALWAYS_BYTES = 131_072  # small outputs may have any ratio: one change always fits
_DESK_LEVEL = 19  # a day of changes takes milliseconds
_HUB_LEVEL = 6  # the hub packs for two thousand desks
_BARE = zstandard.FORMAT_ZSTD1_MAGICLESS  # both ends know that it is zstd


def pack_at_desk(unpacked: bytes, *, dictionary: bytes = NO_DICTIONARY) -> bytes:
    return _packer(_DESK_LEVEL, dictionary).compress(unpacked)


def pack_at_hub(unpacked: bytes, *, dictionary: bytes = NO_DICTIONARY) -> bytes:
    return _packer(_HUB_LEVEL, dictionary).compress(unpacked)


@cache
def known() -> tuple[bytes, ...]:
    """The names of all dictionaries at hand."""
    return tuple(sorted(bytes.fromhex(name.partition(".")[0]) for name in _shipped()))


def may_unpack(size: int, packed_size: int) -> bool:
    """Whether the other end will unpack so many bytes to `size`; a sender asks before it sends."""
    return size <= MAX_UNPACKED_BYTES and size <= max(_ALWAYS_BYTES, MAX_RATIO * packed_size)


def unpack(packed: bytes, *, dictionary: bytes) -> bytes:
    """The bytes that were packed; raises MalformedMessage, before unpacking where the size lies.

    Raises DictionaryUnknown for a name that no dictionary here has.
    """
    try:
        size = zstandard.get_frame_parameters(packed, format=_BARE).content_size
        if not may_unpack(size, len(packed)):
            raise MalformedMessage(reason="unpacks_too_large")
        unpacked = zstandard.ZstdDecompressor(
            dict_data=_dictionary(dictionary), max_window_size=2**23, format=_BARE
        ).decompress(packed, max_output_size=size, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise MalformedMessage(reason="not_zstd") from error
    if len(unpacked) != size:
        raise MalformedMessage(reason="not_zstd")
    return unpacked


def _packer(level: int, dictionary: bytes) -> zstandard.ZstdCompressor:
    """A compressor of one's own: they are no good to two threads at once."""
    parameters = zstandard.ZstdCompressionParameters.from_level(
        level, format=_BARE, write_content_size=True, write_dict_id=False
    )
    return zstandard.ZstdCompressor(
        compression_params=parameters, dict_data=_digested(dictionary, level)
    )


@cache
def _digested(name: bytes, level: int) -> zstandard.ZstdCompressionDict | None:
    """A dictionary made ready for a level once: that costs 2 ms, a message with it a tenth."""
    if name == NO_DICTIONARY:
        return None
    dictionary = _read(name)
    dictionary.precompute_compress(level=level)
    return dictionary


@cache
def _dictionary(name: bytes) -> zstandard.ZstdCompressionDict | None:
    """The dictionary of a name; None for the empty one; raises DictionaryUnknown."""
    return None if name == NO_DICTIONARY else _read(name)


def _read(name: bytes) -> zstandard.ZstdCompressionDict:
    """Raises DictionaryUnknown."""
    if name not in known():
        raise DictionaryUnknown(dictionary=name.hex())
    content = _folder().joinpath(f"{name.hex()}.dict").read_bytes()
    if sha256(content).digest()[:NAME_BYTES] != name:
        raise DictionaryUnknown(dictionary=name.hex())
    return zstandard.ZstdCompressionDict(content)


def _shipped() -> list[str]:
    return [entry.name for entry in _folder().iterdir() if entry.name.endswith(".dict")]


def _folder() -> Traversable:
    return files("sync.protocol") / "dictionaries"

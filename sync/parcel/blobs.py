"""Sealed parcels in a row of bytes: [dev, parcel] each, for those who carry and cannot look in."""

from typing import NamedTuple

import cbor2

from sync import record
from sync.errors import MalformedMessage
from sync.parcel.sequence import Splitter


class Blob(NamedTuple):
    dev: int  # whose it is
    content: bytes  # sealed


def pack_blob(dev: int, content: bytes) -> bytes:
    return cbor2.dumps((dev, content))


def split_items(sequence: bytes) -> list[bytes]:
    """The items of a whole sequence; raises MalformedMessage."""
    splitter = Splitter()
    items = list(splitter.feed(sequence))
    if splitter.has_left_over:
        raise MalformedMessage(message="blobs", reason="cut_short")
    return items


def first_item(content: bytes) -> bytes:
    """The item that content begins with, whatever follows it; raises MalformedMessage."""
    item = next(Splitter().feed(content), None)
    if item is None:
        raise MalformedMessage(message="blobs", reason="cut_short")
    return item


def read_blob(item: bytes) -> Blob:
    """Raises MalformedMessage."""
    try:
        parts = cbor2.loads(item, max_depth=2, allow_indefinite=False, immutable=True)
    except (cbor2.CBORError, ValueError, OverflowError) as error:
        raise MalformedMessage(message="blob", reason="not_cbor") from error
    if type(parts) is not tuple or tuple(map(type, parts)) != (int, bytes):
        raise MalformedMessage(message="blob", reason="not_a_blob")
    dev, content = parts
    if not 0 <= dev <= record.MAX_DEV:
        raise MalformedMessage(message="blob", reason="not_a_blob")
    return Blob(dev, content)

"""The change record: one act of one author as deterministic CBOR, and the author's hash chain.

A change is the array [seq, kind, ent, base, lam, at, actor, cat, body], with the salt key of its
entity as tenth element in the first change that an author (dev, ep) writes about that entity.
Only integers, text, bytes, booleans, null and arrays: no maps, no floats, no tags. The bytes made
here are the bytes stored, hashed and sent; nobody encodes a change a second time.

The chain is hashed in two levels, so that a body and its salt key may be erased by law while the
chain still verifies from the inner hash that is kept. Widths in a hash: dev 24 bits, ep 8, seq 32.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from io import BytesIO
from itertools import chain as in_a_row
from struct import Struct
from typing import Any, NamedTuple

import cbor2

from sync.errors import MalformedChange

MAX_DEV = 2**23 - 1  # so that an entity id fits a signed 64-bit column
MAX_EP = 2**8 - 1
MAX_SEQ = 2**32 - 1
MAX_AT = 2**36 - 1  # Unix seconds: the year 4147, which every calendar at hand can hold
MAX_CHANGE_BYTES = 65_536
SALT_BYTES = 16
HEAD_BYTES = 32

_MIN_INT, _MAX_INT = -(2**63), 2**63 - 1
_MAX_DEPTH = 8  # arrays within arrays, the change itself counted
_BARE, _SALTED = 9, 10  # elements
_LENGTHS = frozenset({_BARE, _SALTED})
_PLAIN = frozenset({int, str, bytes, bool, tuple, list, type(None)})
_ARRAYS = frozenset({tuple, list})
_WITHOUT_PARTS = frozenset({str, bytes, bool, type(None)})
_INTEGERS = {int}
_OPEN, _CLOSE = b"\x9f", b"\xff"  # an array of unknown length
_DOMAIN = b"vn.sync/1"
_FIRST_DOMAIN = b"vn.sync/1 first"
_AUTHOR = Struct(">I")
_POSITION = Struct(">II")
_BLOCK_BYTES = 64  # of SHA-256
_INNER_PAD, _OUTER_PAD = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))


class Change(NamedTuple):
    """One act as its author wrote it; a tuple, since the hub makes one for every change it takes.

    Its fields stand in the order of the record.
    """

    seq: int  # from 1, without gaps, within one (dev, ep)
    kind: int  # registered change type, its version included; never reused
    ent: int  # the entity: `entity_id` of the change that created it
    base: int  # the hub's version of the entity the author had seen; 0 creates
    lam: int  # Lamport counter; breaks ties on display and orders nothing else
    at: int  # Unix seconds as shown to the user
    actor: int  # user number
    cat: int  # catalogue version it was judged by
    body: tuple[Any, ...]  # per kind, positional, fields only ever appended
    salt: bytes | None = None  # 16 random bytes in the author's first change about `ent`


def encode(change: Change) -> bytes:
    """The bytes of a change; raises MalformedChange for a value that has no place in a record.

    A list in the body is written as the array a tuple would be; `decode` gives tuples.
    """
    items = change[:_BARE] if change.salt is None else tuple(change)
    _require_record(items)
    try:
        raw = cbor2.dumps(items)
    except UnicodeEncodeError as error:
        raise MalformedChange(reason="not_unicode") from error
    if len(raw) > MAX_CHANGE_BYTES:
        raise MalformedChange(reason="too_large")
    return raw


def encode_all(changes: Sequence[Change]) -> list[bytes]:
    """The bytes of changes, as `encode` makes each; raises MalformedChange where one has none.

    Looked at column by column they take half the time; which one it is that has none, `encode` of
    each tells.
    """
    if not changes:
        return []
    *numbers, bodies, salts = zip(*changes, strict=True)
    if not all(map(_are_numbers, numbers)):
        raise MalformedChange(reason="number_out_of_range")
    seqs, _, ents, _, _, ats, _, _ = numbers
    if not (min(seqs) and max(seqs) <= MAX_SEQ and min(ents) and max(ats) <= MAX_AT):
        raise MalformedChange(reason="number_out_of_range")
    if not _ARRAYS.issuperset(map(type, bodies)):
        raise MalformedChange(reason="body_not_an_array")
    _require_plain_parts(bodies)
    if not all(salt is None or _is_salt(salt) for salt in salts):
        raise MalformedChange(reason="salt_not_16_bytes")
    try:
        raws = [cbor2.dumps(one[:_BARE] if one.salt is None else tuple(one)) for one in changes]
    except UnicodeEncodeError as error:
        raise MalformedChange(reason="not_unicode") from error
    if max(map(len, raws)) > MAX_CHANGE_BYTES:
        raise MalformedChange(reason="too_large")
    return raws


def decode(data: bytes) -> Change:
    """The change in `data`; raises MalformedChange unless `encode` would give these very bytes."""
    if len(data) > MAX_CHANGE_BYTES:
        raise MalformedChange(reason="too_large")
    try:
        items = cbor2.loads(data, max_depth=_MAX_DEPTH, allow_indefinite=False, immutable=True)
    except (cbor2.CBORError, ValueError, OverflowError) as error:
        raise MalformedChange(reason="not_cbor") from error
    _require_record(items)
    if cbor2.dumps(items) != data:
        raise MalformedChange(reason="not_canonical")
    return Change(*items)


def reread(data: bytes) -> tuple[int, int, int, tuple[Any, ...]]:
    """Kind, base, moment and body of a change that `encode` made or `decode` passed: much cheaper.

    Raises MalformedChange for bytes that are no change at all.
    """
    try:
        items = cbor2.loads(data, max_depth=_MAX_DEPTH, immutable=True)
    except (cbor2.CBORError, ValueError, OverflowError) as error:
        raise MalformedChange(reason="not_cbor") from error
    if type(items) is not tuple or len(items) not in _LENGTHS:
        raise MalformedChange(reason="not_a_change")
    return items[1], items[3], items[5], items[8]


def split(data: bytes) -> list[tuple[bytes, Change]]:
    """The changes of a concatenation, each with its own bytes; raises MalformedChange.

    The details of the error tell the `offset` of the change that could not be read.
    """
    try:
        # Read at once as one open-ended array: what is not canonical shows when written again.
        rows = cbor2.loads(_OPEN + data + _CLOSE, max_depth=_MAX_DEPTH + 1, immutable=True)
        raws = [cbor2.dumps(items) for items in rows]
        for items in rows:
            _require_record(items)
    except (cbor2.CBORError, ValueError, OverflowError, TypeError, MalformedChange):
        return _split_slowly(data)
    if b"".join(raws) != data or len(max(raws, key=len, default=b"")) > MAX_CHANGE_BYTES:
        return _split_slowly(data)
    return [(raw, Change(*items)) for raw, items in zip(raws, rows, strict=True)]


def entity_id(dev: int, ep: int, seq: int) -> int:
    """The id of the entity that change `seq` of the author (dev, ep) creates."""
    if not (0 <= dev <= MAX_DEV and 0 <= ep <= MAX_EP and 0 < seq <= MAX_SEQ):
        raise MalformedChange(reason="author_out_of_range")
    return dev << 40 | ep << 32 | seq


def creator(ent: int) -> tuple[int, int, int]:
    """The (dev, ep, seq) of the change that created an entity."""
    return ent >> 40, ent >> 32 & MAX_EP, ent & MAX_SEQ


def first_head(dev: int, ep: int, previous: bytes = b"") -> bytes:
    """The head before an author's first change.

    `previous` is the last accepted head of the epoch before, empty in a machine's first epoch.
    """
    return sha256(_FIRST_DOMAIN + _AUTHOR.pack(dev << 8 | ep) + previous).digest()


def inner_hash(raw: bytes, salt_key: bytes, dev: int, ep: int, seq: int) -> bytes:
    """The salted hash of one change: what is kept of it when its body is erased."""
    # HMAC-SHA-256 (RFC 2104) as two plain hashes: at this size the library's costs thrice that.
    key = salt_key.ljust(_BLOCK_BYTES, b"\0")
    told = sha256(key.translate(_INNER_PAD) + _POSITION.pack(dev << 8 | ep, seq)).digest()
    salt = sha256(key.translate(_OUTER_PAD) + told).digest()[:SALT_BYTES]
    return sha256(salt + raw).digest()


def chain(head: bytes, dev: int, ep: int, inner: bytes) -> bytes:
    """The head after a change, from the head before it and its inner hash."""
    return sha256(_DOMAIN + _AUTHOR.pack(dev << 8 | ep) + head + inner).digest()


def link(head: bytes, dev: int, ep: int, raw: bytes, salt_key: bytes, seq: int) -> bytes:  # noqa: PLR0917  in the order of the hash
    """The head after `raw`, change `seq` of (dev, ep), whose entity has `salt_key`."""
    return chain(head, dev, ep, inner_hash(raw, salt_key, dev, ep, seq))


def links(head: bytes, dev: int, ep: int, told: Iterable[tuple[bytes, bytes, int]]) -> list[bytes]:
    """The head after each of some changes in a row: their bytes, salt key of the entity, seq."""
    start = _DOMAIN + _AUTHOR.pack(dev << 8 | ep)
    heads: list[bytes] = []
    for raw, salt_key, seq in told:
        head = sha256(start + head + inner_hash(raw, salt_key, dev, ep, seq)).digest()
        heads.append(head)
    return heads


def _split_slowly(data: bytes) -> list[tuple[bytes, Change]]:
    """`split` one by one, which finds where it fails."""
    stream = BytesIO(data)
    decoder = cbor2.CBORDecoder(stream, max_depth=_MAX_DEPTH, allow_indefinite=False, read_size=1)
    found: list[tuple[bytes, Change]] = []
    start = 0
    while start < len(data):
        try:
            decoder.decode(immutable=True)
            end = stream.tell()
            found.append((data[start:end], decode(data[start:end])))
        except (cbor2.CBORError, ValueError, OverflowError) as error:
            raise MalformedChange(reason="not_cbor", offset=start) from error
        except MalformedChange as error:
            raise MalformedChange(**error.details, offset=start) from error
        start = end
    return found


def _require_record(items: Any) -> None:
    if type(items) is not tuple or len(items) not in _LENGTHS:
        raise MalformedChange(reason="not_a_change")
    numbers = items[:8]
    if set(map(type, numbers)) != _INTEGERS or min(numbers) < 0 or max(numbers) > _MAX_INT:
        raise MalformedChange(reason="number_out_of_range")
    if not 0 < items[0] <= MAX_SEQ or not items[2] or items[5] > MAX_AT:
        raise MalformedChange(reason="number_out_of_range")
    if type(items[8]) not in _ARRAYS:
        raise MalformedChange(reason="body_not_an_array")
    _require_plain(items[8], _MAX_DEPTH - 1)
    if len(items) == _SALTED and not _is_salt(items[_BARE]):
        raise MalformedChange(reason="salt_not_16_bytes")


def _is_salt(value: Any) -> bool:
    return type(value) is bytes and len(value) == SALT_BYTES


def _are_numbers(values: Sequence[Any]) -> bool:
    """Whether all are integers that a record may hold in front of its body."""
    return set(map(type, values)) == _INTEGERS and min(values) >= 0 and max(values) <= _MAX_INT


def _require_plain_parts(arrays: Sequence[Any]) -> None:
    """`_require_plain` of many bodies at once, each depth of them in one go."""
    depth = _MAX_DEPTH - 1
    while arrays:
        if depth == 0:
            raise MalformedChange(reason="too_deep")
        values = list(in_a_row.from_iterable(arrays))
        kinds = set(map(type, values))
        if not kinds <= _PLAIN:
            raise MalformedChange(reason="type_not_allowed")
        numbers = [value for value in values if type(value) is int]
        if numbers and not (min(numbers) >= _MIN_INT and max(numbers) <= _MAX_INT):
            raise MalformedChange(reason="number_out_of_range")
        arrays = [value for value in values if type(value) in _ARRAYS]
        depth -= 1


def _require_plain(values: Sequence[Any], depth: int) -> None:
    if depth == 0:
        raise MalformedChange(reason="too_deep")
    kinds = set(map(type, values))
    if not kinds <= _PLAIN:
        raise MalformedChange(reason="type_not_allowed")
    if kinds <= _WITHOUT_PARTS:
        return
    for value in values:
        kind = type(value)
        if kind is int:
            if not _MIN_INT <= value <= _MAX_INT:
                raise MalformedChange(reason="number_out_of_range")
        elif kind is tuple or kind is list:
            _require_plain(value, depth - 1)

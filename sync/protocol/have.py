"""The question how far the hub has many files, and its answer; the pass in the header is its proof.

Question: the SHA-256 of each file, 32 bytes, one after another. Answer: [[offset, is complete]…] as
CBOR, in the same order.
"""

from collections.abc import Sequence

import cbor2

from sync.errors import MalformedMessage
from sync.protocol.fields import MAX_INT
from sync.protocol.file_pass import MOST_ASKED

_DIGEST_BYTES = 32
_MAX_DEPTH = 3


def write_question(digests: Sequence[str]) -> bytes:
    return b"".join(map(bytes.fromhex, digests))


def read_question(body: bytes) -> list[str]:
    """The digests in hex; raises MalformedMessage."""
    if len(body) % _DIGEST_BYTES or not 0 < len(body) <= MOST_ASKED * _DIGEST_BYTES:
        raise MalformedMessage(message="have", reason="wrong_length")
    return [body[at : at + _DIGEST_BYTES].hex() for at in range(0, len(body), _DIGEST_BYTES)]


def write_answer(have: Sequence[tuple[int, bool]]) -> bytes:
    return cbor2.dumps([list(one) for one in have])


def read_answer(body: bytes, *, count: int) -> list[tuple[int, bool]]:
    """Offset and completeness of so many files; raises MalformedMessage."""
    try:
        rows = cbor2.loads(body, max_depth=_MAX_DEPTH, allow_indefinite=False, immutable=True)
    except (cbor2.CBORError, ValueError, OverflowError) as error:
        raise MalformedMessage(message="have", reason="not_cbor") from error
    if type(rows) is not tuple or len(rows) != count:
        raise MalformedMessage(message="have", reason="wrong_length")
    for row in rows:
        is_pair = type(row) is tuple and tuple(map(type, row)) == (int, bool)
        if not is_pair or not 0 <= row[0] <= MAX_INT:
            raise MalformedMessage(message="have", reason="wrong_type")
    return list(rows)

"""The proof a paper carries: what it says, signed by the machine that issued it (COSE_Sign1).

The payload is deterministic CBOR, a map with whole numbers as keys; 1 to 9 are below, others are
passed over, for a later program may say more. Nothing stands in it that the paper does not show.

    1 kind (1 receipt, 2 result)   2 dossier code            3 procedure code
    4 issued at                    5 due at (not there: no time limit)
    6 applicant's name             7 how many papers         8 hash of their list, 16 bytes
    9 SHA-256 of the signed PDF, of a result

Moments are Unix seconds. The signature proves who issued it and that nothing was altered; whether
it still holds, only the dossier can tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Any

import cbor2

from sync import cose
from sync.errors import BadSignature, MalformedMessage, PaperDamaged
from sync.proof.scheme import PAPER, content_of, written

KEY_ID_BYTES = 8
LIST_HASH_BYTES = 16
MOST_NAME = 60  # characters of a name; a longer one is cut

_TYP = "qr"
_MOST_CODE, _MOST_PROCEDURE = 60, 40
MOST_SECONDS = 2**37  # a moment of which a calendar can be made
_SHA256_BYTES = 32


class PaperKind(IntEnum):
    """What paper it is; the numbers are eternal."""

    RECEIPT = 1
    RESULT = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """What a paper says of itself."""

    kind: PaperKind
    code: str
    procedure: str
    issued_at: int
    due_at: int | None
    name: str
    papers: int
    papers_hash: bytes  # 16 bytes, of `hash_of_list`; empty where no papers are told of
    file_sha256: bytes = b""  # 32 bytes, of a result


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A statement with the key it names; nothing in it may be believed before `is_signed_by`."""

    key_id: bytes
    statement: Statement
    message: cose.Signed


def key_id_of(public: bytes) -> bytes:
    """The name of a machine's key: the first bytes of its hash, the same in every province."""
    return sha256(public).digest()[:KEY_ID_BYTES]


def hash_of_list(names: Sequence[str]) -> bytes:
    """The fingerprint of a list of papers, in its order."""
    return sha256(cbor2.dumps(list(names))).digest()[:LIST_HASH_BYTES]


def proof_text(statement: Statement, *, public: bytes, signer: cose.Sign) -> str:
    """The text of the QR; the same statement by the same key gives the same text."""
    payload = cbor2.dumps(_told(statement), canonical=True)
    return written(PAPER, cose.sign(payload, typ=_TYP, kid=key_id_of(public), signer=signer))


def read_proof(text: str) -> Claim:
    """What a QR's text claims; raises NotOurPaper, PaperTooNew, PaperDamaged."""
    content = content_of(text, scheme=PAPER)
    try:
        message = cose.read(content)
        said = cbor2.loads(
            message.payload, max_depth=2, allow_indefinite=False, strict_hashable_types=False
        )
    except (MalformedMessage, cbor2.CBORError, ValueError, OverflowError) as error:
        raise PaperDamaged from error
    is_exact = type(said) is dict and cbor2.dumps(said, canonical=True) == message.payload
    if not is_exact or message.typ != _TYP or _again(message) != content:
        raise PaperDamaged
    return Claim(key_id=message.kid, statement=_statement(said), message=message)


def is_signed_by(claim: Claim, public: bytes) -> bool:
    """Whether this key signed the claim."""
    try:
        cose.verify(claim.message, typ=_TYP, key=public)
    except BadSignature:
        return False
    return True


def _again(message: cose.Signed) -> bytes:
    """The message written anew: one that was signed has one form."""
    return cose.sign(
        message.payload, typ=message.typ, kid=message.kid, signer=lambda _: message.signature
    )


def _told(statement: Statement) -> dict[int, Any]:
    told: dict[int, Any] = {
        1: int(statement.kind),
        2: statement.code,
        3: statement.procedure,
        4: statement.issued_at,
        6: statement.name[:MOST_NAME],
        7: statement.papers,
        8: statement.papers_hash,
    }
    if statement.due_at is not None:
        told[5] = statement.due_at
    if statement.file_sha256:
        told[9] = statement.file_sha256
    return told


def _statement(said: dict[Any, Any]) -> Statement:
    """Raises PaperDamaged for what no program of ours ever wrote."""
    due_at = said.get(5)
    parts = (
        _is_text(said.get(2), _MOST_CODE),
        _is_text(said.get(3), _MOST_PROCEDURE),
        _is_text(said.get(6), MOST_NAME),
        _is_number(said.get(4)),
        _is_number(said.get(7)),
        due_at is None or _is_number(due_at),
        _is_blob(said.get(8), LIST_HASH_BYTES),
        _is_blob(said.get(9, b""), _SHA256_BYTES),
        type(said.get(1)) is int and said[1] in set(PaperKind),
    )
    if not all(parts):
        raise PaperDamaged
    return Statement(
        kind=PaperKind(said[1]),
        code=said[2],
        procedure=said[3],
        issued_at=said[4],
        due_at=due_at,
        name=said[6],
        papers=said[7],
        papers_hash=said[8],
        file_sha256=said.get(9, b""),
    )


def _is_text(value: Any, most: int) -> bool:
    return type(value) is str and len(value) <= most


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 <= value <= MOST_SECONDS


def _is_blob(value: Any, length: int) -> bool:
    return type(value) is bytes and len(value) in (0, length)

"""What a desk shows with each request for a file: signed, for one method and one file.

It is good while the hello it follows is among the desk's latest, so that a copied pass dies soon.
It travels in the `Authorization` header as base64url without padding, after the word `Desk`.

    [ver, hub_id, dev, ep, counter, method, SHA-256]

A question about many files at once has the method HAVE and names its list by `list_name`.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sync import cose, record
from sync.errors import BadSignature, MalformedMessage
from sync.protocol.fields import Fields, pack
from sync.protocol.frame import HUB_ID_BYTES, author_kid
from sync.protocol.versions import NEWEST

FILE_PASS = "sync/file"  # noqa: S105  a purpose, not a password
RECENT_HELLOS = 8

HAVE = "HAVE"
MOST_ASKED = 200  # files in one question

_SCHEME = "Desk "
_MAX_METHOD = 8
_DIGEST_BYTES = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class FilePass:
    hub_id: bytes
    dev: int
    ep: int
    counter: int  # of the last hello the hub accepted
    method: str
    sha256: str  # hex


def list_name(digests: Sequence[str]) -> str:
    """What a pass for a question about these files carries in place of a digest, in hex."""
    return sha256(b"".join(map(bytes.fromhex, digests))).hexdigest()


def make_pass(file_pass: FilePass, signer: cose.Sign) -> str:
    """The value of the header."""
    payload = pack(
        NEWEST,
        file_pass.hub_id,
        file_pass.dev,
        file_pass.ep,
        file_pass.counter,
        file_pass.method,
        bytes.fromhex(file_pass.sha256),
    )
    kid = author_kid(file_pass.dev, file_pass.ep)
    message = cose.sign(payload, typ=FILE_PASS, kid=kid, signer=signer)
    return _SCHEME + urlsafe_b64encode(message).decode().rstrip("=")


def open_header(header: str) -> cose.Signed:
    """The message in a header; raises BadSignature when there is none."""
    if not header.startswith(_SCHEME):
        raise BadSignature(expected=FILE_PASS)
    encoded = header.removeprefix(_SCHEME)
    try:
        message = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
    except (binascii.Error, ValueError) as error:
        raise BadSignature(expected=FILE_PASS) from error
    return cose.read(message)


def read_pass(message: cose.Signed, *, key: bytes) -> FilePass:
    """The pass in a message, signed by `key`; raises BadSignature, MalformedMessage."""
    fields = Fields.unpack(cose.verify(message, typ=FILE_PASS, key=key), message="file")
    file_pass = FilePass(
        hub_id=fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES),
        dev=fields.number(most=record.MAX_DEV),
        ep=fields.number(most=record.MAX_EP),
        counter=fields.number(),
        method=fields.text(most=_MAX_METHOD),
        sha256=fields.blob(least=_DIGEST_BYTES, most=_DIGEST_BYTES).hex(),
    )
    if message.kid != author_kid(file_pass.dev, file_pass.ep):
        raise MalformedMessage(message="file", reason="author")
    return file_pass

"""What a desk and the relay of its commune say to each other; each message is signed.

    ask  = [ver, hub_id, dev, key, act, nonce, digest]      signed by the desk
    word = [ver, hub_id, dev, key, nonce, digest]           signed by the relay

`digest` is the SHA-256 of what follows in the body: the blob that is handed over or asked to be
thrown away, the blobs that are handed out, or what two machines of one commune share (`sharing`).
The nonce ties a word to its ask. A desk believes the
one relay whose key it pinned; a relay keeps to the first key it saw of a desk.
"""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from sync import cose, record
from sync.errors import BadSignature, MalformedMessage
from sync.protocol.fields import Fields, pack
from sync.protocol.frame import HUB_ID_BYTES
from sync.protocol.versions import NEWEST

ASK = "sync/relay-ask"
WORD = "sync/relay-word"
NONCE_BYTES = 16
RELAY_PATH = "/v1/relay"

_DIGEST_BYTES = 32
_MAX_ACT = 16
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE_LETTERS = 8


class Act(StrEnum):
    GREET = "greet"  # who are you
    KEEP = "keep"  # this blob is for the hub
    FETCH = "fetch"  # what is there for me
    TOOK = "took"  # this one I have
    MEET = "meet"  # what the hub says of you, for a machine of your commune
    SHARE = "share"  # my colleagues' work and mine, sealed for you; the answer is sealed for me


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    hub_id: bytes
    dev: int
    key: bytes  # Ed25519, public, of the desk
    act: Act
    nonce: bytes
    digest: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    hub_id: bytes
    dev: int  # of the relay
    key: bytes  # of the relay
    nonce: bytes
    digest: bytes


def code_of(key: bytes) -> str:
    """A relay's key as two people compare it once: two groups of four letters."""
    number = int.from_bytes(sha256(b"vn.sync/1 relay" + key).digest()[:5], "big")
    letters = "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_CODE_LETTERS))
    return f"{letters[:4]}-{letters[4:]}"


def make_ask(ask: Ask, signer: cose.Sign) -> bytes:
    payload = pack(NEWEST, ask.hub_id, ask.dev, ask.key, ask.act.value, ask.nonce, ask.digest)
    return cose.sign(payload, typ=ASK, kid=ask.nonce, signer=signer)


def read_ask(message: cose.Signed) -> Ask:
    """An ask, signed by the key it brings; raises BadSignature, MalformedMessage."""
    fields = Fields.unpack(message.payload, message="relay")
    hub_id = fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES)
    dev = fields.number(most=record.MAX_DEV)
    key = fields.blob(least=cose.KEY_BYTES, most=cose.KEY_BYTES)
    act = fields.text(most=_MAX_ACT)
    if act not in set(Act):
        raise MalformedMessage(message="relay", reason="act")
    ask = Ask(
        hub_id=hub_id,
        dev=dev,
        key=key,
        act=Act(act),
        nonce=fields.blob(least=NONCE_BYTES, most=NONCE_BYTES),
        digest=fields.blob(least=_DIGEST_BYTES, most=_DIGEST_BYTES),
    )
    cose.verify(message, typ=ASK, key=key)
    return ask


def make_word(word: Word, signer: cose.Sign) -> bytes:
    payload = pack(NEWEST, word.hub_id, word.dev, word.key, word.nonce, word.digest)
    return cose.sign(payload, typ=WORD, kid=word.nonce, signer=signer)


def read_word(message: cose.Signed, *, nonce: bytes, key: bytes | None) -> Word:
    """A relay's word on an ask; `key` None: whoever it is, for the first meeting.

    Raises BadSignature, MalformedMessage.
    """
    fields = Fields.unpack(message.payload, message="relay")
    word = Word(
        hub_id=fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES),
        dev=fields.number(most=record.MAX_DEV),
        key=fields.blob(least=cose.KEY_BYTES, most=cose.KEY_BYTES),
        nonce=fields.blob(least=NONCE_BYTES, most=NONCE_BYTES),
        digest=fields.blob(least=_DIGEST_BYTES, most=_DIGEST_BYTES),
    )
    cose.verify(message, typ=WORD, key=key if key is not None else word.key)
    if word.nonce != nonce:
        raise BadSignature(reason="another_answer")
    return word

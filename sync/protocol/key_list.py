"""The keys of a hub: one signed list that only ever gets newer.

    list = [ver, hub_id, number, root key, made at, [signing key…], hub recipient, escrow recipient]

The province's root key signs it and lies offline, so whoever takes the hub's own key gains it until
the next list and no longer. A list that names another root key is signed by the root of the list
before. Lists are numbered from 1 without gaps: a desk takes each on the word of the one before and
never goes back. The first comes with enrolment, on the word of the invitation.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sync import cose
from sync.errors import KeyListRefused, MalformedMessage
from sync.protocol.fields import Fields, pack
from sync.protocol.frame import HUB_ID_BYTES
from sync.protocol.versions import NEWEST
from sync.sealing import MAX_RECIPIENT

KEY_LIST = "sync/keys"
MAX_KEYS = 8
MAX_LIST_BYTES = 16 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyList:
    hub_id: bytes
    number: int  # from 1
    root: bytes  # Ed25519, public: signs the next list
    made_at: int  # Unix seconds
    keys: tuple[bytes, ...]  # Ed25519, public: each may sign for the hub; the newest first
    recipient: str  # what is meant for the hub is sealed to it
    escrow: str  # and to this key, which lies offline


def make_key_list(listed: KeyList, signer: cose.Sign) -> bytes:
    """The signed list; `signer` is the root key of the list before, for the first list its own."""
    payload = pack(
        NEWEST,
        listed.hub_id,
        listed.number,
        listed.root,
        listed.made_at,
        listed.keys,
        listed.recipient,
        listed.escrow,
    )
    return cose.sign(payload, typ=KEY_LIST, kid=listed.hub_id, signer=signer)


def read_first(message: cose.Signed) -> KeyList:
    """A list signed by the root key it names itself: for one that is believed for other reasons.

    Raises BadSignature, MalformedMessage.
    """
    listed = _listed(message.payload)
    cose.verify(message, typ=KEY_LIST, key=listed.root)
    return listed


def read_key_list(message: cose.Signed, *, root: bytes) -> KeyList:
    """A list signed by a known root key; raises BadSignature, MalformedMessage."""
    return _listed(cose.verify(message, typ=KEY_LIST, key=root))


def follow(known: KeyList, messages: Iterable[cose.Signed]) -> list[tuple[KeyList, bytes]]:
    """The lists newer than the known one, in their order, each with its bytes.

    Each must be the next one and signed by the root key before it. Older ones are passed over: who
    repeats them changes nothing. Raises BadSignature, KeyListRefused, MalformedMessage.
    """
    fresh: list[tuple[KeyList, bytes]] = []
    for message in messages:
        told = _listed(message.payload)  # proved below
        if told.number <= known.number:
            continue
        listed = read_key_list(message, root=known.root)
        if listed.hub_id != known.hub_id or listed.number != known.number + 1:
            raise KeyListRefused(number=listed.number, known=known.number)
        known = listed
        fresh.append((listed, message.raw))
    return fresh


def _listed(payload: bytes) -> KeyList:
    fields = Fields.unpack(payload, message="keys")
    listed = KeyList(
        hub_id=fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES),
        number=fields.number(),
        root=fields.blob(least=cose.KEY_BYTES, most=cose.KEY_BYTES),
        made_at=fields.number(),
        keys=fields.blobs(most=MAX_KEYS, length=cose.KEY_BYTES),
        recipient=fields.text(most=MAX_RECIPIENT),
        escrow=fields.text(most=MAX_RECIPIENT),
    )
    if not listed.keys or not listed.number:
        raise MalformedMessage(message="keys", reason="empty")
    return listed

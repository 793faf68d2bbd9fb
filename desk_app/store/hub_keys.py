"""The keys between this desk and its hub: whom to believe, whom to seal for, what opens here.

The hub's list of keys came with enrolment and is followed by newer ones alone. The desk's own
sealing key was made here; its private part never leaves the encrypted database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.store.errors import NotEnrolled
from desk_app.store.settings import get_setting, put_setting
from sync import cose
from sync.protocol.key_list import KeyList, follow, read_first
from sync.sealing import SealKey, new_seal_key, seal_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desk_app.store.database import Database
    from desk_app.store.identity import Identity

TLS_ROOT = "hub_tls_root"  # setting, hex (DER)

_LIST = "hub_key_list"
_PAST = "hub_keys_past"  # hex: keys that later lists left out
_SEAL = "seal_key"


def key_list(database: Database) -> KeyList | None:
    """The newest list of the hub's keys; None before enrolment brought one."""
    raw = get_setting(database, _LIST)
    return None if raw is None else read_first(cose.read(bytes.fromhex(raw)))


def hub_keys(database: Database, own: Identity) -> tuple[bytes, ...]:
    """The keys that may sign for the hub, the newest first."""
    listed = key_list(database)
    return listed.keys if listed else (own.hub_key,)


def past_hub_keys(database: Database) -> tuple[bytes, ...]:
    """Keys that signed for the hub once and do no more: for words older than that, never alone."""
    return tuple(map(bytes.fromhex, get_setting(database, _PAST) or ()))


def recipients(database: Database) -> tuple[str, str]:
    """Whom a thing for the province is sealed for: the hub, and its escrow; raises NotEnrolled."""
    listed = key_list(database)
    if listed is None:
        raise NotEnrolled
    return listed.recipient, listed.escrow


def tls_root(database: Database) -> bytes:
    """The root (DER) under which alone the hub's TLS is believed; empty: what the system takes."""
    return bytes.fromhex(get_setting(database, TLS_ROOT) or "")


def begin_key_list(database: Database, raw: bytes) -> None:
    """Keep the list that came with enrolment, if one did; inside a transaction."""
    if not raw:
        return
    known, fresh = key_list(database), read_first(cose.read(raw))
    if known is None or known.hub_id != fresh.hub_id or known.number < fresh.number:
        put_setting(database, _LIST, raw.hex())


def take_key_lists(database: Database, messages: Iterable[cose.Signed]) -> None:
    """Keep what is newer, inside a transaction; raises BadSignature, KeyListRefused."""
    known = key_list(database)
    if known is None:
        return
    for listed, raw in follow(known, messages):
        gone = {key.hex() for key in known.keys} - {key.hex() for key in listed.keys}
        past = [*(get_setting(database, _PAST) or ()), *sorted(gone)]
        put_setting(database, _PAST, past)
        put_setting(database, _LIST, raw.hex())
        known = listed


def own_seal_key(database: Database) -> SealKey:
    """What opens things sealed for this desk; made at the first asking, in a transaction."""
    private = get_setting(database, _SEAL)
    if private is not None:
        return seal_key(private)
    fresh = new_seal_key()
    put_setting(database, _SEAL, fresh.private)
    return fresh

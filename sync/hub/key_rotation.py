"""Changing the hub's keys: a new list, signed by the root key that the operator brings along.

A key that is added counts at once at every desk that has the new list; the hub signs with it from
its next start, and desks that come back later learn the list before anything else. The old key
stays good until it is taken out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from sync.cose import Sign
from sync.errors import HubKeyDamaged
from sync.hub.errors import KeyListFull, KeyNotListed, RootKeyRefused
from sync.hub.hub import Hub
from sync.hub.key_lists import Listed, add_list, agree, newest_list
from sync.hub.keys import add_opening, add_signing_key, load_key, load_root
from sync.protocol.key_list import MAX_KEYS

_FINGERPRINT_DIGITS = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyView:
    """One key of the list as an operator sees it."""

    fingerprint: str
    is_signing: bool  # the hub of this folder signs with it from its next start


@dataclass(frozen=True, kw_only=True, slots=True)
class ListView:
    number: int
    made_at: datetime
    keys: tuple[KeyView, ...]
    recipient: str
    escrow: str


def look_at_keys(hub: Hub) -> ListView:
    """The list that is valid now."""
    with hub.database.reading() as connection:
        listed = newest_list(connection)
    return _view(hub, listed)


def rotate_keys(hub: Hub, root: Path) -> ListView:
    """Add a fresh signing key and a fresh recipient; the old signing keys stay good for now.

    Raises RootKeyRefused, KeyListFull.
    """
    with hub.database.writing() as connection:
        known = newest_list(connection).told
        sign = _root_sign(known.root, root)
        if len(known.keys) == MAX_KEYS:
            raise KeyListFull(most=MAX_KEYS)
        fresh = replace(
            known,
            number=known.number + 1,
            made_at=hub.now(),
            keys=(add_signing_key(hub.folder), *known.keys),
            recipient=add_opening(hub.folder),
        )
        add_list(connection, fresh, sign)
    return _view(hub, agree(hub.database, hub.folder))


def retire_key(hub: Hub, fingerprint: str, root: Path) -> ListView:
    """Take a signing key out: no desk that has the new list believes it any more.

    Raises RootKeyRefused; KeyNotListed, also for the last key this hub can sign with.
    """
    with hub.database.writing() as connection:
        known = newest_list(connection).told
        sign = _root_sign(known.root, root)
        left = tuple(key for key in known.keys if _name(key) != fingerprint.lower())
        if len(left) == len(known.keys) or not _can_sign(hub, left):
            raise KeyNotListed(key=fingerprint)
        fresh = replace(known, number=known.number + 1, made_at=hub.now(), keys=left)
        add_list(connection, fresh, sign)
    return _view(hub, agree(hub.database, hub.folder))


def _root_sign(expected: bytes, path: Path) -> Sign:
    """Signs by the root key in the file, if that is the one that signs this hub's lists."""
    public, sign = load_root(path)
    if public != expected:
        raise RootKeyRefused(path=path)
    return sign


def _can_sign(hub: Hub, keys: Sequence[bytes]) -> bool:
    try:
        load_key(hub.folder, keys)
    except HubKeyDamaged:
        return False
    return True


def _view(hub: Hub, listed: Listed) -> ListView:
    told = listed.told
    signing = load_key(hub.folder, told.keys).public
    return ListView(
        number=told.number,
        made_at=datetime.fromtimestamp(told.made_at, UTC),
        keys=tuple(KeyView(fingerprint=_name(k), is_signing=k == signing) for k in told.keys),
        recipient=told.recipient,
        escrow=told.escrow,
    )


def _name(key: bytes) -> str:
    return sha256(key).hexdigest()[:_FINGERPRINT_DIGITS]

"""The way back when the last password or the machine is lost: the key sealed to the province.

The database key lies in the key file, sealed to the escrow key in the province's safe. That key
never comes here: this machine asks with a key pair made for this once, two people of the province
consent, and the answer opens with that pair alone. See `sync.proof.desk_key`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from desk_app.store.database import open_database
from desk_app.store.durable import held, write_whole
from desk_app.store.ending import end_mark
from desk_app.store.errors import DatabaseMissing, StoreError, UnknownUser
from desk_app.store.hub_keys import key_list
from desk_app.store.identity import read_identity
from desk_app.store.key_file import Effort, KeyFile, Recovery, read_key_file, write_key_file
from desk_app.store.keys import Unlocked, recover, user_named
from desk_app.store.recovery_errors import RecoveryFailed, RecoveryUnasked, RecoveryUnsealed
from sync.errors import MalformedMessage, SealBroken, SyncError
from sync.proof.desk_key import Desk, new_once, open_answer, seal_desk_key, write_request

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

    from desk_app.store.database import Database
    from desk_app.store.places import Places

SUITE = "vn.sync/1 desk key"  # another way of sealing gets another name
_PRIVATE_BYTES = 32


def seal_for_province(places: Places, unlocked: Unlocked, database: Database) -> None:
    """Once the desk knows the province's escrow key, its own key lies sealed to it."""
    listed, machine = key_list(database), read_identity(database).author
    if listed is not None and machine is not None:
        with suppress(StoreError, SyncError):  # a full disk or an odd key keeps nobody out
            keep_recovery(places, unlocked, machine=machine, recipient=listed.escrow)


def keep_recovery(places: Places, unlocked: Unlocked, *, machine: int, recipient: str) -> None:
    """Seal the key to this escrow key, unless it lies sealed so already."""
    if _fits(read_key_file(places), machine=machine, recipient=recipient):
        return
    desk = Desk(dev=machine, installation=unlocked.desk)
    sealed = seal_desk_key(unlocked.key, desk, recipient=recipient)
    recovery = Recovery(suite=SUITE, sealed=sealed, machine=machine, recipient=recipient)
    with held(places.lock("keys")):
        write_key_file(places, replace(read_key_file(places), recovery=recovery))


def ask_recovery(places: Places, person: str, *, is_new: bool = True) -> bytes:
    """The request for the province; the same one again where it is not to be new.

    Raises UnknownUser for nobody's name, RecoveryUnsealed where no key was ever sealed.
    """
    _require_alive(places)
    keys = read_key_file(places)
    desk, sealed = _sealed(keys)
    known = user_named(keys, person)
    if known is None:
        raise UnknownUser
    private = b"" if is_new else _private(places, keys)
    if not private:
        private = new_once()
        write_whole(places.recovery(keys.desk), private)
    return write_request(desk, person=known.name, sealed=sealed, private=private)


def take_recovery(
    places: Places,
    answer: bytes,
    *,
    name: str,
    password: str,
    effort: Effort | None = None,
    system: KeyringBackend | None = None,
) -> Unlocked:
    """Give this person a new password by the province's answer.

    Raises RecoveryFailed for an answer to another request, RecoveryUnasked, UnknownUser,
    UserDisabled, UserBarred, WeakPassword. The answer opens once.
    """
    _require_alive(places)
    keys = read_key_file(places)
    desk, _ = _sealed(keys)
    private = _private(places, keys)
    if not private:
        raise RecoveryUnasked
    try:
        key = open_answer(answer, desk, private=private)
    except (MalformedMessage, SealBroken) as error:
        raise RecoveryFailed from error
    open_database(places.database, key).close()
    opened = recover(places, key=key, name=name, password=password, effort=effort, system=system)
    places.recovery(keys.desk).unlink(missing_ok=True)
    return opened


def _fits(keys: KeyFile, *, machine: int, recipient: str) -> bool:
    known = keys.recovery
    return known is not None and (known.suite, known.machine, known.recipient) == (
        SUITE,
        machine,
        recipient,
    )


def _sealed(keys: KeyFile) -> tuple[Desk, bytes]:
    """Raises RecoveryUnsealed."""
    if keys.recovery is None or keys.recovery.suite != SUITE:
        raise RecoveryUnsealed
    return Desk(dev=keys.recovery.machine, installation=keys.desk), keys.recovery.sealed


def _private(places: Places, keys: KeyFile) -> bytes:
    """The private part that the request was made with; empty where there is none."""
    try:
        told = places.recovery(keys.desk).read_bytes()
    except OSError:
        return b""
    return told if len(told) == _PRIVATE_BYTES else b""


def _require_alive(places: Places) -> None:
    mark = end_mark(places)
    if mark is not None:
        raise mark.error()
    if not places.database.exists():
        raise DatabaseMissing

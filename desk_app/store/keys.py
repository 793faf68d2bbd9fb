"""Who may open the database: passwords proved by the key file alone, before anything else is read.

One random key per installation, wrapped for each user. Every function here reads and writes
`keys.json` whole, under a lock between processes.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desk_app.domain.text import fold
from desk_app.store.database import KEY_BYTES
from desk_app.store.device_secret import (
    DeviceSecret,
    SecretHome,
    device_secret,
    new_device_secret,
    system_keyring,
)
from desk_app.store.durable import held
from desk_app.store.ending import end_mark, finish_ending
from desk_app.store.errors import (
    DatabaseExists,
    DatabaseMissing,
    DeviceSecretMissing,
    KeyFileMissing,
    StoreError,
    UnknownUser,
    UserBarred,
    UserDisabled,
    UserExists,
    UserLockedOut,
    WeakPassword,
    WrongPassword,
)
from desk_app.store.key_file import Effort, KeyFile, UserKey, read_key_file, write_key_file
from desk_app.store.wrapping import unwrapped_key, wrapped_key

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

    from desk_app.store.lockout import Moment
    from desk_app.store.places import Places

LEAST_PASSWORD = 6  # characters


@dataclass(frozen=True, kw_only=True, slots=True)
class Unlocked:
    """An open key: what it takes to open the database, and who opened it."""

    key: bytes
    desk: str
    user: int
    name: str
    secret_home: SecretHome  # FILE is to be shown as a warning


@dataclass(frozen=True, kw_only=True, slots=True)
class NewUser:
    number: int
    name: str
    password: str


def create_keys(
    places: Places,
    *,
    desk: str,
    admin: NewUser,
    effort: Effort | None = None,
    system: KeyringBackend | None = None,
) -> Unlocked:
    """A new database key for a new installation, opened by its first user.

    Raises DatabaseExists, WeakPassword.
    """
    if places.key_file.exists() or places.key_file_copy.exists():
        raise DatabaseExists
    require_password(admin.password)
    key = secrets.token_bytes(KEY_BYTES)
    secret = new_device_secret(desk, places.secret(desk), system=system or system_keyring())
    keys = KeyFile(desk=desk, secret_home=secret.home, secret_check=secret.check)
    user = _user_key(keys, admin, key=key, secret=secret, effort=effort or Effort())
    with held(places.lock("keys")):
        write_key_file(places, keys.with_user(user))
    return Unlocked(key=key, desk=desk, user=admin.number, name=admin.name, secret_home=secret.home)


def unlock(
    places: Places, name: str, password: str, *, now: Moment, system: KeyringBackend | None = None
) -> Unlocked:
    """The database key, for who proves to be this user.

    Raises WrongPassword, UserLockedOut (with `seconds`), UserDisabled, DatabaseMissing where there
    is no desk at all, KeyFileMissing, KeyFileDamaged, DeviceSecretMissing. A wrong password is
    counted in the key file.
    """
    _require_set_up(places)
    with held(places.lock("keys")):
        keys = read_key_file(places)
        user = user_named(keys, name)
        if user is None:
            raise WrongPassword(seconds=0)
        user = _require_no_wait(places, keys, user, now=now)
        if user.key is None:
            raise UserBarred if user.is_barred else UserDisabled
        secret = _secret(places, keys, system)
        key = unwrapped_key(
            user.key, password, device_secret=secret.value, desk=keys.desk, user=user.number
        )
        if key is None:
            failed = user.lockout.after_failure(now)
            write_key_file(places, keys.with_user(replace(user, lockout=failed)))
            raise WrongPassword(seconds=failed.wait_seconds)
        _forget_failures(places, keys, user)
    return Unlocked(
        key=key, desk=keys.desk, user=user.number, name=user.name, secret_home=secret.home
    )


def add_key(
    places: Places,
    unlocked: Unlocked,
    new: NewUser,
    *,
    effort: Effort | None = None,
    system: KeyringBackend | None = None,
) -> None:
    """Let one more user open the database; raises UserExists, WeakPassword."""
    require_password(new.password)
    with held(places.lock("keys")):
        keys = read_key_file(places)
        taken = user_named(keys, new.name)
        if taken is not None and taken.number != new.number:
            raise UserExists
        secret = _secret(places, keys, system)
        user = _user_key(keys, new, key=unlocked.key, secret=secret, effort=effort or Effort())
        write_key_file(places, keys.with_user(user))


def change_password(
    places: Places,
    unlocked: Unlocked,
    *,
    user: int,
    password: str,
    effort: Effort | None = None,
    system: KeyringBackend | None = None,
) -> None:
    """A new password for a user who has one; ends a wait. Raises UnknownUser, WeakPassword."""
    name = next((known.name for known in read_key_file(places).users if known.number == user), None)
    if name is None:
        raise UnknownUser
    new = NewUser(number=user, name=name, password=password)
    add_key(places, unlocked, new, effort=effort, system=system)


def disable_key(places: Places, user: int) -> None:
    """Take the user's record out: the password opens nothing from now on. Safe to repeat."""
    with held(places.lock("keys")):
        keys = read_key_file(places)
        for known in keys.users:
            if known.number == user:
                write_key_file(places, keys.with_user(replace(known, key=None, is_barred=False)))


def recover(
    places: Places,
    *,
    key: bytes,
    name: str,
    password: str,
    effort: Effort | None = None,
    system: KeyringBackend | None = None,
) -> Unlocked:
    """Give one account a new password by the database key itself, which must be the right one.

    Where this machine's secret is gone it is made anew, and every other account needs a new
    password too. Raises UnknownUser, UserDisabled, UserBarred, WeakPassword.
    """
    require_password(password)
    with held(places.lock("keys")):
        keys = read_key_file(places)
        known = user_named(keys, name)
        if known is None:
            raise UnknownUser
        if known.key is None:
            raise UserBarred if known.is_barred else UserDisabled
        secret = _secret_or_new(places, keys, system)
        renewed = replace(keys, secret_home=secret.home, secret_check=secret.check)
        admin = NewUser(number=known.number, name=known.name, password=password)
        user = _user_key(renewed, admin, key=key, secret=secret, effort=effort or Effort())
        write_key_file(places, renewed.with_user(user))
    return Unlocked(
        key=key, desk=keys.desk, user=admin.number, name=admin.name, secret_home=secret.home
    )


def require_password(password: str) -> None:
    if len(password) < LEAST_PASSWORD:
        raise WeakPassword(least=LEAST_PASSWORD)


def _require_set_up(places: Places) -> None:
    """Look before a lock is made: a folder without a desk is left as it is."""
    mark = end_mark(places)
    if mark is not None:
        finish_ending(places)
        raise mark.error()
    if not places.key_file.exists() and not places.key_file_copy.exists():
        raise KeyFileMissing if places.database.exists() else DatabaseMissing


def user_named(keys: KeyFile, name: str) -> UserKey | None:
    """The account of this name, however it is spelled."""
    folded = fold(name)
    return next((user for user in keys.users if fold(user.name) == folded), None)


def _require_no_wait(places: Places, keys: KeyFile, user: UserKey, *, now: Moment) -> UserKey:
    if user.lockout.is_before(now):
        user = replace(user, lockout=user.lockout.from_now(now))
        write_key_file(places, keys.with_user(user))
    left = user.lockout.seconds_left(now)
    if left:
        raise UserLockedOut(seconds=left)
    return user


def _forget_failures(places: Places, keys: KeyFile, user: UserKey) -> None:
    if user.lockout.failures:
        fresh = replace(user, lockout=type(user.lockout)())
        with suppress(StoreError):  # a full disk keeps the count, not the user out
            write_key_file(places, keys.with_user(fresh))


def _secret(places: Places, keys: KeyFile, system: KeyringBackend | None) -> DeviceSecret:
    secret = device_secret(
        keys.desk,
        places.secret(keys.desk),
        home=keys.secret_home,
        system=system or system_keyring(),
    )
    if secret.check != keys.secret_check:
        raise DeviceSecretMissing(home=keys.secret_home)
    return secret


def _secret_or_new(places: Places, keys: KeyFile, system: KeyringBackend | None) -> DeviceSecret:
    try:
        return _secret(places, keys, system)
    except DeviceSecretMissing:
        path = places.secret(keys.desk)
        return new_device_secret(keys.desk, path, system=system or system_keyring())


def _user_key(
    keys: KeyFile, new: NewUser, *, key: bytes, secret: DeviceSecret, effort: Effort
) -> UserKey:
    record = wrapped_key(
        key,
        new.password,
        device_secret=secret.value,
        desk=keys.desk,
        user=new.number,
        effort=effort,
    )
    return UserKey(number=new.number, name=new.name, key=record)

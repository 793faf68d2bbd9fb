"""`keys.json`: who may open the database, readable before it is open, and its second copy.

    {"format": 1, "revision": 7, "desk": "<installation id>", "secret": {"home", "check"},
     "recovery": {"suite", "sealed", "machine", "recipient"} or null,
     "users": [{"number", "name", "disabled", "kdf": {"memory_kib", "passes", "lanes"},
                "salt", "nonce", "wrapped", "lockout": {…}}], "check": "<SHA-256>"}

Bytes stand in base64. `check` is the hash of everything else, so one flipped bit shows. Both copies
are written whole at every change; the second is read when the first is missing or damaged.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from desk_app.store.device_secret import SecretHome
from desk_app.store.durable import write_whole
from desk_app.store.errors import KeyFileDamaged, KeyFileMissing, KeyFileTooNew
from desk_app.store.lockout import Lockout, lockout_of

if TYPE_CHECKING:
    from pathlib import Path

    from desk_app.store.places import Places

_FORMAT = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Effort:
    """What one guess of a password costs (Argon2id)."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Wrapped:
    """The database key under one user's password: 92 bytes in all."""

    salt: bytes
    nonce: bytes
    wrapped: bytes
    effort: Effort


@dataclass(frozen=True, kw_only=True, slots=True)
class UserKey:
    number: int
    name: str
    key: Wrapped | None  # None: the account is disabled, or locked out by the province
    is_barred: bool = False  # locked out by the province
    lockout: Lockout = field(default_factory=Lockout)


@dataclass(frozen=True, kw_only=True, slots=True)
class Recovery:
    """The database key sealed to the province's escrow key."""

    suite: str
    sealed: bytes
    machine: int = 0  # the number it is bound to
    recipient: str = ""  # the escrow key


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyFile:
    desk: str
    secret_home: SecretHome
    secret_check: str
    recovery: Recovery | None = None
    users: tuple[UserKey, ...] = ()
    revision: int = 0

    def with_user(self, user: UserKey) -> KeyFile:
        """The file with this user's record in place of the one of the same number."""
        others = tuple(known for known in self.users if known.number != user.number)
        return replace(self, users=(*others, user))


def read_key_file(places: Places) -> KeyFile:
    """The newer of the two copies that can be read; raises KeyFileMissing, KeyFileDamaged."""
    found: list[KeyFile] = []
    damage: KeyFileDamaged | None = None
    for path in (places.key_file, places.key_file_copy):
        try:
            found.append(_read(path))
        except KeyFileMissing:
            continue
        except KeyFileDamaged as error:
            damage = error
    if found:
        return max(found, key=lambda file: file.revision)
    raise damage or KeyFileMissing()


def write_key_file(places: Places, keys: KeyFile) -> KeyFile:
    """Write both copies, one after the other; returns the file as written."""
    written = replace(keys, revision=keys.revision + 1)
    content = json.dumps(_checked(_as_json(written)), indent=1, ensure_ascii=False).encode()
    write_whole(places.key_file, content)
    write_whole(places.key_file_copy, content)
    return written


def _read(path: Path) -> KeyFile:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise KeyFileMissing from error
    except OSError as error:
        raise KeyFileDamaged from error
    try:
        plain = json.loads(content)
        if plain["format"] > _FORMAT:
            raise KeyFileTooNew(format=plain["format"])
        if _checked(plain)["check"] != plain["check"]:
            raise KeyFileDamaged
        return _from_json(plain)
    except (ValueError, TypeError, KeyError) as error:
        raise KeyFileDamaged from error


def _checked(plain: dict[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in plain.items() if name != "check"}
    canonical = json.dumps(rest, sort_keys=True, separators=(",", ":"))
    return {**rest, "check": sha256(canonical.encode()).hexdigest()}


def _as_json(keys: KeyFile) -> dict[str, Any]:
    recovery = keys.recovery
    return {
        "format": _FORMAT,
        "revision": keys.revision,
        "desk": keys.desk,
        "secret": {"home": keys.secret_home, "check": keys.secret_check},
        "recovery": recovery
        and {
            "suite": recovery.suite,
            "sealed": _text(recovery.sealed),
            "machine": recovery.machine,
            "recipient": recovery.recipient,
        },
        "users": [user_as_json(user) for user in keys.users],
    }


def user_as_json(user: UserKey) -> dict[str, Any]:
    """One user's record as it stands in the file."""
    plain: dict[str, Any] = {
        "number": user.number,
        "name": user.name,
        "disabled": user.key is None,
        "lockout": user.lockout.as_json(),
    }
    if user.is_barred:
        plain["barred"] = True
    if user.key is None:
        return plain
    effort = user.key.effort
    return plain | {
        "kdf": {
            "memory_kib": effort.memory_kib,
            "passes": effort.passes,
            "lanes": effort.lanes,
        },
        "salt": _text(user.key.salt),
        "nonce": _text(user.key.nonce),
        "wrapped": _text(user.key.wrapped),
    }


def _from_json(plain: dict[str, Any]) -> KeyFile:
    recovery = plain["recovery"]
    return KeyFile(
        desk=plain["desk"],
        secret_home=SecretHome(plain["secret"]["home"]),
        secret_check=plain["secret"]["check"],
        recovery=recovery
        and Recovery(
            suite=recovery["suite"],
            sealed=b64decode(recovery["sealed"]),
            machine=recovery.get("machine", 0),
            recipient=recovery.get("recipient", ""),
        ),
        users=tuple(user_from_json(user) for user in plain["users"]),
        revision=plain["revision"],
    )


def user_from_json(plain: dict[str, Any]) -> UserKey:
    """The record that `user_as_json` wrote."""
    key = None
    if not plain["disabled"]:
        key = Wrapped(
            salt=b64decode(plain["salt"]),
            nonce=b64decode(plain["nonce"]),
            wrapped=b64decode(plain["wrapped"]),
            effort=Effort(**plain["kdf"]),
        )
    return UserKey(
        number=plain["number"],
        name=plain["name"],
        key=key,
        lockout=lockout_of(plain["lockout"]),
        is_barred=plain.get("barred", False),
    )


def _text(value: bytes) -> str:
    return b64encode(value).decode("ascii")

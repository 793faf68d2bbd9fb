"""The machine's part of the key: 32 random bytes that a stolen folder does not bring along.

Kept by the system (Windows DPAPI, macOS keychain, Secret Service) through `keyring`. Where there is
none, a file of this account alone takes its place, and `home` says so, for the screen to warn.
"""

from __future__ import annotations

import os
import secrets
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from desk_app.store.durable import write_whole
from desk_app.store.errors import DatabaseUnreachable, DeviceSecretMissing

if TYPE_CHECKING:
    from pathlib import Path

    from keyring.backend import KeyringBackend

_SERVICE = "quay-mot-cua"
_SECRET_BYTES = 32


class SecretHome(StrEnum):
    SYSTEM = "system"  # the system's own secret store
    FILE = "file"  # a file that only this account may read: weaker, to be shown as a warning


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceSecret:
    value: bytes
    home: SecretHome

    @property
    def check(self) -> str:
        """Tells this secret from another without telling anything of it."""
        return sha256(b"quay-mot-cua/device-secret/1" + self.value).hexdigest()[:16]


def new_device_secret(desk: str, fallback: Path, *, system: KeyringBackend) -> DeviceSecret:
    """A fresh secret, kept by the system, or in the fallback file where the system keeps none."""
    value = secrets.token_bytes(_SECRET_BYTES)
    if _kept_by_system(desk, value, system=system):
        return DeviceSecret(value=value, home=SecretHome.SYSTEM)
    write_whole(fallback, b64encode(value))
    return DeviceSecret(value=value, home=SecretHome.FILE)


def device_secret(
    desk: str, fallback: Path, *, home: SecretHome, system: KeyringBackend
) -> DeviceSecret:
    """The secret from the home it was put in; raises DeviceSecretMissing."""
    try:
        match home:
            case SecretHome.SYSTEM:
                text = system.get_password(_SERVICE, desk)
            case SecretHome.FILE:
                text = fallback.read_text(encoding="ascii")
        value = b64decode(text or "", validate=True)
    except Exception as error:  # a secret store's own library fails in its own ways
        raise DeviceSecretMissing(home=home) from error
    if len(value) != _SECRET_BYTES:
        raise DeviceSecretMissing(home=home)
    return DeviceSecret(value=value, home=home)


def forget_device_secret(desk: str, fallback: Path, *, system: KeyringBackend) -> None:
    """Destroy the secret wherever it is kept; safe to repeat. Raises DatabaseUnreachable."""
    with suppress(Exception):  # a store that keeps none says so in its own way
        system.delete_password(_SERVICE, desk)
    try:
        with suppress(FileNotFoundError):
            with fallback.open("r+b", buffering=0) as file:
                file.write(bytes(fallback.stat().st_size))
                os.fsync(file.fileno())
            fallback.unlink()
    except OSError as error:
        raise DatabaseUnreachable from error


def system_keyring() -> KeyringBackend:
    """The secret store of this system; one that refuses everything where there is none."""
    import keyring  # noqa: PLC0415 - the page where one signs in stands without it

    return keyring.get_keyring()


def _kept_by_system(desk: str, value: bytes, *, system: KeyringBackend) -> bool:
    """Whether the system took the secret and gives it back."""
    text = b64encode(value).decode("ascii")
    try:
        system.set_password(_SERVICE, desk, text)
        return system.get_password(_SERVICE, desk) == text
    except Exception:  # noqa: BLE001 - whatever a secret store's library raises, it keeps nothing
        return False

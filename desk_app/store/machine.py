"""What this machine says of itself: which one it is, which start it is on, how long it has run.

None of it is a person's; the machine's own number leaves this module only as a salted hash.
"""

from __future__ import annotations

import sys
import time
from hashlib import sha256
from pathlib import Path

_LINUX_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_LINUX_BOOT = Path("/proc/sys/kernel/random/boot_id")


def fingerprint(salt: str) -> str:
    """A hash that stays the same on this machine; empty where the machine has no number."""
    number = _machine_number()
    return sha256(f"{salt}\n{number}".encode()).hexdigest() if number else ""


def boot_id() -> str:
    """Differs after every start of the machine where the system tells; empty elsewhere."""
    try:
        return _LINUX_BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def monotonic_seconds() -> float:
    """Seconds since a moment of this start; no setting of the clock moves it."""
    return time.monotonic()


if sys.platform == "win32":
    import winreg

    def _machine_number() -> str:
        place = r"SOFTWARE\Microsoft\Cryptography"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""

else:

    def _machine_number() -> str:
        for path in _LINUX_IDS:
            try:
                number = path.read_text(encoding="ascii").strip()
            except (OSError, UnicodeDecodeError):
                continue
            if number:
                return number
        return ""

"""How much is left in this machine's battery, as its system tells it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

_LINUX = Path("/sys/class/power_supply")


@dataclass(frozen=True, kw_only=True, slots=True)
class Battery:
    percent: int  # 0-100
    is_charging: bool  # or on the mains
    hours: float | None  # at the present use; None where the system does not tell


def linux_battery(folder: Path = _LINUX) -> Battery | None:
    """The first battery of the machine itself, not of a mouse; None where there is none."""
    for place in sorted(folder.glob("*")):
        if _word(place, "type") != "Battery" or _word(place, "scope") == "Device":
            continue
        percent = _number(place, "capacity")
        if percent is None:
            continue
        return Battery(
            percent=min(100, max(0, percent)),
            is_charging=_word(place, "status") in {"Charging", "Full", "Not charging"},
            hours=_hours(place),
        )
    return None


def _hours(place: Path) -> float | None:
    if _word(place, "status") != "Discharging":
        return None
    for left, use in (("energy_now", "power_now"), ("charge_now", "current_now")):
        held, drawn = _number(place, left), _number(place, use)
        if held is not None and drawn:
            return held / abs(drawn)
    return None


def _word(place: Path, name: str) -> str:
    try:
        return (place / name).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _number(place: Path, name: str) -> int | None:
    try:
        return int(_word(place, name))
    except ValueError:
        return None


if sys.platform == "win32":
    import ctypes

    _UNKNOWN = 255
    _NONE = 128  # flag: no battery

    class _PowerStatus(ctypes.Structure):
        _fields_ = (
            ("line", ctypes.c_ubyte),
            ("flag", ctypes.c_ubyte),
            ("percent", ctypes.c_ubyte),
            ("saver", ctypes.c_ubyte),
            ("seconds", ctypes.c_ulong),
            ("seconds_full", ctypes.c_ulong),
        )

    def battery() -> Battery | None:
        """None where there is none, or the system does not tell."""
        told = _PowerStatus()
        if not ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(told)):
            return None
        if told.percent == _UNKNOWN or told.flag & _NONE:
            return None
        is_known = told.seconds != 0xFFFFFFFF  # noqa: PLR2004 - the system's word for unknown
        hours = told.seconds / 3_600 if is_known else None
        return Battery(percent=int(told.percent), is_charging=told.line == 1, hours=hours)

else:

    def battery() -> Battery | None:
        """None where there is none, or the system does not tell."""
        return linux_battery()

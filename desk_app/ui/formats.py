"""How days, moments, money and sizes are written in Vietnam, in both languages of the window.

Moments are shown in Vietnam time (UTC+7), whatever the machine is set to.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
_THOUSAND = 1000


def day(value: date) -> str:
    """dd/mm/yyyy."""
    return value.strftime("%d/%m/%Y")


def moment(value: datetime) -> str:
    """HH:mm dd/mm/yyyy, in Vietnam time."""
    return value.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")


def hour(value: datetime) -> str:
    return value.astimezone(VIETNAM).strftime("%H:%M")


def money(vnd: int) -> str:
    """8.000 đ."""
    return f"{vnd:,}".replace(",", ".") + " đ"


def size(count_bytes: int) -> str:
    """Rounded to what a person compares: 850 B, 12 kB, 3,4 MB."""
    if count_bytes < _THOUSAND:
        return f"{count_bytes} B"
    if count_bytes < _THOUSAND**2:
        return f"{round(count_bytes / _THOUSAND)} kB"
    return f"{count_bytes / _THOUSAND**2:.1f} MB".replace(".", ",")


def typed_day(text: str) -> date | None:
    """A day as clerks type it: 1/2/2026, 01-02-2026, 01022026; None where it is no day."""
    parts = text.strip().replace("-", "/").replace(".", "/").split("/")
    if len(parts) == 1 and len(parts[0]) == len("ddmmyyyy") and parts[0].isdecimal():
        parts = [parts[0][:2], parts[0][2:4], parts[0][4:]]
    if len(parts) != len(("day", "month", "year")) or not all(part.isdecimal() for part in parts):
        return None
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None

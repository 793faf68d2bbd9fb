"""The wall clock, the only one: everything else is handed the time."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

VIETNAM = timezone(timedelta(hours=7), "+07")


class Clock(Protocol):
    """What time it is; tests bring one that they set."""

    def now(self) -> datetime:
        """The moment in UTC, in whole seconds: what a record can hold."""
        ...

    def today(self) -> date:
        """The day in Viet Nam."""
        ...

    def monotonic_ms(self) -> int:
        """Milliseconds that never run backwards while the machine is up."""
        ...


class WallClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC).replace(microsecond=0)

    def today(self) -> date:
        return datetime.now(VIETNAM).date()

    def monotonic_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000


def vietnam_day(moment: datetime) -> date:
    """The Vietnam date of a moment."""
    return moment.astimezone(VIETNAM).date()

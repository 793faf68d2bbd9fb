"""The sample province's clock: it is set while the past is told, then runs with the machine's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import WallClock, vietnam_day

if TYPE_CHECKING:
    from datetime import date, datetime


class StoryClock:
    """Shows the moment it is told; once let go, the wall clock's."""

    def __init__(self) -> None:
        self._wall = WallClock()
        self._told: datetime | None = None

    def tell(self, at: datetime) -> None:
        self._told = at.replace(microsecond=0)

    def let_go(self) -> None:
        self._told = None

    def now(self) -> datetime:
        return self._told or self._wall.now()

    def today(self) -> date:
        return vietnam_day(self.now())

    def monotonic_ms(self) -> int:
        return self._wall.monotonic_ms()

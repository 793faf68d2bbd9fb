"""A clock that a test sets."""

from datetime import UTC, date, datetime, timedelta

from desk_app.clock import vietnam_day

MONDAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # 09:00 in Viet Nam


class SetClock:
    """Stands still until it is told otherwise."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at
        self._started = at

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return vietnam_day(self.at)

    def monotonic_ms(self) -> int:
        return 1_000_000 + max(0, int((self.at - self._started).total_seconds() * 1000))

    def pass_by(self, **spans: float) -> None:
        self.at += timedelta(**spans)

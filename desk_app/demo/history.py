"""The last weeks of the sample desk: who came when, told in the order of time."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from desk_app.clock import VIETNAM
from desk_app.demo.courses import Courses, Hands

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from desk_app.demo.clock import StoryClock
    from desk_app.signing.signer import Signer

DOSSIERS = 200
_WORKING_DAYS = 15
_BUSY_DAYS = 4  # the last ones, with twice the visitors
_CLOSING = time(17, 0)


@dataclass(order=True)
class _Planned:
    at: datetime
    order: int
    do: Callable[[], None] = field(compare=False)


class History:
    """What happened before today; acts are done at their moments, the earliest first."""

    def __init__(
        self,
        hands: Hands,
        clock: StoryClock,
        signer: Signer,
        *,
        dossiers: int = DOSSIERS,
        seed: int = 20443,
    ) -> None:
        self._count = dossiers
        self._rules = hands.clerk.rules
        self._clock = clock
        self._chance = Random(seed)
        self._courses = Courses(hands, signer, chance=self._chance, later=self._later)
        self._orders = count()
        self._planned: list[_Planned] = []

    def live(self, until: datetime, progress: Callable[[int], None]) -> int:
        """Do everything up to the moment; returns how many dossiers there are."""
        for at in self._arrivals(until):
            self._plan(at, self._courses.arrive)
        arrived = 0
        while self._planned and self._planned[0].at < until:
            planned = heapq.heappop(self._planned)
            self._clock.tell(planned.at)
            planned.do()
            arrived += planned.do == self._courses.arrive
            progress(arrived)
        return arrived

    def _arrivals(self, until: datetime) -> list[datetime]:
        """Moments of reception on the last working days, within the desk's hours."""
        hours = self._rules.hours
        days = self._working_days(until)
        shares = [2 if place < _BUSY_DAYS else 1 for place in range(len(days))]
        moments = []
        for day in self._chance.choices(days, shares, k=self._count):
            start = self._chance.choice((hours.morning_start, hours.afternoon_start))
            at = datetime.combine(day, start, VIETNAM)
            moments.append(at + timedelta(minutes=self._chance.randint(2, 230)))
        return [min(at, until - timedelta(minutes=1)) for at in moments]

    def _working_days(self, until: datetime) -> list[date]:
        """The last ones, the latest first; without today when it is too early for visitors."""
        day = until.astimezone(VIETNAM).date()
        days: list[date] = []
        while len(days) < _WORKING_DAYS:
            if self._rules.calendar.is_working(day):
                days.append(day)
            day -= timedelta(days=1)
        opened = datetime.combine(days[0], self._rules.hours.morning_start, VIETNAM)
        return days[1:] if until < opened + timedelta(hours=2) else days

    def _plan(self, at: datetime, do: Callable[[], None]) -> None:
        heapq.heappush(self._planned, _Planned(at, next(self._orders), do))

    def _later(self, hours: float, do: Callable[[], None]) -> None:
        """After so many hours, moved into the desk's day."""
        calendar = self._rules.calendar
        at = (self._clock.now() + timedelta(hours=hours)).astimezone(VIETNAM)
        if at.time() > _CLOSING or not calendar.is_working(at.date()):
            day = calendar.next_working_day(at.date())
            at = datetime.combine(day, time(8, self._chance.randint(0, 59)), VIETNAM)
        self._plan(at, do)

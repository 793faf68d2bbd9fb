"""What will have gone through the line by when, from how the line was lately.

Records go before files, as in a round. An hour carries what the line carries while it is there,
times the share of that hour's tries that reached the hub. Nothing is promised: it is an estimate.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from desk_app.domain.work_calendar import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

RECORD_BYTES = 700  # of one change on the line, with its part of the frame
_FEWEST_TRIES = 3  # of an hour, before its own share counts
_HORIZON = timedelta(days=7)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Try:
    """One round with the hub, or the attempt at one."""

    at: datetime
    reached: bool
    rate: float = 0.0  # bytes a second, where files moved; else 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Habit:
    """How the line was."""

    rate: float  # bytes a second while it is there
    shares: Mapping[int, float]  # hour of the day in Viet Nam → of its tries, how many reached
    usual: float  # of all tries

    def carries(self, at: datetime) -> float:
        """Bytes a second that may be hoped for at that moment."""
        return self.rate * self.shares.get(at.astimezone(VIETNAM).hour, self.usual)


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """None where it is not within a week."""

    records_by: datetime | None
    files_by: tuple[datetime | None, ...]  # of each file, in the order they go


def habit(tries: Sequence[Try]) -> Habit | None:
    """None while no speed was measured or nothing ever reached the hub."""
    rates = [one.rate for one in tries if one.rate > 0]
    if not rates or not any(one.reached for one in tries):
        return None
    hours: defaultdict[int, list[bool]] = defaultdict(list)
    for one in tries:
        hours[one.at.astimezone(VIETNAM).hour].append(one.reached)
    return Habit(
        rate=median(rates),
        shares={
            h: sum(all_) / len(all_) for h, all_ in hours.items() if len(all_) >= _FEWEST_TRIES
        },
        usual=sum(one.reached for one in tries) / len(tries),
    )


def forecast(line: Habit, *, now: datetime, records: int, files: Sequence[int]) -> Forecast:
    """`files`: their sizes in bytes, in the order they go."""
    sizes = [records * RECORD_BYTES, *files]
    ends: list[datetime | None] = []
    at: datetime | None = now
    for size in sizes:
        at = None if at is None else _carried(line, size, at, limit=now + _HORIZON)
        ends.append(at)
    return Forecast(records_by=ends[0], files_by=tuple(ends[1:]))


def _carried(line: Habit, size: float, at: datetime, *, limit: datetime) -> datetime | None:
    """When so many bytes are through that begin at `at`."""
    left = float(size)
    while at < limit:
        turn = at.replace(minute=0, second=0, microsecond=0) + _HOUR
        room = line.carries(at) * (turn - at).total_seconds()
        if left <= room:
            return at + (turn - at) * (left / room if room else 0.0)
        left -= room
        at = turn
    return None

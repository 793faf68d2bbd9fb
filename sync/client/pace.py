"""What a link has shown so far: its rate, its delay, how long it holds. In memory only.

Nothing here is needed to go on after a restart; it only saves time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import sqrt
from time import monotonic

_LEAST_BYTES = 16 * 2**10
_MOST_BYTES = 2**20
_MOST_BATCH_BYTES = 64 * 2**10
_LEAST_WINDOW_S, _MOST_WINDOW_S = 4.0, 15.0
_UNKNOWN_RATE = 8_000.0  # bytes a second, 64 kbit/s
_UNKNOWN_RTT_S = 0.6
_UNKNOWN_HOLD_S = 180.0
_MOST_LEAD = 0.25  # of a window
_WEIGHT = 0.3  # of the latest measurement
_PACKS_BY = 3  # changes shrink at least so much


@dataclass(slots=True)
class Pace:
    rate: float = _UNKNOWN_RATE
    rtt_s: float = _UNKNOWN_RTT_S
    holds_s: float = _UNKNOWN_HOLD_S  # how long the line lasts between two drops, on average
    batch_bytes: int = _MOST_BATCH_BYTES * _PACKS_BY  # of changes before packing
    partials: dict[str, bytearray] = field(default_factory=dict)  # downloads cut short
    has_dictionaries: bool = True  # until the hub says it lacks ours
    now: Callable[[], float] = monotonic  # seconds that only ever grow
    up_since: float | None = None  # a moment of `now`; None while the line is down
    free_at: float = 0.0  # when the line should have carried what was begun
    answered_at: float = 0.0  # when the last part of a file was answered

    def slice_bytes(self) -> int:
        """How much to send or ask for at once, so that a drop wastes little.

        Near sqrt(2 x delay x time between drops) seconds' worth: shorter wastes round trips, longer
        wastes what a drop cuts and lets records wait.
        """
        return max(_LEAST_BYTES, min(_MOST_BYTES, int(self.rate * self._window_s())))

    def part_bytes(self, left: int) -> int:
        """How much to send at once of a file of which so much is left.

        All of it where records, that may find the end of another part before it, still wait no
        longer than a window; else half a window, for two parts may be under way.
        """
        window = self.slice_bytes()
        is_short = left <= window - int(self.rate * self._lead_s())
        return left if is_short else max(_LEAST_BYTES, window // 2)

    def begin(self, size: int) -> None:
        """So many bytes go on the line, behind those that are on it."""
        self.free_at = max(self.now(), self.free_at) + size / self.rate

    def spare_s(self) -> float:
        """How long the line is busy yet, less what the next part needs to get there."""
        return max(0.0, self.free_at - self._lead_s() - self.now())

    def answered(self, carried_bytes: int, *, since: float, left: int) -> None:
        """Learn from a part of a file; the line may have carried the end of another before it.

        `left` bytes are under way behind it.
        """
        now = self.now()
        if self.up_since is None:
            self.up_since = since
        began = max(since, self.answered_at - self.rtt_s)
        seconds = max(now - self.rtt_s - began, (now - began) / 2)
        self.answered_at = now
        if carried_bytes >= _LEAST_BYTES and seconds > 0:
            self.rate += _WEIGHT * (carried_bytes / seconds - self.rate)
        self.free_at = now + max(0.0, left / self.rate - self.rtt_s)

    def dictionary(self, name: bytes) -> bytes:
        """The dictionary to pack with: this one, or none where the hub does not have it."""
        return name if self.has_dictionaries else b""

    def halve(self, batch_bytes: int) -> None:
        """A batch of this size did not go through: take half of it, one change at the least."""
        self.batch_bytes = max(1, batch_bytes // 2)

    def grow(self) -> None:
        """A batch went through: try larger ones again, up to what the link carries in a window."""
        most = min(_MOST_BATCH_BYTES, self.slice_bytes()) * _PACKS_BY
        self.batch_bytes = min(most, self.batch_bytes * 2)

    def measure(self, carried_bytes: int, *, since: float) -> None:
        """Learn from an exchange begun at a moment of `now`; nothing where others went first."""
        now = self.now()
        if self.up_since is None:
            self.up_since = since
        seconds = now - since
        if since < self.free_at:
            return
        if carried_bytes >= _LEAST_BYTES and seconds > 0:
            self.rate += _WEIGHT * (carried_bytes / seconds - self.rate)
        elif seconds > 0:
            self.rtt_s += _WEIGHT * (seconds - self.rtt_s)

    def drop(self) -> None:
        """The line went away: learn how long it had held; what it carried may be less than thought.

        A line that never was up teaches nothing.
        """
        self.free_at = self.answered_at = 0.0
        if self.up_since is not None:
            self.holds_s += _WEIGHT * (self.now() - self.up_since - self.holds_s)
            self.up_since = None

    def _window_s(self) -> float:
        """How long one slice takes."""
        best_s = sqrt(2 * self.rtt_s * self.holds_s)
        return max(_LEAST_WINDOW_S, min(_MOST_WINDOW_S, best_s))

    def _lead_s(self) -> float:
        """How long before the line is free the next part is begun: a connection may be made."""
        return min(2 * self.rtt_s, _MOST_LEAD * self._window_s())

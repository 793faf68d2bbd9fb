"""What a link has shown so far: its rate and how much it takes at once. In memory only.

Nothing here is needed to go on after a restart; it only saves time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

_LEAST_BYTES = 16 * 2**10
_MOST_BYTES = 2**20
_MOST_BATCH_BYTES = 64 * 2**10
_WINDOW_S = 12.0  # near the best slice for links that drop every minute or two
_UNKNOWN_RATE = 8_000.0  # bytes a second, 64 kbit/s
_WEIGHT = 0.3  # of the latest measurement
_PACKS_BY = 3  # changes shrink at least so much


@dataclass(slots=True)
class Pace:
    rate: float = _UNKNOWN_RATE
    batch_bytes: int = _MOST_BATCH_BYTES * _PACKS_BY  # of changes before packing
    partials: dict[str, bytearray] = field(default_factory=dict)  # downloads cut short
    has_dictionaries: bool = True  # until the hub says it lacks ours
    now: Callable[[], float] = monotonic  # seconds that only ever grow

    def slice_bytes(self) -> int:
        """How much to send or ask for at once, so that a drop wastes little."""
        return max(_LEAST_BYTES, min(_MOST_BYTES, int(self.rate * _WINDOW_S)))

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
        """Learn the rate from an exchange begun at a moment of `now`."""
        seconds = self.now() - since
        if carried_bytes >= _LEAST_BYTES and seconds > 0:
            self.rate += _WEIGHT * (carried_bytes / seconds - self.rate)

"""What a process needed for so many changes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Spent:
    """What one process needed."""

    changes: int
    wall_s: float
    cpu_s: float

    @property
    def per_s(self) -> float:
        return self.changes / self.wall_s

    @property
    def us(self) -> float:
        """Microseconds of a processor for one change."""
        return 1e6 * self.cpu_s / self.changes

    def __str__(self) -> str:
        share = 100 * self.cpu_s / self.wall_s
        return f"{self.per_s:,.0f} changes/s ({share:.0f} % of a core, {self.us:.0f} µs a change)"

    @property
    def of_core(self) -> str:
        return f"{100 * self.cpu_s / self.wall_s:.0f} % of a core"

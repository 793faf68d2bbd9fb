"""Since when nobody has used the window: every press, tick and letter is noted here."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

ACTIVITY = "activity"  # where a window's session keeps it


@dataclass(slots=True)
class Activity:
    _last: float = field(default_factory=time.monotonic)

    def note(self) -> None:
        self._last = time.monotonic()

    @property
    def idle_s(self) -> float:
        return time.monotonic() - self._last

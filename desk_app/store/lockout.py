"""How long a user must wait after wrong passwords: 1 s, doubling to 15 minutes, never for good.

It slows a person at the desk; Argon2id and the device secret slow a thief. A clock set back must
not shorten a wait: within one start of the machine the monotonic clock counts, and after a restart
a wall clock that stands before the lock starts the wait anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_LONGEST_SECONDS = 15 * 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """One reading of both clocks."""

    at: datetime
    boot: str  # empty where the system tells no starts apart
    monotonic: float  # seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Lockout:
    failures: int = 0
    at: datetime = datetime(1970, 1, 1, tzinfo=UTC)  # of the last failure
    boot: str = ""
    monotonic: float = 0.0

    @property
    def wait_seconds(self) -> int:
        """The whole wait after the last failure."""
        if not self.failures:
            return 0
        return int(min(_LONGEST_SECONDS, 2 ** min(self.failures - 1, 16)))

    def seconds_left(self, now: Moment) -> int:
        """How long to wait still, rounded up; 0 when the next try may be made."""
        elapsed = (now.at - self.at).total_seconds()
        if self.boot and self.boot == now.boot:
            elapsed = now.monotonic - self.monotonic
        left = self.wait_seconds - max(0.0, elapsed)
        return max(0, -int(-left // 1))

    def is_before(self, now: Moment) -> bool:
        """Whether the wall clock has been set back past the lock, over a restart."""
        return bool(self.failures) and self.boot != now.boot and now.at < self.at

    def after_failure(self, now: Moment) -> Lockout:
        return Lockout(
            failures=self.failures + 1, at=now.at, boot=now.boot, monotonic=now.monotonic
        )

    def from_now(self, now: Moment) -> Lockout:
        """The same wait, counted anew."""
        return Lockout(failures=self.failures, at=now.at, boot=now.boot, monotonic=now.monotonic)

    def as_json(self) -> dict[str, Any]:
        return {
            "failures": self.failures,
            "at": self.at.isoformat(),
            "boot": self.boot,
            "monotonic": self.monotonic,
        }


def lockout_of(plain: dict[str, Any]) -> Lockout:
    """The lockout as `as_json` wrote it."""
    return Lockout(
        failures=int(plain["failures"]),
        at=datetime.fromisoformat(plain["at"]),
        boot=str(plain["boot"]),
        monotonic=float(plain["monotonic"]),
    )

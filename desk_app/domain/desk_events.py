"""What can happen at a desk beside its dossiers; `events` says how all of them are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - codec reads the annotations at run time


@dataclass(frozen=True, kw_only=True, slots=True)
class UserAdded:
    number: int
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class UserDisabled:
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockMarked:
    """What the clock was worth when work began, or when that changed."""

    monotonic_ms: int
    boot: str
    trusted_at: datetime | None  # the last hub time
    trusted_age_seconds: int


DeskEvent = UserAdded | UserDisabled | ClockMarked

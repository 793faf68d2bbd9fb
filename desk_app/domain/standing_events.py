"""What is said where machines meet: who goes on with a dossier, which value or change stands.

Exported by `events`; fields are append-only.
"""

from __future__ import annotations

from dataclasses import dataclass

from desk_app.domain.choices import Outcome  # noqa: TC001 - codec reads the annotations at run time


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenOver:
    """A leader took the dossier over at this machine, or the province put it into common hands."""

    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ValueSettled:
    """A person decided what a field says that two machines had given different values."""

    field: str
    was: str  # what stood in it
    now: str
    over: tuple[str, ...]  # the values that were weighed and not taken
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reviewed:
    """A person dealt with a change that the province had set aside."""

    machine: int
    epoch: int
    number: int
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StepSeen:
    """A colleague's step was known here before the province told it: by the commune's network."""

    machine: int
    epoch: int
    number: int

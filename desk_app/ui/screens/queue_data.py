"""What the screens of the queue show and ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, kw_only=True, slots=True)
class TicketShown:
    number: int
    written: str  # "007"
    about: str  # field and ground of priority, in words
    is_priority: bool
    told: str  # how long it has waited, or where it was called


@dataclass(frozen=True, kw_only=True, slots=True)
class QueueShown:
    counter: str  # where this person sits: "1"
    serves: Sequence[str]  # fields this counter calls; none: all
    mine: TicketShown | None  # who stands here
    waiting: Sequence[TicketShown]
    absent: Sequence[TicketShown]
    elsewhere: Sequence[TicketShown]  # at other counters
    head: str  # how many wait, how long, how many are done
    is_used: bool  # a number was given out today


@dataclass(frozen=True, kw_only=True, slots=True)
class Issued:
    number: int
    words: str  # what became of number and slip
    is_printed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class QueueCalls:
    """All but `load` and `fields` are slow and run off the window's loop."""

    load: Callable[[], QueueShown]
    fields: Callable[[], Sequence[str]]  # of procedures, the usual ones first
    issue: Callable[[str, str], Issued]  # field, ground of priority
    print_again: Callable[[int], Issued]
    call_next: Callable[[], str]  # → what was done, in words
    call: Callable[[int], str]
    end: Callable[[int, bool], str]  # number, whether they came
    sit: Callable[[str, Sequence[str]], None]  # counter and the fields it serves
    waiting_address: Callable[[], str]  # of the waiting room's screen, good once

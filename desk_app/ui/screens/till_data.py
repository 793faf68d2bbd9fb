"""What the till shows, and what was typed at its count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenLine:
    id: str  # the dossier's
    at: str
    slip: str
    payer: str
    method: str
    amount: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ClosedLine:
    number: str
    told: str  # when, by whom, with whom
    counted: str
    difference: str  # empty where nothing differed


@dataclass(frozen=True, kw_only=True, slots=True)
class TillShown:
    since: str
    facts: Sequence[tuple[str, str]]
    expected_vnd: int
    lines: Sequence[TakenLine]
    more: int  # payments beside those shown
    closed: Sequence[ClosedLine]
    witnesses: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Counting:
    """What was typed at the count."""

    counts: Mapping[int, int]
    left_vnd: int
    reason: str
    witness: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TillCalls:
    load: Callable[[], TillShown]
    close: Callable[[Counting], str]  # slow; how printing went, in words
    open_dossier: Callable[[str], Any]
    denominations: Sequence[int]
    may_close: bool
    open_receipts: Callable[[], Any]

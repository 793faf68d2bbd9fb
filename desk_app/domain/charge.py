"""What a fee comes to (mức thu): an amount, tiers by page, or the reason why there is no amount.

The trap: a fee that no source states is `FeeNotStated`, never an amount of 0; and what the
provincial council sets has no amount until the province fills it in.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never


@dataclass(frozen=True, kw_only=True, slots=True)
class FixedAmount:
    vnd: int  # above 0: what costs nothing is `FreeOfCharge`


@dataclass(frozen=True, kw_only=True, slots=True)
class PageTiers:
    """An amount by page of the original, for each copy, up to a most."""

    first_pages: int  # how many pages cost `first_page_vnd` each
    first_page_vnd: int
    further_page_vnd: int
    most_vnd: int  # for one copy


@dataclass(frozen=True, kw_only=True, slots=True)
class CouncilRate:
    """Set by the provincial council (HĐND tỉnh): the province fills it in."""

    rate: str  # key in the table of rates


@dataclass(frozen=True, kw_only=True, slots=True)
class FreeOfCharge:
    """A source says that nothing is taken."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FeeNotStated:
    """No source says what it costs, or whether it costs anything."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ActualCost:
    """What printing, copying and sending really cost; agreed at the counter."""


Charge = FixedAmount | PageTiers | CouncilRate | FreeOfCharge | FeeNotStated | ActualCost


class FeeKind(StrEnum):
    FIXED = "fixed"
    PAGE_TIERS = "page_tiers"
    COUNCIL = "council"
    FREE = "free"
    NOT_STATED = "not_stated"
    ACTUAL_COST = "actual_cost"


def kind_of(charge: Charge) -> FeeKind:
    match charge:
        case FixedAmount():
            return FeeKind.FIXED
        case PageTiers():
            return FeeKind.PAGE_TIERS
        case CouncilRate():
            return FeeKind.COUNCIL
        case FreeOfCharge():
            return FeeKind.FREE
        case FeeNotStated():
            return FeeKind.NOT_STATED
        case ActualCost():
            return FeeKind.ACTUAL_COST
        case _:
            assert_never(charge)

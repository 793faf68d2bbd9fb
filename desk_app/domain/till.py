"""Closing the till (khóa sổ quỹ): what should lie in it, what does, and why these differ.

Cash alone is counted; transfers are on the bank's paper. One closing covers all cash taken at the
machine since the closing before it, so that nothing falls between two of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain import events
from desk_app.domain.errors import RuleBroken
from desk_app.domain.text import NAME_LIMIT, NOTE_LIMIT, clean, clean_lines, fold

if TYPE_CHECKING:
    from collections.abc import Mapping

# Notes and coins of the State Bank that circulate, in đồng.
DENOMINATIONS = (
    500_000,
    200_000,
    100_000,
    50_000,
    20_000,
    10_000,
    5_000,
    2_000,
    1_000,
    500,
    200,
)
MOST_OF_ONE = 100_000  # notes of one denomination: more were typed wrongly


class TillDiffers(RuleBroken):
    """What was counted is not what was taken; say why (details: `vnd`, signed)."""

    code = "till_differs"


class TillWitnessMissing(RuleBroken):
    """A second person counts along and signs; it is not the first."""

    code = "till_witness_missing"


class TillCountWrong(RuleBroken):
    """A count of notes is a whole number from 0; details: `denomination`."""

    code = "till_count_wrong"


class NothingToClose(RuleBroken):
    """Nothing was taken since the last closing, and nothing lay in the till."""

    code = "nothing_to_close"


def counted_vnd(counts: Mapping[int, int]) -> int:
    """The sum of so many of each denomination; raises TillCountWrong."""
    for denomination, count in counts.items():
        if denomination not in DENOMINATIONS or not 0 <= count <= MOST_OF_ONE:
            raise TillCountWrong(denomination=denomination)
    return sum(denomination * count for denomination, count in counts.items())


def decide_closing(
    *,
    cash_vnd: int,
    float_vnd: int,
    payments: int,
    counts: Mapping[int, int],
    left_vnd: int,
    reason: str,
    person: str,
    witness: str,
) -> events.TillClosed:
    """The closing of a till in which `float_vnd` lay and `cash_vnd` was put by `payments`.

    `left_vnd` stays in it for the next day; the rest is handed on. Raises NothingToClose,
    TillCountWrong, TillDiffers, TillWitnessMissing.
    """
    if not payments and not float_vnd and not any(counts.values()):
        raise NothingToClose
    counted = counted_vnd(counts)
    second = clean(witness, limit=NAME_LIMIT, field="witness")
    if not second or fold(second) == fold(person):
        raise TillWitnessMissing
    told = clean_lines(reason, limit=NOTE_LIMIT, field="reason")
    difference = counted - cash_vnd - float_vnd
    if difference and not told:
        raise TillDiffers(vnd=difference)
    if not 0 <= left_vnd <= counted:
        raise TillCountWrong(denomination=left_vnd)
    held = tuple(one for one in DENOMINATIONS if counts.get(one))
    return events.TillClosed(
        cash_vnd=cash_vnd,
        float_vnd=float_vnd,
        payments=payments,
        values=held,
        counts=tuple(counts[one] for one in held),
        left_vnd=left_vnd,
        reason=told,
        witness=second,
    )

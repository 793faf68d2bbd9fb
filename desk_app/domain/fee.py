"""What an applicant pays (phí, lệ phí), line by line, by the rules of the version in force.

The trap: an amount that nobody has stated or set is None, and so is every total it belongs to;
0 means that a source, a council or an exemption says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from desk_app.domain.charge import (
    ActualCost,
    CouncilRate,
    FeeNotStated,
    FixedAmount,
    FreeOfCharge,
    PageTiers,
)
from desk_app.domain.errors import RuleBroken
from desk_app.domain.procedure import Channel, FeeRule, FeeUnit, Mark
from desk_app.domain.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_SURENESS = (Mark.CONFIRMED, Mark.INFERRED, Mark.UNCONFIRMED)


class QuantityMissing(RuleBroken):
    """The fee is counted by something (details: `field`) and its number was not given."""

    code = "fee_quantity_missing"


class FeeReason(StrEnum):
    """Why an amount is what it is, or is not known; the key of its words is `fee.<value>`."""

    AMOUNT = "amount"  # a fixed amount, or one by pages
    MOST = "most"  # the pages come to more than the most for a copy
    COUNCIL = "council"  # the rate the provincial council has set
    FREE = "free"
    EXEMPT = "exempt"
    RATE_NOT_SET = "rate_not_set"  # the province has not filled in its council's rate
    NOT_STATED = "not_stated"
    ACTUAL_COST = "actual_cost"  # agreed at the counter


_UNKNOWN = (FeeReason.RATE_NOT_SET, FeeReason.NOT_STATED, FeeReason.ACTUAL_COST)


@dataclass(frozen=True, kw_only=True, slots=True)
class FeeLine:
    """One rule applied; both amounts are None where they are not known."""

    rule: str  # its id
    label: str  # its name, in Vietnamese
    quantity: int
    unit_vnd: int | None  # for one of the quantity
    amount_vnd: int | None
    why: FeeReason
    mark: Mark
    note: str = ""  # what the catalogue says beside the amount, in Vietnamese


@dataclass(frozen=True, kw_only=True, slots=True)
class Fee:
    """What a dossier costs."""

    lines: tuple[FeeLine, ...]
    total_vnd: int | None  # None where a line is not known, or nothing is said of fees at all
    explained: FeeReason  # of the total
    mark: Mark  # the least sure of the lines'
    exemption: str = ""  # the ground that took effect; empty where the rules do not list it


def fee(
    rules: Sequence[FeeRule],
    *,
    channel: Channel,
    rates: Mapping[str, int],
    pages: int = 1,
    copies: int = 1,
    persons: int = 1,
    cases: int = 1,
    exemption: str = "",
    on_request: Collection[str] = (),
) -> Fee:
    """The fee by these rules and the council's rates (rate to đồng) of the day and the channel.

    - `pages` are those of the original, `copies` the copies or extracts asked for, `cases` the
      signatures' papers, transactions or wills, `persons` those a list names.
    - `exemption` takes effect on the rules that list the ground; marks and case do not count.
    - `on_request`: ids of the rules that the applicant asked for; others of that kind are left out.

    Raises QuantityMissing.
    """
    counts = _Counts(pages=pages, copies=copies, persons=persons, cases=cases)
    lines = tuple(
        _exempted(_line(rule, counts, rates), rule, exemption)
        for rule in rules
        if (not rule.channels or channel in rule.channels)
        and (not rule.is_on_request or rule.id in on_request)
    )
    known = [line.amount_vnd for line in lines if line.amount_vnd is not None]
    is_exempt = any(line.why is FeeReason.EXEMPT for line in lines)
    return Fee(
        lines=lines,
        total_vnd=sum(known) if lines and len(known) == len(lines) else None,
        explained=_explained(lines),
        mark=max((line.mark for line in lines), key=_SURENESS.index, default=Mark.UNCONFIRMED),
        exemption=exemption if is_exempt else "",
    )


def exemptions(rules: Sequence[FeeRule]) -> tuple[str, ...]:
    """The grounds for paying nothing that the rules list, each once, in their order."""
    return tuple(dict.fromkeys(ground for rule in rules for ground in rule.exempt))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Counts:
    pages: int
    copies: int
    persons: int
    cases: int

    def of(self, unit: FeeUnit) -> int:
        match unit:
            case FeeUnit.DOSSIER:
                return 1
            case FeeUnit.COPY:
                return _given("copies", self.copies)
            case FeeUnit.PAGE:
                return _given("pages", self.pages) * _given("copies", self.copies)
            case FeeUnit.PERSON:
                return _given("persons", self.persons)
            case FeeUnit.CASE | FeeUnit.TRANSACTION:
                return _given("cases", self.cases)
            case _:
                assert_never(unit)


def _given(field: str, count: int) -> int:
    if count < 1:
        raise QuantityMissing(field=field)
    return count


def _line(rule: FeeRule, counts: _Counts, rates: Mapping[str, int]) -> FeeLine:
    unit_vnd, why = _unit(rule, counts, rates)
    quantity = 1 if unit_vnd is None or why is FeeReason.FREE else counts.of(_counted_by(rule))
    return FeeLine(
        rule=rule.id,
        label=rule.name,
        quantity=quantity,
        unit_vnd=unit_vnd,
        amount_vnd=None if unit_vnd is None else quantity * unit_vnd,
        why=why,
        mark=rule.mark,
        note=rule.text,
    )


def _counted_by(rule: FeeRule) -> FeeUnit:
    return FeeUnit.COPY if isinstance(rule.charge, PageTiers) else rule.per


def _unit(rule: FeeRule, counts: _Counts, rates: Mapping[str, int]) -> tuple[int | None, FeeReason]:
    match rule.charge:
        case FixedAmount(vnd=vnd):
            return vnd, FeeReason.AMOUNT
        case PageTiers() as tiers:
            return _by_pages(tiers, _given("pages", counts.pages))
        case CouncilRate(rate=rate):
            vnd_set = rates.get(rate)
            return vnd_set, FeeReason.RATE_NOT_SET if vnd_set is None else FeeReason.COUNCIL
        case FreeOfCharge():
            return 0, FeeReason.FREE
        case FeeNotStated():
            return None, FeeReason.NOT_STATED
        case ActualCost():
            return None, FeeReason.ACTUAL_COST
        case _:
            assert_never(rule.charge)


def _by_pages(tiers: PageTiers, pages: int) -> tuple[int, FeeReason]:
    """The amount for one copy (TT 226/2016/TT-BTC for certification)."""
    first = min(pages, tiers.first_pages) * tiers.first_page_vnd
    vnd = first + max(0, pages - tiers.first_pages) * tiers.further_page_vnd
    if vnd > tiers.most_vnd:
        return tiers.most_vnd, FeeReason.MOST
    return vnd, FeeReason.AMOUNT


def _exempted(line: FeeLine, rule: FeeRule, exemption: str) -> FeeLine:
    grounds = {fold(ground) for ground in rule.exempt}
    if line.amount_vnd == 0 or fold(exemption) not in grounds:
        return line
    return replace(line, unit_vnd=0, amount_vnd=0, why=FeeReason.EXEMPT)


def _explained(lines: Sequence[FeeLine]) -> FeeReason:
    """The reason of the total: what is not known first, then what is paid, then why nothing is."""
    reasons = [line.why for line in lines]
    for unknown in _UNKNOWN:
        if unknown in reasons:
            return unknown
    if not lines:
        return FeeReason.NOT_STATED
    if paid := [line.why for line in lines if line.amount_vnd]:
        return paid[0]
    return FeeReason.EXEMPT if FeeReason.EXEMPT in reasons else reasons[0]

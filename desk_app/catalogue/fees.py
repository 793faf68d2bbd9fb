"""Fees as a procedure file writes them.

A fee: `{"id", "name", "kind", "mark": "C"|"I"|"U", "per"?: "dossier" (else copy, page, case,
transaction, person), "channels"?: [...], "on_request"?: bool, "exempt"?: [text], "text"?,
"source"?: id}` and, by kind: fixed `"vnd"`; page_tiers `"first_pages", "first_page_vnd",
"further_page_vnd", "most_vnd"`; council `"rate"`, a name that `rates.json` explains; free,
not_stated and actual_cost nothing more. Whole đồng, above 0: what costs nothing is `free`, and what
no source states is `not_stated`. Fees are shared and taken by `use` as papers are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from desk_app.catalogue.errors import FaultKind
from desk_app.catalogue.papers import used
from desk_app.domain.charge import (
    ActualCost,
    Charge,
    CouncilRate,
    FeeKind,
    FeeNotStated,
    FixedAmount,
    FreeOfCharge,
    PageTiers,
)
from desk_app.domain.procedure import Channel, FeeRule, FeeUnit, Mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk_app.catalogue.entry import Entry


def read_fees(owner: Entry, shared: Mapping[str, Any]) -> tuple[FeeRule, ...]:
    """The fee rules listed under the owner's `fees`, in their order; at least one."""
    fees = tuple(_fee(used(entry, shared)) for entry in owner.entries("fees", by="id"))
    if not fees:
        owner.fault("fees", FaultKind.EMPTY, "say not_stated where no source states one")
    return fees


def read_case_fees(
    owner: Entry, shared: Mapping[str, Any], known: tuple[FeeRule, ...]
) -> tuple[FeeRule, ...] | None:
    """The fee rules of a case; None where it lists none and so has those of its version."""
    if not owner.has("fees"):
        return None
    by_id = {fee.id: fee for fee in known}
    fees = []
    for number, listed in enumerate(owner.raw("fees", [])):
        if isinstance(listed, dict):
            entry = owner.inner(listed, str(listed.get("id", f"fees {number + 1}")))
            fees.append(_fee(used(entry, shared)))
        elif listed in by_id:
            fees.append(by_id[listed])
        else:
            owner.fault("fees", FaultKind.UNKNOWN_REFERENCE, repr(listed))
    return tuple(fees)


def _fee(entry: Entry) -> FeeRule:
    fee = FeeRule(
        id=entry.text("id"),
        name=entry.text("name"),
        charge=_charge(entry),
        mark=entry.choice("mark", Mark),
        per=entry.choice("per", FeeUnit) if entry.has("per") else FeeUnit.DOSSIER,
        channels=entry.choices("channels", Channel),
        is_on_request=entry.flag("on_request", default=False),
        exempt=entry.texts("exempt"),
        text=entry.text("text", default=""),
        source=entry.text("source", default=""),
    )
    entry.done()
    return fee


def _charge(entry: Entry) -> Charge:
    kind = entry.choice("kind", FeeKind)
    match kind:
        case FeeKind.FIXED:
            return FixedAmount(vnd=entry.whole("vnd", least=1))
        case FeeKind.PAGE_TIERS:
            return PageTiers(
                first_pages=entry.whole("first_pages", least=1),
                first_page_vnd=entry.whole("first_page_vnd", least=1),
                further_page_vnd=entry.whole("further_page_vnd", least=1),
                most_vnd=entry.whole("most_vnd", least=1),
            )
        case FeeKind.COUNCIL:
            return CouncilRate(rate=entry.text("rate"))
        case FeeKind.FREE:
            return FreeOfCharge()
        case FeeKind.NOT_STATED:
            return FeeNotStated()
        case FeeKind.ACTUAL_COST:
            return ActualCost()
        case _:
            assert_never(kind)

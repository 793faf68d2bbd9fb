"""Say when a result would be promised, and why (vì sao): each day counted or skipped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.catalogue.planning import planned
from desk_app.clock import vietnam_day
from desk_app.domain.deadline import Promise, due_at
from desk_app.domain.linked_plan import LinkedChoice

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.catalogue.catalogue import Catalogue
    from desk_app.domain.procedure import TimeLimit
    from desk_app.domain.receiving import DeskRules


@dataclass(frozen=True, kw_only=True, slots=True)
class DueExplained:
    procedure: str
    version: str
    case: str
    received_at: datetime
    limit: TimeLimit
    promise: Promise | None  # None where no limit is stated


def explain_due(
    catalogue: Catalogue, rules: DeskRules, *, procedure: str, case: str, received_at: datetime
) -> DueExplained:
    """Raises UnknownProcedure, ExpiredVersion, UnknownCase."""
    version = catalogue.procedure(procedure).version_on(vietnam_day(received_at))
    limit = version.time_limit_for(case or None)
    parts = planned(catalogue, rules, procedure, LinkedChoice(), at=received_at)
    promised = due_at(received_at, limit, rules.calendar, hours=rules.hours)
    return DueExplained(
        procedure=procedure,
        version=version.id,
        case=case,
        received_at=received_at,
        limit=limit,
        promise=parts.promise if parts else promised,
    )

"""The plan of an interlinked dossier by the catalogue's rule of its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.linked_plan import plan, plan_anew
from desk_app.domain.work_calendar import VIETNAM

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.catalogue.catalogue import Catalogue
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.linked_plan import LinkedChoice, LinkedPlan
    from desk_app.domain.receiving import DeskRules


def planned(
    catalogue: Catalogue,
    rules: DeskRules,
    procedure: str,
    choice: LinkedChoice,
    *,
    at: datetime,
) -> LinkedPlan | None:
    """The parts of an interlinked procedure received then; None for any other.

    Raises PartNotOptional.
    """
    rule = catalogue.linked_rule(procedure, at.astimezone(VIETNAM).date())
    if rule is None:
        return None
    calendar, hours = rules.calendar, rules.hours
    return plan(rule, choice.left_out, received_at=at, calendar=calendar, hours=hours)


def planned_anew(
    catalogue: Catalogue, rules: DeskRules, dossier: Dossier, *, at: datetime
) -> LinkedPlan | None:
    """What is left of its parts, counted from then, by the rule of the day of receipt."""
    since = (dossier.received_at or at).astimezone(VIETNAM).date()
    rule = catalogue.linked_rule(dossier.application.procedure, since)
    if rule is None or not dossier.is_linked:
        return None
    return plan_anew(rule, dossier, at=at, calendar=rules.calendar, hours=rules.hours)

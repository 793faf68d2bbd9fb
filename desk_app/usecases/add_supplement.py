"""Take the papers that were lacking (nhận bổ sung)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.catalogue.planning import planned_anew
from desk_app.domain.application import cleaned_paper
from desk_app.domain.handling import decide_supplement
from desk_app.domain.rights import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.submission import PaperTaken


def add_supplement(desk: Desk, entity: int, *, papers: Sequence[PaperTaken]) -> Dossier:
    """Record the papers; the limit starts anew and a new receipt is queued (Mẫu 01).

    Raises NotPermitted, NothingAskedFor, WrongStatus.
    """
    return desk.act(
        Act.ADD_SUPPLEMENT,
        entity,
        lambda dossier, now: decide_supplement(
            dossier,
            papers=tuple(cleaned_paper(paper) for paper in papers),
            now=now,
            limit=desk.version_of(dossier).time_limit_for(dossier.application.case or None),
            calendar=desk.rules.calendar,
            hours=desk.rules.hours,
            linked=planned_anew(desk.catalogue, desk.rules, dossier, at=now),
        ),
        form="receipt",
    )

"""Find a dossier sufficient or not (thẩm định)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.handling import decide_appraisal
from desk_app.domain.rights import Act
from desk_app.domain.text import clean_lines

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def appraise_dossier(desk: Desk, entity: int, *, is_sufficient: bool, note: str = "") -> Dossier:
    """Raises NotPermitted, ReasonMissing (not sufficient and no note), WrongStatus."""
    return desk.act(
        Act.APPRAISE,
        entity,
        lambda dossier, now: decide_appraisal(
            dossier, is_sufficient=is_sufficient, note=clean_lines(note, field="note"), now=now
        ),
    )

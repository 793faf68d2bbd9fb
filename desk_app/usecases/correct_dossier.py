"""Put a slip of the pen right (đính chính)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.returning import decide_correction
from desk_app.domain.rights import Act
from desk_app.domain.text import clean_lines

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def correct_dossier(desk: Desk, entity: int, *, field: str, text: str, reason: str) -> Dossier:
    """Record what was and what is now; a numbered dossier's receipt is queued anew.

    Raises NotPermitted, NotCorrectable, NothingToCorrect, ReasonMissing, and what a first entry of
    the field would raise.
    """
    return desk.act(
        Act.CORRECT,
        entity,
        lambda dossier, now: decide_correction(
            dossier,
            field=field,
            text=text,
            reason=clean_lines(reason, field="reason"),
            now=now,
        ),
        form="receipt",
    )

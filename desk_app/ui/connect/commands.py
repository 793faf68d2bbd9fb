"""What the list of commands finds beside places and acts: dossiers, people, procedures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act, may
from desk_app.queries import dossiers, reception
from desk_app.ui.routes import Place, Spot
from desk_app.ui.widgets.pick import Choice

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from locales.catalogue import Texts

_FEWEST_LETTERS = 2
_MOST_DOSSIERS = 6
_MOST_PROCEDURES = 3
_TO = {"dossier": Place.DOSSIER, "procedure": Place.PROCEDURES, "search": Place.DOSSIERS}


def found(desk: Desk, texts: Texts, typed: str) -> list[Choice]:
    """By name, number or code; the last one searches all dossiers for what was typed."""
    words = typed.strip()
    if len(words) < _FEWEST_LETTERS or not may(desk.user.roles, Act.LOOK):
        return []
    rows = dossiers.search(desk, words, limit=_MOST_DOSSIERS)
    procedures = reception.find_procedures(desk, words)[:_MOST_PROCEDURES]
    return [
        *(
            Choice(
                id=f"dossier:{row.entity}",
                title=row.applicant,
                detail=f"{row.code or texts['ui.dossier.no_code']} · {row.procedure_name}",
            )
            for row in rows
        ),
        *(
            Choice(id=f"procedure:{one.code}", title=one.name, detail=one.code)
            for one in procedures
        ),
        Choice(id=f"search:{words}", title=texts.say("ui.commands.search", words=words)),
    ]


def spot_of(chosen: str) -> Spot | None:
    """Where a choice that was found leads; None for a place or an act."""
    kind, mark, what = chosen.partition(":")
    return Spot(place=_TO[kind], what=what) if mark and kind in _TO else None

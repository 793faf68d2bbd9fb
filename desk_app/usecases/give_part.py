"""Hand over the result of one part before the others are there, where the citizen chose so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.linked import decide_part_giving
from desk_app.domain.rights import Act
from desk_app.domain.text import LINE_LIMIT, NAME_LIMIT, clean

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def give_part(
    desk: Desk,
    entity: int,
    *,
    part: str,
    receiver: str,
    paper: str,
    relation: str = "",
    authorisation: str = "",
) -> Dossier:
    """The last one handed over ends the dossier as returned.

    Raises NotPermitted and as `linked.decide_part_giving`.
    """
    return desk.act(
        Act.GIVE_PART,
        entity,
        lambda dossier, now: decide_part_giving(
            dossier,
            part=part,
            receiver=clean(receiver, limit=NAME_LIMIT, field="receiver"),
            paper=clean(paper, limit=LINE_LIMIT, field="paper"),
            relation=clean(relation, limit=NAME_LIMIT, field="relation"),
            authorisation=clean(authorisation, limit=LINE_LIMIT, field="authorisation"),
            now=now,
        ),
    )

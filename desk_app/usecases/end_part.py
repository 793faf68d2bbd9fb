"""What an agency says to its part of an interlinked dossier: done, refused, or given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.linked import decide_part_end
from desk_app.domain.linked_parts import PartState
from desk_app.domain.rights import Act
from desk_app.domain.text import LINE_LIMIT, NAME_LIMIT, clean

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def end_part(
    desk: Desk,
    entity: int,
    *,
    part: str,
    state: PartState = PartState.DONE,
    word: str,
    code: str = "",
) -> Dossier:
    """`word`: the number of the result's paper, else why; `state` WAITING: given back.

    The last part to end ends the dossier. Raises NotPermitted and as `linked.decide_part_end`.
    """
    return desk.act(
        Act.END_PART,
        entity,
        lambda dossier, now: decide_part_end(
            dossier,
            part=part,
            state=state,
            code=clean(code, limit=NAME_LIMIT, field="code").upper(),
            word=clean(word, limit=LINE_LIMIT, field="word"),
            now=now,
        ),
    )

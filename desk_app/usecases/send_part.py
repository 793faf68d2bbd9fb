"""Hand a part of an interlinked dossier to its agency (chuyển phần liên thông)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.linked import decide_sending
from desk_app.domain.rights import Act
from desk_app.domain.text import NAME_LIMIT, clean

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def send_part(desk: Desk, entity: int, *, part: str, agency: str = "", code: str = "") -> Dossier:
    """`agency`: where it goes instead of its own; `code`: what it is called there.

    Raises NotPermitted and as `linked.decide_sending`.
    """
    return desk.act(
        Act.SEND_PART,
        entity,
        lambda dossier, now: decide_sending(
            dossier,
            part=part,
            agency=clean(agency, limit=NAME_LIMIT, field="agency"),
            code=clean(code, limit=NAME_LIMIT, field="code").upper(),
            calendar=desk.rules.calendar,
            hours=desk.rules.hours,
            now=now,
        ),
    )

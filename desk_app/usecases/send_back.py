"""Send a result back to its handler unsigned (trả lại dự thảo kết quả), saying why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.returning import decide_sending_back
from desk_app.domain.rights import Act
from desk_app.domain.text import clean_lines

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def send_back(desk: Desk, entity: int, *, reason: str, read: str = "") -> Dossier:
    """The paper is no longer the result and its approval is void; both are made anew.

    `read`: the digest of the file that was read, where pages are shown. Raises NotPermitted,
    ReasonMissing, NoResult, WrongStatus.
    """
    desk.require(Act.SEND_BACK)
    why = clean_lines(reason, field="reason")
    return desk.act(
        Act.SEND_BACK,
        entity,
        lambda dossier, at: decide_sending_back(dossier, sha256=read, reason=why, now=at),
    )

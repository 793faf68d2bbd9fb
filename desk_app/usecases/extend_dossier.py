"""Give a new date with an apology (xin lỗi, gia hạn)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.handling import decide_extension
from desk_app.domain.rights import Act
from desk_app.domain.text import NAME_LIMIT, clean, clean_lines

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def extend_dossier(
    desk: Desk, entity: int, *, due_at: datetime, reason: str, signer: str
) -> Dossier:
    """Once, and at least a day ahead; queues the apology (Mẫu 04).

    Raises NotPermitted, NoPromise, ExtendedAlready, ExtensionTooLate, ExtensionNotLater,
    ReasonMissing, WrongStatus.
    """
    return desk.act(
        Act.EXTEND,
        entity,
        lambda dossier, now: decide_extension(
            dossier,
            due=due_at,
            reason=clean_lines(reason, field="reason"),
            signer=clean(signer, limit=NAME_LIMIT, field="signer"),
            now=now,
        ),
        form="extension-apology",
    )

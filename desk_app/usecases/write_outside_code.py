"""Write down a dossier's code in another system (mã hồ sơ trên hệ thống khác)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.answering import OutsideSystem, decide_outside_code
from desk_app.domain.rights import Act

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def write_outside_code(
    desk: Desk,
    entity: int,
    *,
    code: str,
    system: OutsideSystem = OutsideSystem.MINISTRY,
    is_entered: bool = False,
) -> Dossier:
    """The dossier is found by it from now on; `is_entered`: all of it was typed in there.

    Raises NotPermitted, OutsideCodeUnfit.
    """
    return desk.act(
        Act.WRITE_CODE,
        entity,
        lambda dossier, now: decide_outside_code(
            dossier, system=system, code=code, is_entered=is_entered, now=now
        ),
    )

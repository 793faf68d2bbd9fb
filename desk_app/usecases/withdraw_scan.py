"""Take a scan away from a dossier it does not belong to (gỡ bản số hóa)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.domain.scans import decide_withdrawal

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def withdraw_scan(desk: Desk, entity: int, *, sha256: str, reason: str) -> Dossier:
    """Record why; the file itself stays where it was stored, as evidence of what was seen.

    Raises NotPermitted, ScanReasonMissing, NoSuchScan.
    """
    return desk.act(
        Act.SCAN,
        entity,
        lambda dossier, now: decide_withdrawal(dossier, sha256=sha256, reason=reason, now=now),
    )

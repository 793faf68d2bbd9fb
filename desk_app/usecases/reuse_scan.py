"""Let a paper that was scanned before serve again, instead of asking the person for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.rights import Act
from desk_app.domain.scans import decide_reuse, own_scan

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def reuse_scan(
    desk: Desk, entity: int, *, source: int, sha256: str, paper: str, paper_id: str = ""
) -> Dossier:
    """The same file, for a paper of this dossier; it is not sent a second time.

    Only from a dossier of the same person. Raises NotPermitted, NoSuchScan, ScanExpired.
    """
    desk.require(Act.SCAN)
    here = desk.journal.dossier(entity)
    earlier = desk.journal.dossier(source)
    scan = own_scan(earlier, sha256=sha256, number=here.application.applicant.personal_id)
    return desk.act(
        Act.SCAN,
        entity,
        lambda dossier, now: decide_reuse(
            dossier,
            scan,
            of=earlier,
            paper=paper,
            paper_id=paper_id,
            now=now,
            on=vietnam_day(now),
        ),
    )

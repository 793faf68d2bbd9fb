"""The list of dossiers that go from hand to hand together; both sides sign it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.paper_names import HAND_OVER
from desk_app.papers import head, standing_in
from desk_app.papers.filling import draw_by_template, short_moment
from desk_app.papers.office import DeskPaper
from printing.wording import moment_as_written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def hand_over_list(desk: Desk, dossiers: Sequence[Dossier], *, to: str, number: int) -> DeskPaper:
    """What the person signed in just handed on; raises NoTemplate, GlyphMissing."""
    now = desk.clock.now()
    list_number = f"GN{desk.machine}-{vietnam_day(now):%y%m%d}-{number:02d}"
    texts = {
        "list_number": list_number,
        "giver": desk.user.name,
        "giver_note": standing_in.note(desk),
        "receiver": to,
        "at": moment_as_written(head.iso(now)),
        "count": f"{len(dossiers):02d}",
    }
    rows = [_row(desk, at, one) for at, one in enumerate(dossiers, start=1)]
    pdf = draw_by_template(desk, HAND_OVER, at=now, texts=texts, lists={"dossiers": rows})
    return DeskPaper(form=f"{HAND_OVER}/{list_number}", pdf=pdf, sheets=2)


def _row(desk: Desk, number: int, dossier: Dossier) -> dict[str, str]:
    return {
        "number": str(number),
        "code": dossier.code,
        "applicant": dossier.application.applicant.name,
        "request": head.request(desk, dossier),
        "received_at": short_moment(dossier.received_at),
        "due_at": short_moment(dossier.due_at),
        "papers": str(len(dossier.application.papers)),
        "note": "",
    }

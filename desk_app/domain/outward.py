"""What other systems are told of a dossier: the ten national states and the index's own fields.

Nothing here names a person. The fields are those behind QĐ 766's index as operated in 2026; what a
desk cannot know is None, never a guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from desk_app.domain.course import course_of
from desk_app.domain.dossier import Dossier, Status
from desk_app.domain.punctuality import ended_moment
from desk_app.domain.submission import PaperState

if TYPE_CHECKING:
    from datetime import datetime

NUMBERS: Final = {status: number for number, status in enumerate(Status, start=1)}
_CHANNELS: Final = {"counter": 1, "online": 2, "post": 3}
_FROM_STORES: Final = frozenset({PaperState.FROM_DATABASE, PaperState.REUSED})


class Outward(NamedTuple):
    """A dossier as it goes out; moments are aware."""

    code: str  # empty before reception
    org: str
    competent: str
    procedure: str
    state: int  # 1–10
    received_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None
    channel: int  # 1 at the counter, 2 online, 3 by post
    is_digitised: bool  # every paper is a file or was taken from a store
    has_digitised: bool  # one of them at least
    from_store: bool  # a paper came from a database or from an earlier dossier
    paid_online: int | None  # 0: nothing was paid; None: paid, and no desk knows by which gateway
    result_number: str
    result_sha256: str  # of the signed file; empty until the work is done
    handed_to: str  # the body that works on it; empty: the desk
    is_taken: bool  # it has the papers
    handed_at: datetime | None  # when it was handed to that body


def _numbers(dossier: Dossier) -> str:
    """Of an interlinked dossier's papers; empty for any other."""
    return "; ".join(part.result for part in dossier.parts if part.result)


def outward(dossier: Dossier) -> Outward:
    """The dossier as other systems are told of it."""
    application, result = dossier.application, dossier.result
    papers = [one for one in application.papers if one.state is not PaperState.MISSING]
    scanned = {(scan.paper_id, scan.paper) for scan in dossier.scans}
    from_store = [one.state in _FROM_STORES for one in papers]
    is_file = [(one.paper_id, one.name) in scanned for one in papers]
    digitised = [stored or filed for stored, filed in zip(from_store, is_file, strict=True)]
    return Outward(
        code=dossier.code,
        org=dossier.organisation,
        competent=dossier.competent,
        procedure=application.procedure,
        state=NUMBERS[dossier.status],
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        ended_at=ended_moment(course_of(dossier)),
        channel=_CHANNELS.get(application.channel, 1),
        is_digitised=bool(digitised) and all(digitised),
        has_digitised=any(digitised) or bool(dossier.scans),
        from_store=any(from_store) or any(scan.reused_from for scan in dossier.scans),
        paid_online=None if dossier.paid_vnd else 0,
        result_number=result.number if result else _numbers(dossier),
        result_sha256=result.signed_sha256 if result else "",
        handed_to=dossier.handed_to,
        is_taken=dossier.is_taken,
        handed_at=dossier.handed_at,
    )

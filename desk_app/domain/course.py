"""A dossier's course as the national index judges it (QĐ 766/QĐ-TTg)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desk_app.domain.dossier import Dossier, Status
from desk_app.domain.punctuality import Course, Punctuality, judge

if TYPE_CHECKING:
    from datetime import datetime


def course_of(dossier: Dossier) -> Course:
    """Its moments; the time of a dossier for another body runs from that body's receipt.

    A promise that an apology moved is the promise the index compares with; a supplement's waiting
    is in the promise already, so it is not subtracted again.
    """
    return Course(
        received=dossier.received_at is not None and dossier.cancelled_at is None,
        start=dossier.competent_received_at or dossier.received_at,
        due=dossier.due_at,
        refused_at=dossier.refused_at,
        stopped_at=dossier.stopped_at,
        withdrawn_at=dossier.withdrawn_at,
        handled_at=dossier.done_at,
        returned_at=dossier.returned_at,
        supplement_requests=dossier.supplement_requests,
        first_supplement_asked_at=dossier.first_supplement_asked_at,
        is_waiting=dossier.status is Status.SUPPLEMENT_REQUESTED,
        waited=timedelta(seconds=dossier.waiting_seconds),
    )


def punctuality(dossier: Dossier, *, now: datetime) -> Punctuality:
    """How the index counts the dossier if the period ended now."""
    return judge(course_of(dossier), period_end=now)

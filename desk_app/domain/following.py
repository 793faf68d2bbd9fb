"""What the fold is made of: which state an event may follow, and the dossier after it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desk_app.domain.dossier import Dossier, Result, Status, WrongStatus

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.domain import events

AT_WORK = frozenset({Status.RECEIVED, Status.IN_PROGRESS})


def follows(dossier: Dossier, allowed: frozenset[Status]) -> None:
    if dossier.status not in allowed:
        raise WrongStatus(status=dossier.status)


def after_it(dossier: Dossier, **changes: Any) -> Dossier:
    """The dossier with these fields changed and one more event behind it.

    As `dataclasses.replace`, at a tenth of its time: rebuilding folds every dossier of ten years.
    """
    changed = object.__new__(Dossier)
    values = vars(changed)
    values.update(vars(dossier))
    values["version"] += 1
    values.update(changes)
    return changed


def attached(dossier: Dossier, event: events.ResultAttached, at: datetime) -> Dossier:
    follows(dossier, AT_WORK)
    result = Result(
        sha256=event.sha256,
        name=event.name,
        size_bytes=event.size_bytes,
        number=event.number,
        issuer=event.issuer,
        signed_sha256=event.sha256 if event.is_signed else "",
        signer=event.issuer if event.is_signed else "",
    )
    if event.is_signed:
        return after_it(dossier, status=Status.DONE, result=result, done_at=at)
    return after_it(dossier, status=Status.IN_PROGRESS, result=result, sent_back_reason="")


def sent_back(dossier: Dossier, event: events.ResultSentBack) -> Dossier:
    """What was approved is void with the paper: the next draft is approved anew."""
    follows(dossier, frozenset({Status.IN_PROGRESS}))
    if dossier.result is None or dossier.result.sha256 != event.sha256:
        raise WrongStatus(status=dossier.status)
    return after_it(dossier, result=None, is_approved=False, sent_back_reason=event.reason)


def signed(dossier: Dossier, event: events.ResultSigned, at: datetime) -> Dossier:
    follows(dossier, frozenset({Status.IN_PROGRESS}))
    result = dossier.result
    if result is None or result.sha256 != event.source_sha256:
        raise WrongStatus(status=dossier.status)
    signed = replace(result, signed_sha256=event.sha256, signer=event.signer)
    return after_it(dossier, status=Status.DONE, result=signed, done_at=at)

"""Signed results that wait for their timestamp: how many, since when, and whether it gets late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.store.proofs import waiting_proofs

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk

LATE = timedelta(days=7)  # an office that sees no network for longer should be told
_ENDING = timedelta(days=30)  # before the signer's certificate ends


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingProof:
    entity: int
    code: str
    sha256: str
    signed_at: datetime
    certificate_until: datetime
    failures: int
    last_code: str
    is_alarming: bool  # late, or the signer's certificate ends soon


def waiting(desk: Desk) -> list[WaitingProof]:
    """What waits here, the oldest first."""
    desk.require(Act.LOOK)
    now = desk.clock.now()
    found = []
    for proof in waiting_proofs(desk.store.database):
        dossier = desk.journal.dossier(proof.entity)
        if dossier.result is None or dossier.result.signed_sha256 != proof.sha256:
            continue  # the signature was never recorded
        is_ending = proof.certificate_until - now < _ENDING
        found.append(
            WaitingProof(
                entity=proof.entity,
                code=dossier.code,
                sha256=proof.sha256,
                signed_at=proof.signed_at,
                certificate_until=proof.certificate_until,
                failures=proof.failures,
                last_code=proof.last_code,
                is_alarming=is_ending or now - proof.signed_at > LATE,
            )
        )
    return found

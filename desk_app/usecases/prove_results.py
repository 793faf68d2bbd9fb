"""Fetch timestamps and revocation data for signed results (bổ sung dấu thời gian), on a link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.signing.errors import NoTimestampService, SigningError, TimestampUnreachable
from desk_app.signing.prove import prove_pdf
from desk_app.signing.services import CHOSEN, timestamp_service
from desk_app.signing.verdict import require_good
from desk_app.signing.verify import verify_pdf
from desk_app.store.errors import StoreError
from desk_app.store.proofs import note_failure, note_proved, proofs_before, waiting_proofs

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.store.proofs import Proof

_MOST = 50  # in one go; the rest waits for the next
_RENEW_AFTER = timedelta(days=3 * 365)  # timestamps of an authority hold five years and more


@dataclass(frozen=True, kw_only=True, slots=True)
class Proving:
    """What one go did: codes of errors by the signed file's digest, empty where it went well."""

    outcomes: tuple[tuple[str, str], ...]

    @property
    def proved(self) -> int:
        return sum(not code for _, code in self.outcomes)


def prove_results(desk: Desk, *, most: int = _MOST) -> Proving:
    """Prove what waits, then renew what was proved long ago; the signed file stays as it was.

    One file in trouble stops none of the others, but a service that does not answer ends the go.
    Raises NotPermitted, NoTimestampService.
    """
    desk.require(Act.LOOK)
    now = desk.clock.now()
    url = timestamp_service(desk.store.settings.get(CHOSEN), now, folder=desk.folder)
    if not url:
        raise NoTimestampService
    database = desk.store.database
    queue = [*waiting_proofs(database), *proofs_before(database, now - _RENEW_AFTER)]
    outcomes = []
    for proof in queue[:most]:
        code = _prove(desk, proof, url=url)
        outcomes.append((proof.sha256, code))
        if code == TimestampUnreachable.code:
            break
    return Proving(outcomes=tuple(outcomes))


def _prove(desk: Desk, proof: Proof, *, url: str) -> str:
    """The code of what went wrong; empty where nothing did."""
    now = desk.clock.now()
    database = desk.store.database
    try:
        signed = desk.files.read(proof.proved_sha256 or proof.sha256)
        proved = prove_pdf(signed, at=now, roots=desk.roots, tsa_url=url)
        require_good(verify_pdf(proved, at=now, roots=desk.roots))
        kept = desk.files.keep(proved, purpose="result", entity=proof.entity, at=now)
    except (SigningError, StoreError) as error:
        note_failure(database, proof.sha256, code=error.code, at=now)
        return error.code
    note_proved(database, proof.sha256, proved_sha256=kept, at=now)
    return ""

"""From pyHanko's findings on one signature to our state and its reason."""

from datetime import datetime
from typing import TypeAlias

from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import (
    DocumentTimestampStatus,
    EmbeddedPdfSignature,
    PdfSignatureStatus,
)

from desk_app.signing.certificate import Certificate
from desk_app.signing.verdict import Change, Problem, State

Status: TypeAlias = PdfSignatureStatus | DocumentTimestampStatus

_CHANGES = {
    ModificationLevel.NONE: Change.NONE,
    ModificationLevel.LTA_UPDATES: Change.PROOFS,
    ModificationLevel.FORM_FILLING: Change.SIGNATURES,
}
_PROBLEMS = {
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: Problem.UNKNOWN_ISSUER,
    AdESIndeterminate.REVOKED_NO_POE: Problem.REVOKED,
    AdESIndeterminate.REVOKED_CA_NO_POE: Problem.REVOKED,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: Problem.NOT_FOR_SIGNING,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: Problem.WEAK_ALGORITHM,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: Problem.WEAK_ALGORITHM,
}


def change_since(embedded: EmbeddedPdfSignature) -> Change:
    """The gravest change that came into the file after this signature."""
    match embedded.summarise_integrity_info()["diff_result"]:
        case DiffResult(modification_level=level):
            return _CHANGES.get(level, Change.OTHER)
        case _:
            return Change.OTHER


def worth_of(
    status: Status,
    embedded: EmbeddedPdfSignature,
    certificate: Certificate,
    *,
    at: datetime,
    claimed_at: datetime | None,
    is_revocation_checked: bool,
) -> tuple[State, Problem | None]:
    """The worst that is true of the signature, and why."""
    if not (status.intact and status.valid):
        return State.BROKEN, Problem.DIGEST_DIFFERS
    if not embedded.summarise_integrity_info()["docmdp_ok"]:
        return State.MODIFIED, Problem.CHANGED_AFTER_SIGNING
    if not status.trusted:
        return State.UNTRUSTED, _problem(status, certificate, at=at)
    if claimed_at and not certificate.not_before <= claimed_at <= certificate.not_after:
        return State.UNTRUSTED, Problem.SIGNED_OUTSIDE_VALIDITY
    if isinstance(status, PdfSignatureStatus) and not status.bottom_line:
        return State.UNTRUSTED, Problem.CHAIN_FAULTY  # of a timestamp inside, or a seed value
    return (State.VALID if is_revocation_checked else State.VALID_REVOCATION_UNKNOWN), None


def _problem(status: Status, certificate: Certificate, *, at: datetime) -> Problem:
    for found, problem in _PROBLEMS.items():
        if status.trust_problem_indic is found:
            return problem
    if at > certificate.not_after:
        return Problem.EXPIRED
    if at < certificate.not_before:
        return Problem.NOT_YET_VALID
    return Problem.CHAIN_FAULTY

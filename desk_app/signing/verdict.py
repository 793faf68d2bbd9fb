"""What a PDF's signatures are worth: five answers and their reasons."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from desk_app.signing.errors import (
    PdfAlreadyChanged,
    SignatureBroken,
    SignatureMissing,
    SignerUntrusted,
)


class State(StrEnum):
    """From worst to best, but for the first; `signature.state.<value>` in locales/."""

    UNSIGNED = "unsigned"
    BROKEN = "broken"  # not the bytes that were signed, or no signature at all
    MODIFIED = "modified"  # signed bytes whole, but the file was changed after signing
    UNTRUSTED = "untrusted"  # whole and unchanged, but the certificate cannot be relied on
    VALID_REVOCATION_UNKNOWN = "valid_revocation_unknown"  # all that can be known offline
    VALID = "valid"  # the file itself proves that the certificate was not revoked


class Problem(StrEnum):
    """Why a signature is not valid; `signature.problem.<value>` in locales/."""

    DIGEST_DIFFERS = "digest_differs"
    UNREADABLE = "unreadable"
    UNKNOWN_KIND = "unknown_kind"
    CHANGED_AFTER_SIGNING = "changed_after_signing"
    UNKNOWN_ISSUER = "unknown_issuer"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    SIGNED_OUTSIDE_VALIDITY = "signed_outside_validity"
    REVOKED = "revoked"
    NOT_FOR_SIGNING = "not_for_signing"
    WEAK_ALGORITHM = "weak_algorithm"
    CHAIN_FAULTY = "chain_faulty"


class Change(StrEnum):
    """What came into the file after a signature, at most."""

    NONE = "none"
    PROOFS = "proofs"  # timestamps, revocation data: what keeps signatures provable
    SIGNATURES = "signatures"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """One signature; what cannot be read of it is left empty."""

    field: str
    state: State
    problem: Problem | None  # None where the state is one of the valid ones
    is_timestamp: bool = False  # by a time-stamping authority, not a person's signature
    signer_name: str = ""  # as in the certificate
    organisation: str = ""
    issuer_name: str = ""
    serial: str = ""  # upper-case hex
    claimed_at: datetime | None = None  # what the signer's clock said; proof only in a timestamp
    proved_at: datetime | None = None  # a good timestamp proves that it was there then
    checked_at: datetime | None = None  # the file proves that it was not revoked then
    covers_whole_file: bool = False
    change: Change = Change.OTHER  # since this signature


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """The verdict on a file: that of its worst signature."""

    state: State
    problem: Problem | None
    at: datetime  # the moment that certificates were judged for
    signatures: tuple[Signature, ...] = ()  # in the order they were made

    @property
    def is_good(self) -> bool:
        return self.state in {State.VALID, State.VALID_REVOCATION_UNKNOWN}


def require_sound(verification: Verification) -> None:
    """As `require_good`, but an issuer that this desk does not know yet is let pass.

    Whom a desk trusts is a setting that comes with the province; until then a signature is whole,
    and said to be from somebody unknown wherever it is shown.
    """
    if verification.state is not State.UNTRUSTED:
        require_good(verification)
    for one in verification.signatures:
        if one.state is State.UNTRUSTED and one.problem is not Problem.UNKNOWN_ISSUER:
            raise SignerUntrusted(problem=one.problem)


def require_good(verification: Verification) -> None:
    """Raise SignatureMissing, SignatureBroken, PdfAlreadyChanged or SignerUntrusted."""
    match verification.state:
        case State.VALID | State.VALID_REVOCATION_UNKNOWN:
            return
        case State.UNSIGNED:
            raise SignatureMissing
        case State.BROKEN:
            raise SignatureBroken
        case State.MODIFIED:
            raise PdfAlreadyChanged
        case State.UNTRUSTED:
            raise SignerUntrusted(problem=verification.problem)
        case _:
            assert_never(verification.state)

"""The verdict on a file: each signature judged by pyHanko, with our stricter rule for changes.

Import this module only when a file is judged (`verify`): pyHanko is slow to load.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from asn1crypto.x509 import Certificate as Asn1Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    DocumentTimestampStatus,
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from desk_app.signing.certificate import VIETNAM, read_certificate
from desk_app.signing.changes import policy
from desk_app.signing.errors import PdfUnreadable, RootUnreadable
from desk_app.signing.foreign_pdf import foreign_pdf, may_be_signed, open_leniently, open_strictly
from desk_app.signing.verdict import Problem, Signature, State, Verification
from desk_app.signing.worth import Status, change_since, worth_of

_SIGNING = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})  # one is enough
_SIGNATURES = {"/ETSI.CAdES.detached", "/adbe.pkcs7.detached"}
_TIMESTAMP = "/ETSI.RFC3161"
_WORST_FIRST = (
    State.BROKEN,
    State.MODIFIED,
    State.UNTRUSTED,
    State.VALID_REVOCATION_UNKNOWN,
    State.VALID,
)


def judge(pdf: bytes, *, at: datetime, roots: Sequence[bytes]) -> Verification:
    """See `verify.verify_pdf`."""
    trusted = [certificate for root in roots for certificate in _certificates(root)]
    is_guessed = False
    try:
        reader = open_strictly(pdf)
    except PdfUnreadable:
        reader, is_guessed = open_leniently(pdf), True
    with foreign_pdf():
        fields = [
            (name, reference.get_object())
            for name, _, reference in enumerate_sig_fields(reader, filled_status=True)
        ]
        proofs = _proofs(reader)
    if not fields:
        # Signed bytes without a field: someone took the signature out of the form.
        removed = Problem.CHANGED_AFTER_SIGNING if may_be_signed(pdf) else None
        state = State.MODIFIED if removed else State.UNSIGNED
        return Verification(state=state, problem=removed, at=at)
    judgement = _Judgement(reader=reader, at=at, trusted=trusted, proofs=proofs)
    signatures = asyncio.run(judgement.of_all(cast("Any", fields)))
    return _verdict(signatures, at=at, is_clear=not is_guessed and _ends_properly(pdf))


def _verdict(signatures: tuple[Signature, ...], *, at: datetime, is_clear: bool) -> Verification:
    worst = min(signatures, key=lambda one: _WORST_FIRST.index(one.state))
    verdict = Verification(state=worst.state, problem=worst.problem, at=at, signatures=signatures)
    # In a file of bad form another reader may see other objects than we do. It cannot where a
    # signature covers the file to its end.
    is_whole = verdict.is_good or verdict.state is State.UNTRUSTED
    if is_whole and not (is_clear or any(one.covers_whole_file for one in signatures)):
        return replace(verdict, state=State.MODIFIED, problem=Problem.CHANGED_AFTER_SIGNING)
    return verdict


def _ends_properly(pdf: bytes) -> bool:
    """Whether nothing stands behind the last end mark that no revision accounts for."""
    return pdf.rstrip(b"\r\n\t \0").endswith(b"%%EOF")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Judgement:
    """What every signature of one file is judged by."""

    reader: PdfFileReader
    at: datetime
    trusted: list[Asn1Certificate]
    proofs: DocumentSecurityStore | None

    async def of_all(
        self, fields: list[tuple[str, generic.DictionaryObject]]
    ) -> tuple[Signature, ...]:
        """In the order they were made; what cannot be read stands first."""
        judged = [await self._of_field(name, field) for name, field in fields]
        return tuple(signature for _, signature in sorted(judged, key=lambda pair: pair[0]))

    async def _of_field(self, name: str, field: generic.DictionaryObject) -> tuple[int, Signature]:
        """One signature, after the number of the revision it was made in."""
        try:
            with foreign_pdf():
                if field["/V"].get("/SubFilter") not in {*_SIGNATURES, _TIMESTAMP}:
                    return -1, _broken(name, Problem.UNKNOWN_KIND)
                embedded = EmbeddedPdfSignature(self.reader, field, name)
                return embedded.signed_revision, await self._of(embedded)
        except PdfUnreadable:
            return -1, _broken(name, Problem.UNREADABLE)

    async def _of(self, embedded: EmbeddedPdfSignature) -> Signature:
        status, is_revocation_checked = await self._status(embedded)
        certificate = read_certificate(x509.load_der_x509_certificate(embedded.signer_cert.dump()))
        claimed_at = _claimed_at(status)
        state, problem = worth_of(
            status,
            embedded,
            certificate,
            at=self.at,
            claimed_at=claimed_at,
            is_revocation_checked=is_revocation_checked,
        )
        return Signature(
            field=embedded.field_name,
            state=state,
            problem=problem,
            is_timestamp=_is_timestamp(embedded),
            signer_name=certificate.subject_name,
            organisation=certificate.organisation,
            issuer_name=certificate.issuer_name,
            serial=certificate.serial,
            claimed_at=claimed_at,
            covers_whole_file=embedded.coverage is SignatureCoverageLevel.ENTIRE_FILE,
            change=change_since(embedded),
        )

    async def _status(self, embedded: EmbeddedPdfSignature) -> tuple[Status, bool]:
        """What pyHanko finds, and whether the file itself tells about revocation."""
        if self.proofs is not None and (self.proofs.crls or self.proofs.ocsps):
            strict = self.proofs.as_validation_context(self._options("require"))
            status = await _validated(embedded, strict)
            if status.trusted or status.revoked:
                return status, True
        return await _validated(embedded, ValidationContext(**self._options("soft-fail"))), False

    def _options(self, revocation_mode: str) -> dict[str, Any]:
        """Nothing is fetched: the network is never asked about a signature."""
        return {
            "trust_roots": self.trusted,
            "moment": self.at,
            "allow_fetching": False,
            "revocation_mode": revocation_mode,
        }


def _broken(field: str, problem: Problem) -> Signature:
    return Signature(field=field, state=State.BROKEN, problem=problem)


async def _validated(embedded: EmbeddedPdfSignature, context: ValidationContext) -> Status:
    if _is_timestamp(embedded):
        return await async_validate_pdf_timestamp(embedded, context, diff_policy=policy())
    return await async_validate_pdf_signature(
        embedded, context, diff_policy=policy(), key_usage_settings=_SIGNING
    )


def _is_timestamp(embedded: EmbeddedPdfSignature) -> bool:
    return bool(embedded.sig_object.get("/SubFilter") == _TIMESTAMP)


def _claimed_at(status: Status) -> datetime | None:
    if isinstance(status, DocumentTimestampStatus):
        return status.timestamp
    claimed = status.signer_reported_dt
    if claimed is not None and claimed.tzinfo is None:
        return claimed.replace(tzinfo=VIETNAM)
    return claimed


def _proofs(reader: PdfFileReader) -> DocumentSecurityStore | None:
    try:
        return DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return None


def _certificates(root: bytes) -> list[Asn1Certificate]:
    try:
        if root.lstrip().startswith(b"-----"):
            parsed = x509.load_pem_x509_certificates(root)
        else:
            parsed = [x509.load_der_x509_certificate(root)]
    except ValueError as error:
        raise RootUnreadable from error
    return [Asn1Certificate.load(one.public_bytes(Encoding.DER)) for one in parsed]

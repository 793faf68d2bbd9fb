"""The verdict on a file: each signature judged by pyHanko, with our stricter rule for changes.

Import this module only when a file is judged (`verify`): pyHanko is slow to load.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
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
_GOOD = {State.VALID, State.VALID_REVOCATION_UNKNOWN}
_WORST_FIRST = (
    State.BROKEN,
    State.MODIFIED,
    State.UNTRUSTED,
    State.VALID_REVOCATION_UNKNOWN,
    State.VALID,
)


def judge(pdf: bytes, *, at: datetime, roots: Sequence[bytes]) -> Verification:
    """See `verify.verify_pdf`."""
    trusted = [certificate for root in roots for certificate in certificates(root)]
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


@lru_cache(maxsize=16)  # the roots of a province, asked for at every file
def certificates(root: bytes) -> tuple[Asn1Certificate, ...]:
    """The certificates of one root in DER or PEM; raises RootUnreadable."""
    try:
        if root.lstrip().startswith(b"-----"):
            parsed = x509.load_pem_x509_certificates(root)
        else:
            parsed = [x509.load_der_x509_certificate(root)]
    except ValueError as error:
        raise RootUnreadable from error
    return tuple(Asn1Certificate.load(one.public_bytes(Encoding.DER)) for one in parsed)


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
        """In the order they were made; what cannot be read stands first.

        Judged from the last to the first: a good timestamp proves that what lies before it was
        there at its moment, and that is the moment it is judged for.
        """
        opened = [self._opened(name, field) for name, field in fields]
        judged = [(-1, one) for one in opened if isinstance(one, Signature)]
        whole = [one for one in opened if isinstance(one, EmbeddedPdfSignature)]
        proved_at: datetime | None = None
        for embedded in sorted(whole, key=lambda one: one.signed_revision, reverse=True):
            signature = await self._judged(embedded, proved_at)
            judged.append((embedded.signed_revision, signature))
            if signature.is_timestamp and signature.state in _GOOD:
                proved_at = signature.claimed_at
        return tuple(signature for _, signature in sorted(judged, key=lambda pair: pair[0]))

    def _opened(
        self, name: str, field: generic.DictionaryObject
    ) -> EmbeddedPdfSignature | Signature:
        try:
            with foreign_pdf():
                if field["/V"].get("/SubFilter") not in {*_SIGNATURES, _TIMESTAMP}:
                    return _broken(name, Problem.UNKNOWN_KIND)
                embedded = EmbeddedPdfSignature(self.reader, field, name)
                embedded.signed_revision  # noqa: B018  # found only when asked for
                return embedded
        except PdfUnreadable:
            return _broken(name, Problem.UNREADABLE)

    async def _judged(
        self, embedded: EmbeddedPdfSignature, proved_at: datetime | None
    ) -> Signature:
        try:
            with foreign_pdf():
                return await self._of(embedded, proved_at)
        except PdfUnreadable:
            return _broken(embedded.field_name, Problem.UNREADABLE)

    async def _of(self, embedded: EmbeddedPdfSignature, proved_at: datetime | None) -> Signature:
        moment = proved_at or self.at
        status, checked_at = await self._status(embedded, moment)
        certificate = read_certificate(x509.load_der_x509_certificate(embedded.signer_cert.dump()))
        claimed_at = _claimed_at(status)
        state, problem = worth_of(
            status,
            embedded,
            certificate,
            at=moment,
            claimed_at=claimed_at,
            is_revocation_checked=checked_at is not None,
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
            proved_at=proved_at,
            checked_at=checked_at if state is State.VALID else None,
            covers_whole_file=embedded.coverage is SignatureCoverageLevel.ENTIRE_FILE,
            change=change_since(embedded),
        )

    async def _status(
        self, embedded: EmbeddedPdfSignature, moment: datetime
    ) -> tuple[Status, datetime | None]:
        """What pyHanko finds, and the moment for which the file itself tells about revocation.

        A timestamp's own data is as old as the timestamp: it is asked for that moment.
        """
        certificates_told = list(self.proofs.load_certs()) if self.proofs else []
        lenient = ValidationContext(
            other_certs=certificates_told, **self._options("soft-fail", moment)
        )
        status = await _validated(embedded, lenient)
        if self.proofs is None or not (self.proofs.crls or self.proofs.ocsps):
            return status, None
        told_at = _stamped_at(status) or moment
        strict = self.proofs.as_validation_context(self._options("require", told_at))
        told = await _validated(embedded, strict)
        if told.revoked:
            return told, told_at
        return status, told_at if told.trusted and status.trusted else None

    def _options(self, revocation_mode: str, moment: datetime) -> dict[str, Any]:
        """Nothing is fetched: the network is never asked about a signature."""
        return {
            "trust_roots": self.trusted,
            "moment": moment,
            "allow_fetching": False,
            "revocation_mode": revocation_mode,
        }


def _stamped_at(status: Status) -> datetime | None:
    return status.timestamp if isinstance(status, DocumentTimestampStatus) else None


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

"""What a signing certificate (chứng thư chữ ký số) says, in our own words.

A certificate that may sign today may not tomorrow: `refuse_unusable` is asked at every signature,
not only when the key file is opened.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from desk_app.signing.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    KeyNotForSigning,
    KeyUnsupported,
)

VIETNAM = timezone(timedelta(hours=7))
_CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}
_SHORTEST_RSA_BITS = 2048


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificate:
    subject_name: str  # the common name: a person, a body or both, as the issuer wrote it
    organisation: str  # "" where the certificate names none
    issuer_name: str
    serial: str  # upper-case hex without signs between
    not_before: datetime  # UTC
    not_after: datetime  # UTC, still inside
    key: str  # "RSA-2048", "P-256", …
    is_key_strong: bool
    is_for_signing: bool
    der: bytes = field(repr=False)


def read_certificate(parsed: x509.Certificate) -> Certificate:
    """The facts of a parsed certificate; raises ValueError where its extensions are rubbish."""
    key, is_key_strong = _key_of(parsed)
    return Certificate(
        subject_name=_first(parsed.subject, NameOID.COMMON_NAME) or parsed.subject.rfc4514_string(),
        organisation=_first(parsed.subject, NameOID.ORGANIZATION_NAME),
        issuer_name=_first(parsed.issuer, NameOID.COMMON_NAME) or parsed.issuer.rfc4514_string(),
        serial=f"{parsed.serial_number:X}",
        not_before=parsed.not_valid_before_utc,
        not_after=parsed.not_valid_after_utc,
        key=key,
        is_key_strong=is_key_strong,
        is_for_signing=_is_for_signing(parsed),
        der=parsed.public_bytes(Encoding.DER),
    )


def refuse_unusable(certificate: Certificate, *, at: datetime) -> None:
    """Raise CertificateExpired, CertificateNotYetValid, KeyNotForSigning or KeyUnsupported."""
    if not certificate.is_key_strong:
        raise KeyUnsupported(key=certificate.key)
    if not certificate.is_for_signing:
        raise KeyNotForSigning
    if at > certificate.not_after:
        raise CertificateExpired(until=_day(certificate.not_after))
    if at < certificate.not_before:
        raise CertificateNotYetValid(since=_day(certificate.not_before))


def _first(name: x509.Name, kind: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(kind)
    return str(found[0].value) if found else ""


def _key_of(parsed: x509.Certificate) -> tuple[str, bool]:
    match key := parsed.public_key():
        case RSAPublicKey():
            return f"RSA-{key.key_size}", key.key_size >= _SHORTEST_RSA_BITS
        case EllipticCurvePublicKey():
            return _CURVES.get(key.curve.name, key.curve.name), key.curve.name in _CURVES
        case _:
            return type(key).__name__.removesuffix("PublicKey").lstrip("_"), False


def _is_for_signing(parsed: x509.Certificate) -> bool:
    """Neither an authority's own certificate nor one for encryption or key exchange alone."""
    try:
        if parsed.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return False
    except x509.ExtensionNotFound:
        pass
    try:
        usage = parsed.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False  # validators ask for the usage to be written down
    return usage.digital_signature or usage.content_commitment


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y}"

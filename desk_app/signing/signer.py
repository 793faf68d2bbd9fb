"""Who signs: the port, and the first signer behind it, a PKCS#12 file (.p12, .pfx).

A signer keeps its parsed key: parsing and checking an RSA key again costs more than the signature.
Drop the signer to drop the key.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    PKCS12KeyAndCertificates,
    load_pkcs12,
)

from desk_app.signing.certificate import Certificate, read_certificate, refuse_unusable
from desk_app.signing.errors import (
    KeyUnsupported,
    Pkcs12FileMissing,
    Pkcs12Unreadable,
    Pkcs12WithoutKey,
    WrongPkcs12Password,
)

_LONGEST_BYTES = 1_000_000  # a key file is a few KB; a wrong choice may be a scan of 50 MB


class Signer(Protocol):
    """A key that signs and the certificates that speak for it: a file or a token."""

    @property
    def certificate(self) -> Certificate: ...

    @property
    def chain(self) -> tuple[bytes, ...]:
        """The issuers' certificates, in DER, that go into the signed file as well."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Sign with SHA-256: PKCS#1 v1.5 for RSA, DER-encoded ECDSA for curves.

        Raises TokenRemoved, where a token is gone.
        """
        ...

    def close(self) -> None:
        """Log out of a token; nothing can be signed afterwards. Safe to repeat."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class FileSigner:
    certificate: Certificate
    chain: tuple[bytes, ...] = field(repr=False)
    key: RSAPrivateKey | EllipticCurvePrivateKey = field(repr=False)

    def sign(self, message: bytes) -> bytes:
        match self.key:
            case RSAPrivateKey():
                return self.key.sign(message, PKCS1v15(), SHA256())
            case EllipticCurvePrivateKey():
                return self.key.sign(message, ECDSA(SHA256()))

    def close(self) -> None:
        """A key in memory has nothing to log out of."""


def open_pkcs12(source: Path | bytes, password: str, *, at: datetime) -> FileSigner:
    """The signer in a PKCS#12 file, usable at the moment `at`.

    Raises Pkcs12FileMissing, Pkcs12Unreadable, WrongPkcs12Password, Pkcs12WithoutKey, and what
    `refuse_unusable` raises: CertificateExpired, CertificateNotYetValid, KeyNotForSigning,
    KeyUnsupported.
    """
    opened = _unlock(_read(source), unicodedata.normalize("NFC", password))
    if opened.key is None or opened.cert is None:
        raise Pkcs12WithoutKey
    try:
        certificate = read_certificate(opened.cert.certificate)
    except ValueError as error:
        raise Pkcs12Unreadable from error
    if not isinstance(opened.key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise KeyUnsupported(key=certificate.key)
    refuse_unusable(certificate, at=at)
    if opened.key.public_key() != opened.cert.certificate.public_key():
        raise Pkcs12WithoutKey
    chain = tuple(other.certificate.public_bytes(Encoding.DER) for other in opened.additional_certs)
    return FileSigner(certificate=certificate, chain=chain, key=opened.key)


def _read(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        with source.open("rb") as file:
            content = file.read(_LONGEST_BYTES + 1)
    except OSError as error:
        raise Pkcs12FileMissing from error
    if len(content) > _LONGEST_BYTES:
        raise Pkcs12Unreadable
    return content


def _unlock(content: bytes, password: str) -> PKCS12KeyAndCertificates:
    try:
        return load_pkcs12(content, password.encode())
    except ValueError as error:
        # cryptography 50 tells the two apart only by their words; tests/signing/test_signer.py
        # notices when they change.
        if "password" in str(error):
            raise WrongPkcs12Password from error
        raise Pkcs12Unreadable from error

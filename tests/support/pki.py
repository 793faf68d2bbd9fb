"""An authority that issues certificates of every kind a desk may meet; keys are made once a run."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Self, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

Key: TypeAlias = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey

YEAR = timedelta(days=365)
NAME = "Trần Thị Bưởi"
ORGANISATION = "Ủy ban nhân dân xã Hùng Sơn, thành phố Đà Nẵng"


@cache
def rsa_key(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def curve_key(curve: type[ec.EllipticCurve] = ec.SECP256R1) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(curve())


@cache
def edwards_key() -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.generate()


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """A key and its certificate, with the certificates above it."""

    key: Key
    certificate: x509.Certificate
    above: tuple[x509.Certificate, ...]

    def pkcs12(self, password: str, *, with_key: bool = True) -> bytes:
        """As an authority hands it out."""
        return serialize_key_and_certificates(
            b"signer",
            self.key if with_key else None,
            self.certificate,
            self.above,
            BestAvailableEncryption(password.encode()),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Authority:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    above: tuple[x509.Certificate, ...] = field(default=())

    @classmethod
    def root(cls, name: str, *, at: datetime) -> Self:
        """A root that vouches for itself, from ten years before `at` to ten years after."""
        key = ec.generate_private_key(ec.SECP256R1())
        own = _builder(_named(name), key, since=at - 10 * YEAR, until=at + 10 * YEAR)
        return cls(key=key, certificate=_signed_ca(own, _named(name), key))

    def below(self, name: str, *, at: datetime) -> Self:
        """An authority that this one vouches for."""
        key = ec.generate_private_key(ec.SECP256R1())
        own = _builder(_named(name), key, since=at - 5 * YEAR, until=at + 5 * YEAR)
        certificate = _signed_ca(own, self.certificate.subject, self.key)
        return type(self)(key=key, certificate=certificate, above=self._chain())

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def issue(
        self,
        key: Key,
        *,
        since: datetime,
        until: datetime,
        name: str = NAME,
        usages: Iterable[str] = ("digital_signature", "content_commitment"),
        purpose: x509.ObjectIdentifier | None = None,
        is_authority: bool = False,
        says_if_authority: bool = True,
    ) -> Identity:
        subject = _named(name, ORGANISATION)
        builder = _builder(subject, key, since=since, until=until).issuer_name(
            self.certificate.subject
        )
        if says_if_authority:
            basic = x509.BasicConstraints(ca=is_authority, path_length=None)
            builder = builder.add_extension(basic, critical=True)
        if usages:
            builder = builder.add_extension(_usage(*usages), critical=True)
        if purpose:
            builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
        certificate = builder.sign(self.key, SHA256())
        return Identity(key=key, certificate=certificate, above=self._chain())

    def revocations(self, revoked: Iterable[x509.Certificate], *, at: datetime) -> bytes:
        """A list (CRL, in DER) of what was revoked a day before `at`, good for a week."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(at - timedelta(hours=1))
            .next_update(at + timedelta(days=7))
        )
        for certificate in revoked:
            entry = (
                x509.RevokedCertificateBuilder()
                .serial_number(certificate.serial_number)
                .revocation_date(at - timedelta(days=1))
            )
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self.key, SHA256()).public_bytes(Encoding.DER)

    def _chain(self) -> tuple[x509.Certificate, ...]:
        return (self.certificate, *self.above)


def _named(name: str, organisation: str = "") -> x509.Name:
    parts = [(NameOID.ORGANIZATION_NAME, organisation), (NameOID.COMMON_NAME, name)]
    return x509.Name([x509.NameAttribute(kind, text) for kind, text in parts if text])


def _builder(
    subject: x509.Name, key: Key, *, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .public_key(key.public_key())
    )


def _signed_ca(
    builder: x509.CertificateBuilder, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    return (
        builder.issuer_name(issuer)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        .sign(key, SHA256())
    )


def _usage(*usages: str) -> x509.KeyUsage:
    every = {
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
        *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    }
    return x509.KeyUsage(**{usage: usage in usages for usage in every})

"""A signer for the sample province only: its authority vouches for nobody and its key is lost.

No real signature comes from here. A commune's signers bring the certificates that the State's
authority gave them.
"""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

_ROOT_NAME = "Chứng thư gốc mẫu - không có giá trị pháp lý"
_ROOT_DAYS, _SIGNER_DAYS = 3650, 1825


def make_demo_signer(
    name: str, organisation: str, password: str, *, at: datetime
) -> tuple[bytes, bytes]:
    """A PKCS#12 file with a P-256 key, and the PEM of the root that its signatures are checked by.

    Good for five years from the day before `at`.
    """
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _named(_ROOT_NAME, "")
    root = (
        _dated(root_name, at=at, days=_ROOT_DAYS)
        .issuer_name(root_name)
        .public_key(root_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(is_authority=True), critical=True)
        .sign(root_key, SHA256())
    )
    certificate = (
        _dated(_named(name, organisation), at=at, days=_SIGNER_DAYS)
        .issuer_name(root_name)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(is_authority=False), critical=True)
        .sign(root_key, SHA256())
    )
    locked = BestAvailableEncryption(password.encode())
    pkcs12 = serialize_key_and_certificates(name.encode(), key, certificate, [root], locked)
    return pkcs12, root.public_bytes(Encoding.PEM)


def _named(name: str, organisation: str) -> x509.Name:
    parts = [
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.COMMON_NAME, name),
    ]
    return x509.Name([x509.NameAttribute(kind, text) for kind, text in parts if text])


def _dated(subject: x509.Name, *, at: datetime, days: int) -> x509.CertificateBuilder:
    since = at - timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=days))
    )


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )

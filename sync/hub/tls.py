"""TLS under a root of the hub's own: short certificates, so that little crosses a slow line.

Trust rests on signed messages; TLS hides who speaks of what. A machine learns the root with its
enrolment, inside the answer that only a hub knowing the code can make, and from then on takes no
other. The root's key signs leaves and nothing else: it may lie on a stick in a safe, and is asked
for once a year.
"""

import os
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sync.hub.errors import TlsUnusable
from sync.hub.keys import OFFLINE_FOLDER

ROOT_KEY = "tls-root.key"
ROOT = "tls-root.pem"
LEAF_KEY = "tls.key"
LEAF = "tls.pem"
RENEW_WITHIN_DAYS = 30

_ROOT_DAYS = 20 * 366
_LEAF_DAYS = 397
_BEFORE = timedelta(days=1)  # of a machine whose clock is behind
_MOST_HOST = 253


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """The certificate that desks are shown."""

    hosts: tuple[str, ...]
    ends_at: datetime

    def days_left(self, now: datetime) -> int:
        return (self.ends_at - now).days


def renew_leaf(
    folder: Path, hosts: Sequence[str], *, now: datetime, root_key: Path | None = None
) -> Leaf:
    """A new leaf, for these hosts or those of the old one; makes the root where there is none.

    `root_key`: where its key lies now, if no longer in the folder. Raises TlsUnusable.
    """
    if not (folder / ROOT).exists():
        _make_root(folder, now)
    names = tuple(hosts) or read_leaf(folder).hosts
    alternatives = [_alternative(name) for name in names]
    root, signer = _root(folder), _key(root_key or folder / OFFLINE_FOLDER / ROOT_KEY)
    if root.public_key() != signer.public_key():
        raise TlsUnusable(reason="another_root_key")
    key = ec.generate_private_key(ec.SECP256R1())
    ends_at = min(now + timedelta(days=_LEAF_DAYS), root.not_valid_after_utc)
    leaf = (
        _builder(key, issuer=root.subject, subject=_name("hub"), begins_at=now, ends_at=ends_at)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(signer, SHA256())
    )
    _write(folder / LEAF_KEY, _pem(key), mode=0o600)
    _write(folder / LEAF, leaf.public_bytes(Encoding.PEM), mode=0o644)
    return Leaf(hosts=names, ends_at=ends_at)


def read_leaf(folder: Path) -> Leaf:
    """The leaf there is; raises TlsUnusable."""
    certificate = _certificate(folder / LEAF)
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound as error:
        raise TlsUnusable(reason="damaged") from error
    names = tuple(str(name.value) for name in found)
    return Leaf(hosts=names, ends_at=certificate.not_valid_after_utc)


def root_for_desks(folder: Path) -> bytes:
    """The root as machines learn it (DER); empty for a hub that has none of its own."""
    if not (folder / ROOT).exists():
        return b""
    return _certificate(folder / ROOT).public_bytes(Encoding.DER)


def fingerprint(folder: Path) -> str:
    """The SHA-256 of the root, as people compare it aloud."""
    digest = _certificate(folder / ROOT).fingerprint(SHA256()).hex().upper()
    return ":".join(digest[place : place + 2] for place in range(0, len(digest), 2))


def server_context(folder: Path) -> ssl.SSLContext:
    """What the server shows; raises TlsUnusable."""
    read_leaf(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    load_leaf(context, folder)
    return context


def load_leaf(context: ssl.SSLContext, folder: Path) -> None:
    """Show the leaf of the folder from the next connection on; raises TlsUnusable."""
    try:
        context.load_cert_chain(folder / LEAF, folder / LEAF_KEY)
    except (OSError, ssl.SSLError) as error:
        raise TlsUnusable(reason="damaged") from error


def _make_root(folder: Path, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("motcua hub")
    ends_at = now + timedelta(days=_ROOT_DAYS)
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    root = (
        _builder(key, issuer=name, subject=name, begins_at=now, ends_at=ends_at)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    (folder / OFFLINE_FOLDER).mkdir(mode=0o700, exist_ok=True)
    _write(folder / OFFLINE_FOLDER / ROOT_KEY, _pem(key), mode=0o600)
    _write(folder / ROOT, root.public_bytes(Encoding.PEM), mode=0o644)


def _builder(
    key: ec.EllipticCurvePrivateKey,
    *,
    issuer: x509.Name,
    subject: x509.Name,
    begins_at: datetime,
    ends_at: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins_at - _BEFORE)
        .not_valid_after(ends_at)
    )


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        pass
    if not host or len(host) > _MOST_HOST or not host.isascii() or set(host) & set(" /:@*"):
        raise TlsUnusable(reason="host", host=host)
    return x509.DNSName(host)


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def _root(folder: Path) -> x509.Certificate:
    return _certificate(folder / ROOT)


def _certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except FileNotFoundError as error:
        raise TlsUnusable(reason="missing") from error
    except (OSError, ValueError) as error:
        raise TlsUnusable(reason="damaged") from error


def _key(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError as error:
        raise TlsUnusable(reason="root_key_away") from error
    except (OSError, ValueError, TypeError) as error:
        raise TlsUnusable(reason="damaged") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TlsUnusable(reason="another_root_key")
    return key


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, content: bytes, *, mode: int) -> None:
    """Put a file in place whole, for the eyes it is meant for from its first byte on."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)

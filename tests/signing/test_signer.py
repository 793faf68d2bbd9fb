"""Opening key files: what is told, what is refused, and why."""

import subprocess
import unicodedata
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from desk_app.signing.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    KeyNotForSigning,
    KeyUnsupported,
    Pkcs12FileMissing,
    Pkcs12Unreadable,
    Pkcs12WithoutKey,
    WrongPkcs12Password,
)
from desk_app.signing.sample import make_demo_signer
from desk_app.signing.signer import open_pkcs12
from tests.signing.people import AT, PASSWORD, identity
from tests.support.needs import needs
from tests.support.pki import NAME, ORGANISATION, YEAR, curve_key, edwards_key, rsa_key


def test_a_key_file_tells_whose_certificate_it_holds(authority):
    held = identity(authority)

    certificate = open_pkcs12(held.pkcs12(PASSWORD), PASSWORD, at=AT).certificate

    assert certificate.subject_name == NAME
    assert certificate.organisation == ORGANISATION
    assert certificate.issuer_name == "Cơ quan chứng thực thử nghiệm"
    assert certificate.serial == f"{held.certificate.serial_number:X}"
    assert (certificate.not_before, certificate.not_after) == (AT - YEAR, AT + YEAR)
    assert certificate.key == "P-256"


@pytest.mark.parametrize(
    ("key", "called"),
    [
        pytest.param(lambda: rsa_key(2048), "RSA-2048", id="RSA-2048"),
        pytest.param(lambda: rsa_key(3072), "RSA-3072", id="RSA-3072"),
        pytest.param(curve_key, "P-256", id="P-256"),
        pytest.param(lambda: curve_key(ec.SECP384R1), "P-384", id="P-384"),
    ],
)
def test_a_signer_signs_with_its_key(authority, key, called):
    signer = open_pkcs12(identity(authority, key()).pkcs12(PASSWORD), PASSWORD, at=AT)

    signature = signer.sign(b"message")

    public = key().public_key()
    padding = [PKCS1v15(), SHA256()] if called.startswith("RSA") else [ec.ECDSA(SHA256())]
    public.verify(signature, b"message", *padding)
    assert signer.certificate.key == called


def test_a_key_file_is_opened_from_its_place(authority, tmp_path):
    place = tmp_path / "chữ ký.p12"
    place.write_bytes(identity(authority).pkcs12(PASSWORD))

    assert open_pkcs12(place, PASSWORD, at=AT).certificate.subject_name == NAME


def test_a_password_typed_with_loose_marks_opens(authority):
    loose = unicodedata.normalize("NFD", PASSWORD)

    opened = open_pkcs12(identity(authority).pkcs12(PASSWORD), loose, at=AT)

    assert loose != PASSWORD
    assert opened.certificate.subject_name == NAME


@needs("openssl")
@pytest.mark.parametrize("style", ["-legacy", "-aes256"])
def test_files_of_old_and_new_make_open(authority, tmp_path, style):
    held = identity(authority)
    (tmp_path / "key.pem").write_bytes(_pem(held.key) + held.certificate.public_bytes(Encoding.PEM))
    command = f"openssl pkcs12 -export {style} -in key.pem -out key.p12 -passout pass:bimat"
    subprocess.run(command.split(), check=True, cwd=tmp_path)

    opened = open_pkcs12(tmp_path / "key.p12", "bimat", at=AT)

    assert opened.certificate.subject_name == NAME


def test_a_wrong_password_is_told_from_a_wrong_file(authority):
    with pytest.raises(WrongPkcs12Password):
        open_pkcs12(identity(authority).pkcs12(PASSWORD), "sai", at=AT)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda held: b"", id="empty"),
        pytest.param(lambda held: b"%PDF-1.7 not a key", id="another kind of file"),
        pytest.param(lambda held: held.pkcs12(PASSWORD)[:-40], id="cut off"),
        pytest.param(
            lambda held: held.certificate.public_bytes(Encoding.DER), id="a certificate alone"
        ),
        pytest.param(lambda held: bytes(1_000_001), id="far too long"),
    ],
)
def test_what_is_no_key_file_is_refused(authority, content, tmp_path):
    place = tmp_path / "chosen.p12"
    place.write_bytes(content(identity(authority)))

    with pytest.raises(Pkcs12Unreadable):
        open_pkcs12(place, PASSWORD, at=AT)


def test_a_key_file_that_is_gone_is_named_so(tmp_path):
    with pytest.raises(Pkcs12FileMissing):
        open_pkcs12(tmp_path / "usb" / "key.p12", PASSWORD, at=AT)


def test_a_file_with_certificates_but_no_key_is_refused(authority):
    without = identity(authority).pkcs12(PASSWORD, with_key=False)

    with pytest.raises(Pkcs12WithoutKey):
        open_pkcs12(without, PASSWORD, at=AT)


@needs("openssl")
def test_a_key_that_is_not_the_certificates_is_refused(authority, tmp_path):
    held = identity(authority)
    pem = _pem(held.key) + held.certificate.public_bytes(Encoding.PEM)
    (tmp_path / "key.pem").write_bytes(pem)
    command = "openssl pkcs12 -export -nomac -keypbe NONE -certpbe NONE -in key.pem -out key.p12"
    subprocess.run([*command.split(), "-passout", "pass:"], check=True, cwd=tmp_path)
    own, another = (_in_der(key) for key in (held.key, ec.generate_private_key(ec.SECP256R1())))
    content = (tmp_path / "key.p12").read_bytes()
    assert own in content

    with pytest.raises(Pkcs12WithoutKey):
        open_pkcs12(content.replace(own, another), "", at=AT)


def test_a_certificate_that_does_not_say_whether_it_is_an_authority_signs(authority):
    terse = authority.issue(curve_key(), since=AT - YEAR, until=AT + YEAR, says_if_authority=False)

    assert open_pkcs12(terse.pkcs12(PASSWORD), PASSWORD, at=AT).certificate.is_for_signing


def test_an_expired_certificate_is_refused_with_its_last_day(authority):
    until = AT - timedelta(seconds=1)
    expired = authority.issue(curve_key(), since=AT - YEAR, until=until)

    with pytest.raises(CertificateExpired) as refused:
        open_pkcs12(expired.pkcs12(PASSWORD), PASSWORD, at=AT)

    assert refused.value.details == {"until": "23/11/2026"}


def test_a_certificate_that_has_not_begun_is_refused_with_its_first_day(authority):
    # 17:30 in UTC is half past midnight of the next day in Việt Nam.
    since = AT.replace(hour=17, minute=30)
    early = authority.issue(curve_key(), since=since, until=AT + YEAR)

    with pytest.raises(CertificateNotYetValid) as refused:
        open_pkcs12(early.pkcs12(PASSWORD), PASSWORD, at=AT)

    assert refused.value.details == {"since": "24/11/2026"}


@pytest.mark.parametrize("offset_seconds", [0, -365 * 86400, 365 * 86400])
def test_a_certificate_is_good_to_its_last_second(authority, offset_seconds):
    at = AT + timedelta(seconds=offset_seconds)

    opened = open_pkcs12(identity(authority).pkcs12(PASSWORD), PASSWORD, at=at)

    assert opened.certificate.not_before <= at <= opened.certificate.not_after


@pytest.mark.parametrize(
    ("usages", "is_authority"),
    [
        pytest.param(["key_encipherment"], False, id="for encryption only"),
        pytest.param([], False, id="without a word on its use"),
        pytest.param(["digital_signature", "key_cert_sign"], True, id="an authority's own"),
    ],
)
def test_a_certificate_not_given_for_signing_is_refused(authority, usages, is_authority):
    given = authority.issue(
        curve_key(), since=AT - YEAR, until=AT + YEAR, usages=usages, is_authority=is_authority
    )

    with pytest.raises(KeyNotForSigning):
        open_pkcs12(given.pkcs12(PASSWORD), PASSWORD, at=AT)


@pytest.mark.parametrize(
    ("key", "called"),
    [
        pytest.param(lambda: rsa_key(1024), "RSA-1024", id="too short"),
        pytest.param(lambda: curve_key(ec.SECP256K1), "secp256k1", id="a curve not in use"),
        pytest.param(edwards_key, "Ed25519", id="a kind not in use"),
    ],
)
def test_a_weak_or_unknown_key_is_refused_by_name(authority, key, called):
    with pytest.raises(KeyUnsupported) as refused:
        open_pkcs12(identity(authority, key()).pkcs12(PASSWORD), PASSWORD, at=AT)

    assert refused.value.details == {"key": called}


def test_a_signer_in_a_log_shows_neither_its_key_nor_its_bytes(signer):
    shown = repr(signer)

    assert "PrivateKey" not in shown
    assert "\\x" not in shown


def test_the_sample_province_has_a_signer_of_its_own():
    pkcs12, root = make_demo_signer(NAME, ORGANISATION, PASSWORD, at=AT)

    signer = open_pkcs12(pkcs12, PASSWORD, at=AT)

    assert (signer.certificate.subject_name, signer.certificate.organisation) == (
        NAME,
        ORGANISATION,
    )
    assert "không có giá trị pháp lý" in signer.certificate.issuer_name
    assert root.startswith(b"-----BEGIN CERTIFICATE-----")


def _pem(key) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _in_der(key) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

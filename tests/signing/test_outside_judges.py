"""What other programs say of our signatures: they judge the bytes, not what came after them."""

import re
import subprocess
from datetime import timedelta

import pytest

from desk_app.signing.place import Place
from desk_app.signing.sign import prepare_pdf, sign_pdf
from desk_app.signing.stamp import Stamp, appearance_of
from desk_app.signing.verdict import State
from desk_app.signing.verify import verify_pdf
from tests.signing import attacks, pages
from tests.signing.people import AT, signer_of
from tests.signing.reading import signed_parts
from tests.support.needs import needs
from tests.support.pki import NAME, curve_key, rsa_key

SIGNER = Place(left_mm=110, bottom_mm=40, width_mm=80, height_mm=30)
KEPT = Place(left_mm=20, bottom_mm=20, width_mm=36, height_mm=36)
KEYS = [
    pytest.param(curve_key, id="P-256"),
    pytest.param(lambda: rsa_key(2048), id="RSA-2048"),
    pytest.param(lambda: rsa_key(3072), id="RSA-3072"),
]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def signed_page(signer, *, places=()) -> bytes:
    stamp = Stamp(appearance=appearance_of(signer.certificate))
    return sign_pdf(prepare_pdf(pages.result_page(), places), signer, at=AT, stamp=stamp)


@needs("pdfsig")
@pytest.mark.parametrize("key", KEYS)
def test_poppler_finds_the_signed_bytes_whole(authority, tmp_path, key):
    (tmp_path / "signed.pdf").write_bytes(signed_page(signer_of(authority, key())))

    said = run("pdfsig", str(tmp_path / "signed.pdf")).stdout

    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert NAME in said


@needs("pdfsig")
def test_poppler_finds_two_signatures_whole(authority, signer, tmp_path):
    once = signed_page(signer, places=[SIGNER, KEPT])
    second = signer_of(authority, rsa_key(2048), name="Văn thư")
    stamp = Stamp(appearance=appearance_of(second.certificate))
    (tmp_path / "signed.pdf").write_bytes(sign_pdf(once, second, at=AT, stamp=stamp))

    said = run("pdfsig", str(tmp_path / "signed.pdf")).stdout

    assert said.count("Signature is Valid") == 2


@needs("openssl")
@pytest.mark.parametrize("key", KEYS)
def test_openssl_verifies_the_container_against_the_root(authority, tmp_path, key):
    content, container = signed_parts(signed_page(signer_of(authority, key())), "ChuKy1")
    for name, written in (("content", content), ("cms", container), ("root", authority.pem)):
        (tmp_path / name).write_bytes(written)

    said = run(
        *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", f"{tmp_path}/cms"),
        *("-content", f"{tmp_path}/content", "-CAfile", f"{tmp_path}/root", "-purpose", "any"),
        *("-attime", str(int((AT + timedelta(minutes=1)).timestamp())), "-out", "/dev/null"),
    )

    assert "successful" in said.stderr, said.stderr


@needs("pdfsig")
def test_the_page_that_poppler_calls_valid_is_refused_here(signer, roots, tmp_path):
    edited = attacks.with_words_added(signed_page(signer))
    (tmp_path / "edited.pdf").write_bytes(edited)

    said = run("pdfsig", str(tmp_path / "edited.pdf")).stdout

    assert "Signature is Valid" in said
    assert verify_pdf(edited, at=AT, roots=roots).state is State.MODIFIED


@needs("qpdf")
@pytest.mark.parametrize(
    "source",
    [
        pytest.param(pages.result_page, id="plain"),
        pytest.param(lambda: pages.packed(pages.result_page()), id="compressed objects"),
        pytest.param(pages.with_form_field, id="with a form"),
    ],
)
def test_a_signed_file_is_sound_in_form(signer, tmp_path, source):
    stamp = Stamp(appearance=appearance_of(signer.certificate))
    signed = sign_pdf(prepare_pdf(source(), [SIGNER, KEPT]), signer, at=AT, stamp=stamp)
    (tmp_path / "signed.pdf").write_bytes(signed)

    checked = run("qpdf", "--check", str(tmp_path / "signed.pdf"))

    assert checked.returncode == 0, checked.stdout + checked.stderr


@needs("pdffonts")
def test_every_font_of_a_signed_page_is_embedded(signer, tmp_path):
    (tmp_path / "signed.pdf").write_bytes(signed_page(signer))

    lines = run("pdffonts", str(tmp_path / "signed.pdf")).stdout.splitlines()[2:]

    assert lines
    assert all(re.search(r"Tinos.*\byes +yes +yes\b", line) for line in lines)

"""Signing with a token: chosen by name, its PIN tried once, pulled out at any moment."""

from datetime import timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from pkcs11 import TokenFlag
from pkcs11.exceptions import PinIncorrect, PinLocked

from desk_app.signing.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    KeyNotForSigning,
    TokenAmbiguous,
    TokenLibraryMissing,
    TokenLibraryUnusable,
    TokenLibraryWrongMachine,
    TokenMissing,
    TokenNotThere,
    TokenPinLocked,
    TokenRemoved,
    TokenWithoutKey,
    WrongTokenPin,
    WrongTokenPinLastTry,
)
from desk_app.signing.sign import sign_pdf
from desk_app.signing.stamp import Stamp, appearance_of
from desk_app.signing.token import PinState, choose_token, find_tokens, open_token
from desk_app.signing.token_errors import login_errors
from desk_app.signing.token_libraries import machine_of, token_libraries
from desk_app.signing.verdict import State
from desk_app.signing.verify import verify_pdf
from tests.signing.people import AT, identity
from tests.support.needs import needs
from tests.support.pki import NAME, YEAR, curve_key, rsa_key
from tests.support.tokens import LIBRARY, PIN, UTIL, Drawer, pull_out

pytestmark = needs(UTIL)

KEYS = [
    pytest.param(lambda: rsa_key(2048), id="RSA-2048"),
    pytest.param(curve_key, id="P-256"),
    pytest.param(lambda: curve_key(ec.SECP384R1), id="P-384"),
]


@pytest.fixture(scope="module")
def drawer(tmp_path_factory) -> Drawer:
    return Drawer.at(tmp_path_factory.mktemp("tokens"))


@pytest.fixture
def plug_in(drawer):
    """Plug tokens in; each is pulled out again after the test."""
    plugged: list[Path] = []

    def plug(label, *identities, with_keys=True):
        plugged.append(drawer.token(label, *identities, with_keys=with_keys))
        return plugged[-1]

    yield plug
    for token in plugged:
        if token.exists():
            pull_out(token)
    pkcs11.lib(str(LIBRARY)).reinitialize()


def chosen(wanted=""):
    return choose_token(find_tokens([LIBRARY]), wanted)


@pytest.mark.parametrize("key", KEYS)
def test_a_result_signed_with_a_token_is_found_good(authority, roots, page, plug_in, key):
    plug_in("Chủ tịch", identity(authority, key()))
    signer = open_token(chosen("Chủ tịch"), PIN, at=AT)

    signed = sign_pdf(
        page, signer, at=AT, stamp=Stamp(appearance=appearance_of(signer.certificate))
    )

    signer.close()
    verdict = verify_pdf(signed, at=AT, roots=roots)
    assert verdict.state is State.VALID_REVOCATION_UNKNOWN
    assert verdict.signatures[0].signer_name == NAME
    assert signer.chain == (authority.certificate.public_bytes(Encoding.DER),)


def test_one_pin_serves_a_pile(authority, roots, page, plug_in):
    plug_in("Chủ tịch", identity(authority, rsa_key(2048)))
    signer = open_token(chosen(), PIN, at=AT)

    pile = [sign_pdf(page, signer, at=AT, stamp=None) for _ in range(3)]

    signer.close()
    assert all(verify_pdf(one, at=AT, roots=roots).is_good for one in pile)


def test_a_token_is_chosen_by_label_or_serial_and_never_guessed(authority, plug_in):
    plug_in("Chủ tịch", identity(authority))
    plug_in("Văn thư", identity(authority, rsa_key(2048)))
    found = find_tokens([LIBRARY])

    assert choose_token(found, "Văn thư").label == "Văn thư"
    assert choose_token(found, found[0].serial) == found[0]
    with pytest.raises(TokenAmbiguous):
        choose_token(found, "")
    with pytest.raises(TokenNotThere):
        choose_token(found, "Phó chủ tịch")


def test_a_wrong_pin_is_counted_by_the_token_and_told(authority, plug_in):
    plug_in("Chủ tịch", identity(authority))

    with pytest.raises(WrongTokenPin):
        open_token(chosen(), "00000000", at=AT)

    assert chosen().pin is PinState.LOW
    open_token(chosen(), PIN, at=AT).close()
    assert chosen().pin is PinState.FINE


@pytest.mark.parametrize(
    ("flags", "raised", "told"),
    [
        pytest.param(TokenFlag(0), PinIncorrect, WrongTokenPin, id="wrong"),
        pytest.param(
            TokenFlag.USER_PIN_FINAL_TRY, PinIncorrect, WrongTokenPinLastTry, id="one more locks"
        ),
        pytest.param(TokenFlag.USER_PIN_LOCKED, PinIncorrect, TokenPinLocked, id="it locked"),
        pytest.param(TokenFlag(0), PinLocked, TokenPinLocked, id="it was locked"),
    ],
)
def test_what_a_token_says_of_its_pin_is_told(flags, raised, told):
    with pytest.raises(told), login_errors(lambda: flags):
        raise raised


def test_a_token_pulled_out_leaves_the_document_as_it_was(authority, page, plug_in):
    token = plug_in("Chủ tịch", identity(authority, rsa_key(2048)))
    signer = open_token(chosen(), PIN, at=AT)
    pull_out(token)

    with pytest.raises(TokenRemoved):
        sign_pdf(page, signer, at=AT, stamp=None)

    signer.close()
    assert verify_pdf(page, at=AT, roots=()).state is State.UNSIGNED


@pytest.mark.parametrize(
    ("since", "until", "usages", "told"),
    [
        pytest.param(-2 * YEAR, -YEAR, ["digital_signature"], CertificateExpired, id="expired"),
        pytest.param(YEAR, 2 * YEAR, ["digital_signature"], CertificateNotYetValid, id="too early"),
        pytest.param(-YEAR, YEAR, ["key_encipherment"], KeyNotForSigning, id="for encryption"),
    ],
)
def test_a_certificate_that_may_not_sign_is_told(authority, plug_in, since, until, usages, told):
    held = authority.issue(curve_key(), since=AT + since, until=AT + until, usages=usages)
    plug_in("Chủ tịch", held)

    with pytest.raises(told):
        open_token(chosen(), PIN, at=AT)


def test_the_renewed_certificate_of_a_token_is_the_one_that_signs(authority, plug_in):
    old = authority.issue(rsa_key(2048), since=AT - 2 * YEAR, until=AT - timedelta(days=1))
    new = identity(authority)
    plug_in("Chủ tịch", old, new)

    signer = open_token(chosen(), PIN, at=AT)

    signer.close()
    assert signer.certificate.serial == f"{new.certificate.serial_number:X}"


def test_a_token_without_its_key_is_told(authority, plug_in):
    plug_in("Chủ tịch", identity(authority), with_keys=False)

    with pytest.raises(TokenWithoutKey):
        open_token(chosen(), PIN, at=AT)


@pytest.mark.usefixtures("drawer")
def test_no_token_plugged_in_is_told():
    pkcs11.lib(str(LIBRARY)).reinitialize()

    with pytest.raises(TokenMissing):
        find_tokens([LIBRARY])


def test_a_library_is_found_among_the_known_places():
    assert LIBRARY.resolve() in [path.resolve() for path in token_libraries()]


def test_a_province_names_a_library_of_its_own(tmp_path):
    own = tmp_path / "vnpt.so"
    own.write_bytes(LIBRARY.read_bytes())
    listed = f'{{"libraries": [{{"linux": ["{own}"]}}]}}'
    (tmp_path / "token_libraries.json").write_text(listed, "utf-8")

    assert token_libraries(folder=tmp_path)[0] == own


def test_a_missing_library_is_told(tmp_path):
    with pytest.raises(TokenLibraryMissing):
        token_libraries(chosen=str(tmp_path / "none.so"))


def test_a_library_for_another_kind_of_machine_is_told(tmp_path):
    other = tmp_path / "eTPKCS11.dll"
    other.write_bytes(b"MZ".ljust(0x3C, b"\0") + b"\x40\0\0\0PE\0\0\x4c\x01")

    assert machine_of(other) == "x86"
    with pytest.raises(TokenLibraryWrongMachine):
        token_libraries(chosen=str(other))


@pytest.mark.parametrize(
    "taken_from",
    [
        pytest.param(lambda: b"no library at all", id="no library"),
        pytest.param(lambda: LIBRARY.read_bytes()[:9000], id="cut off"),
        pytest.param(lambda: Path(pkcs11._pkcs11.__file__).read_bytes(), id="another library"),
    ],
)
def test_a_library_that_does_not_load_is_told(tmp_path, taken_from):
    library = tmp_path / "token.so"
    library.write_bytes(taken_from())

    with pytest.raises(TokenLibraryUnusable):
        find_tokens([library])

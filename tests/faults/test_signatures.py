"""Keys and signed files that are not what they should be, at the desk's own doors."""

from datetime import timedelta

import pytest

from desk_app.opening import ROOTS, desk_over
from desk_app.signing.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    KeyNotForSigning,
    PdfAlreadyChanged,
    Pkcs12Unreadable,
    Pkcs12WithoutKey,
    SignatureBroken,
    SignerUntrusted,
    WrongPkcs12Password,
)
from desk_app.signing.verdict import Problem, State
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.sign_result import sign_result
from desk_app.usecases.unlock_signer import unlock_signer
from desk_app.usecases.verify_paper import verify_paper
from tests.signing import attacks
from tests.signing.pages import result_page
from tests.support.counter import all_that_is_kept, approved
from tests.support.pki import YEAR, Authority, curve_key

PASSWORD = "mật khẩu ký"


@pytest.fixture
def authority(desk):
    return Authority.root("Cơ quan chứng thực thử nghiệm", at=desk.clock.now())


@pytest.fixture
def trusting(desk, authority):
    """The desk once the province told it whom to trust."""
    desk.store.settings.put(ROOTS, [authority.pem.decode()])
    return desk_over(desk.folder, desk.store, clock=desk.clock)


@pytest.fixture
def signed(desk, authority):
    """A signed result, as it is kept."""
    entity = approved(desk).entity
    attach_result(desk, entity, pdf=result_page(), name="kq.pdf")
    leader = unlock_signer(desk, pkcs12=_p12(desk, authority), password=PASSWORD)
    return desk.files.read(sign_result(desk, entity, signer=leader).result.signed_sha256)


def test_a_wrong_password_opens_no_key_and_the_right_one_does(desk, authority):
    p12 = _p12(desk, authority)

    for wrong in ("", "sai", PASSWORD.upper()):
        with pytest.raises(WrongPkcs12Password):
            unlock_signer(desk, pkcs12=p12, password=wrong)
    assert unlock_signer(desk, pkcs12=p12, password=PASSWORD).certificate.subject_name


@pytest.mark.parametrize("content", [b"", b"no key", b"%PDF-1.7", bytes(2_000)])
def test_what_is_no_key_file_is_said_to_be_none(desk, content):
    with pytest.raises(Pkcs12Unreadable):
        unlock_signer(desk, pkcs12=content, password=PASSWORD)


def test_a_file_without_its_key_does_not_sign(desk, authority):
    with pytest.raises(Pkcs12WithoutKey):
        unlock_signer(desk, pkcs12=_p12(desk, authority, with_key=False), password=PASSWORD)


@pytest.mark.parametrize(
    ("since", "until", "error"),
    [
        pytest.param(-2 * YEAR, -timedelta(days=1), CertificateExpired, id="ended yesterday"),
        pytest.param(timedelta(days=1), YEAR, CertificateNotYetValid, id="begins tomorrow"),
    ],
)
def test_a_certificate_out_of_its_time_does_not_sign(desk, authority, since, until, error):
    now = desk.clock.now()
    leader = authority.issue(curve_key(), since=now + since, until=now + until)

    with pytest.raises(error):
        unlock_signer(desk, pkcs12=leader.pkcs12(PASSWORD), password=PASSWORD)


def test_a_certificate_for_something_else_does_not_sign(desk, authority):
    now = desk.clock.now()
    sealed = authority.issue(
        curve_key(), since=now - YEAR, until=now + YEAR, usages=("key_encipherment",)
    )

    with pytest.raises(KeyNotForSigning):
        unlock_signer(desk, pkcs12=sealed.pkcs12(PASSWORD), password=PASSWORD)


EDITS = [
    attacks.with_words_added,
    attacks.with_page_replaced,
    attacks.with_note_pasted,
    attacks.with_pages_swapped,
    attacks.with_signature_removed,
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_a_file_edited_after_signing_is_not_attached_and_not_called_good(
    desk, trusting, signed, edit
):
    edited = edit(signed)
    entity = approved(desk).entity
    before = all_that_is_kept(desk)

    for at in (desk, trusting):
        verdict = verify_paper(at, edited)
        assert (verdict.state, verdict.problem) == (State.MODIFIED, Problem.CHANGED_AFTER_SIGNING)
        with pytest.raises(PdfAlreadyChanged):
            attach_result(at, entity, pdf=edited, name="kq.pdf")

    assert all_that_is_kept(desk) == before


def test_a_signed_byte_that_was_flipped_breaks_the_signature(desk, signed):
    entity = approved(desk).entity
    words = signed.index(b"stream") + 40
    broken = signed[:words] + bytes([signed[words] ^ 1]) + signed[words + 1 :]

    assert verify_paper(desk, broken).state is State.BROKEN
    with pytest.raises(SignatureBroken):
        attach_result(desk, entity, pdf=broken, name="kq.pdf")


def test_an_unknown_issuer_is_let_pass_until_the_desk_knows_whom_to_trust(desk, signed):
    """Whom a desk trusts comes with the province; the file is shown as from somebody unknown."""
    assert verify_paper(desk, signed).problem is Problem.UNKNOWN_ISSUER

    attached = attach_result(desk, approved(desk).entity, pdf=signed, name="kq.pdf")

    assert attached.result.signed_sha256


def test_a_known_issuer_s_expired_certificate_is_not_let_pass(desk, trusting, signed):
    desk.clock.pass_by(days=400)
    entity = approved(desk).entity
    before = all_that_is_kept(desk)

    with pytest.raises(SignerUntrusted) as caught:
        attach_result(trusting, entity, pdf=signed, name="kq.pdf")

    assert caught.value.details == {"problem": "expired"}
    assert all_that_is_kept(desk) == before


def _p12(desk, authority, **how):
    now = desk.clock.now()
    leader = authority.issue(curve_key(), since=now - YEAR, until=now + YEAR)
    return leader.pkcs12(PASSWORD, **how)

"""The verdict: on good files, on every change made after signing, on doubtful certificates."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.sign.fields import MDPPerm

from desk_app.signing.errors import (
    PdfAlreadyChanged,
    PdfEncrypted,
    PdfUnreadable,
    RootUnreadable,
    SignatureBroken,
    SignatureMissing,
    SignerUntrusted,
    SigningError,
)
from desk_app.signing.place import Place
from desk_app.signing.sign import prepare_pdf, sign_pdf
from desk_app.signing.stamp import Stamp, appearance_of
from desk_app.signing.verdict import (
    Change,
    Problem,
    State,
    Verification,
    require_good,
    require_sound,
)
from desk_app.signing.verify import verify_pdf
from tests.signing import attacks, pages
from tests.signing.elsewhere import signed_elsewhere, with_proofs, with_timestamp
from tests.signing.people import AT, identity, signer_of
from tests.signing.reading import form_of
from tests.support.pki import NAME, YEAR, Authority, curve_key, rsa_key

SIGNER = Place(left_mm=110, bottom_mm=40, width_mm=80, height_mm=30)
KEPT = Place(left_mm=20, bottom_mm=20, width_mm=36, height_mm=36)


@pytest.fixture(scope="module")
def signed(signer, page) -> bytes:
    stamp = Stamp(appearance=appearance_of(signer.certificate))
    return sign_pdf(prepare_pdf(page, [SIGNER, KEPT]), signer, at=AT, stamp=stamp)


def test_an_unsigned_file_is_a_verdict_not_an_error(page, roots):
    verdict = verify_pdf(page, at=AT, roots=roots)

    assert verdict == Verification(state=State.UNSIGNED, problem=None, at=AT)
    assert not verdict.is_good


ATTACKS = [
    pytest.param(attacks.with_words_added, id="words added to the page"),
    pytest.param(attacks.with_page_replaced, id="the page replaced"),
    pytest.param(attacks.with_pages_swapped, id="a page put in front"),
    pytest.param(attacks.with_note_pasted, id="a note pasted over it"),
    pytest.param(attacks.with_empty_field_drawn_on, id="an unsigned field with a picture"),
    pytest.param(attacks.with_kept_field_drawn_on, id="a picture in the field kept free"),
    pytest.param(attacks.with_signer_redrawn, id="another signer's name drawn"),
    pytest.param(attacks.with_signature_removed, id="the signature taken out of the form"),
    pytest.param(lambda pdf: pdf + b"9 0 obj\n<</Length 0>>\nendobj\n", id="loose bytes behind"),
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_file_changed_after_signing_is_refused(signed, roots, attack):
    verdict = verify_pdf(attack(signed), at=AT, roots=roots)

    assert (verdict.state, verdict.problem) == (State.MODIFIED, Problem.CHANGED_AFTER_SIGNING)
    with pytest.raises(PdfAlreadyChanged):
        require_good(verdict)


@pytest.mark.parametrize("attack", [a for a in ATTACKS if "kept free" not in str(a.id)])
def test_a_file_that_was_not_certified_is_guarded_as_well(authority, page, roots, attack):
    signed = signed_elsewhere(page, identity(authority), field="ChuKy1")
    assert verify_pdf(signed, at=AT, roots=roots).is_good

    verdict = verify_pdf(attack(signed), at=AT, roots=roots)

    assert verdict.state is State.MODIFIED


@pytest.mark.parametrize("certify", [None, MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE])
def test_a_form_filled_in_after_signing_is_refused(authority, roots, certify):
    signed = signed_elsewhere(pages.with_form_field(), identity(authority), certify=certify)
    assert verify_pdf(signed, at=AT, roots=roots).is_good

    verdict = verify_pdf(attacks.with_field_filled(signed), at=AT, roots=roots)

    assert verdict.state is State.MODIFIED


def test_a_harmless_revision_leaves_a_file_of_good_form_valid(signed, roots):
    assert verify_pdf(attacks.with_harmless_revision(signed), at=AT, roots=roots).is_good


def test_in_a_file_of_bad_form_nothing_may_follow_the_last_signature(authority, roots):
    # Two readers may see two files there, so no later revision can be called harmless.
    hybrid = pages.with_both_tables(pages.result_page())
    signed = signed_elsewhere(hybrid, identity(authority))
    assert verify_pdf(signed, at=AT, roots=roots).is_good

    verdict = verify_pdf(attacks.with_harmless_revision(signed), at=AT, roots=roots)

    assert (verdict.state, verdict.problem) == (State.MODIFIED, Problem.CHANGED_AFTER_SIGNING)


def test_an_edit_under_a_later_signature_is_refused(authority, signed, roots):
    edited = attacks.with_words_added(signed)

    covered = signed_elsewhere(edited, identity(authority), field="ChuKy2")

    assert verify_pdf(covered, at=AT, roots=roots).state is State.MODIFIED


def test_bytes_written_over_make_it_broken(signed, roots):
    verdict = verify_pdf(signed.replace(b"%PDF-1.3", b"%PDF-1.4", 1), at=AT, roots=roots)

    assert (verdict.state, verdict.problem) == (State.BROKEN, Problem.DIGEST_DIFFERS)
    with pytest.raises(SignatureBroken):
        require_good(verdict)


@given(data=st.data())
def test_no_flipped_bit_passes(signed, roots, data):
    start, length, second, rest = _byte_range(signed)
    at = data.draw(st.integers(start, length - 1) | st.integers(second, second + rest - 1))
    flipped = bytearray(signed)
    flipped[at] ^= 1 << data.draw(st.integers(0, 7))

    try:
        verdict = verify_pdf(bytes(flipped), at=AT, roots=roots)
    except SigningError as error:
        assert isinstance(error, PdfUnreadable | PdfEncrypted)  # noqa: PT017  either will do
    else:
        assert not verdict.is_good


@given(data=st.data())
def test_no_flipped_bit_of_the_container_changes_who_signed(signed, roots, data):
    _, length, second, _ = _byte_range(signed)
    at = data.draw(st.integers(length, second - 1))
    flipped = bytearray(signed)
    flipped[at] ^= 1 << data.draw(st.integers(0, 7))

    try:
        verdict = verify_pdf(bytes(flipped), at=AT, roots=roots)
    except SigningError as error:
        assert isinstance(error, PdfUnreadable | PdfEncrypted)  # noqa: PT017  either will do
    else:
        assert not verdict.is_good or verdict.signatures[0].signer_name == NAME


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda pdf, at: pdf[: at + 1] + b"0" * 300 + pdf[at + 301 :], id="emptied"),
        pytest.param(lambda pdf, at: pdf[: at + 1] + b"z" * 300 + pdf[at + 301 :], id="rubbish"),
    ],
)
def test_a_container_that_is_none_is_broken(signed, roots, edit):
    _, length, _, _ = _byte_range(signed)

    verdict = verify_pdf(edit(signed, length), at=AT, roots=roots)

    assert (verdict.state, verdict.problem) == (State.BROKEN, Problem.UNREADABLE)


def test_a_range_that_skips_part_of_the_file_is_refused(signed, roots):
    _, length, second, rest = _byte_range(signed)
    found = signed.index(b"/ByteRange")
    old = signed[found : signed.index(b"]", found) + 1]
    shorter = f"/ByteRange [0 {length - 50} {second} {rest}]".encode().ljust(len(old))
    assert len(shorter) == len(old)

    verdict = verify_pdf(signed.replace(old, shorter), at=AT, roots=roots)

    assert verdict.state is State.BROKEN


def test_a_signature_of_an_old_kind_is_named_as_such(signed, roots):
    old_kind = signed.replace(b"/ETSI.CAdES.detached", b"/adbe.pkcs7.sha1    ")

    verdict = verify_pdf(old_kind, at=AT, roots=roots)

    assert (verdict.state, verdict.problem) == (State.BROKEN, Problem.UNKNOWN_KIND)


def test_an_unknown_issuer_is_not_trusted(signed):
    stranger = Authority.root("Cơ quan khác", at=AT)

    verdict = verify_pdf(signed, at=AT, roots=[stranger.pem])

    assert (verdict.state, verdict.problem) == (State.UNTRUSTED, Problem.UNKNOWN_ISSUER)
    assert verdict.signatures[0].signer_name == NAME
    with pytest.raises(SignerUntrusted) as refused:
        require_good(verdict)
    assert refused.value.details == {"problem": "unknown_issuer"}


def test_a_namesake_of_the_authority_is_not_trusted(page):
    real = Authority.root("Cơ quan chứng thực thử nghiệm", at=AT)
    false = Authority.root("Cơ quan chứng thực thử nghiệm", at=AT)
    signed = sign_pdf(page, signer_of(false), at=AT, stamp=None)

    verdict = verify_pdf(signed, at=AT, roots=[real.pem])

    assert verdict.state is State.UNTRUSTED


def test_without_roots_nobody_is_trusted(signed):
    assert verify_pdf(signed, at=AT, roots=()).state is State.UNTRUSTED


@pytest.mark.parametrize(
    ("days", "problem"),
    [
        pytest.param(366, Problem.EXPIRED, id="after its end"),
        pytest.param(-366, Problem.NOT_YET_VALID, id="before its beginning"),
    ],
)
def test_a_certificate_is_judged_for_the_moment_asked(signed, roots, days, problem):
    verdict = verify_pdf(signed, at=AT + timedelta(days=days), roots=roots)

    assert (verdict.state, verdict.problem) == (State.UNTRUSTED, problem)


def test_a_signing_time_outside_the_certificate_is_not_believed(authority, page, roots):
    late = authority.issue(curve_key(), since=AT - YEAR, until=AT + YEAR)
    back_dated = signed_elsewhere(page, late, claimed_at=AT - 2 * YEAR)

    verdict = verify_pdf(back_dated, at=AT, roots=roots)

    assert (verdict.state, verdict.problem) == (
        State.UNTRUSTED,
        Problem.SIGNED_OUTSIDE_VALIDITY,
    )


def test_a_certificate_for_other_ends_does_not_sign(authority, page, roots):
    other = authority.issue(
        curve_key(), since=AT - YEAR, until=AT + YEAR, usages=["key_encipherment"]
    )

    verdict = verify_pdf(signed_elsewhere(page, other), at=AT, roots=roots)

    assert (verdict.state, verdict.problem) == (State.UNTRUSTED, Problem.NOT_FOR_SIGNING)


def test_a_weak_digest_is_not_trusted(authority, page, roots):
    signed = signed_elsewhere(page, identity(authority, rsa_key(2048)), digest="md5")

    verdict = verify_pdf(signed, at=AT, roots=roots)

    assert (verdict.state, verdict.problem) == (State.UNTRUSTED, Problem.WEAK_ALGORITHM)


def test_the_worst_signature_speaks_for_the_file(signed, roots):
    stranger = signer_of(Authority.root("Cơ quan khác", at=AT), name="Người lạ")

    both = sign_pdf(signed, stranger, at=AT, stamp=None)

    verdict = verify_pdf(both, at=AT, roots=roots)
    assert verdict.state is State.UNTRUSTED
    assert [one.state for one in verdict.signatures] == [
        State.VALID_REVOCATION_UNKNOWN,
        State.UNTRUSTED,
    ]


def test_a_file_that_brings_its_revocation_list_is_valid(authority, signed, roots):
    proven = with_proofs(signed, crl=authority.revocations([], at=AT))

    verdict = verify_pdf(proven, at=AT, roots=roots)

    assert verdict.state is State.VALID


def test_a_timestamp_of_the_document_is_told_from_a_signature(authority, signed, roots):
    stamped = with_timestamp(signed, authority, stamped_at=AT + timedelta(hours=1))

    verdict = verify_pdf(stamped, at=AT + timedelta(days=1), roots=roots)

    assert verdict.state is State.VALID_REVOCATION_UNKNOWN
    person, stamp = verdict.signatures
    assert (person.is_timestamp, person.change) == (False, Change.PROOFS)
    assert (stamp.is_timestamp, stamp.claimed_at) == (True, AT + timedelta(hours=1))
    assert stamp.signer_name == "Cơ quan cấp dấu thời gian"


def test_an_edit_under_a_timestamp_is_refused(authority, signed, roots):
    edited = attacks.with_words_added(signed)

    stamped = with_timestamp(edited, authority, stamped_at=AT)

    assert verify_pdf(stamped, at=AT, roots=roots).state is State.MODIFIED


def test_a_root_may_come_in_der(authority, signed):
    root = authority.certificate.public_bytes(Encoding.DER)

    assert verify_pdf(signed, at=AT, roots=[root]).is_good


def test_a_revoked_signer_is_refused_where_the_file_says_so(authority, page, roots):
    revoked = identity(authority, name="Người bị thu hồi")
    signed = signed_elsewhere(page, revoked)
    list_of_revoked = authority.revocations([revoked.certificate], at=AT)

    verdict = verify_pdf(with_proofs(signed, crl=list_of_revoked), at=AT, roots=roots)

    assert (verdict.state, verdict.problem) == (State.UNTRUSTED, Problem.REVOKED)


def test_a_stale_revocation_list_proves_nothing(authority, signed, roots):
    stale = authority.revocations([], at=AT - timedelta(days=30))

    verdict = verify_pdf(with_proofs(signed, crl=stale), at=AT, roots=roots)

    assert verdict.state is State.VALID_REVOCATION_UNKNOWN


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"not a PDF /ByteRange", id="another kind of file"),
        pytest.param(pages.result_page()[:400], id="cut off"),
    ],
)
def test_what_is_no_pdf_cannot_be_judged(content, roots):
    with pytest.raises(PdfUnreadable):
        verify_pdf(content, at=AT, roots=roots)


def test_a_locked_pdf_cannot_be_judged(page, roots):
    with pytest.raises(PdfEncrypted):
        verify_pdf(pages.locked(page, password=""), at=AT, roots=roots)


def test_a_root_that_is_no_certificate_is_told(signed):
    with pytest.raises(RootUnreadable):
        verify_pdf(signed, at=AT, roots=[b"-----BEGIN CERTIFICATE-----\nrubbish"])


def test_an_unsigned_file_is_not_let_through(page, roots):
    with pytest.raises(SignatureMissing):
        require_good(verify_pdf(page, at=AT, roots=roots))


def test_an_issuer_not_known_here_is_let_pass_where_the_file_is_sound(signed):
    require_sound(verify_pdf(signed, at=AT, roots=()))


@pytest.mark.parametrize(
    ("days", "attack", "error"),
    [
        pytest.param(366, bytes, SignerUntrusted, id="expired"),
        pytest.param(366, attacks.with_words_added, PdfAlreadyChanged, id="expired and edited"),
        pytest.param(0, attacks.with_words_added, PdfAlreadyChanged, id="edited"),
    ],
)
def test_a_file_that_is_not_sound_is_not_let_through(signed, roots, days, attack, error):
    verdict = verify_pdf(attack(signed), at=AT + timedelta(days=days), roots=roots)

    with pytest.raises(error):
        require_sound(verdict)


def test_loose_bytes_behind_a_strangers_signature_are_a_change(signed):
    assert verify_pdf(signed + b"9 0 obj", at=AT, roots=()).state is State.MODIFIED


def test_no_name_of_a_signer_reaches_the_log(signed, caplog):
    verify_pdf(attacks.with_words_added(signed), at=AT, roots=())

    assert caplog.text == ""


def _byte_range(pdf: bytes) -> list[int]:
    with form_of(pdf) as fields:
        return [int(number) for number in fields["ChuKy1"].V.ByteRange]

"""Signing: what comes out, on which pages, and what is refused before anything is written."""

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.sign.fields import MDPPerm

from desk_app.signing.errors import (
    CertificateExpired,
    FieldTaken,
    NoFreeField,
    PdfAlreadyChanged,
    PdfAlreadySigned,
    PdfEncrypted,
    PdfLocked,
    PdfUnreadable,
    PictureUnreadable,
    PlaceOffPage,
    SignerNameUnprintable,
    SigningError,
)
from desk_app.signing.place import Place
from desk_app.signing.sign import prepare_pdf, sign_pdf
from desk_app.signing.stamp import Appearance, Stamp, appearance_of
from desk_app.signing.verdict import Change, State
from desk_app.signing.verify import verify_pdf
from printing.blocks import Letterhead
from printing.letter import Signer as LetterSigner
from printing.result import ResultForm, draw, signing_place
from tests.signing import attacks, pages
from tests.signing.elsewhere import signed_elsewhere
from tests.signing.people import AT, identity, signer_of
from tests.signing.reading import box_of_field, form_of, opened, signed_parts
from tests.support.pki import NAME, ORGANISATION, YEAR, Authority, curve_key, rsa_key

SEAL = Place(left_mm=20, bottom_mm=20, width_mm=36, height_mm=36)
SIGNER = Place(left_mm=110, bottom_mm=40, width_mm=80, height_mm=30)
LOOK = Appearance(name=NAME, organisation=ORGANISATION)


def stamp_of(signer) -> Stamp:
    return Stamp(appearance=appearance_of(signer.certificate))


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(curve_key, id="P-256"),
        pytest.param(lambda: curve_key(ec.SECP384R1), id="P-384"),
        pytest.param(lambda: rsa_key(2048), id="RSA-2048"),
        pytest.param(lambda: rsa_key(3072), id="RSA-3072"),
    ],
)
def test_a_signed_page_is_found_good_at_once(authority, roots, page, key):
    signer = signer_of(authority, key())

    signed = sign_pdf(page, signer, at=AT, stamp=stamp_of(signer))

    verdict = verify_pdf(signed, at=AT, roots=roots)
    assert verdict.state is State.VALID_REVOCATION_UNKNOWN
    (signature,) = verdict.signatures
    assert signature.signer_name == NAME
    assert signature.organisation == ORGANISATION
    assert signature.serial == signer.certificate.serial
    assert signature.claimed_at == AT
    assert signature.covers_whole_file
    assert signature.change is Change.NONE


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(pages.scan, id="a scan"),
        pytest.param(lambda: pages.packed(pages.result_page()), id="compressed objects"),
        pytest.param(lambda: pages.with_both_tables(pages.result_page()), id="as Word saves"),
        pytest.param(pages.with_form_field, id="with a form"),
        pytest.param(lambda: pages.result_page(pages=40), id="forty pages"),
        pytest.param(lambda: pages.result_page(size=(200, 150)), id="a small card"),
        pytest.param(lambda: pages.turned(pages.result_page(), 90), id="turned"),
        pytest.param(lambda: pages.cut(pages.result_page(), (50, 60, 500, 700)), id="cut"),
        pytest.param(lambda: pages.enlarged(pages.result_page(), 4), id="a map"),
        pytest.param(lambda: pages.result_page()[:-7], id="without its end mark"),
        pytest.param(lambda: b"\n\n" + pages.result_page(), id="with lines before it"),
    ],
)
def test_any_pdf_of_the_counter_can_be_signed(signer, roots, source):
    signed = sign_pdf(source(), signer, at=AT, stamp=stamp_of(signer))

    assert verify_pdf(signed, at=AT, roots=roots).is_good


def test_what_was_there_stays_byte_for_byte(signer, page):
    signed = sign_pdf(page, signer, at=AT, stamp=stamp_of(signer))

    assert signed.startswith(page)


def test_the_signature_is_pades_and_says_why_and_where(signer, page):
    signed = sign_pdf(
        page, signer, at=AT, stamp=stamp_of(signer), reason="Phê duyệt", location="Hùng Sơn"
    )

    with form_of(signed) as fields:
        signature = fields["ChuKy1"].V
        assert signature.SubFilter == "/ETSI.CAdES.detached"
        assert str(signature.Reason) == "Phê duyệt"
        assert str(signature.Location) == "Hùng Sơn"
        assert str(signature.Name) == NAME
        assert str(signature.M) == "D:20261123100512+07'00'"


def test_the_first_signature_allows_further_signatures_and_nothing_else(signer, page):
    signed = sign_pdf(page, signer, at=AT, stamp=stamp_of(signer))

    with form_of(signed) as fields:
        (rule,) = fields["ChuKy1"].V.Reference
        assert rule.TransformMethod == "/DocMDP"
        assert rule.TransformParams.P == 2


def test_the_room_for_the_signature_depends_on_the_certificates_alone(signer, page):
    lengths = {
        len(signed_parts(sign_pdf(pdf, signer, at=AT, stamp=None), "ChuKy1")[1])
        for pdf in (page, pages.scan())
    }

    assert len(lengths) == 1


def test_without_a_stamp_nothing_is_drawn(signer, roots, page):
    signed = sign_pdf(page, signer, at=AT, stamp=None)

    assert box_of_field(signed, "ChuKy1") == [0, 0, 0, 0]
    assert verify_pdf(signed, at=AT, roots=roots).is_good


def test_the_stamp_stands_lower_right_on_the_last_page(signer):
    signed = sign_pdf(pages.result_page(pages=3), signer, at=AT, stamp=stamp_of(signer))

    with opened(signed) as document:
        assert [len(page.get("/Annots", [])) for page in document.pages] == [0, 0, 1]
    left, bottom, right, top = box_of_field(signed, "ChuKy1")
    assert (left, bottom) > (595 / 2, 0)
    assert (right, top) < (595, 842 / 3)


def test_the_stamp_stands_at_the_place_that_was_chosen(signer):
    place = Place(page=1, left_mm=10, bottom_mm=200, width_mm=80, height_mm=30)

    signed = sign_pdf(
        pages.result_page(pages=2), signer, at=AT, stamp=Stamp(appearance=LOOK, place=place)
    )

    box = [corner / 72 * 25.4 for corner in box_of_field(signed, "ChuKy1")]
    assert box == pytest.approx([10, 200, 90, 230], abs=0.02)


def test_two_signers_are_both_good(authority, signer, roots, page):
    second = signer_of(authority, rsa_key(2048), name="Văn thư xã Hùng Sơn")
    once = sign_pdf(prepare_pdf(page, [SIGNER, SEAL]), signer, at=AT, stamp=stamp_of(signer))

    twice = sign_pdf(once, second, at=AT + timedelta(hours=1), stamp=stamp_of(second))

    verdict = verify_pdf(twice, at=AT, roots=roots)
    assert verdict.is_good
    assert [one.signer_name for one in verdict.signatures] == [NAME, "Văn thư xã Hùng Sơn"]
    assert [one.change for one in verdict.signatures] == [Change.SIGNATURES, Change.NONE]
    assert [one.covers_whole_file for one in verdict.signatures] == [False, True]


def test_the_second_signature_takes_the_field_made_for_it(signer, page):
    once = sign_pdf(prepare_pdf(page, [SIGNER, SEAL]), signer, at=AT, stamp=stamp_of(signer))

    twice = sign_pdf(once, signer, at=AT, stamp=Stamp(appearance=LOOK, field="ChuKy2"))

    with form_of(twice) as fields:
        assert set(fields) == {"ChuKy1", "ChuKy2"}
        assert fields["ChuKy2"].V.Type == "/Sig"


def test_a_prepared_page_is_signed_where_the_signer_stands(signer, page):
    signed = sign_pdf(prepare_pdf(page, [SIGNER]), signer, at=AT, stamp=stamp_of(signer))

    box = [corner / 72 * 25.4 for corner in box_of_field(signed, "ChuKy1")]
    assert box == pytest.approx([110, 40, 190, 70], abs=0.02)


def test_a_result_of_our_own_is_signed_in_the_room_it_leaves(signer):
    form = ResultForm(
        letterhead=Letterhead(
            above="", organisation="XÃ", number="1", place="Hùng Sơn", dated_on="2026-11-23"
        ),
        title="GIẤY XÁC NHẬN",
        paragraphs=("Xác nhận.",),
        signer=LetterSigner(titles=("CHỦ TỊCH",), name=NAME),
    )
    room = signing_place(form)
    place = Place.from_points(
        page=room.page, left=room.left, bottom=room.bottom, right=room.right, top=room.top
    )

    signed = sign_pdf(prepare_pdf(draw(form), [place]), signer, at=AT, stamp=stamp_of(signer))

    assert box_of_field(signed, "ChuKy1") == pytest.approx(
        [room.left, room.bottom, room.right, room.top], abs=0.1
    )


@pytest.mark.parametrize("password", ["", "bí mật"], ids=["open to read", "closed"])
def test_a_locked_pdf_in_bad_form_is_refused_as_locked(signer, page, password):
    damaged = pages.locked(page, password=password).replace(b"startxref", b"startxxxx")

    with pytest.raises(PdfEncrypted):
        sign_pdf(damaged, signer, at=AT, stamp=None)


def test_fields_are_made_before_the_first_signature_only(signer, page):
    with pytest.raises(PdfAlreadySigned):
        prepare_pdf(sign_pdf(page, signer, at=AT, stamp=None), [SEAL])


@pytest.mark.parametrize("place", [None, SEAL], ids=["anywhere", "at a place"])
def test_without_a_field_made_before_a_second_visible_signature_is_refused(signer, page, place):
    once = sign_pdf(page, signer, at=AT, stamp=stamp_of(signer))

    with pytest.raises(NoFreeField):
        sign_pdf(once, signer, at=AT, stamp=Stamp(appearance=LOOK, place=place))


def test_a_second_invisible_signature_leaves_the_first_good(signer, roots, page):
    once = sign_pdf(page, signer, at=AT, stamp=stamp_of(signer))

    twice = sign_pdf(once, signer, at=AT, stamp=None)

    assert verify_pdf(twice, at=AT, roots=roots).is_good
    assert len(verify_pdf(twice, at=AT, roots=roots).signatures) == 2


def test_three_signatures_are_good(signer, roots, page):
    signed = prepare_pdf(page, [SIGNER, SEAL, replace(SEAL, left_mm=60)])

    for _ in range(3):
        signed = sign_pdf(signed, signer, at=AT, stamp=stamp_of(signer))

    verdict = verify_pdf(signed, at=AT, roots=roots)
    assert verdict.is_good
    assert [one.field for one in verdict.signatures] == ["ChuKy1", "ChuKy2", "ChuKy3"]


def test_a_word_file_signed_elsewhere_takes_a_second_signature(authority, signer, roots):
    once = signed_elsewhere(pages.with_both_tables(pages.result_page()), identity(authority))
    assert verify_pdf(once, at=AT, roots=roots).is_good

    twice = sign_pdf(once, signer, at=AT, stamp=stamp_of(signer))

    verdict = verify_pdf(twice, at=AT, roots=roots)
    assert verdict.is_good
    assert len(verdict.signatures) == 2


def test_a_taken_field_is_refused_by_name(signer, page):
    once = sign_pdf(prepare_pdf(page, [SIGNER, SEAL]), signer, at=AT, stamp=stamp_of(signer))

    with pytest.raises(FieldTaken) as refused:
        sign_pdf(once, signer, at=AT, stamp=Stamp(appearance=LOOK, field="ChuKy1"))

    assert refused.value.details == {"field": "ChuKy1"}


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(replace(SEAL, page=1), id="no such page"),
        pytest.param(replace(SEAL, page=-2), id="no such page from the end"),
        pytest.param(replace(SEAL, left_mm=190), id="over the right edge"),
        pytest.param(replace(SEAL, bottom_mm=-1), id="under the lower edge"),
        pytest.param(replace(SEAL, height_mm=0), id="without height"),
    ],
)
def test_a_place_off_the_page_is_refused(signer, page, place):
    with pytest.raises(PlaceOffPage):
        sign_pdf(page, signer, at=AT, stamp=Stamp(appearance=LOOK, place=place))


@pytest.mark.parametrize("password", ["", "bí mật"], ids=["open to read", "closed"])
def test_a_locked_pdf_is_refused(signer, page, password):
    with pytest.raises(PdfEncrypted):
        sign_pdf(pages.locked(page, password=password), signer, at=AT, stamp=None)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\x03\x04 a Word file", id="another kind of file"),
        pytest.param(b"%PDF-1.7\n%%EOF\n", id="no pages at all"),
        pytest.param(pages.result_page()[:300], id="cut off"),
    ],
)
def test_what_is_no_pdf_is_refused(signer, content):
    with pytest.raises(PdfUnreadable):
        sign_pdf(content, signer, at=AT, stamp=stamp_of(signer))


def test_a_file_edited_after_signing_is_not_signed_again(signer, page):
    edited = attacks.with_words_added(sign_pdf(page, signer, at=AT, stamp=None))

    with pytest.raises(PdfAlreadyChanged):
        sign_pdf(edited, signer, at=AT, stamp=None)


def test_a_file_whose_signer_forbade_any_change_is_not_signed_again(authority, signer, page):
    final = signed_elsewhere(page, identity(authority), certify=MDPPerm.NO_CHANGES)

    with pytest.raises(PdfLocked):
        sign_pdf(final, signer, at=AT, stamp=None)


def test_a_certificate_that_ran_out_since_the_key_was_opened_signs_nothing(signer, page):
    with pytest.raises(CertificateExpired):
        sign_pdf(page, signer, at=AT + 2 * YEAR, stamp=None)


def test_a_name_that_the_page_cannot_show_is_refused_with_the_letter(signer, page):
    foreign = Appearance(name="田中")

    with pytest.raises(SignerNameUnprintable) as refused:
        sign_pdf(page, signer, at=AT, stamp=Stamp(appearance=foreign))

    assert refused.value.details["character"].startswith("田")


def test_a_picture_that_is_none_is_refused(signer, page):
    look = Appearance(name=NAME, seal_png=b"not a picture")

    with pytest.raises(PictureUnreadable):
        sign_pdf(page, signer, at=AT, stamp=Stamp(appearance=look))


def test_a_token_pulled_out_leaves_the_document_as_before(signer, page):
    class TokenGone(SigningError):
        code = "token_gone"

    class PulledOut:
        certificate, chain = signer.certificate, signer.chain

        def sign(self, _message):
            raise TokenGone

    with pytest.raises(TokenGone):
        sign_pdf(page, PulledOut(), at=AT, stamp=stamp_of(signer))


def test_an_authority_below_the_root_goes_into_the_file(roots, authority, page):
    below = Authority.below(authority, "Cơ quan cấp dưới", at=AT)
    signer = signer_of(below)

    signed = sign_pdf(page, signer, at=AT, stamp=None)

    assert verify_pdf(signed, at=AT, roots=roots).is_good

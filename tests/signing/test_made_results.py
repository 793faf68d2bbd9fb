"""A result made at the desk is signed as any other: in its own white, its words left readable."""

import pytest

from desk_app.commands.opening import SAMPLE, catalogue_at, place_of
from desk_app.papers.sample import SampleDesk
from desk_app.papers.sample_result import draw_result_sample
from desk_app.signing.looks import look_on
from desk_app.signing.official import sign_officially
from desk_app.signing.pictures import Pictures
from desk_app.signing.verdict import State
from desk_app.signing.verify import verify_pdf
from tests.printing.reading import needs_poppler, pages_of
from tests.signing.people import AT, signer_of
from tests.signing.pictures import pictured, seal_png, signature_png
from tests.signing.reading import box_of_field
from tests.support.pki import rsa_key


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> SampleDesk:
    data = tmp_path_factory.mktemp("sample")
    catalogue = catalogue_at(data)
    return SampleDesk(place=place_of(catalogue, SAMPLE, {}, data=data), catalogue=catalogue)


@needs_poppler
@pytest.mark.parametrize("variant", ["xac-nhan", "sao-y", "ban-sao-chung-thuc"])
def test_three_signatures_stand_between_title_and_name_and_hold(
    authority, signer, roots, sample, variant, tmp_path
):
    pdf = draw_result_sample(sample, variant=variant)

    signed = sign_officially(
        pdf,
        signer,
        agency=signer_of(authority, rsa_key(2048), name="Ủy ban nhân dân xã Hùng Sơn"),
        at=AT,
        look=look_on(AT.date()),
        pictures=Pictures(signature=signature_png(), seal=seal_png()),
        location="Hùng Sơn",
    )

    judged = verify_pdf(signed, at=AT, roots=roots)
    assert judged.state is State.VALID_REVOCATION_UNKNOWN
    assert len(judged.signatures) == 3
    (_, height, words) = pages_of(pdf)[-1]
    name = [word for word in words if word.text in {"Lê", "Văn", "Mẫu"}][-3:]
    left, bottom, right, _ = box_of_field(signed, "ChuKy1")
    assert left < (name[0].left + name[-1].right) / 2 < right
    assert name[0].top - 45 < height - bottom <= name[0].top
    corner = box_of_field(signed, "ChuKy3")
    assert [word.text for word in words if _overlaps(word, corner, height)] == []
    pictured(signed, page=-1, dpi=80).save(tmp_path / "signed.png")


def _overlaps(word, box, height) -> bool:
    left, bottom, right, top = box
    is_beside = word.right <= left or word.left >= right
    return not (is_beside or word.bottom <= height - top or word.top >= height - bottom)

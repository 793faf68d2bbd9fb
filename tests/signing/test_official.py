"""A result as the law has it: the signer's picture, the seal over its left third, the corner."""

import json
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from desk_app.signing import looks
from desk_app.signing.errors import LookUnreadable, PictureUnreadable
from desk_app.signing.looks import look_on
from desk_app.signing.official import sign_officially
from desk_app.signing.pictures import Pictures, fit_picture
from desk_app.signing.sign import free_fields, sign_pdf
from desk_app.signing.stamp import Stamp, appearance_of
from desk_app.signing.verdict import Change, State
from desk_app.signing.verify import verify_pdf
from tests.signing import pages
from tests.signing.people import AT, signer_of
from tests.signing.pictures import pictured, seal_png, signature_png
from tests.signing.reading import box_of_field
from tests.support.pki import NAME, rsa_key

LOOK = look_on(AT.date())
OFFICE = "Ủy ban nhân dân xã Hùng Sơn"
PICTURES = Pictures(signature=signature_png(), seal=seal_png())


@pytest.fixture(scope="module")
def office(authority):
    return signer_of(authority, rsa_key(2048), name=OFFICE)


def signed(signer, office, *, pdf=None, pictures=PICTURES):
    return sign_officially(
        pdf or pages.result_page(pages=2),
        signer,
        agency=office,
        at=AT,
        look=LOOK,
        pictures=pictures,
        location="Hùng Sơn",
    )


def test_three_signatures_hold_in_fields_made_before_the_first(signer, office, roots):
    verdict = verify_pdf(signed(signer, office), at=AT, roots=roots)

    assert verdict.state is State.VALID_REVOCATION_UNKNOWN
    assert [one.signer_name for one in verdict.signatures] == [NAME, OFFICE, OFFICE]
    assert [one.change for one in verdict.signatures] == [
        *(Change.SIGNATURES, Change.SIGNATURES),
        Change.NONE,
    ]


def test_the_seal_covers_the_left_third_of_the_signature(signer, office):
    file = signed(signer, office)

    person, seal = box_of_field(file, "ChuKy1"), box_of_field(file, "ChuKy2")
    width = (person[2] - person[0]) * 0.6
    left = (person[0] + person[2] - width) / 2
    assert seal[2] == pytest.approx(left + width / 3, abs=1)
    assert seal[2] - seal[0] == pytest.approx(36 * 72 / 25.4, abs=1)
    page = pictured(file, page=-1)
    inks = dict.fromkeys(("red", "blue"), 0)
    for red, green, blue in page.get_flattened_data():
        inks["red"] += red > 150 and green < 80 and blue < 80
        inks["blue"] += blue > 100 and red < 80
    assert inks["red"] > 300
    assert inks["blue"] > 100


def test_the_corner_of_page_one_names_the_office_and_the_time(signer, office):
    file = signed(signer, office)

    left, _bottom, _right, top = box_of_field(file, "ChuKy3")
    assert left > 595 / 2
    assert top > 842 - 30
    first = pictured(file, page=0)
    dark = [
        (x, y) for x in range(300, 590) for y in range(5, 60) if sum(first.getpixel((x, y))) < 300
    ]
    assert dark, "letters stand there"


def test_the_office_may_sign_later_and_elsewhere(signer, office, roots):
    alone = signed(signer, None)

    assert free_fields(alone) == 2
    stamp = Stamp(appearance=appearance_of(office.certificate))
    both = sign_pdf(alone, office, at=AT, stamp=stamp)
    assert verify_pdf(both, at=AT, roots=roots).is_good


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(lambda: pages.result_page(size=(200, 150)), id="a small card"),
        pytest.param(lambda: pages.turned(pages.result_page(), 90), id="turned"),
        pytest.param(pages.scan, id="a scan"),
        pytest.param(lambda: pages.enlarged(pages.result_page(), 4), id="a map"),
    ],
)
def test_any_page_can_be_signed_so(signer, office, roots, source):
    file = signed(signer, office, pdf=source())

    assert verify_pdf(file, at=AT, roots=roots).is_good


def test_without_pictures_the_signer_is_named_in_words(signer, office, roots):
    file = signed(signer, office, pictures=Pictures())

    assert verify_pdf(file, at=AT, roots=roots).is_good


def test_a_photo_of_a_signature_on_paper_hides_nothing():
    photo = fit_picture(_on_paper())

    assert len(photo) < 100_000

    picture = Image.open(BytesIO(photo))
    assert max(picture.size) <= 600
    assert picture.getpixel((0, 0))[3] == 0
    with pytest.raises(PictureUnreadable):
        fit_picture(b"no picture")


def test_the_newest_look_in_force_counts_and_a_province_has_its_own(tmp_path):
    ours = json.loads(looks._KNOWN.read_text("utf-8"))
    later = ours["looks"][0] | {"since": "2027-01-01", "beside": ["seal"]}
    (tmp_path / "looks.json").write_text(json.dumps({"looks": [*ours["looks"], later]}), "utf-8")

    assert look_on(date(2026, 12, 31), folder=tmp_path).beside == ("seal", "corner")
    assert look_on(date(2027, 1, 1), folder=tmp_path).beside == ("seal",)
    (tmp_path / "looks.json").write_text('{"looks": [{"since": "x"}]}', "utf-8")
    with pytest.raises(LookUnreadable):
        look_on(AT.date(), folder=tmp_path)


def _on_paper() -> bytes:

    paper = Image.new("RGB", (2000, 900), "white")
    paper.paste((20, 50, 150), (400, 400, 1500, 460))
    written = BytesIO()
    paper.save(written, "PNG")
    return written.getvalue()

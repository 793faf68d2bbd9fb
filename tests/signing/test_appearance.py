"""What the reader sees of a signature: words, pictures, size, and upright on every page."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from PIL import Image, ImageChops, ImageStat

from desk_app.signing.appearance import draw
from desk_app.signing.place import Place
from desk_app.signing.sign import prepare_pdf, sign_pdf
from desk_app.signing.stamp import Appearance, Stamp
from tests.signing import pages
from tests.signing.people import AT
from tests.signing.pictures import difference, pictured, seal_png, signature_png, words_on
from tests.support.pki import NAME, ORGANISATION

LOOK = Appearance(name=NAME, organisation=ORGANISATION)
WITH_PICTURES = replace(LOOK, signature_png=signature_png(), seal_png=seal_png())
drawn = partial(draw, at=AT, width=227, height=85, turned_degrees=0)


def test_the_stamp_says_who_for_whom_and_when_in_vietnamese_time():
    assert words_on(drawn(LOOK)) == (
        f"Ký bởi: {NAME} Cơ quan: {ORGANISATION} Thời gian ký: 23/11/2026 10:05:12 +07:00"
    )


def test_the_day_is_that_of_viet_nam():
    late = AT.replace(hour=17, minute=30)

    assert "24/11/2026 00:30:12" in words_on(drawn(LOOK, at=late))


def test_a_person_without_a_body_shows_none():
    assert "Cơ quan" not in words_on(drawn(Appearance(name=NAME)))


@pytest.mark.parametrize("look", [LOOK, WITH_PICTURES], ids=["words", "pictures"])
def test_the_same_signature_is_the_same_drawing(look):
    assert drawn(look) == drawn(look)
    assert drawn(look) != drawn(look, at=AT + timedelta(seconds=1))


@pytest.mark.parametrize("look", [LOOK, WITH_PICTURES], ids=["words", "pictures"])
def test_a_long_name_shrinks_and_stays_whole_inside_its_box(look):
    body = "Trung tâm Phục vụ hành chính công " + "xã Hùng Sơn, thành phố Đà Nẵng " * 3
    long = replace(look, name="Tôn Nữ Thị Minh Khai " * 3, organisation=body)

    drawing = drawn(long)

    assert body.split() == words_on(drawing).split("Cơ quan: ")[1].split(" Thời gian")[0].split()
    assert _margins(drawing) >= 0


def test_large_pictures_are_made_small():
    assert len(drawn(WITH_PICTURES)) < 60_000


def test_the_seal_lies_over_the_left_third_of_the_signature():
    alone = pictured(drawn(replace(WITH_PICTURES, seal_png=None)), dpi=144)
    both = pictured(drawn(WITH_PICTURES), dpi=144)

    left, _, right, _ = _upper_half(alone)
    _, _, seal_right, _ = ImageChops.difference(alone, both).getbbox()

    assert seal_right == pytest.approx(left + (right - left) / 3, abs=4)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_the_stamp_is_upright_and_in_its_place_however_the_page_is_turned(signer, degrees):
    page = pages.turned(pages.result_page(), degrees)
    place = Place(left_mm=115, bottom_mm=80, width_mm=80, height_mm=30)

    signed = sign_pdf(page, signer, at=AT, stamp=Stamp(appearance=WITH_PICTURES, place=place))

    shown = pictured(signed, dpi=100)
    left, right, up = (round(mm / 25.4 * 100) for mm in (115, 195, 80))
    box = (left, shown.height - up - round(30 / 25.4 * 100), right, shown.height - up)
    upright = pictured(drawn(WITH_PICTURES), dpi=100)
    apart = [_apart(shown.crop(box), upright.rotate(turn)) for turn in (0, 180)]
    assert apart[0] < 4 < apart[1]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(lambda: pages.cut(pages.result_page(), (50, 60, 500, 700)), id="cut"),
        pytest.param(lambda: pages.result_page(size=(420, 298)), id="A6 across"),
    ],
)
def test_the_stamp_lies_on_what_is_shown_of_the_page(signer, source):
    page = source()

    changed = difference(page, sign_pdf(page, signer, at=AT, stamp=Stamp(appearance=LOOK)))

    wide, high = pictured(page).size
    assert changed[0] > wide / 72 * 25.4 / 3
    assert changed[1] > high / 72 * 25.4 / 2
    assert changed[2] < wide / 72 * 25.4
    assert changed[3] < high / 72 * 25.4


def test_an_empty_field_shows_nothing(page):
    place = Place(left_mm=20, bottom_mm=20, width_mm=36, height_mm=36)

    assert difference(page, prepare_pdf(page, [place])) is None


def test_an_invisible_signature_changes_no_dot(signer, page):
    assert difference(page, sign_pdf(page, signer, at=AT, stamp=None)) is None


def _margins(drawing: bytes) -> int:
    """Dots between what is drawn and the nearest edge of the drawing, less the bar at the left."""
    picture = pictured(drawing, dpi=144)
    ground = Image.new("RGB", picture.size, "white")
    left, top, right, bottom = ImageChops.difference(picture, ground).getbbox()
    return min(left, top, picture.width - right, picture.height - bottom)


def _upper_half(picture: Image.Image) -> tuple[int, int, int, int]:
    half = picture.crop((0, 0, picture.width, picture.height // 2))
    return ImageChops.difference(half, Image.new("RGB", half.size, "white")).getbbox()


def _apart(*pictures: Image.Image) -> float:
    """How the pictures differ in the large, 0 to 255."""
    small = [picture.resize((40, 15), Image.Resampling.BOX) for picture in pictures]
    return max(ImageStat.Stat(ImageChops.difference(*small)).mean)

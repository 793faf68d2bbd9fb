"""What is done to a page: straight, whole and clear, and nothing lost."""

import pytest
from PIL import Image, ImageDraw

from desk_app.scanning.mending import Colours, Mending, mended, paper_box, skew
from tests.support.paper import askew, written_page


@pytest.mark.parametrize("degrees", [-4.0, -1.3, 0.6, 2.7])
def test_a_page_that_lay_askew_is_made_straight(degrees):
    page = askew(written_page(), degrees)

    found = skew(page)

    assert found == pytest.approx(-degrees, abs=0.3)


def test_a_straight_page_is_left_as_sharp_as_it_is():
    assert skew(written_page()) == 0.0


def test_a_blank_page_is_not_turned():
    assert skew(Image.new("L", (827, 1169), 240)) == 0.0


def test_the_dark_table_around_a_photographed_page_is_cut_off():
    table = Image.new("L", (1100, 1500), 40)
    table.paste(written_page(), (120, 160))

    left, top, right, bottom = paper_box(table)

    assert (left, top) == (pytest.approx(120, abs=8), pytest.approx(160, abs=8))
    assert (right - left, bottom - top) == (pytest.approx(827, abs=12), pytest.approx(1169, abs=12))


def test_a_card_on_the_white_glass_is_cut_out():
    bed = Image.new("L", (1654, 2339), 250)
    ImageDraw.Draw(bed).rectangle((200, 200, 870, 625), fill=120)

    left, top, right, bottom = paper_box(bed)

    assert right - left < 850
    assert bottom - top < 600
    assert left <= 200
    assert top <= 200


def test_a_page_of_text_keeps_its_margins():
    page = written_page()

    assert paper_box(page) == (0, 0, *page.size)


def test_a_shadow_over_the_paper_goes_and_the_ink_stays():
    page = written_page(lines=30)
    shadow = (
        Image.linear_gradient("L").resize(page.size).point(lambda level: 150 + level * 105 // 255)
    )
    shaded = Image.composite(page, Image.new("L", page.size, 0), shadow)

    clear = mended(shaded, Mending(is_cropped=False, is_straightened=False))

    corners = [clear.getpixel((5, 5)), clear.getpixel((820, 5)), clear.getpixel((5, 1160))]
    assert min(corners) > 245
    assert clear.getextrema()[0] < 60


def test_a_red_stamp_stays_red_in_colour():
    page = written_page().convert("RGB")
    ImageDraw.Draw(page).ellipse((300, 700, 420, 820), outline=(200, 30, 40), width=10)

    clear = mended(page, Mending(colours=Colours.COLOUR))

    red, green, _ = clear.getpixel((305, 760))
    assert red - green > 90


@pytest.mark.parametrize(
    ("colours", "mode"),
    [(Colours.COLOUR, "RGB"), (Colours.GREY, "L"), (Colours.BLACK_WHITE, "1")],
)
def test_a_page_is_turned_and_has_the_colours_asked_for(colours, mode):
    page = written_page()

    turned = mended(page, Mending(turn=90, colours=colours, is_cropped=False))

    assert turned.size == (page.height, page.width)
    assert turned.mode == mode


def test_black_and_white_keeps_thin_writing_in_half_shade():
    page = written_page(ink=120, paper=190)

    ink = mended(page, Mending(colours=Colours.BLACK_WHITE))

    black = ink.convert("L").histogram()[0]
    assert black > 10_000
    assert black < page.width * page.height * 0.2

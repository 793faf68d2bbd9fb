"""The PDF of the pages: it fits, is true to size, and loses no page."""

import io
import subprocess

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desk_app.scanning.binding import Page, bind
from desk_app.scanning.errors import NothingToBind
from desk_app.scanning.mending import Colours, Mending, mended
from tests.support.needs import needs
from tests.support.paper import written_page

PORTAL = 1_900_000
GRAIN = Image.effect_noise((400, 560), 90)  # what cannot be pressed


def volumes(pages, *, most_bytes=PORTAL):
    return list(bind(pages, count=len(pages), most_bytes=most_bytes, title="Tờ khai"))


@pytest.mark.parametrize("colours", list(Colours))
def test_a_page_is_as_large_as_its_paper_and_looks_as_it_did(colours):
    page = mended(written_page(dpi=200), Mending(colours=colours))

    (volume,) = volumes([Page(image=page, dpi=200)])

    with pypdfium2.PdfDocument(volume.pdf) as document:
        assert document[0].get_size() == (pytest.approx(595, abs=2), pytest.approx(842, abs=2))
        drawn = document[0].render(scale=1).to_pil().convert("L")
    expected = page.convert("L").resize(drawn.size, Image.Resampling.BOX)
    differing = sum(
        count * level
        for level, count in enumerate(
            Image.blend(drawn, Image.eval(expected, lambda level: 255 - level), 0.5).histogram()
        )
    ) / (drawn.width * drawn.height)
    assert differing == pytest.approx(127.5, abs=6)


def test_ink_alone_is_far_smaller_than_grey():
    grey = mended(written_page(dpi=200), Mending())
    ink = mended(written_page(dpi=200), Mending(colours=Colours.BLACK_WHITE))

    (large,) = volumes([Page(image=grey, dpi=200)])
    (small,) = volumes([Page(image=ink, dpi=200)])

    assert len(small.pdf) * 3 < len(large.pdf)


@needs("qpdf")
def test_another_program_finds_nothing_wrong(tmp_path):
    ink = mended(written_page(), Mending(colours=Colours.BLACK_WHITE))
    (volume,) = volumes([Page(image=ink, dpi=100), Page(image=written_page(), dpi=100)])
    (tmp_path / "scan.pdf").write_bytes(volume.pdf)

    command = ["qpdf", "--check", tmp_path / "scan.pdf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_pages_too_many_for_one_file_go_on_in_the_next_and_stay_legible():
    pages = [Page(image=GRAIN, dpi=150)] * 12

    bound = volumes(pages, most_bytes=200_000)

    assert len(bound) > 1
    assert all(len(volume.pdf) <= 200_000 for volume in bound)
    assert sum(volume.pages for volume in bound) == 12
    assert min(volume.dpi for volume in bound) >= 150


def test_a_light_page_leaves_its_room_to_a_heavy_one():
    blank = Page(image=Image.new("L", (400, 560), 255), dpi=150)

    (volume,) = volumes([blank, blank, blank, Page(image=GRAIN, dpi=150)], most_bytes=120_000)

    assert volume.pages == 4


@settings(max_examples=15, deadline=None)
@given(count=st.integers(1, 6), most_bytes=st.integers(20_000, 150_000))
def test_no_page_is_lost_whatever_the_size(count, most_bytes):
    small = GRAIN.crop((0, 0, 100, 140))

    bound = volumes([Page(image=small, dpi=150)] * count, most_bytes=most_bytes)

    assert sum(volume.pages for volume in bound) == count
    for volume in bound:
        with pikepdf.open(io.BytesIO(volume.pdf)) as pdf:
            assert len(pdf.pages) == volume.pages


def test_the_same_pages_make_the_same_bytes():
    page = Page(image=written_page(), dpi=100)

    assert volumes([page])[0].pdf == volumes([page])[0].pdf


def test_no_page_is_no_scan():
    with pytest.raises(NothingToBind):
        volumes([])

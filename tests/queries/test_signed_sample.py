"""Pictures to sign with, seen on a page before they are kept."""

from io import BytesIO

import pytest
from PIL import Image

from desk_app.domain.rights import NotPermitted, Role
from desk_app.queries.signed_sample import kept_pictures, signed_sample
from desk_app.signing.errors import PictureUnreadable
from desk_app.ui.connect.sign_pictures import sign_pictures_calls
from desk_app.ui.screens.sign_pictures import Picture
from tests.signing.pictures import seal_png, signature_png
from tests.support.counter import all_that_is_kept
from tests.support.desks import a_desk


def colours(png):
    """How many dots of the sample page are blue, and how many red."""
    page = Image.open(BytesIO(png)).convert("RGB")
    raw = page.reduce(2).tobytes()
    dots = list(zip(raw[::3], raw[1::3], raw[2::3], strict=True))
    blue = sum(b > r + 60 and b > g + 60 for r, g, b in dots)
    return blue, sum(r > g + 60 and r > b + 60 for r, g, b in dots)


def test_a_new_picture_is_seen_on_the_page_before_it_is_kept(desk):
    before = all_that_is_kept(desk)

    with_signature = colours(signed_sample(desk, signature=signature_png()))
    with_both = colours(signed_sample(desk, signature=signature_png(), seal=seal_png()))

    assert with_signature[0] > 100
    assert with_signature[1] == 0
    assert min(with_both) > 100
    assert all_that_is_kept(desk) == before


def test_what_is_kept_is_seen_and_can_be_tried_without(desk):
    calls = sign_pictures_calls(desk)
    calls.keep(Picture.SEAL, seal_png())

    looked = colours(calls.sample(Picture.SEAL, None))
    without = colours(calls.sample(Picture.SEAL, b""))
    calls.keep(Picture.SEAL, b"")

    assert looked[1] > 100
    assert without[1] < looked[1] / 10
    assert kept_pictures(desk).seal == b""


@pytest.mark.parametrize("picture", list(Picture))
def test_a_file_that_is_no_picture_is_refused_before_anything_is_kept(desk, picture):
    calls = sign_pictures_calls(desk)

    for refused in (calls.sample, calls.keep):
        with pytest.raises(PictureUnreadable):
            refused(picture, b"%PDF-1.7")

    assert [line.is_there for line in calls.load()] == [False, False]


def test_a_clerk_who_neither_signs_nor_manages_sees_none(tmp_path):
    with a_desk(tmp_path, roles=[Role.CLERK]) as desk:
        assert sign_pictures_calls(desk).load() == []
        with pytest.raises(NotPermitted):
            signed_sample(desk)

"""Millimetres on the page as shown, turned into the page's own coordinates."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.signing.errors import PlaceOffPage
from desk_app.signing.place import PageShape, Place, box_of, lower_right

A4 = PageShape(visible=(0, 0, 595.28, 841.89))
CORNER = Place(left_mm=10, bottom_mm=20, width_mm=30, height_mm=5)

edges = st.floats(-1000, 1000)
lengths = st.floats(20, 3000)
shapes = st.builds(
    lambda left, bottom, wide, high, turned, unit: PageShape(
        visible=(left, bottom, left + wide, bottom + high), turned_degrees=turned, unit=unit
    ),
    edges,
    edges,
    lengths,
    lengths,
    st.sampled_from([0, 90, 180, 270]),
    st.floats(0.5, 10),
)


@pytest.mark.parametrize(
    ("turned", "expected_mm"),
    [
        pytest.param(0, (10, 20, 40, 25), id="upright"),
        pytest.param(90, (210 - 25, 10, 210 - 20, 40), id="a quarter turn to the right"),
        pytest.param(180, (210 - 40, 297 - 25, 210 - 10, 297 - 20), id="upside down"),
        pytest.param(270, (20, 297 - 40, 25, 297 - 10), id="a quarter turn to the left"),
    ],
)
def test_a_place_follows_the_turn_of_the_page(turned, expected_mm):
    box = box_of(CORNER, replace(A4, turned_degrees=turned))

    assert [corner / 72 * 25.4 for corner in box] == pytest.approx(expected_mm, abs=0.05)


def test_a_place_counts_from_the_corner_of_what_is_shown():
    cut = PageShape(visible=(100, 200, 500, 700))

    left, bottom, _, _ = box_of(CORNER, cut)

    assert (left, bottom) == pytest.approx((100 + 10 / 25.4 * 72, 200 + 20 / 25.4 * 72))


def test_a_place_on_a_map_is_counted_in_the_maps_units():
    a_map = PageShape(visible=(0, 0, 600, 800), unit=4)

    left, bottom, right, top = box_of(CORNER, a_map)

    assert (right - left, top - bottom) == pytest.approx((30 / 25.4 * 18, 5 / 25.4 * 18))
    assert a_map.shown_mm == pytest.approx((600 * 4 / 72 * 25.4, 800 * 4 / 72 * 25.4))


@given(shape=shapes)
def test_lower_right_lies_on_every_page(shape):
    left, bottom, right, top = box_of(lower_right(shape), shape)

    assert shape.visible[0] <= left < right <= shape.visible[2]
    assert shape.visible[1] <= bottom < top <= shape.visible[3]


@given(shape=shapes)
def test_a_box_is_as_large_as_its_place(shape):
    place = lower_right(shape)

    left, bottom, right, top = box_of(place, shape)

    wide, high = right - left, top - bottom
    if shape.turned_degrees in {90, 270}:
        wide, high = high, wide
    in_mm = [length * shape.unit / 72 * 25.4 for length in (wide, high)]
    assert in_mm == pytest.approx((place.width_mm, place.height_mm), rel=1e-6)


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(replace(CORNER, left_mm=-0.1), id="left of the page"),
        pytest.param(replace(CORNER, bottom_mm=-0.1), id="below the page"),
        pytest.param(replace(CORNER, left_mm=181), id="right of the page"),
        pytest.param(replace(CORNER, bottom_mm=293), id="above the page"),
        pytest.param(replace(CORNER, width_mm=0), id="of no width"),
    ],
)
def test_a_place_that_leaves_the_page_is_refused_with_its_page(place):
    with pytest.raises(PlaceOffPage) as refused:
        box_of(replace(place, page=2), A4)

    assert refused.value.details == {"page": "3"}

"""Sharing strips out over pages."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from printing.strips import Rule, Strip, held, paginate

TOP, BOTTOM = 40.0, 540.0


def strip(number: int, height: float, *, clings: bool = False) -> Strip:
    """A strip that can be found again by its one mark."""
    return Strip(height=height, marks=(Rule(x1=number, y1=0, x2=0, y2=0),), clings=clings)


STRIPS = st.lists(st.tuples(st.floats(1, 200), st.booleans()), min_size=1, max_size=40).map(
    lambda made: [
        strip(number, height, clings=clings) for number, (height, clings) in enumerate(made)
    ]
)


def groups(strips: list[Strip]) -> list[list[Strip]]:
    """The strips parted after each that does not cling."""
    ends = [number + 1 for number, strip in enumerate(strips) if not strip.clings]
    parts = [strips[start:end] for start, end in zip([0, *ends], [*ends, None], strict=True)]
    return [part for part in parts if part]


@given(STRIPS)
def test_every_strip_is_placed_once_in_order_and_inside(strips: list[Strip]):
    pages = paginate(strips, top=TOP, bottom=BOTTOM)

    placed = [placed for page in pages for placed in page]
    assert [part.marks for part in placed] == [strip.marks for strip in strips]
    heights = iter(strip.height for strip in strips)
    for page in pages:
        assert page[0].top == TOP
        for part in page:
            assert part.top + next(heights) <= BOTTOM + 0.001


@given(STRIPS)
def test_what_clings_shares_a_page_where_a_page_can_hold_it(strips: list[Strip]):
    pages = paginate(strips, top=TOP, bottom=BOTTOM)

    page_of = {part.marks: number for number, page in enumerate(pages) for part in page}
    for group in groups(strips):
        if sum(strip.height for strip in group) <= BOTTOM - TOP:
            assert len({page_of[strip.marks] for strip in group}) == 1


def test_a_header_stands_again_on_every_page_that_begins_with_its_rows():
    header = strip(-1, 20)
    rows = [replace(strip(number, 100), header=header) for number in range(12)]

    pages = paginate([replace(header, clings=True), *rows], top=TOP, bottom=BOTTOM)

    assert [page[0].marks for page in pages] == [header.marks] * 3
    assert sum(part.marks == header.marks for page in pages for part in page) == 3


def test_nothing_to_place_is_still_a_page():
    assert paginate([], top=TOP, bottom=BOTTOM) == ((),)


def test_the_end_of_a_table_stays_with_who_signs_below_it():
    head = strip(90, 20)
    rows = [replace(strip(number, 40), header=head) for number in range(5)]
    end = [*rows, strip(5, 20), Strip(height=10)]

    assert [one.clings for one in held(end, page=500)] == [False] * 4 + [True] * 3
    assert [one.clings for one in held(end, page=100)] == [False] * 5 + [True] * 2
    begun = [*rows, Strip(height=0, breaks=True), strip(5, 20)]
    assert [one.clings for one in held(begun, page=500)] == [False] * 5 + [True] * 2
    assert held(begun, page=500)[5].breaks
    assert held([], page=500) == []

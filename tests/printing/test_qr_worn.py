"""Codes as a counter meets them: from a label printer's picture, with a dark patch or cut."""

import sys

import pytest
import zxingcpp

from printing.pdf import MM
from printing.qr import LEAST_SIDE_MM, qr_code
from tests.printing.worn import (
    PLACES,
    RECEIPT_TEXT,
    WORN,
    is_read,
    printed,
    read_when_worn,
)


@pytest.mark.parametrize(("text", "level", "share", "least"), WORN.values(), ids=WORN)
def test_a_code_is_read_clean_and_with_a_dark_patch(text, level, share, least, record_property):
    read = read_when_worn(text, level, share)

    record_property("read", f"{read} of {PLACES}")
    sys.stdout.write(f"{text[:4]} level {level}, {share:.0%} dark: {read} of {PLACES} read\n")
    assert is_read(printed(text, level).picture, text)
    assert read >= least


@pytest.mark.parametrize(("text", "level"), [one[:2] for one in WORN.values()])
def test_every_square_is_three_dots_of_a_label_printer(text, level):
    code = qr_code(text, level=level)

    assert code.squares.side >= LEAST_SIDE_MM * MM
    assert printed(text, level).dots >= 2.99


@pytest.mark.parametrize("turn", [-7, 3, 90, 180])
def test_a_code_is_read_however_the_paper_lies(turn):
    picture = printed(RECEIPT_TEXT, "M").picture.rotate(turn, expand=True, fillcolor=255)

    assert is_read(picture, RECEIPT_TEXT)


def test_a_code_cut_through_is_not_read_as_something_else():
    whole = printed(RECEIPT_TEXT, "M").picture
    half = whole.crop((0, 0, whole.width // 2, whole.height))

    assert not zxingcpp.read_barcodes(half)

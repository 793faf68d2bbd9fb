"""The file itself: faces cut down by our own hand, and more letters than a face has codes for."""

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from printing.font_subset import subset
from printing.fonts import Face, advances, vietnamese_letters
from printing.pdf import Document, write
from printing.strips import Placed, Text
from tests.support.words import words_on

LETTERS = sorted(vietnamese_letters())
EVERY = [one for one in advances()[Face.REGULAR] if not one.isspace()]
_A_LINE = 50


@pytest.mark.parametrize("face", Face)
def test_a_cut_face_is_sound_and_shows_each_letter_as_the_whole_one_does(face, tmp_path):
    cut = tmp_path / "cut.ttf"

    cut.write_bytes(subset(face, [*map(ord, LETTERS)]))

    read = TTFontFile(str(cut), validate=1)  # every table's check, and that of the file
    assert read.numGlyphs > len(LETTERS)
    assert [read.hmetrics[place][0] for place in range(1, len(LETTERS) + 1)] == [
        pytest.approx(advances()[face][letter] * read.unitsPerEm / 1000) for letter in LETTERS
    ]


def test_a_page_with_every_letter_of_a_face_can_be_read_and_copied():
    lines = ["".join(EVERY[at : at + _A_LINE]) for at in range(0, len(EVERY), _A_LINE)]
    texts = tuple(
        Text(x=20, y=15.0 * row, text=line, face=Face.REGULAR, size=9)
        for row, line in enumerate(lines, start=1)
    )
    page = (Placed(top=0, marks=texts),)

    pdf = write(Document(width=900, height=15.0 * len(lines) + 30, pages=(page,), title="A"))

    assert len(EVERY) > 2 * 256
    assert set(LETTERS) <= set(words_on(pdf))
    assert (
        write(Document(width=900, height=15.0 * len(lines) + 30, pages=(page,), title="A")) == pdf
    )


def test_brackets_and_strokes_are_written_as_they_are():
    said = "(một) \\ hai) ((ba"
    page = (Placed(top=30, marks=(Text(x=20, y=10, text=said, face=Face.BOLD, size=9),)),)

    pdf = write(Document(width=300, height=100, pages=(page,), title="(A) \\"))

    assert words_on(pdf) == said

"""The file itself: more letters than a subset of a face has codes for, and what PDF escapes."""

from printing.fonts import Face, advances, vietnamese_letters
from printing.pdf import Document, write
from printing.strips import Placed, Text
from tests.support.words import words_on

LETTERS = sorted(vietnamese_letters())
EVERY = [one for one in advances()[Face.REGULAR] if not one.isspace()]
_A_LINE = 50


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

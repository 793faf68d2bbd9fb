"""The squares of a code, held against another program's: the text and its correction, any mask."""

import segno
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from printing.qr_making import DARK, make_code

LETTERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", min_size=1, max_size=420)
_MASKS = 8
_VERSION_9 = 53  # squares a side; longer codes count their letters with more bits


@settings(max_examples=30)
@given(text=LETTERS, level=st.sampled_from("LMQH"))
@example(text="A", level="L")  # without version information and alignment marks
@example(text="A" * 420, level="L")
def test_a_code_is_one_of_the_eight_that_segno_makes(text: str, level: str):
    made = make_code(text, level=level)
    assume(not _ends_on_a_byte(text, squares=len(made)))

    others = [segno.make(text, error=level, micro=False, mask=mask) for mask in range(_MASKS)]
    assert [[square == DARK[0] for square in row] for row in made] in [
        [[bool(square) for square in row] for row in other.matrix] for other in others
    ]


def _ends_on_a_byte(text: str, *, squares: int) -> bool:
    """There segno 1.6.6 writes one byte of zeros more than the standard has; no reader minds."""
    counted = 9 if squares <= _VERSION_9 else 11
    pairs, single = divmod(len(text), 2)
    return (4 + counted + 11 * pairs + 6 * single + 4) % 8 == 0

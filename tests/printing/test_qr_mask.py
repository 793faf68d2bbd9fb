"""The quick choice of a mask is segno's own, and so are all other squares."""

import segno
from hypothesis import example, given
from hypothesis import strategies as st

from printing.qr_mask import make_code

LETTERS = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", min_size=1, max_size=420)
WORDS = st.text("aàăâđ 0", min_size=1, max_size=120)


@given(text=LETTERS | WORDS, level=st.sampled_from("LMQH"))
@example(text="0", level="L")  # without version information and alignment marks
@example(text="A" * 420, level="L")
def test_a_code_is_the_one_that_segno_makes(text: str, level: str):
    made = make_code(text, level=level)

    slow = segno.make(text, error=level, micro=False)
    assert made == tuple(bytes(row) for row in slow.matrix)

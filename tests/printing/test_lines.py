"""Lines: none too long, no word lost, none cut that need not be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.fonts import Face, vietnamese_letters, width
from printing.lines import Run, balanced, wrap

LETTERS = st.sampled_from(sorted(vietnamese_letters()))
TEXTS = st.text(st.one_of(LETTERS, st.just(" ")), max_size=120)
RUNS = st.lists(st.tuples(TEXTS, st.sampled_from(Face)), max_size=5)


def words(runs: list[Run] | tuple[Run, ...]) -> list[str]:
    return "".join(text for text, _ in runs).split()


@given(RUNS, st.floats(60, 400), st.floats(0, 30))
def test_no_line_is_longer_than_the_limit(runs: list[Run], limit: float, indent: float):
    for line in wrap(runs, size=10, limit=limit, indent=indent):
        drawn = sum(width(text, face, 10) for text, face in line.runs)
        assert drawn == pytest.approx(line.length)
        assert line.left + line.length <= limit + 0.001


@given(RUNS, st.floats(60, 400))
def test_no_letter_is_lost_and_none_changes_its_face(runs: list[Run], limit: float):
    lines = wrap(runs, size=10, limit=limit)

    for face in Face:
        given_letters = "".join(text for text, own in runs if own is face).replace(" ", "")
        set_letters = "".join(text for line in lines for text, own in line.runs if own is face)
        assert set_letters.replace(" ", "") == given_letters


@given(st.lists(st.text(LETTERS, min_size=1, max_size=6), min_size=1, max_size=40))
def test_words_that_fit_are_never_cut(texts: list[str]):
    lines = wrap([(" ".join(texts), Face.REGULAR)], size=10, limit=120)

    assert [word for line in lines for word in words(line.runs)] == texts


@given(st.lists(st.text(LETTERS, min_size=1, max_size=6), min_size=1, max_size=40))
def test_balanced_lines_are_as_many_and_no_longer(texts: list[str]):
    runs = [(" ".join(texts), Face.BOLD)]
    greedy = wrap(runs, size=10, limit=150)

    lines = balanced(runs, size=10, limit=150)

    assert len(lines) == len(greedy)
    assert [word for line in lines for word in words(line.runs)] == texts
    assert max(line.length for line in lines) <= max(line.length for line in greedy) + 0.001


def test_a_word_longer_than_the_line_goes_on_below_without_a_blank():
    lines = wrap([("Đ" * 5000, Face.REGULAR)], size=10, limit=300)

    assert "".join(text for line in lines for text, _ in line.runs) == "Đ" * 5000


def test_no_break_blanks_keep_words_together():
    runs = [("ỦY\u00a0BAN\u00a0NHÂN\u00a0DÂN XÃ HÙNG SƠN", Face.REGULAR)]

    lines = balanced(runs, size=10, limit=130)

    assert [text for line in lines for text, _ in line.runs] == [
        "ỦY\u00a0BAN\u00a0NHÂN\u00a0DÂN",
        "XÃ HÙNG SƠN",
    ]


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_a_text_of_blanks_gives_no_line(text: str):
    assert wrap([(text, Face.REGULAR)], size=10, limit=100) == []

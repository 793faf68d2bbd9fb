"""The faces: complete, unaltered, and never asked for what they cannot print."""

import unicodedata
from pathlib import Path

import pytest
import reportlab
from hypothesis import given
from hypothesis import strategies as st

from printing.errors import FontsDamaged, GlyphMissing
from printing.fonts import (
    FOLDER,
    Face,
    advances,
    printable,
    read_font,
    vietnamese_letters,
    width,
)


def test_the_vietnamese_letters_are_146():
    assert len(vietnamese_letters()) == 146


@pytest.mark.parametrize("face", Face)
def test_every_face_prints_every_vietnamese_letter(face: Face):
    assert vietnamese_letters() <= advances()[face].keys()


def test_every_face_prints_the_same_characters():
    assert len({frozenset(drawable) for drawable in advances().values()}) == 1


def test_the_licence_stands_beside_the_fonts():
    assert "SIL Open Font License" in (FOLDER / "Tinos-LICENSE.txt").read_text(encoding="utf-8")


@given(st.text(st.sampled_from(sorted(vietnamese_letters())), min_size=1))
def test_decomposed_letters_are_composed(text: str):
    assert printable(unicodedata.normalize("NFD", text)) == text


@pytest.mark.parametrize(
    ("text", "character"),
    [
        pytest.param("Chọn ☐ Nam", "☐ (U+2610 BALLOT BOX)", id="a box"),
        pytest.param("Nguyễn 阮", "阮 (U+962E CJK UNIFIED IDEOGRAPH-962E)", id="a Han letter"),
        pytest.param("Hoa 🌸", "🌸 (U+1F338 CHERRY BLOSSOM)", id="an emoji"),
        pytest.param("q\u0303", "(U+0303 COMBINING TILDE)", id="a mark no letter takes"),
        pytest.param("a\u200bb", "(U+200B ZERO WIDTH SPACE)", id="an invisible one"),
        pytest.param("a\x07b", "(U+0007)", id="a control character"),
    ],
)
def test_what_cannot_be_printed_is_named(text: str, character: str):
    with pytest.raises(GlyphMissing) as refused:
        printable(text)

    assert refused.value.details == {"character": character}


def test_the_first_character_that_cannot_be_printed_is_named():
    with pytest.raises(GlyphMissing) as refused:
        printable("trước ☑ sau ☐")

    assert "U+2611" in refused.value.details["character"]


def test_white_space_becomes_one_blank_and_no_break_blanks_stay():
    assert printable("Bhling \t\n Thị\u00a0Hoa") == "Bhling Thị\u00a0Hoa"


def test_bold_letters_are_wider_and_size_counts():
    assert width("Hồ sơ", Face.BOLD, 10) > width("Hồ sơ", Face.REGULAR, 10)
    assert width("Hồ sơ", Face.BOLD, 20) == pytest.approx(2 * width("Hồ sơ", Face.BOLD, 10))


def altered(tmp_path: Path, old: bytes, new: bytes) -> Path:
    """A copy of a face whose bytes differ."""
    copy = tmp_path / "Tinos-Regular.ttf"
    whole = (FOLDER / "Tinos-Regular.ttf").read_bytes()
    assert old in whole
    copy.write_bytes(whole.replace(old, new))
    return copy


def test_another_version_of_a_face_is_refused(tmp_path: Path):
    old, new = ("Version 1.33".encode("utf-16-be"), "Version 1.07".encode("utf-16-be"))
    other = altered(tmp_path, old, new)

    with pytest.raises(FontsDamaged) as refused:
        read_font(other, name="other")

    assert refused.value.details == {"file": "Tinos-Regular.ttf"}


def test_a_face_without_vietnamese_is_refused_whatever_version_it_claims(
    tmp_path: Path,
):
    vera = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    claiming = tmp_path / "Vera.ttf"
    old, new = "Release 1.10".encode("utf-16-be"), "Version 1.33".encode("utf-16-be")
    claiming.write_bytes(vera.read_bytes().replace(old, new))

    with pytest.raises(FontsDamaged):
        read_font(claiming, name="claiming")


def test_a_cut_or_missing_file_is_refused(tmp_path: Path):
    cut = tmp_path / "cut.ttf"
    cut.write_bytes((FOLDER / "Tinos-Bold.ttf").read_bytes()[:5000])

    with pytest.raises(FontsDamaged):
        read_font(cut, name="cut")
    with pytest.raises(FontsDamaged):
        read_font(tmp_path / "missing.ttf", name="missing")

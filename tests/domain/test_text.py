import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.text import (
    NAME_LIMIT,
    ControlCharacters,
    TooLong,
    clean,
    clean_lines,
    fold,
    vietnamese_key,
)

NAMES = st.text(alphabet="aăâeêioôơuưyđnghĐÔ áàảãạếệ-' ð\u0300\u0301\u0323\u00a0", max_size=40)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("  Nguyễn Văn An  ", "Nguyễn Văn An", id="spaces at the ends"),
        pytest.param(unicodedata.normalize("NFD", "Nguyễn Thị Hệ"), "Nguyễn Thị Hệ", id="NFD"),
        pytest.param("Tê\u0301ch", "Tếch", id="letter and tone apart, as CP1258 does"),
        pytest.param("Lê\u00a0\u2003Thị\tBình", "Lê Thị Bình", id="odd spaces and a tab"),
        pytest.param("Thôn 3\r\nxã Hùng Sơn", "Thôn 3 xã Hùng Sơn", id="a line break in one line"),
        pytest.param("\ufeffTrần\u200b Cúc\u00ad", "Trần Cúc", id="invisible letters of web pages"),
        pytest.param("Hoà", "Hoà", id="the place of the tone mark stays as typed"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_clean_keeps_what_was_typed_in_one_tidy_line(typed, kept):
    assert clean(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("An\x00", id="NUL"),
        pytest.param("An\x1b[2J", id="escape"),
        pytest.param("An\x1dB", id="group separator of a barcode scanner"),
        pytest.param("An\u202eB", id="direction override"),
        pytest.param("An\ud800", id="half of a surrogate pair"),
        pytest.param("Nguy\ufffdn", id="a letter already lost"),
        pytest.param("An\x9f", id="C1 control"),
    ],
)
def test_text_no_page_can_show_is_refused(typed):
    with pytest.raises(ControlCharacters) as refused:
        clean(typed, field="name")

    assert refused.value.code == "control_characters"
    assert refused.value.details == {"field": "name"}


def test_a_name_of_5000_characters_is_refused_with_its_limit():
    with pytest.raises(TooLong) as refused:
        clean("Ng" * 2500, limit=NAME_LIMIT, field="name")

    assert refused.value.details == {"field": "name", "limit": "200", "length": "5000"}


def test_a_name_just_at_the_limit_is_kept_though_its_decomposed_form_is_longer():
    name = "ệ" * NAME_LIMIT

    assert clean(unicodedata.normalize("NFD", name), limit=NAME_LIMIT) == name


def test_a_million_marks_on_one_letter_are_refused_before_they_are_sorted():
    with pytest.raises(TooLong):
        clean("a" + "\u0301\u0323" * 500_000)


def test_a_note_keeps_its_lines():
    note = clean_lines(" Thiếu giấy A \r\nThiếu\u00a0 giấy B\n\nHết\r\n")

    assert note == "Thiếu giấy A\nThiếu giấy B\n\nHết"


@given(NAMES)
def test_cleaning_twice_changes_nothing(typed):
    once = clean(typed)

    assert clean(once) == once
    assert clean_lines(clean_lines(typed)) == clean_lines(typed)
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        pytest.param("Đặng Thị Hoà", "dang thi hoa", id="every mark goes"),
        pytest.param("Ðặng Văn ðức", "dang van duc", id="eth for đ"),
        pytest.param("  NGUYỄN\u00a0 VĂN  AN ", "nguyen van an", id="capitals and spaces"),
        pytest.param("ẤẦẨẪẬ ƯỨ ƠỢ ỴỶ", "aaaaa uu oo yy", id="capitals with two marks"),
        pytest.param("H17-261123-0001", "h17-261123-0001", id="codes stay whole"),
        pytest.param("Ω ΑΣ", "ω ας", id="other scripts are only lowered"),
    ],
)
def test_fold(typed, folded):
    assert fold(typed) == folded


@pytest.mark.parametrize(("old", "new"), [("hòa", "hoà"), ("Thủy", "Thuỷ"), ("Khỏe", "khoẻ")])
def test_both_places_of_a_tone_mark_fold_to_the_same(old, new):
    assert fold(old) == fold(new)
    assert vietnamese_key(old) == vietnamese_key(new)


@given(st.text(max_size=60))
def test_folding_is_stable_and_blind_to_normal_forms(text):
    folded = fold(text)

    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded
    assert folded == folded.strip(" ")
    assert "  " not in folded


@given(NAMES)
def test_vietnamese_names_fold_to_plain_ascii(name):
    assert fold(name).isascii()


@pytest.mark.parametrize(
    "in_order",
    [
        pytest.param("a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y", id="alphabet"),
        pytest.param("ha hà hả hã há hạ", id="tones"),
        pytest.param("an anh ăn ân dung đan em", id="letters before length"),
        pytest.param("an an-na an1 ana", id="signs and digits before letters"),
        pytest.param("hoa hoà hoả hoạ hoan hoàn", id="tone counts after all letters"),
    ],
)
def test_words_sort_in_vietnamese_order(in_order):
    words = in_order.split()

    assert sorted(sorted(words, reverse=True), key=vietnamese_key) == words


def test_marks_of_other_languages_do_not_count():
    assert vietnamese_key("François") == vietnamese_key("Francois")


def test_names_sort_syllable_by_syllable():
    names = ["Đỗ An", "Dương An", "Hạ An", "Hà Vy", "Hà", "hà an", "Ân Bé", "An Vy", "9 Bé"]

    assert sorted(names, key=vietnamese_key) == [
        "9 Bé",
        "An Vy",
        "Ân Bé",
        "Dương An",
        "Đỗ An",
        "Hà",
        "hà an",
        "Hà Vy",
        "Hạ An",
    ]

"""The reader of the texts: found, filled in, and never silent about what is missing."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.catalogue import MissingText, Texts, compiled, compiled_path, filled, load, source_path
from locales.compile import compile_catalogue

SOURCE = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "error.printer_away"
msgstr "{text}"

msgid "state.jammed"
msgstr "jammed (kẹt giấy)"

msgid "error.printer_stopped"
msgstr "{printer}: {state}."
"""


@pytest.fixture
def folder(tmp_path):
    """Two small catalogues."""
    for language, text in (
        ("vi", "Máy in {printer} chưa nhận trang."),
        ("en", "The printer {printer} took no page."),
    ):
        source = source_path(language, folder=tmp_path)
        source.parent.mkdir(parents=True)
        source.write_text(SOURCE.replace("{text}", text), encoding="utf-8")
    return tmp_path


@pytest.fixture
def texts(folder) -> Texts:
    return load("en", folder=folder)


@pytest.mark.parametrize("lang", ["vi", "vi_VN", "vi-VN"])
def test_a_text_is_found_by_its_key(folder, lang):
    assert load(lang, folder=folder)["error.printer_away"] == "Máy in {printer} chưa nhận trang."


def test_a_language_without_a_catalogue_is_refused(folder):
    with pytest.raises(ValueError, match="'fr'"):
        load("fr", folder=folder)


def test_an_error_speaks_with_its_details(texts):
    said = texts.error("printer_away", {"printer": "HP", "unasked": "1"})

    assert said == "The printer HP took no page."


@pytest.mark.parametrize(("state", "word"), [("jammed", "jammed (kẹt giấy)"), ("odd", "odd")])
def test_a_detail_that_has_words_is_said_in_them(texts, state, word):
    said = texts.error("printer_stopped", {"printer": "HP", "state": state})

    assert said == f"HP: {word}."


def test_a_missing_key_fails_the_test_that_meets_it(texts):
    with pytest.raises(MissingText, match="nowhere"):
        texts["nowhere"]


@pytest.mark.filterwarnings("ignore::locales.catalogue.MissingText")
def test_a_clerk_sees_the_key_of_a_missing_text(texts):
    assert texts["nowhere"] == "nowhere"


def test_a_missing_value_fails_the_test_that_meets_it(texts):
    with pytest.raises(MissingText, match="printer"):
        texts.say("error.printer_away")


@pytest.mark.filterwarnings("ignore::locales.catalogue.MissingText")
def test_a_clerk_sees_the_place_of_a_missing_value(texts):
    assert texts.say("error.printer_away") == "The printer {printer} took no page."


@given(value=st.text() | st.just("{printer}"))
def test_a_value_is_never_read_as_a_placeholder(value):
    assert filled("<{a}{b}>", {"a": value, "b": ""}) == f"<{value}>"


def test_a_fresh_compiled_catalogue_is_read_instead_of_its_source(folder):
    english = compiled(source_path("en", folder=folder))
    compiled_path(source_path("vi", folder=folder)).write_bytes(english)

    assert load("vi", folder=folder)["error.printer_away"].startswith("The printer")


def test_an_older_compiled_catalogue_is_passed_over(folder):
    kept = compiled_path(source_path("vi", folder=folder))
    kept.write_bytes(compiled(source_path("en", folder=folder)))
    os.utime(kept, (0, 0))

    assert load("vi", folder=folder)["error.printer_away"].startswith("Máy in")


def test_compiling_is_done_once(folder):
    source = source_path("vi", folder=folder)

    assert compile_catalogue(source)
    assert not compile_catalogue(source)
    assert [path.suffix for path in sorted(source.parent.iterdir())] == [".mo", ".po"]

"""The catalogues themselves: complete, in step with each other and with the code that reads them.

A key is used when a module names it, or begins a key it builds (`f"status.{status}"`: all keys
under `status.`), or when it belongs to an error's `code` or says one of its details in words
(`status.done` for the `{status}` of an error).
"""

import ast
import importlib
import pkgutil
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.pofile import read_po

from locales.catalogue import LANGUAGES, PLACEHOLDER, source_path
from tests.support.tree import files, inside, parsed, product_modules

KEY = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+")
PACKAGES = ("desk_app", "sync", "printing")
QUOTED = re.compile(r"""["']([\w.-]+)["']""")
IN_PAGE = re.compile(r"""texts(?:\[|\.say\()["']([\w.-]+)["'](?=[\],)])""")
BEGINNING = re.compile(r"([A-Za-z0-9_-]+\.)+")


@cache
def catalogue(language: str) -> dict[str, str]:
    with source_path(language).open("rb") as lines:
        return {str(m.id): str(m.string) for m in read_po(lines, abort_invalid=True) if m.id}


@cache
def strings_in_code() -> frozenset[str]:
    in_modules = {
        node.value
        for path in product_modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return frozenset(in_modules | {text for page in templates() for text in QUOTED.findall(page)})


@cache
def templates() -> tuple[str, ...]:
    """The web pages' templates, which ask for texts as modules do."""
    return tuple(
        path.read_text(encoding="utf-8") for path in files("sync") if path.suffix == ".html"
    )


@cache
def error_codes() -> dict[str, str]:
    """Every error's code, and the class that has it."""
    for name in PACKAGES:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, prefix=f"{name}."):
            if ".migrations." not in module.name:  # alembic runs these, they define no errors
                importlib.import_module(module.name)
    return {
        error.code: f"{error.__module__}.{error.__qualname__}"
        for error in subclasses_of(Exception)
        if error.__module__.partition(".")[0] in PACKAGES and hasattr(error, "code")
    }


def subclasses_of(error: type) -> Iterator[type]:
    for child in error.__subclasses__():
        yield child
        yield from subclasses_of(child)


def asked_keys(tree: ast.Module) -> Iterator[str]:
    """Keys given as they are: `texts["…"]` and `texts.say("…")`."""
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=owner, slice=ast.Constant(value=str(key))):
                pass
            case ast.Call(
                func=ast.Attribute(value=owner, attr="say"), args=[ast.Constant(value=str(key)), *_]
            ):
                pass
            case _:
                continue
        name = getattr(owner, "attr", getattr(owner, "id", ""))
        if name == "texts":
            yield key


def test_both_languages_hold_the_same_keys():
    assert catalogue("vi").keys() == catalogue("en").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_stand_in_alphabetical_order(language):
    keys = list(catalogue(language))

    assert keys == sorted(keys)


def test_both_languages_have_the_same_placeholders():
    english = catalogue("en")
    unlike = [
        key
        for key, text in catalogue("vi").items()
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(english[key]))
    ]

    assert unlike == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_written_and_tidy(language):
    untidy = [
        key
        for key, text in catalogue(language).items()
        if not text or text != text.strip() or not unicodedata.is_normalized("NFC", text)
    ]

    assert untidy == []


def test_vietnamese_has_one_place_for_its_tone_marks():
    """On the vowel before a final a, e, y: khóa, khỏe, tùy; but quý."""
    new_style = re.compile(r"(?:o[áàảãạéèẻẽẹ]|(?<!q)u[ýỳỷỹỵ])(?!\w)", re.IGNORECASE)

    assert [key for key, text in catalogue("vi").items() if new_style.search(text)] == []


def test_every_error_says_what_can_be_done():
    speechless = {
        code: name for code, name in error_codes().items() if f"error.{code}" not in catalogue("vi")
    }

    assert speechless == {}


def test_every_text_asked_for_is_there():
    missing = [
        f"{inside(path)}: {key}"
        for path in product_modules()
        for key in asked_keys(parsed(path))
        if key not in catalogue("vi")
    ]

    assert missing == []


def test_every_text_a_page_asks_for_is_there():
    asked = {key for page in templates() for key in IN_PAGE.findall(page)}

    assert asked - catalogue("vi").keys() == set()


def test_every_text_is_asked_for():
    named = strings_in_code()
    beginnings = tuple(text for text in named if BEGINNING.fullmatch(text) and text != "error.")
    errors = {f"error.{code}" for code in error_codes()}
    details = {
        name for code in errors for name in PLACEHOLDER.findall(catalogue("vi").get(code, ""))
    }
    unused = [
        key
        for key in catalogue("vi")
        if key not in named
        and key not in errors
        and not key.startswith(beginnings)
        and key.partition(".")[0] not in details
    ]

    assert unused == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_are_dotted_words(language):
    assert [key for key in catalogue(language) if not KEY.fullmatch(key)] == []

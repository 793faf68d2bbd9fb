"""The shape of the tree: directions of imports, sizes, what no file may hold."""

import ast
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.support.tree import ROOT, files, inside, parsed, product_modules

TOP_LEVEL = {
    *("desk_app", "sync", "printing", "locales", "main.py", "tests", "docs"),
    *("README.md", "CHANGELOG.md", "DECISIONS.md", "LICENSE", "NOTICE", "THIRD_PARTY.md"),
    *("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"),
    *(".ci", ".gitignore", ".gitattributes", ".editorconfig", ".pre-commit-config.yaml"),
}
OWN = {"desk_app", "sync", "printing", "locales", "main"}
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".tsv",
    ".json",
    ".po",
    ".html",
    ".css",
    ".yaml",
    ".lock",
    ".mako",
}
VAGUE_NAMES = {"utils", "helpers", "common", "manager", "service", "base", "constants", "misc"}
MACHINE_PATH = re.compile(
    r"(?:^|[\"'`(=\s])(?:/(?:root|home|Users|work)/|[A-Z]:\\Users\\)", re.MULTILINE
)
# Bracketed, so that this file passes its own test.
UNFINISHED = re.compile(
    r"\b(?:T[O]DO(?!\(#\d+\))|FIX[M]E|X[X]X)\b"
    r"|\bNotImplemented[E]rror\b|@pytest\.mark\.sk[i]p\b|\bassert Tru[e]\b"
)


def text_files() -> list[Path]:
    return [path for path in files() if path.suffix in TEXT or path.name in TOP_LEVEL]


def test_imports_keep_their_directions():
    assert lint_imports() == 0


def test_every_imported_package_is_asked_for():
    """A package that only another one brings may go with its next version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = {
        re.split(r"[\[=]", line)[0] for line in [*project["dependencies"], *extras["province"]]
    }
    brought_by = packages_distributions()

    unasked = {
        name
        for path in product_modules()
        for name in imported_tops(path)
        if name not in sys.stdlib_module_names
        if not {canonical(package) for package in brought_by.get(name, [])} & asked
    }

    assert unasked - OWN == set()


def imported_tops(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name.partition(".")[0] for alias in names)
            case ast.ImportFrom(module=str(module)):
                yield module.partition(".")[0]


def canonical(package: str) -> str:
    return package.lower().replace("_", "-")


def test_the_top_level_holds_what_the_layout_names():
    tops = {path.relative_to(ROOT).parts[0] for path in files()}

    assert tops - TOP_LEVEL == set()


@pytest.mark.parametrize("path", product_modules(), ids=inside)
def test_a_module_fits_in_one_sitting(path: Path):
    with path.open(encoding="utf-8") as lines:
        length = sum(1 for _ in lines)

    assert length <= 300


@pytest.mark.parametrize("path", product_modules(), ids=inside)
def test_a_module_says_what_it_holds(path: Path):
    assert ast.get_docstring(parsed(path))


def test_an_init_holds_only_its_docstring():
    full = [
        inside(path)
        for path in product_modules()
        if path.name == "__init__.py" and len(parsed(path).body) > 1
    ]

    assert full == []


def test_no_module_has_a_name_that_says_nothing():
    vague = [
        inside(path)
        for path in product_modules()
        if VAGUE_NAMES & {path.stem, *path.relative_to(ROOT).parts[:-1]}
    ]

    assert vague == []


def test_no_file_names_a_place_on_one_machine():
    found = [
        f"{inside(path)}: {place[0].strip()}"
        for path in text_files()
        for place in MACHINE_PATH.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_nothing_is_left_unfinished():
    found = [
        f"{inside(path)}: {mark[0]}"
        for path in files()
        if path.suffix == ".py"
        for mark in UNFINISHED.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_what_the_list_of_faults_names_is_there():
    told = (ROOT / "docs" / "faults.md").read_text()
    named = re.findall(r"`(tests/[\w/]+(?:\.py)?)(?:::(\w+))?`", told)

    missing = [
        (path, name)
        for path, name in named
        if not (ROOT / path).exists() or (name and f"def {name}(" not in (ROOT / path).read_text())
    ]

    assert len(named) > 60
    assert missing == []


def test_text_is_composed_utf8_with_unix_lines():
    odd = [
        inside(path)
        for path in text_files()
        if not unicodedata.is_normalized("NFC", text := path.read_bytes().decode()) or "\r" in text
    ]

    assert odd == []

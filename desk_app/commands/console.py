"""How every command speaks: words for people, or one JSON document and nothing else.

Exit 0 done, 1 could not, 2 wrong input or usage. With `--json` a failure prints
`{"error": {"code", "message"}}` on standard output.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
import typer

from desk_app.catalogue.errors import CatalogueError
from desk_app.commands.errors import (
    CredentialsMissing,
    InputError,
    UnreadableFile,
    UnwritableFile,
)
from desk_app.domain.errors import RuleBroken
from desk_app.signing.errors import SigningError
from desk_app.store.errors import StoreError
from locales.catalogue import LANGUAGES, load
from printing.errors import PrintError
from sync.errors import SyncError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from locales.catalogue import Texts

COULD_NOT = 1
WRONG_INPUT = 2
KNOWN = (
    RuleBroken,
    StoreError,
    SyncError,
    PrintError,
    SigningError,
    CatalogueError,
    InputError,
)


@dataclass(frozen=True, slots=True)
class Console:
    """One command's voice."""

    texts: Texts
    as_json: bool

    def tell(self, words: str) -> None:
        """A line for a person; silent with --json."""
        if not self.as_json:
            typer.echo(words)

    def warn(self, words: str) -> None:
        """A line for a person on standard error; silent with --json."""
        if not self.as_json:
            typer.echo(words, err=True)

    def give(self, document: Any) -> None:
        """A JSON document on one line; silent without --json."""
        if self.as_json:
            typer.echo(json.dumps(document, ensure_ascii=False))

    def words_of(self, error: Exception) -> str:
        code, details = error_facts(error)
        return self.texts.error(code, details)

    def error_document(self, error: Exception) -> dict[str, str]:
        code, _details = error_facts(error)
        return {"code": code, "message": self.words_of(error)}


@contextmanager
def console(*, lang: str, as_json: bool) -> Iterator[Console]:
    """A console whose block may fail with a known error: it is told, and the exit code follows."""
    voice = Console(texts_in(language(lang)), as_json)
    try:
        yield voice
    except KNOWN as error:
        voice.give({"error": voice.error_document(error)})
        voice.warn(voice.words_of(error))
        raise typer.Exit(WRONG_INPUT if isinstance(error, InputError) else COULD_NOT) from None


@cache
def texts_in(lang: str) -> Texts:
    """The texts of a language, read once a process."""
    return load(lang)


def error_facts(error: Exception) -> tuple[str, dict[str, str]]:
    """The code and the details every known error carries."""
    return getattr(error, "code", "unexpected"), getattr(error, "details", {})


def language(chosen: str) -> str:
    """The language asked for, else the system's when we have it, else Vietnamese."""
    if chosen:
        return chosen if chosen in LANGUAGES else "vi"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        tag = os.environ.get(name, "").partition("_")[0].lower()
        if tag:
            return tag if tag in LANGUAGES else "vi"
    return "vi"


def data_folder(chosen: Path | None) -> Path:
    """The data folder: the one given, else the account's own."""
    if chosen is not None:
        return chosen.expanduser().absolute()
    return platformdirs.user_data_path("quay-mot-cua", appauthor=False)


def credentials(voice: Console) -> tuple[str, str]:
    """User and password from the environment or a prompt; raises CredentialsMissing."""
    user = os.environ.get("MOTCUA_USER", "")
    password = os.environ.get("MOTCUA_PASSWORD", "")
    if user and password:
        return user, password
    if voice.as_json or not sys.stdin.isatty():
        raise CredentialsMissing
    user = user or typer.prompt(voice.texts["prompt.user"])
    return user, password or typer.prompt(voice.texts["prompt.password"], hide_input=True)


def new_password(voice: Console) -> str:
    """A new account's password from the environment or a prompt; empty when nobody is there."""
    given = os.environ.get("MOTCUA_NEW_PASSWORD", "")
    if given or voice.as_json or not sys.stdin.isatty():
        return given
    return str(
        typer.prompt(voice.texts["prompt.new_password"], hide_input=True, confirmation_prompt=True)
    )


def read_given(name: str) -> bytes:
    """A file's bytes, or standard input's for `-`; raises UnreadableFile."""
    return sys.stdin.buffer.read() if name == "-" else read_bytes(Path(name))


def read_bytes(path: Path) -> bytes:
    """A file's bytes; raises UnreadableFile."""
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise UnreadableFile(file=path) from error


def write_bytes(path: Path, content: bytes) -> None:
    """Raises UnwritableFile."""
    try:
        path.write_bytes(content)
    except (OSError, ValueError) as error:
        raise UnwritableFile(file=path) from error

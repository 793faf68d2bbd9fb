"""How the hub's commands speak: words for a person, or JSON and nothing else on standard output.

Exit 0 done, 1 could not, 2 wrong input. With `--json` a failure is {"error": {"code", "message"}}.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from sync.errors import FileTooLarge, SyncError, UnknownOrg
from sync.hub.errors import (
    AddressRefused,
    DayRefused,
    FileUnreadable,
    LaneOutOfRange,
    LeaseOutOfRange,
    MandateKnown,
    MandateRefused,
    NoSuchMachine,
    NoSuchMandate,
    NoSuchRange,
    RangeOverlaps,
    RangeRefused,
    VersionRefused,
)
from sync.hub.rules import Province, Texts

COULD_NOT = 1
WRONG_INPUT = 2

_LANGUAGES = ("vi", "en")
_WRONG_INPUTS = (
    AddressRefused,
    DayRefused,
    FileTooLarge,
    FileUnreadable,
    LaneOutOfRange,
    LeaseOutOfRange,
    MandateKnown,
    MandateRefused,
    NoSuchMachine,
    NoSuchMandate,
    NoSuchRange,
    RangeOverlaps,
    RangeRefused,
    UnknownOrg,
    VersionRefused,
)
_APP_FOLDER = "quay-mot-cua"
_HUB_FOLDER = "hub"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What every command is told: where, how to answer, in which language."""

    data: Path | None
    database: str
    as_json: bool
    language: str


class Console:
    """One command's voice."""

    def __init__(self, texts: Texts, *, as_json: bool) -> None:
        self._texts = texts
        self._as_json = as_json

    def give(self, document: Mapping[str, Any], key: str, **values: object) -> None:
        """One JSON document on one line, or the text of `key` in its place."""
        if self._as_json:
            _write(json.dumps(document, ensure_ascii=False))
        else:
            _write(self._texts.say(key, **values))

    def tell(self, key: str, **values: object) -> None:
        """A line for a person; nothing with --json."""
        if not self._as_json:
            _write(self._texts.say(key, **values))

    def say(self, key: str, **values: object) -> str:
        """The text of `key`, to be part of a line."""
        return self._texts.say(key, **values)

    def warn(self, key: str, **values: object) -> None:
        """A line for a person beside the answer, with --json too."""
        sys.stderr.write(f"{self._texts.say(key, **values)}\n")

    def word(self, name: str, value: str) -> str:
        """One of our own codes in words, where it has any: reason=internal by `reason.internal`."""
        key = f"{name}.{value}"
        return self._texts[key] if key in self._texts else value  # noqa: SIM401  it is no dict

    def fail(self, code: str, message: str) -> None:
        if self._as_json:
            error = {"code": code, "message": message}
            _write(json.dumps({"error": error}, ensure_ascii=False))
        else:
            sys.stderr.write(f"{message}\n")


@contextmanager
def speaking(province: Province, texts: Texts, asked: Asked) -> Iterator[Console]:
    """A console whose block may raise a SyncError: it is told, and the exit code follows."""
    console = Console(texts, as_json=asked.as_json)
    try:
        yield console
    except SyncError as error:
        console.fail(error.code, province.say(error.code, error.details, asked.language))
        is_input = isinstance(error, _WRONG_INPUTS)
        raise SystemExit(WRONG_INPUT if is_input else COULD_NOT) from None


def hub_folder(data: Path | None) -> Path:
    """Where the hub's files lie in a data folder: the one given, else the account's own."""
    if data is None:
        data = platformdirs.user_data_path(_APP_FOLDER, appauthor=False)
    return data.expanduser().absolute() / _HUB_FOLDER


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()  # who waits for the address of `serve` reads through a pipe


def language_of(chosen: str) -> str:
    """The language asked for, else the system's where we have it, else Vietnamese."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    told = chosen or next((os.environ[name] for name in names if os.environ.get(name)), "")
    language = told.partition("_")[0].partition(".")[0].lower()
    return language if language in _LANGUAGES else _LANGUAGES[0]

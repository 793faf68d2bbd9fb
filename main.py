"""Quầy Một Cửa: joins the command lines of desk and hub, and hands the hub its rules.

`main.py` alone opens the desk's window. Heavy parts are imported by the commands that need them.
"""

from __future__ import annotations

import io
import json
import logging
import secrets
import sys
from multiprocessing import freeze_support
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import typer

from desk_app.commands.app import desk_commands
from desk_app.commands.console import COULD_NOT, WRONG_INPUT, language, texts_in
from desk_app.commands.usage import localise, usage_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typer.core import TyperGroup

    from locales.catalogue import Texts


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 done, 1 could not, 2 wrong input or usage."""
    given = list(sys.argv[1:] if arguments is None else arguments) or ["desk", "open"]
    _speak_utf8()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    texts = texts_in(language(_said(given, "--lang")))
    as_json = "--json" in given
    try:
        outcome = build(texts, given).main(_asked(given), _program(), standalone_mode=False)
    except typer.Abort:
        return COULD_NOT
    except typer.TyperException as error:
        _tell("usage", usage_words(error, texts), as_json=as_json)
        return WRONG_INPUT
    except Exception:
        number = secrets.token_hex(3).upper()  # the trace is found by it
        logging.getLogger("motcua").exception("unexpected error %s", number)
        _tell("unexpected", texts.say("ui.unexpected", number=number), as_json=as_json)
        return COULD_NOT
    return outcome if isinstance(outcome, int) else 0


def _speak_utf8() -> None:
    """Whatever the terminal or pipe is set to: JSON is UTF-8, and so is what stands beside it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def build(texts: Texts, given: Sequence[str]) -> TyperGroup:
    """The command line in one language; of a known group only what the command needs."""
    app = typer.Typer(
        no_args_is_help=True, add_completion=False, help=texts["help.main"], rich_markup_mode=None
    )
    app.callback()(_groups)
    asked, command = [*given, "", ""][:2]
    is_known = asked in {"desk", "hub", "demo", "train"}
    if asked == "desk" or not is_known:
        group = desk_commands(texts, open_window=_open_window, asked=command)
        app.add_typer(group, name="desk")
    if asked == "hub" or not is_known:
        app.add_typer(_hub_commands(texts), name="hub")
    if asked == "demo" or not is_known:
        _add_demo(app, texts)
    if asked == "train" or not is_known:
        _add_training(app, texts)
    return localise(cast("TyperGroup", typer.main.get_command(app)), texts)


def _groups() -> None:
    """Keeps a single group a group."""


def _open_window(data: Path, **options: Any) -> None:
    from desk_app.app import open_window  # noqa: PLC0415 - flet takes a second to load

    open_window(data, **options)


def _hub_commands(texts: Texts) -> typer.Typer:
    from desk_app.clock import WallClock  # noqa: PLC0415
    from desk_app.exporting import Exports  # noqa: PLC0415
    from desk_app.importing import CatalogueShelf  # noqa: PLC0415
    from desk_app.judging import province  # noqa: PLC0415
    from sync.hub.commands import hub_commands  # noqa: PLC0415

    about = province(WallClock(), Exports(), CatalogueShelf())
    return hub_commands(about, texts_in, language=texts.lang)


def _add_demo(app: typer.Typer, texts: Texts) -> None:
    from desk_app.demo.command import add_demo  # noqa: PLC0415

    add_demo(app, texts, open_window=_open_window)


def _add_training(app: typer.Typer, texts: Texts) -> None:
    from desk_app.demo.training import add_training  # noqa: PLC0415

    add_training(app, texts, open_window=_open_window)


def _asked(given: list[str]) -> list[str]:
    """What is given, without `--lang` where help is asked for: groups know only `--help`."""
    if "--help" not in given:
        return given
    said = _said(given, "--lang")
    return [word for word in given if word not in {"--lang", said, f"--lang={said}"}]


def _program() -> str:
    """What the usage calls us: as installed, or as it lies in the source."""
    return "motcua" if Path(sys.argv[0]).stem == "motcua" else "main.py"


def _said(arguments: Sequence[str], option: str) -> str:
    """What an option was given, before the command line is read whole."""
    for place, argument in enumerate(arguments):
        if argument == option and place + 1 < len(arguments):
            return arguments[place + 1]
        if argument.startswith(f"{option}="):
            return argument.partition("=")[2]
    return ""


def _tell(code: str, words: str, *, as_json: bool) -> None:
    """A failure that no command could tell itself."""
    if as_json:
        document = {"error": {"code": code, "message": words}}
        sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    freeze_support()  # a packed program that starts itself as a helper must not open a window
    sys.exit(main())

"""`desk recover`: the last password is lost; the province's two people let one account in again.

The request lies in a file for the stick, the answer beside it. Nobody signs in here: what opens the
desk is the answer.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desk_app.commands.console import (
    Console,
    console,
    data_folder,
    new_password,
    read_bytes,
    write_bytes,
)
from desk_app.commands.errors import CredentialsMissing
from desk_app.commands.options import Options
from desk_app.store.places import desk_places
from desk_app.store.recovery import ask_recovery, take_recovery
from sync.proof.desk_key import spoken

if TYPE_CHECKING:
    from desk_app.store.places import Places
    from locales.catalogue import Texts

_ANSWER = ".answer"


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the command into the group `desk`."""
    options = Options(texts)

    @app.command(help=texts["help.recover"])
    def recover(
        file: Path = typer.Option(..., "--file", help=texts["help.recover.file"], dir_okay=False),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice:
            places, answer = desk_places(data_folder(data)), file.with_suffix(_ANSWER)
            if answer.is_file():
                _take(voice, places, answer)
            else:
                _ask(voice, places, file)


def _ask(voice: Console, places: Places, file: Path) -> None:
    content = ask_recovery(places, _person(voice), is_new=not file.is_file())
    write_bytes(file, content)
    voice.give({"request": str(file), "spoken": spoken(content)})
    voice.tell(voice.texts.say("recover.asked", file=file, spoken=spoken(content)))


def _take(voice: Console, places: Places, answer: Path) -> None:
    name, password = _person(voice), new_password(voice)
    if not password:
        raise CredentialsMissing
    opened = take_recovery(places, read_bytes(answer), name=name, password=password)
    voice.give({"user": opened.name})
    voice.tell(voice.texts.say("recover.done", user=opened.name))


def _person(voice: Console) -> str:
    """Who shall come in again; raises CredentialsMissing."""
    name = os.environ.get("MOTCUA_USER", "")
    if name:
        return name
    if voice.as_json or not os.isatty(0):
        raise CredentialsMissing
    return str(typer.prompt(voice.texts["prompt.user"]))

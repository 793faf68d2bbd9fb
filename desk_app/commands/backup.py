"""`desk backup · restore · doctor`: keep a second copy, put one back, look whether all is well."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desk_app.commands.console import COULD_NOT, console, data_folder
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.queries.health import Level, examine
from desk_app.store.backup import restore as put_back
from desk_app.store.places import desk_places
from desk_app.usecases.backup_desk import backup_desk

if TYPE_CHECKING:
    from locales.catalogue import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the commands into the group `desk`."""
    options = Options(texts)

    @app.command(help=texts["help.backup"])
    def backup(
        folder: Path = typer.Argument(..., help=texts["help.backup.folder"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            made = backup_desk(desk, folder.expanduser().absolute())
            voice.give(
                {
                    "file": str(made.file),
                    "last_number": made.number,
                }
            )
            voice.tell(voice.texts.say("backup.done", file=made.file))

    @app.command(help=texts["help.restore"])
    def restore(
        file: Path = typer.Argument(..., help=texts["help.restore.file"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice:
            found = put_back(file.expanduser().absolute(), desk_places(data_folder(data)))
            voice.give(
                {
                    "made_at": found.at,
                    "files": found.files,
                    "files_missing": list(found.files_missing),
                }
            )
            voice.tell(voice.texts["restore.done"])

    @app.command(help=texts["help.doctor"])
    def doctor(
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            findings = examine(desk)
            is_troubled = any(one.level is Level.TROUBLE for one in findings)
            voice.give(
                {
                    "ok": not is_troubled,
                    "findings": [
                        {"name": one.name, "level": one.level, "detail": one.detail}
                        for one in findings
                    ],
                }
            )
            for one in findings:
                word = voice.texts[f"doctor.{one.level}"]
                voice.tell(f"{voice.texts[f'doctor.{one.name}']:<36} {word}  {one.detail}")
            if is_troubled:
                raise typer.Exit(COULD_NOT)

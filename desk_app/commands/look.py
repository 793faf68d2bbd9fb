"""`desk list · search · show`: dossiers looked up from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desk_app.commands import documents
from desk_app.commands.console import Console, console
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.domain.dossier import Status
from desk_app.queries import dossiers as queries

if TYPE_CHECKING:
    from locales.catalogue import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the commands into the group `desk`."""
    options = Options(texts)

    @app.command("list", help=texts["help.list"])
    def list_(
        status: Status | None = typer.Option(None, "--status", help=texts["help.list.status"]),
        overdue: bool = typer.Option(False, "--overdue", help=texts["help.list.overdue"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            for row in queries.every_dossier(desk, status=status, is_overdue=overdue):
                _tell_row(voice, row)

    @app.command(help=texts["help.search"])
    def search(
        text: str = typer.Argument(..., help=texts["help.search.text"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            for row in queries.search(desk, text):
                _tell_row(voice, row)

    @app.command(help=texts["help.show"])
    def show(
        code: str = typer.Argument(..., help=texts["help.code"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            dossier = queries.dossier(desk, code)
            timeline = queries.timeline(desk, dossier.entity)
            voice.give(
                documents.dossier_with_timeline(
                    dossier, timeline, voice.texts, now=desk.clock.now()
                )
            )
            for line in documents.dossier_lines(
                dossier, timeline, voice.texts, now=desk.clock.now()
            ):
                voice.tell(line)


def _tell_row(voice: Console, row: queries.DossierRow) -> None:
    voice.give(documents.row(row))
    voice.tell(documents.row_line(row, voice.texts))

"""`desk due`: the promise explained; needs no account and no desk, so it loads neither."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desk_app.commands import documents
from desk_app.commands.console import console
from desk_app.commands.errors import WrongValue
from desk_app.commands.lines import moment
from desk_app.commands.opening import national_desk_rules
from desk_app.commands.options import Options
from desk_app.usecases.explain_due import explain_due

if TYPE_CHECKING:
    from locales.catalogue import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the command into the group `desk`."""
    options = Options(texts)

    @app.command(help=texts["help.due"])
    def due(
        procedure: str = typer.Option(..., "--procedure", help=texts["help.due.procedure"]),
        received_at: str = typer.Option(..., "--received-at", help=texts["help.due.received_at"]),
        case: str = typer.Option("", "--case", help=texts["help.due.case"]),
        org: str = typer.Option("", "--org", help=texts["help.due.org"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice:
            at = moment({"received-at": received_at}, "received-at")
            if at is None:
                raise WrongValue(key="received-at")
            catalogue, rules = national_desk_rules(data, organisation=org)
            explained = explain_due(
                catalogue, rules, procedure=procedure, case=case, received_at=at
            )
            voice.give(documents.due(explained, voice.texts))
            for line in documents.due_lines(explained, voice.texts):
                voice.tell(line)

"""`desk receive · due`: reception and its promise from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desk_app.commands import documents
from desk_app.commands.console import COULD_NOT, KNOWN, Console, console, error_facts, read_text
from desk_app.commands.errors import WrongValue
from desk_app.commands.lines import moment, read_line
from desk_app.commands.opening import national_desk_rules, opened
from desk_app.commands.options import Options
from desk_app.domain.rights import Act
from desk_app.usecases.explain_due import explain_due
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from locales.catalogue import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the commands into the group `desk`."""
    options = Options(texts)

    @app.command(help=texts["help.receive"])
    def receive(
        file: str = typer.Argument(..., metavar="FILE|-"),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice:
            lines = read_text(file).splitlines()
            with opened(voice, data) as desk:
                taken = [
                    _receive_line(voice, desk, number, line)
                    for number, line in enumerate(lines, start=1)
                    if line.strip()
                ]
            if not all(taken):
                raise typer.Exit(COULD_NOT)

    @app.command(help=texts["help.due"])
    def due(
        procedure: str = typer.Option(..., "--procedure"),
        received_at: str = typer.Option(..., "--received-at"),
        case: str = typer.Option("", "--case"),
        org: str = typer.Option("", "--org"),
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


def _receive_line(voice: Console, desk: Desk, number: int, text: str) -> bool:
    """Receive one line and print its result; a bad line is told on its line and costs no other."""
    try:
        desk.require(Act.RECEIVE)
        line = read_line(text)
        received = receive_dossier(
            desk, line.application, received_at=line.received_at, ref=line.ref
        )
    except KNOWN as error:
        voice.give({"line": number, "error": voice.error_document(error)})
        voice.warn(voice.texts.say("receive.bad_line", line=number, why=voice.words_of(error)))
        return False
    warnings = list(received.warnings)
    try:
        if received.print_id is not None:
            print_paper(desk, received.print_id)
    except KNOWN as error:
        warnings.append(error_facts(error)[0])
        voice.warn(voice.words_of(error))
    voice.give(documents.received(desk, received.dossier, warnings))
    voice.tell(documents.dossier_line(received.dossier, voice.texts))
    return True

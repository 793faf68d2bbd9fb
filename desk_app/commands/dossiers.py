"""`desk receive · due · list · search · show · act`: dossiers from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desk_app import queries
from desk_app.commands import documents
from desk_app.commands.act_details import do_act
from desk_app.commands.console import COULD_NOT, KNOWN, Console, console, read_text
from desk_app.commands.errors import CodeMissing
from desk_app.commands.lines import moment, read_line, read_object
from desk_app.commands.opening import national_desk_rules, opened
from desk_app.commands.options import Options
from desk_app.domain.acts import acts_for
from desk_app.domain.dossier import Status
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
            catalogue, rules = national_desk_rules(data, organisation=org)
            explained = explain_due(
                catalogue, rules, procedure=procedure, case=case, received_at=at
            )
            voice.give(documents.due(explained, voice.texts))
            for line in documents.due_lines(explained, voice.texts):
                voice.tell(line)

    @app.command("list", help=texts["help.list"])
    def list_(
        status: Status | None = typer.Option(None, "--status"),
        overdue: bool = typer.Option(False, "--overdue"),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            for row in queries.every_dossier(desk, status=status, is_overdue=overdue):
                _tell_row(voice, row)

    @app.command(help=texts["help.search"])
    def search(
        text: str,
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            for row in queries.search(desk, text):
                _tell_row(voice, row)

    @app.command(help=texts["help.show"])
    def show(
        code: str,
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            dossier = queries.dossier(desk, code)
            timeline = queries.timeline(desk, dossier.entity)
            voice.give(documents.dossier_with_timeline(dossier, timeline, voice.texts))
            for line in documents.dossier_lines(dossier, timeline, voice.texts):
                voice.tell(line)

    @app.command(help=texts["help.act"])
    def act(
        act: str = typer.Argument(""),
        code: str = typer.Argument(""),
        with_: str = typer.Option("", "--with", metavar="FILE|-"),
        list_: bool = typer.Option(False, "--list"),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice:
            if not (code or (list_ and act)):
                raise CodeMissing
            details = read_object(read_text(with_)) if with_ else {}
            with opened(voice, data) as desk:
                if list_:
                    dossier = queries.dossier(desk, code or act)
                    for name in acts_for(dossier, desk.user.roles):
                        voice.give({"act": name})
                        voice.tell(f"{name:<20} {voice.texts[f'act.{name}']}")
                    return
                entity = queries.dossier(desk, code).entity
                dossier = do_act(desk, act, entity, details)
            voice.give(documents.dossier(dossier))
            voice.tell(documents.dossier_line(dossier, voice.texts))


def _receive_line(voice: Console, desk: Desk, number: int, text: str) -> bool:
    """Receive one line and print its result; a bad line is told on its line and costs no other."""
    try:
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
        warnings.append(getattr(error, "code", "unexpected"))
        voice.warn(voice.words_of(error))
    voice.give(documents.received(desk, received.dossier, warnings))
    voice.tell(documents.dossier_line(received.dossier, voice.texts))
    return True


def _tell_row(voice: Console, row: queries.DossierRow) -> None:
    voice.give(documents.row(row))
    voice.tell(documents.row_line(row, voice.texts))

"""`desk receive`: reception from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desk_app.commands import documents
from desk_app.commands.console import COULD_NOT, KNOWN, Console, console, error_facts, read_given
from desk_app.commands.lines import read_line
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.commands.paper import wait_for_printer
from desk_app.domain.rights import Act
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from locales.catalogue import Texts

_BLANK = b" \t\r\xef\xbb\xbf"  # and the mark of UTF-8 at the start of a file


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the commands into the group `desk`."""
    options = Options(texts)

    @app.command(help=texts["help.receive"])
    def receive(
        file: str = typer.Argument(..., metavar="FILE|-", help=texts["help.receive.file"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice:
            with opened(voice, data) as desk:
                desk.require(Act.RECEIVE)
                taken = [
                    _receive_line(voice, desk, number, line)
                    for number, line in enumerate(read_given(file).split(b"\n"), start=1)
                    if line.strip(_BLANK)
                ]
            if not all(taken):
                raise typer.Exit(COULD_NOT)


def _receive_line(voice: Console, desk: Desk, number: int, given: bytes) -> bool:
    """Receive one line and print its result; a bad line is told on its line and costs no other."""
    try:
        line = read_line(given)
        received = receive_dossier(
            desk,
            line.application,
            received_at=line.received_at,
            ref=line.ref,
            linked=line.linked,
        )
    except KNOWN as error:
        voice.give({"line": number, "error": voice.error_document(error)})
        voice.warn(voice.texts.say("receive.bad_line", line=number, why=voice.words_of(error)))
        return False
    warnings = list(received.warnings)
    try:
        if received.print_id is not None:
            print_paper(desk, received.print_id, pause=wait_for_printer)
    except KNOWN as error:
        warnings.append(error_facts(error)[0])
        voice.warn(voice.words_of(error))
    voice.give(documents.received(desk, received.dossier, warnings))
    voice.tell(documents.dossier_line(received.dossier, voice.texts))
    return True

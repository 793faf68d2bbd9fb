"""`desk act`: any other act of the counter from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desk_app.commands import documents
from desk_app.commands.act_details import do_act, is_command, require_act
from desk_app.commands.console import Console, console, read_given
from desk_app.commands.errors import CodeMissing
from desk_app.commands.lines import read_object
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.domain.acts import acts_for
from desk_app.queries import dossiers as queries

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from locales.catalogue import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the commands into the group `desk`."""
    options = Options(texts)

    @app.command(help=texts["help.act"])
    def act(
        act: str = typer.Argument("", help=texts["help.act.act"]),
        code: str = typer.Argument("", help=texts["help.act.code"]),
        with_: str = typer.Option("", "--with", metavar="FILE|-", help=texts["help.act.with"]),
        list_: bool = typer.Option(False, "--list", help=texts["help.act.list"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice:
            if not (code or (list_ and act)):
                raise CodeMissing
            with opened(voice, data) as desk:
                if list_:
                    _tell_acts(voice, desk, code or act)
                    return
                require_act(desk, act)
                details = read_object(read_given(with_)) if with_ else {}
                entity = queries.dossier(desk, code).entity
                dossier = do_act(desk, act, entity, details)
            voice.give(documents.dossier(dossier, now=desk.clock.now()))
            voice.tell(documents.dossier_line(dossier, voice.texts))


def _tell_acts(voice: Console, desk: Desk, code: str) -> None:
    """The acts that this user may do on the dossier now."""
    dossier = queries.dossier(desk, code)
    acts = acts_for(dossier, desk.user.roles, machine=desk.machine)
    for name in filter(is_command, acts):
        voice.give({"act": name})
        voice.tell(f"{name:<20} {voice.texts[f'act.{name}']}")

"""The group `desk` of the command line, put together in the language of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from desk_app.commands import act, backup, look, machine, paper, reception

if TYPE_CHECKING:
    from desk_app.commands.machine import OpenWindow
    from locales.catalogue import Texts


def desk_commands(texts: Texts, *, open_window: OpenWindow) -> typer.Typer:
    """Every `desk …` command; `open_window` is what `desk open` does."""
    app = typer.Typer(no_args_is_help=True, help=texts["help.desk"])
    machine.add_to(app, texts, open_window=open_window)
    for group in (reception, look, act, paper, backup):
        group.add_to(app, texts)
    return app

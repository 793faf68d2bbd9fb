"""`desk token`: the signing tokens of this machine and the library they are reached by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desk_app.commands.console import console
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.queries.tokens import plugged_tokens
from desk_app.usecases.choose_token_library import choose_token_library

if TYPE_CHECKING:
    from locales.catalogue import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the command into the group `desk`."""
    options = Options(texts)

    @app.command(help=texts["help.token"])
    def token(
        library: Path | None = typer.Option(None, "--library", help=texts["help.token.library"]),
        search: bool = typer.Option(False, "--search", help=texts["help.token.search"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            if library is not None or search:
                choose_token_library(desk, str(library.absolute()) if library else "")
            for one in plugged_tokens(desk):
                voice.give(
                    {
                        "label": one.label,
                        "serial": one.serial,
                        "maker": one.maker,
                        "model": one.model,
                        "library": str(one.library),
                        "pin": one.pin,
                    }
                )
                pin = voice.texts[f"token.pin.{one.pin}"]
                voice.tell(f"{one.label:<32} {one.serial:<18} {pin}")

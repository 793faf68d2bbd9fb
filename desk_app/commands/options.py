"""The options every command takes, with help in the language of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from locales.catalogue import Texts


class Options:
    """`--data`, `--json` and `--lang`: they stand after the command."""

    def __init__(self, texts: Texts) -> None:
        self.data: Any = typer.Option(
            None, "--data", help=texts["help.option.data"], file_okay=False
        )
        self.as_json: Any = typer.Option(False, "--json", help=texts["help.option.json"])
        self.lang: Any = typer.Option("", "--lang", help=texts["help.option.lang"])

"""`desk open`: the desk in its window."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import typer

from desk_app.commands.console import console, data_folder
from desk_app.commands.errors import PortTaken
from desk_app.commands.options import Options

if TYPE_CHECKING:
    from locales.catalogue import Texts

_CANNOT_LISTEN = {errno.EADDRINUSE, errno.EACCES}


class OpenWindow(Protocol):
    """What `desk open` does; `tell` gets the address once the desk answers there."""

    def __call__(
        self, data: Path, *, port: int | None, has_window: bool, tell: Any, lang: str
    ) -> None: ...


def add_open(app: typer.Typer, texts: Texts, *, open_window: OpenWindow) -> None:
    """Put the command into the group `desk`."""
    options = Options(texts)

    @app.command("open", help=texts["help.open"])
    def open_(
        port: int | None = typer.Option(
            None, "--port", min=1, max=65535, help=texts["help.open.port"]
        ),
        no_window: bool = typer.Option(False, "--no-window", help=texts["help.open.no_window"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice:

            def tell(url: str) -> None:
                voice.give({"url": url})
                voice.tell(voice.texts.say("open.address", url=url))

            try:
                open_window(
                    data_folder(data),
                    port=port,
                    has_window=not no_window,
                    tell=tell,
                    lang=voice.texts.lang,
                )
            except OSError as error:
                if port is None or error.errno not in _CANNOT_LISTEN:
                    raise
                raise PortTaken(port=port) from error

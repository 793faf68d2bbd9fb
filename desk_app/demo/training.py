"""`main.py train`: a desk to practise on, with invented dossiers and a province of its own.

It lies in a folder apart, under keys of its own, and its hub runs inside this process on the
loopback: nothing that is done here can reach the real store or the real hub.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path  # noqa: TC003 - typer reads the types of a command
from typing import TYPE_CHECKING

import typer

from desk_app.commands.console import console, data_folder
from desk_app.commands.options import Options
from desk_app.domain.training import TRAINING
from desk_app.store.places import desk_places
from desk_app.training import FOLDER, NotATrainingFolder, mark_of, note_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desk_app.commands.window import OpenWindow
    from locales.catalogue import Texts

DOSSIERS = 30
_ANY_PORT = 0


def add_training(app: typer.Typer, texts: Texts, *, open_window: OpenWindow) -> None:
    """Put `train` beside `desk`, `hub` and `demo`."""
    options = Options(texts)

    @app.command(help=texts["help.train"])
    def train(
        anew: bool = typer.Option(False, "--anew", help=texts["help.train.anew"]),
        once: bool = typer.Option(False, "--once", help=texts["help.train.once"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice:
            folder = data_folder(data) / FOLDER if data is None else data_folder(data)
            if anew:
                clear(folder)
            voice.tell(voice.texts.say("training.begins", data=folder))
            with training_ground(folder, progress=lambda *at: note_progress(folder, *at)) as url:
                voice.give({"data": str(folder), "hub_url": url})
                voice.tell(voice.texts["training.users"])
                if not once:
                    open_window(
                        folder,
                        port=None,
                        has_window=True,
                        tell=lambda url: voice.tell(voice.texts.say("open.address", url=url)),
                        lang=voice.texts.lang,
                    )


@contextmanager
def training_ground(
    data: Path, *, progress: Callable[[int, int], None], dossiers: int = DOSSIERS
) -> Iterator[str]:
    """The training desk with its hub running; gives the hub's address.

    Made when it is not there yet. Raises NotATrainingFolder where a real desk lies.
    """
    from desk_app.demo.run import province_at  # noqa: PLC0415 - desk and hub take two seconds

    require_training(data)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark_of(data).touch()

    with province_at(data, port=_ANY_PORT) as province:
        with province.desk(progress, dossiers=dossiers, kept={TRAINING: True}):
            progress(dossiers, dossiers)
        yield province.url


def clear(data: Path) -> None:
    """Take the training desk away, to begin anew. Raises NotATrainingFolder."""
    require_training(data)
    shutil.rmtree(data, ignore_errors=True)


def require_training(data: Path) -> None:
    """Raises NotATrainingFolder for a folder with anything in it that is not a training desk's."""
    is_empty = not data.exists() or not any(data.iterdir())
    if not is_empty and (not mark_of(data).exists() or not _is_ours(data)):
        raise NotATrainingFolder(folder=str(data))


def _is_ours(data: Path) -> bool:
    """Its hub lies beside it, as no real desk's does."""
    return not desk_places(data).database.exists() or (data / "hub").is_dir()

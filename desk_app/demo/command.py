"""`main.py demo`: the sample province told step by step, then the window.

What it takes is loaded when it runs: desk and hub together take two seconds.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import typer

from desk_app.commands.console import Console, console, data_folder
from desk_app.commands.options import Options
from desk_app.demo.people import ADMIN, LEADER_PASSWORD, USERS

if TYPE_CHECKING:
    from desk_app.commands.window import OpenWindow
    from desk_app.demo.run import Told
    from desk_app.demo.walk import Step
    from locales.catalogue import Texts


def add_demo(app: typer.Typer, texts: Texts, *, open_window: OpenWindow) -> None:
    """Put `demo` beside `desk` and `hub`."""
    options = Options(texts)

    @app.command(help=texts["help.demo"])
    def demo(
        once: bool = typer.Option(False, "--once", help=texts["help.demo.once"]),
        code: bool = typer.Option(False, "--code", help=texts["help.demo.code"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        from desk_app.demo.run import sample_province  # noqa: PLC0415 - see above

        with console(lang=lang, as_json=as_json) as voice:
            folder = data_folder(data) / "demo" if data is None else data_folder(data)
            if code:
                _tell_codes(voice, folder)
                return
            voice.tell(voice.texts.say("demo.begins", data=folder))
            with _Bar(voice) as bar:
                story = sample_province(
                    folder, tell=lambda step: _tell(voice, step), progress=bar.show
                )
                with story as told:
                    bar.stop()
                    voice.give(_document(told))
                    _tell_end(voice, told)
                    if not once:
                        _open(voice, told, open_window)


def _open(voice: Console, told: Told, open_window: OpenWindow) -> None:
    """The province's pages, then the desk's window; all of it until the window is closed."""
    from desk_app.demo.faces import open_faces  # noqa: PLC0415 - as above

    with open_faces(told.hub) as addresses:
        for name, address in addresses.items():
            voice.tell(voice.texts.say(f"demo.face.{name}", url=address))
        _tell_codes(voice, told.data)
        open_window(
            told.data,
            port=None,
            has_window=True,
            tell=lambda url: voice.tell(voice.texts.say("open.address", url=url)),
            lang=voice.texts.lang,
        )


def _tell_codes(voice: Console, folder: Path) -> None:
    """How one signs in to the sample console now."""
    from desk_app.demo.faces import sign_ins_at  # noqa: PLC0415 - as above

    found = sign_ins_at(folder)
    voice.tell(voice.texts["demo.operators"])
    for one in found:
        voice.give({"name": one.name, "password": one.password, "code": one.code})
        role = voice.texts[f"web.role.{one.role}"]
        voice.tell(f"    {one.name:<10} {one.password:<16} {one.code}   {role}")


class _Bar:
    """The past being told; silent with --json and where nobody looks."""

    def __init__(self, voice: Console) -> None:
        from rich.progress import (  # noqa: PLC0415 - as above
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
        )

        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            disable=voice.as_json,
            transient=True,
        )
        self._task = self._progress.add_task(voice.texts["demo.past"], total=None, visible=False)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def show(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total, visible=True)

    def stop(self) -> None:
        self._progress.stop()


def _tell(voice: Console, step: Step) -> None:
    facts = dict(step.facts)
    if "status" in facts:
        facts["status"] = voice.texts[f"status.{facts['status']}"]
    voice.tell(f"{step.ms:>6} ms  {voice.texts.say(f'walk.{step.name}', **facts)}")


def _tell_end(voice: Console, told: Told) -> None:
    voice.tell(voice.texts["demo.users"])
    for user in (ADMIN, *USERS):
        roles = ", ".join(voice.texts[f"role.{role}"] for role in user.roles)
        voice.tell(f"    {user.name:<10} {user.password:<16} {roles}")
    key = told.data / "leader.p12"
    voice.tell(voice.texts.say("demo.key", file=key, password=LEADER_PASSWORD))


def _document(told: Told) -> dict[str, Any]:
    return {
        "data": str(told.data),
        "hub_url": told.hub_url,
        "users": [
            {"user": user.name, "password": user.password, "roles": list(user.roles)}
            for user in (ADMIN, *USERS)
        ],
        "steps": [
            {"step": step.name, "ms": step.ms}
            | {key: _plain(fact) for key, fact in step.facts.items()}
            for step in told.steps
        ],
        "papers": told.papers,
        "dossier": {"code": told.dossier.code, "status": told.dossier.status},
    }


def _plain(fact: Any) -> Any:
    return str(fact) if isinstance(fact, Path) else fact

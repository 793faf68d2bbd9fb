"""`desk satisfaction add · show`: slips from the box, and what people said."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desk_app.commands.console import console
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.queries.satisfaction import satisfaction
from desk_app.usecases.rate_service import rate_service

if TYPE_CHECKING:
    from locales.catalogue import Texts

_DAY = ["%Y-%m-%d"]


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the commands into the group `desk`."""
    options = Options(texts)
    group = typer.Typer(no_args_is_help=True, help=texts["help.satisfaction"])
    app.add_typer(group, name="satisfaction")
    _add_slips(group, texts, options)
    _add_show(group, texts, options)


def _add_slips(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.satisfaction.add"])
    def add(
        face: int = typer.Argument(..., help=texts["help.satisfaction.face"]),
        because: str = typer.Option("", "--because", help=texts["help.satisfaction.because"]),
        slips: int = typer.Option(1, "--slips", help=texts["help.satisfaction.slips"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            rate_service(desk, face=face, because=because, slips=slips)
            today = satisfaction(desk, desk.clock.today(), desk.clock.today())
            voice.give({"faces": list(today.faces), "unanswered": today.unanswered})
            voice.tell(_told(today.happy, today.answered, today.percent, today.unanswered, texts))


def _add_show(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.satisfaction.show"])
    def show(
        first: datetime | None = typer.Option(
            None, "--from", formats=_DAY, help=texts["help.satisfaction.first"]
        ),
        last: datetime | None = typer.Option(
            None, "--to", formats=_DAY, help=texts["help.satisfaction.last"]
        ),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            today = desk.clock.today()
            since = first.date() if first else today
            found = satisfaction(desk, since, last.date() if last else today)
            voice.give(
                {
                    "faces": list(found.faces),
                    "unanswered": found.unanswered,
                    "percent": found.percent,
                    "reasons": dict(found.reasons),
                }
            )
            voice.tell(_told(found.happy, found.answered, found.percent, found.unanswered, texts))


def _told(happy: int, answered: int, percent: int | None, unanswered: int, texts: Texts) -> str:
    return texts.say(
        "report.satisfaction",
        happy=happy,
        answered=answered,
        percent="–" if percent is None else percent,
        unanswered=unanswered,
    )

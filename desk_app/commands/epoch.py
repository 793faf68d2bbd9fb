"""`desk epoch · recovered`: a desk that was put back or copied asks for a new epoch and goes on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from desk_app.commands.console import Console, console
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.queries import recovered as queries
from desk_app.usecases.accept_recovered import accept_recovered
from desk_app.usecases.ask_epoch import ask_epoch
from desk_app.usecases.leave_out_recovered import leave_out_recovered
from desk_app.usecases.sync_now import sync_now

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.store.recovered import Reviewed
    from locales.catalogue import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the commands into the group `desk`."""
    options = Options(texts)
    _add_epoch(app, texts, options)
    _add_recovered(app, texts, options)


def _add_epoch(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.epoch"])
    def epoch(
        ask: bool = typer.Option(False, "--ask", help=texts["help.epoch.ask"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            if ask:
                desk = ask_epoch(desk)  # noqa: PLW2901  the same desk, free to write
                sync_now(desk)
            _tell_state(voice, desk)


def _add_recovered(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.recovered"])
    def recovered(
        accept: int | None = typer.Option(None, "--accept", help=texts["help.recovered.accept"]),
        leave_out: int | None = typer.Option(
            None, "--leave-out", help=texts["help.recovered.leave_out"]
        ),
        reason: str = typer.Option("", "--reason", help=texts["help.recovered.reason"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            if accept is not None:
                _tell_reviewed(voice, accept_recovered(desk, accept))
            elif leave_out is not None:
                _tell_reviewed(voice, leave_out_recovered(desk, leave_out, reason))
            else:
                _tell_waiting(voice, desk)


def _tell_state(voice: Console, desk: Desk) -> None:
    state = queries.state(desk)
    at = state.restored_from
    document: dict[str, Any] = {
        "epoch": state.epoch,
        "frozen": state.doubt,
        "restored_from": None if at is None else at.isoformat(),
        "asked": state.is_asked,
        "whole": state.is_whole,
        "to_review": state.to_review,
    }
    voice.give(document)
    if state.doubt:
        voice.tell(voice.texts.say("epoch.frozen", doubt=voice.texts[f"doubt.{state.doubt}"]))
    else:
        voice.tell(voice.texts.say("epoch.open", epoch=state.epoch, count=state.to_review))


def _tell_waiting(voice: Console, desk: Desk) -> None:
    found = queries.waiting(desk)
    if not found:
        voice.tell(voice.texts["recovered.none"])
    for one in found:
        names = [voice.texts[f"event.{change.name}"] for change in one.changes]
        voice.give(
            {
                "key": one.key,
                "code": one.code,
                "applicant": one.applicant,
                "procedure": one.procedure,
                "new": one.is_new,
                "changes": [
                    {
                        "epoch": change.epoch,
                        "number": change.number,
                        "event": change.name,
                        "at": change.at.isoformat(),
                        "user": change.user,
                    }
                    for change in one.changes
                ],
            }
        )
        voice.tell(f"{one.key}  {one.code}  {one.applicant}: {', '.join(names)}")


def _tell_reviewed(voice: Console, done: Reviewed) -> None:
    voice.give({"accepted": done.accepted, "left_out": done.left_out, "dossier_id": done.entity})
    voice.tell(voice.texts.say("recovered.done", accepted=done.accepted, left=done.left_out))

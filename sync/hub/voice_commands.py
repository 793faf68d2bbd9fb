"""The hub's commands about feedback and messages, joined to the others by `commands`."""

from pathlib import Path
from typing import Any

import typer

from sync.hub.group import Group, asked

_ACTS = "voice_acts"


def add_voice(app: typer.Typer, group: Group) -> None:
    """Put the commands into the group `hub`."""
    feedback = typer.Typer(no_args_is_help=True, help=group.texts["help.hub.feedback"])
    app.add_typer(feedback, name="feedback")
    common = group.common()
    _add_list(feedback, group, common)
    _add_route(feedback, group, common)
    _add_answer(feedback, group, common)
    _add_send(app, group, common)


def _add_list(app: typer.Typer, group: Group, common: tuple[Any, Any, Any, Any]) -> None:
    a, b, c, d = common
    e = group.option(False, "--all", "all_feedback")

    @app.command("list", help=group.texts["help.hub.feedback.list"])
    def show(
        data: Path | None = a,
        database: str = b,
        everything: bool = e,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "list_feedback", where=_ACTS, everything=everything)


def _add_route(app: typer.Typer, group: Group, common: tuple[Any, Any, Any, Any]) -> None:
    a, b, c, d = common

    @app.command("route", help=group.texts["help.hub.feedback.route"])
    def route(
        number: str,
        org: str,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "route", where=_ACTS, number=number, org=org)


def _add_answer(app: typer.Typer, group: Group, common: tuple[Any, Any, Any, Any]) -> None:
    a, b, c, d = common

    @app.command("answer", help=group.texts["help.hub.feedback.answer"])
    def answer(
        number: str,
        words: str,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "answer", where=_ACTS, number=number, words=words)


def _add_send(app: typer.Typer, group: Group, common: tuple[Any, Any, Any, Any]) -> None:
    a, b, c, d = common
    e = group.option(None, "--folder", "message_folder", file_okay=False)
    f = group.option("", "--url", "message_url")
    g = group.option(None, "--key-file", "message_key", dir_okay=False)
    h = group.option("", "--address", "message_address")

    @app.command("messages", help=group.texts["help.hub.messages"])
    def send(
        data: Path | None = a,
        database: str = b,
        folder: Path | None = e,
        url: str = f,
        key_file: Path | None = g,
        address: str = h,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        given = {"folder": folder, "url": url, "key_file": key_file, "address": address}
        group.run(told, "send_messages", where=_ACTS, **given)
